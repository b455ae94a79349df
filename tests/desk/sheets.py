"""Other people's spreadsheets, as messy as they come; all people, places and numbers are invented."""

import io
from datetime import date

from openpyxl import Workbook

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober")


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cafe():
    """A café's attendance: title rows, the area merged down, days in words, "12 + 3 børn", sums by month and at the
    end, and a second sheet nobody asked for. 16 openings."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2026"
    sheet["A1"] = "Fremmøde i Sundhedscaféen 2026"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "Skrevet af værterne. Husk at tælle børnene med!"
    sheet.append([])
    sheet.append(["Hvor", "Dag", "Gæster", "Heraf nye", "Bemærkninger"])
    counts = ["12 + 3 børn", 14, "ca. 20", "9", "11+2 børn", 17, "Ca 15", "8 + 4 børn"]
    for month, name in ((3, "Marts"), (4, "April")):
        sheet.append([name])
        first = sheet.max_row + 1
        for number, count in enumerate(counts):
            on = date(2026, month, 2 + 3 * number)
            told = f"{DAYS[on.weekday()]} d. {on.day}. {MONTHS[on.month - 1]}"
            written = (told, on, f"{on.day}/{on.month}-26")[number % 3]
            sheet.append([None, written, count, 2 if number % 2 else "x", "Suppe og snak" if number == 2 else None])
        sheet.cell(first, 1, "Havtornen")
        sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
        sheet.append(["I alt", None, 115, None, None])
        sheet.append([])
    sheet.append(["Hele året", None, 230, None, None])
    book.create_sheet("Adresser")["A1"] = "Nøgle hos viceværten"
    return saved(book)


def outreach(*, rows=24):
    """An outreach log as CSV from a Danish Excel: semicolons, cp1252, names that must not come in, own words, an x for
    the first time, a wrong date and a failed formula."""
    said = [
        "Opsøgende arbejde Havtornen 2026;;;;;;",
        ";;;;;;",
        "Dato;Navn;Hvordan;Ny?;Hvad talte vi om;Hvad skete der;Noter",
    ]
    ways = ("Ved hoveddøren", "Opkald", "I gården", "Vaskeri")
    topics = ("Ensomhed", "bolig", "ensom", "Boligen")
    ends = ("Talt med", "Ikke hjemme", "Nej tak", "Talt med")
    for number in range(rows):
        day = date(2026, 1 + number // 8, 3 + 3 * (number % 8))
        on = {0: f"{day.day}/{day.month}-26", 1: f"{day.day}. {MONTHS[day.month - 1]} 2026", 2: day.isoformat()}
        written = on[number % 3]
        note = "Vil gerne høre om gåturen" if number == 3 else ""
        mark = "x" if number % 4 == 0 else "nej"
        way, topic, end = ways[number % 4], topics[number % 4], ends[number % 4]
        said.append(f"{written};Opdigtet Beboer {number};{way};{mark};{topic};{end};{note}")
    said.append("31/2-26;Opdigtet Beboer 98;Opkald;x;Bolig;Talt med;")
    said.append("12/3-26;Opdigtet Beboer 99;Opkald;x;Bolig;Talt med;#REF!")
    said.append(f"I alt;;;;;;{rows + 2}")
    return "\r\n".join(said).encode("cp1252")


def wide():
    """A column a day and an x for who came: 3 people, 4 days, 8 crosses."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Hold og café 2026"])
    sheet.append(["Kode", "3/3-26", "10/3-26", "17/3-26", "24/3-26", "I alt"])
    sheet.append(["KM-1", "x", "x", None, "x", 3])
    sheet.append(["KM-2", "x", None, None, "x", 2])
    sheet.append(["KM-3", "x", "x", "x", None, 3])
    sheet.append(["I alt", 3, 2, 1, 2, 8])
    return saved(book)


def table(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)
