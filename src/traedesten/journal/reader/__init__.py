"""Reading a file of entries row by row, whichever way it was saved: CSV, Excel or JSON Lines.

`open_table(file, name)` gives a `Table`; what cannot be read at all raises `FileRefused` with what to do about it.
"""

from traedesten.journal.reader.table import FileRefused, RawRow, Table
from traedesten.journal.reader.way import open_table

__all__ = ["FileRefused", "RawRow", "Table", "open_table"]
