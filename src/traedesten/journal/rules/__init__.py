"""What makes a registration right: one set of rules for the single entry, the forms and the files.

`Checker(book, today).check(raw)` reads a row by itself; `past.problems` says what is registered already against it.
"""

from traedesten.journal.rules.checker import Checked, Checker
from traedesten.journal.rules.problem import Problem

__all__ = ["Checked", "Checker", "Problem"]
