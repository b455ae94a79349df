"""Which way a file was saved: told by its first bytes, and by its name where those do not say."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from traedesten.journal.reader.csv_table import open_csv
from traedesten.journal.reader.excel_table import not_excel, open_excel
from traedesten.journal.reader.json_table import open_json_lines
from traedesten.journal.reader.table import LARGEST_FILE, MEGABYTE, FileRefused, Table

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def open_table(file: BinaryIO, name: str, sheet: str | None = None) -> Table:
    """Open a binary file that can be wound. Raises FileRefused, with a message that says what to do."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_FILE:
        message = _("Filen fylder %(size)s MB; der er plads til %(limit)s MB. Del den op, for eksempel efter år.")
        raise FileRefused("too_large", message % {"size": size // MEGABYTE, "limit": LARGEST_FILE // MEGABYTE})
    start = file.read(512)
    file.seek(0)
    if start.startswith(ZIP):
        return open_excel(file, sheet)
    if start.startswith(OLD_EXCEL):
        raise FileRefused(
            "old_excel",
            _(
                "Filen er i et ældre Excel-format eller har adgangskode. "
                "Gem den som .xlsx uden adgangskode, og prøv igen."
            ),
        )
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise not_excel()
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"{"):
        return open_json_lines(file, size)
    if text.startswith(b"[") or name.lower().endswith(".json"):
        raise FileRefused(
            "json_array",
            _("Filen er JSON, men ikke JSON Lines. Skriv ét objekt på hver linje, uden klammer og kommaer om."),
        )
    return open_csv(file, size)
