"""A reader with a pencil: works out what a published table can hide, knowing nothing of how the audit does it.

Every whole-number table is tried that shows the same texts and whose margins show theirs. What a text can stand for is
read off by writing down the text of each number, not from the published cell.
"""

from itertools import product

MOST = 60


def text_of(count, threshold):
    """The rule, written anew: below the threshold less than it, else the nearest 5."""
    return f"<{threshold}" if count < threshold else f"{5 * int(count / 5 + 0.5):d}"


def numbers_behind(text, threshold):
    return [each for each in range(MOST + 60) if text_of(each, threshold) == text]


def tables_like(shown, rows, columns, threshold):
    """Every table (a tuple of cells, row by row) that would be shown as this one. `shown` maps (row, column) to a text;
    None is a margin, and what is not shown binds nothing."""
    choices = [
        [values for values in product(*(numbers_behind(shown[row, column], threshold) for column in columns))
         if text_of(sum(values), threshold) == shown.get((row, None), text_of(sum(values), threshold))]
        for row in rows
    ]  # fmt: skip
    for made in product(*choices):
        sums = [sum(row[at] for row in made) for at in range(len(columns))]
        fits = all(
            text_of(each, threshold) == shown.get((None, column), text_of(each, threshold))
            for each, column in zip(sums, columns, strict=True)
        )
        if fits and text_of(sum(sums), threshold) == shown.get((None, None), text_of(sum(sums), threshold)):
            yield made


def values_behind(shown, rows, columns, threshold):
    """For each cell and margin the numbers that it can be."""
    found = {}
    for made in tables_like(shown, rows, columns, threshold):
        for row, values in zip(rows, made, strict=True):
            found.setdefault((row, None), set()).add(sum(values))
            for column, value in zip(columns, values, strict=True):
                found.setdefault((row, column), set()).add(value)
        for at, column in enumerate(columns):
            found.setdefault((None, column), set()).add(sum(values[at] for values in made))
        found.setdefault((None, None), set()).add(sum(map(sum, made)))
    return found


def rounded(cells, rows, columns, threshold):
    """The table as it would be shown without an audit: every cell and margin rounded on its own."""
    shown = {(row, column): text_of(cells[row, column], threshold) for row in rows for column in columns}
    shown |= {(row, None): text_of(sum(cells[row, each] for each in columns), threshold) for row in rows}
    shown |= {(None, column): text_of(sum(cells[each, column] for each in rows), threshold) for column in columns}
    shown[None, None] = text_of(sum(cells.values()), threshold)
    return shown
