"""Files as they come: every way of saving, and what is refused before it is read."""

import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from traedesten.journal.reader import FileRefused, open_table
from traedesten.journal.reader import table as limit

HEADER = "kind;on;note"


def rows(content, name="fil.csv", sheet=None):
    data = content if isinstance(content, bytes) else content.encode()
    return [
        (row.number, row.cells, row.problem and row.problem.code)
        for row in open_table(io.BytesIO(data), name, sheet).rows
    ]


def refused(content, name="fil.csv", sheet=None):
    with pytest.raises(FileRefused) as error:
        rows(content, name, sheet)
    return error.value


def workbook(cells, **parts):
    """A workbook with one sheet; ``parts`` are more files in the archive."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Ark")
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_however_it_was_saved(encoding, delimiter):
    text = "kind;on;note\r\ncontact;2026-11-12;Æblegrød på Åen\r\n".replace(";", delimiter)
    assert rows(text.encode(encoding)) == [
        (2, {"kind": "contact", "on": "2026-11-12", "note": "Æblegrød på Åen"}, None)
    ]


def test_rows_have_the_number_a_spreadsheet_shows():
    text = 'kind;note\ncontact;"to\nlinjer"\n\n;\ncontact;tre\n'
    assert [(number, cells.get("note")) for number, cells, _ in rows(text)] == [(2, "to\nlinjer"), (5, "tre")]


def test_the_hint_some_spreadsheets_put_first_is_passed_over():
    assert rows("sep=,\nkind,on\ncontact,2026-11-12\n") == [(3, {"kind": "contact", "on": "2026-11-12"}, None)]


def test_the_delimiter_is_the_one_that_gives_known_columns():
    assert rows("kind;on;note\ncontact;2026-11-12;a,b,c,d\n")[0][1]["note"] == "a,b,c,d"


def test_a_guarded_text_loses_its_apostrophe_and_no_other():
    texts = [cells["note"] for _, cells, _ in rows("kind;note\na;'=1+1\na;''=1\na;'tis\na;-3\n")]
    assert texts == ["=1+1", "'=1", "'tis", "-3"]


def test_a_row_with_too_many_cells_is_told_and_blank_ones_at_the_end_are_not():
    assert [problem for *_, problem in rows("kind;on\na;b;c\na;b;;\na\n")] == ["extra_cells", None, None]


def test_an_open_quotation_mark_does_not_swallow_the_file_in_silence():
    text = 'kind;note\ncontact;"aldrig lukket\n' + "contact;mere\n" * 10_000
    assert rows(text)[0] == (2, {}, "unreadable")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "no_header"),
        (";;\n", "no_header"),
        ("kind;;on\n", "unnamed_column"),
        ("kind;on;kind\n", "column_twice"),
        ("kind;dato\n", "unknown_column"),
        (";".join(["kind"] * 101) + "\n", "many_columns"),
        (b"kind;on\n\x00\x01\x02", "not_text"),
        (b"kind;note\na;\x81\xff\n", "encoding"),
        ("[{}]", "json_array"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
        (b"PK\x03\x04" + b"x" * 600, "broken_excel"),
    ],
)
def test_what_cannot_be_read_as_a_file_is_refused(content, code):
    assert refused(content).code == code


def test_an_unknown_column_is_named_with_the_nearest_and_all_that_are():
    message = refused("kind;dato;aktivitet;sxe\n").message
    assert "»dato« (→ on), »aktivitet« (→ activity), »sxe« (→ sex)" in message
    assert "linked_subject" in message


def test_a_column_that_is_like_none_is_given_no_suggestion():
    assert "»farve«. Ret" in refused("kind;farve\n").message


@pytest.mark.parametrize("content", ["format: traedesten-programme/1\n", '{"kind": "visit"}\n', "kind;on\n"])
def test_a_text_file_that_is_named_as_a_workbook_is_no_workbook(content):
    with pytest.raises(FileRefused) as refusal:
        open_table(io.BytesIO(content.encode()), "nordby.xlsx")
    assert refusal.value.code == "not_excel"
    assert "ikke et Excel-regneark" in refusal.value.message


def test_a_file_that_is_too_large_is_refused_with_what_to_do(monkeypatch):
    class Huge(io.BytesIO):
        def seek(self, place, whence=0):
            return 200 * limit.MEGABYTE if whence == 2 else super().seek(place)

    with pytest.raises(FileRefused, match=r"200 MB; der er plads til 150 MB\. Del den op"):
        open_table(Huge(b"kind;on\n"), "fil.csv")


# --- JSON Lines ------------------------------------------------------------------------------------------------------


def test_json_lines_name_their_own_columns():
    assert rows('{"kind": "contact", "people": 3}\n\n{"on": "2026-11-12"}', "fil.jsonl") == [
        (1, {"kind": "contact", "people": 3}, None),
        (3, {"on": "2026-11-12"}, None),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{kind}", "unreadable"),
        ("[1]", "unreadable"),
        ('"tekst"', "unreadable"),
        ('{"kind": "a", "kind": "b"}', "column_twice"),
        ('{"kind" : "a", "note": "kl. 10:30", "kind": "b"}', "column_twice"),
        ('{"a": 1, "\\u0061": 2}', "column_twice"),
        ('{"kind": ["a"]}', "nested"),
        ('{"kind": {"a": 1}}', "nested"),
        ('{"a":' * 20_000, "unreadable"),
        ('{"note": "\\ud800"}', "unreadable"),
        ('{"\\udfff": 1}', "unreadable"),
        ('{"people": ' + "9" * 5000 + "}", "unreadable"),
        ('{"note": "' + "a" * 100_000 + '"}', "unreadable"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_next_is_read(line, code):
    found = rows(f'{{"kind": "a"}}\n{line}\n{{"kind": "b"}}\n', "fil.jsonl")
    assert [(number, problem) for number, _, problem in found] == [(1, None), (2, code), (3, None)]


# --- Excel -----------------------------------------------------------------------------------------------------------


def test_excel_gives_typed_values_and_formulas_as_they_were_saved():
    book = openpyxl.Workbook()
    book.active.append(["kind", "value", "note"])
    book.active.append(["contact", 2.5, None])
    book.active["C2"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    assert rows(out.getvalue(), "fil.xlsx") == [(2, {"kind": "contact", "value": 2.5}, None)]


def test_blank_rows_in_excel_keep_their_number():
    content = workbook([["kind"], ["contact"], [None], ["visit"]])
    assert [number for number, *_ in rows(content)] == [2, 4]


def test_a_sheet_is_chosen_by_name_and_a_wrong_name_lists_them():
    content = workbook([["kind"], ["contact"]])
    assert rows(content, sheet="Ark") == rows(content)
    assert "Arkene er: Ark." in refused(content, sheet="Arkk").message


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert refused(workbook([["kind"]], **{"media/bomb": b"0" * 50_000_000})).code == "too_large_unpacked"


def test_a_workbook_with_many_parts_or_huge_texts_is_refused(monkeypatch):
    monkeypatch.setattr(limit, "MOST_PARTS", 5)
    assert refused(workbook([["kind"]])).code == "too_large_unpacked"
    monkeypatch.setattr(limit, "MOST_PARTS", 1000)
    assert rows(workbook([["kind"]])) == []
    monkeypatch.setattr(limit, "LARGEST_SHARED_TEXTS", 10)
    assert refused(workbook([["kind"]])).code == "too_large_unpacked"


def test_xml_that_declares_entities_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + "b" * 100 + '">]><a>&b;</a>'
    assert refused(workbook([["kind"]], styles2=bomb)).code == "broken_excel"


def test_another_zip_file_is_no_workbook():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hej.txt", "hej")
    assert refused(out.getvalue()).code == "not_excel"


def test_a_sheet_that_claims_a_row_far_away_does_not_run_for_ever(monkeypatch):
    monkeypatch.setattr(limit, "MOST_ROWS", 1000)
    book = openpyxl.Workbook()
    book.active.append(["kind"])
    book.active.cell(1_048_576, 1, "contact")
    out = io.BytesIO()
    book.save(out)
    assert refused(out.getvalue()).code == "many_rows"


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([b"", b"kind;on;note\n", b"\xff\xfe", b"PK\x03\x04", b'{"kind": "contact"}\n{', b"sep=,\n"]),
    st.binary(),
)
def test_any_bytes_are_read_or_refused_in_words(start, rest):
    with suppress(FileRefused):
        for row in open_table(io.BytesIO(start + rest), "fil").rows:
            assert row.cells or row.problem


def test_the_file_can_be_read_again_after_it_was_read():
    file = io.BytesIO(b"kind;on\ncontact;2026-11-12\n")
    assert list(open_table(file, "a.csv").rows) == list(open_table(file, "a.csv").rows)
    assert not file.closed
