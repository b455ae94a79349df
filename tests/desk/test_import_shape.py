"""Reading what people write in spreadsheets: cells, headings, the extent of the table, what is refused."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import TODAY
from tests.desk import sheets
from traedesten.desk.importing import heading, shape, upload
from traedesten.desk.importing.cell import count_in, day_in, whole
from traedesten.desk.importing.upload import Sheet
from traedesten.journal.reader import FileRefused


def read(content, name="fil.xlsx"):
    return upload.read(io.BytesIO(content), name)


def table_of(sheet, **how):
    return shape.table(sheet, shape.guess_heading(sheet), today=TODAY, **how)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("torsdag d. 3. marts", date(2022, 3, 3)),
        ("tirsdag d. 3. marts", date(2026, 3, 3)),
        ("3/3-26", date(2026, 3, 3)),
        ("3.3.", date(2026, 3, 3)),
        ("Tirs 3/3", date(2026, 3, 3)),
        ("den 3. marts 2025", date(2025, 3, 3)),
        ("3. marts 26", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("03.03.2026 kl. 13", date(2026, 3, 3)),
        (46084, date(2026, 3, 3)),
        ("46084", date(2026, 3, 3)),
    ],
)
def test_days_as_people_write_them(text, day):
    assert day_in(text, year=day.year, today=TODAY) == day


@pytest.mark.parametrize("text", ["31/2-26", "marts", "12", "i alt", "", None, "3-4 stykker"])
def test_what_is_no_day_is_none(text):
    assert day_in(text, today=TODAY) is None


def test_a_day_without_a_year_is_the_sheets_or_the_latest():
    assert day_in("3. december", today=TODAY) == date(2025, 12, 3)
    assert day_in("3. december", year=2024, today=TODAY) == date(2024, 12, 3)


def test_the_weekday_decides_between_years():
    assert day_in("mandag 3. marts", today=TODAY) == date(2025, 3, 3)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12 + 3 børn", "15"),
        ("12+3", "15"),
        ("11 voksne + 2 børn + 1 hjælper", "14"),
        ("ca. 20", "20"),
        ("Ca 15", "15"),
        ("20 personer", "20"),
        ("12 (heraf 3 børn)", "12"),
        ("x", "1"),
        ("-", ""),
        ("1.200", "1.200"),
        (14, "14"),
        ("5-6", "5-6"),
        ("mange", "mange"),
    ],
)
def test_counts_as_people_write_them(text, count):
    assert count_in(text) == count


@given(st.lists(st.integers(0, 500), min_size=1, max_size=4), st.sampled_from(["+", " + ", "+ "]))
def test_what_is_added_in_a_cell_is_counted_once_each(counts, sign):
    words = [f"{count} {word}" for count, word in zip(counts, ("voksne", "børn", "frivillige", "nye"), strict=False)]
    assert count_in(sign.join(words)) == str(sum(counts))


@pytest.mark.parametrize("cell", ["²", "①", "9" * 5000, float("inf"), float("nan"), 1e300])
def test_what_only_looks_like_a_number_is_no_day(cell):
    assert day_in(cell, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("007", 7), ("²", None), ("٣", None), ("", None), ("-1", None), ("9" * 5000, None)]
)
def test_a_number_in_an_address_is_plain_digits(text, number):
    assert whole(text) == number


@given(st.text(max_size=60))
def test_no_cell_breaks_the_reading(text):
    assert isinstance(count_in(text), str)
    assert day_in(text, today=TODAY) is None or isinstance(day_in(text, today=TODAY), date)


def test_a_cafe_sheet_is_cut_out_of_its_surroundings():
    (sheet, _other) = read(sheets.cafe())
    table = table_of(sheet)
    assert table.headings == ["Hvor", "Dag", "Gæster", "Heraf nye", "Bemærkninger"]
    assert len(table.rows) == 16
    assert {row.cells[0] for row in table.rows} == {"Havtornen"}
    assert [(row.why, row.text.split(" ·")[0]) for row in table.left] == [
        ("remark", "Marts"), ("sum", "I alt"), ("remark", "April"), ("sum", "I alt"), ("sum", "Hele året")
    ]  # fmt: skip
    assert shape.year_in(table.title) == 2026


def test_merged_numbers_are_not_counted_twice():
    from openpyxl import Workbook  # why inside: only this test

    book = Workbook()
    for row in (["Dato", "Sted", "Antal"], ["3/3-26", "Salen", 15], ["4/3-26", None, None]):
        book.active.append(row)
    book.active.merge_cells("C2:C3")
    book.active.merge_cells("B2:B3")
    table = table_of(read(sheets.saved(book))[0])
    assert [row.cells for row in table.rows] == [["3/3-26", "Salen", 15], ["4/3-26", "Salen", None]]


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_in_every_dress(delimiter, encoding):
    row = ["3/3-26", "Æblehaven", "12 + 3 børn"]
    rows = [["Fremmøde på Højen"], ["Dato", "Område", "Antal"], row]
    text = "\n".join(delimiter.join(row) for row in rows)
    table = table_of(read(text.encode(encoding), "fil.csv")[0])
    assert (table.headings, table.rows[0].cells) == (["Dato", "Område", "Antal"], row)


def test_a_sum_that_says_more_is_a_row():
    rows = [["Dato", "Hvad", "Antal"], ["3/3-26", "Samlet beboermøde om bad og køkken", 4], ["I alt", None, 4]]
    table = table_of(Sheet("", rows))
    assert (len(table.rows), len(table.left)) == (1, 1)


def test_a_column_a_day_becomes_a_row_a_day():
    table = table_of(read(sheets.wide())[0], is_wide=True)
    assert table.headings == ["Kode", "Dato", "Antal eller kryds"]
    assert len(table.rows) == 8
    assert table.rows[0].cells == ["KM-1", "3/3-26", "x"]


def test_names_and_numbers_of_persons_are_recognised():
    for word in ("Navn", "Fulde navn på beboer", "CPR", "Telefonnummer", "E-mail", "Borgers navn", "Fødselsdato"):
        assert heading.is_private(word, []) == (word != "Fulde navn på beboer")
    assert heading.is_private("Nr.", ["010190-1234"])
    for word in ("Aktivitet", "Sted", "Antal gæster", "Bemærkning", "Kode", "Emne"):
        assert not heading.is_private(word, ["12"])


def zipped(name, content=b"x"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "tom.csv", "Filen er tom"),
        (b"\n\n  \n", "tom.csv", "Der står intet i filen"),
        (zipped("word/document.xml"), "brev.docx", "ikke et Excel-regneark"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "billede.xlsx", "ikke et Excel-regneark"),
        (b"%PDF-1.7 ...", "rapport.pdf", "ikke et Excel-regneark"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "hemmelig.xlsx", "adgangskode"),
        (b"PK\x03\x04 half a file", "halv.xlsx", "kan ikke læses"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "foto.csv", "ligner ikke tekst"),
        (b"a;b\n" * 3_000_000, "stor.csv", "mere end 10 MB"),
        (b"a;b\n" + b"1;2\n" * 60_000, "lang.csv", "50.000 rækker"),
        (zipped("xl/workbook.xml", b"<a>" + b"0" * 3_000_000), "bombe.xlsx", "fylder for meget"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, name, said):
    with pytest.raises(FileRefused) as refused:
        read(content, name)
    assert said in refused.value.message


def test_only_headings_is_refused():
    with pytest.raises(FileRefused) as refused:
        table_of(read(sheets.table(["Dato", "Antal", "Sted"]))[0])
    assert "ingen rækker" in refused.value.message
