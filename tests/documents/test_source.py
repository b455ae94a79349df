"""Files that are no readable file, and what unquoted words mean."""

import pytest

from tests.documents.sample import refused
from traedesten.documents import source
from traedesten.documents.fault import FileRefused

BOMB = "".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)]
)


def read(text, name=""):
    return source.read(text.encode(), name=name).plain


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            BOMB,
            "linje 4: Filens henvisninger (*a2) gentager mere end 10000 værdier. Skriv værdierne ud i stedet.",
        ),
        ("a: &a [*a]\n", "linje 1: Henvisningen *a peger på noget, der ikke står over den."),
        ("a: 1\nb: *ukendt\n", "linje 2: Henvisningen *ukendt peger på noget, der ikke står over den."),
        (
            "[" * 500,
            "linje 1: Filen har lister eller felter i mere end 30 lag. En programfil har højst en halv snes.",
        ),
        (
            "a: 1\nb: [1, 2\n",
            "linje 3: Filen kan ikke læses som YAML her. Se efter indrykning, kolon, bindestreg og anførselstegn.",
        ),
        ("a: 1\n\tb: 2\n", "linje 2: Tabulator kan ikke bruges til indrykning; brug mellemrum."),
        (
            "navn: Café: åben\n",
            (
                "linje 1: Der står et kolon for meget, eller indrykningen er forkert. Sæt anførselstegn om tekst med "
                "kolon."
            ),
        ),
        ("a: 'ikke lukket\n", "linje 2: Et anførselstegn er ikke lukket."),
        ("--- {a: 1}\n--- {b: 2}\n", "linje 2: Filen har mere end ét dokument (---). Behold det første."),
        ("? [a, b]\n: c\n", "linje 1: Et felts navn skal være et enkelt ord."),
        ("a: \x00\n", "Filen har tegn, som YAML ikke tillader."),
    ],
)
def test_an_unreadable_file_is_refused_with_its_line(text, sentence):
    assert refused(text) == [sentence]


def test_a_file_over_20_mb_is_refused_unread():
    assert refused(b"#" * (21 * 1024 * 1024)) == [
        "Filen fylder 21 MB; den må højst fylde 20 MB. Del sessionerne op, eller fjern dem."
    ]
    assert len(source.read(b"a: 1\n" + b"#" * (19 * 1024 * 1024)).plain) == 1


def test_a_file_that_is_not_utf_8_is_refused_with_its_line():
    assert refused("a: 1\nnavn: Café\n".encode("latin-1")) == ["linje 2: Tegnet kan ikke læses. Gem filen som UTF-8."]


@pytest.mark.parametrize("text", ["", "# kun en bemærkning\n", "- en\n- liste\n", "bare tekst"])
def test_a_file_that_holds_no_fields_is_no_programme_file(text):
    assert [each.split(": ", 1)[-1] if each.startswith("linje") else each for each in refused(text)] == [
        "Filen er ikke en programfil. Den skal begynde med format: traedesten-programme/1."
    ]


def test_keys_written_twice_tags_and_unseen_signs_are_all_told_at_once():
    found = source.read(b'a: 1\na: 2\nb: !!python/object:os.system x\nc: "\\u0007"\n')
    assert [(fault.line, fault.text) for fault in found.faults] == [
        (2, "Feltet »a« står her to gange. Behold det ene."),
        (3, "Mærket tag:yaml.org,2002:python/object:os.system kan ikke bruges; fjern det."),
        (4, "Teksten har et usynligt tegn, der ikke kan gemmes. Skriv den igen."),
    ]


def test_words_keep_their_looks():
    assert read("{on: 10:00, a: no, b: 012, c: 2026-01-01, d: 1.5, e: -3, f: true, g: '7', h: 400.000, i: 0.125}") == {
        "on": "10:00", "a": "no", "b": "012", "c": "2026-01-01", "d": 1.5, "e": -3, "f": True, "g": "7",
        "h": "400.000", "i": 0.125,
    }  # fmt: skip


def test_empty_fields_count_as_not_written():
    assert read("a:\nb: ~\nc: null\nd: 0\n") == {"d": 0}


def test_a_few_aliases_are_fine():
    assert read("a: &steder [nord, syd]\nb: *steder\n") == {"a": ["nord", "syd"], "b": ["nord", "syd"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1,}', "linje 1: Filen kan ikke læses som JSON her. Se efter komma, anførselstegn og parenteser."),
        ('{"a": NaN}', "Filen har et tal, der er for stort eller ikke er et tal (NaN, Infinity)."),
        ('{"a": 1e999}', "Filen har et tal, der er for stort eller ikke er et tal (NaN, Infinity)."),
        ('{"a": ' + "9" * 30 + "}", "Filen har et tal, der er for stort eller ikke er et tal (NaN, Infinity)."),
        ("[" * 100_000, "Filen har lister eller felter i mere end 30 lag. En programfil har højst en halv snes."),
        (
            "[" * 100 + "]" * 100,
            "Filen har lister eller felter i mere end 30 lag. En programfil har højst en halv snes.",
        ),
    ],
)
def test_json_is_guarded_too(text, sentence):
    assert refused(text, name="x.json") == [sentence]


def test_json_faults_inside_a_readable_file():
    found = source.read(b'{"a": 1, "a": 2, "b": ["\\ud800"], "c": null}', name="X.JSON")
    assert found.plain == {"a": 2, "b": ["\ud800"]}
    assert [(fault.path, fault.text) for fault in found.faults] == [
        ((), "Feltet »a« står her to gange. Behold det ene."),
        (("b", 0), "Teksten har et usynligt tegn, der ikke kan gemmes. Skriv den igen."),
    ]


def test_a_refusal_shows_a_hundred_faults_and_counts_the_rest():
    found = source.read(("a: 1\n" * 151).encode())
    lines = str(FileRefused(found.faults)).splitlines()
    assert len(lines) == 101
    assert lines[-1] == "… og mindst 50 fejl mere."
