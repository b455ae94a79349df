"""The list of decisions: every file has a number of its own, says it itself, and stands in the list once."""

import re
from pathlib import Path

ADR = Path(__file__).parents[2] / "docs" / "adr"


def test_every_decision_has_its_own_number_and_stands_in_the_list_once():
    files = sorted(path.name for path in ADR.glob("[0-9]*.md"))
    numbers = [name[:4] for name in files]
    assert files
    assert len(set(numbers)) == len(numbers), "two decisions share a number"
    listed = re.findall(r"^\| \[\d{4}\]\(([^)]+)\)", (ADR / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == files
    titles = {name: (ADR / name).read_text().split("\n", 1)[0] for name in files}
    assert [name for name, title in titles.items() if not title.startswith(f"# {name[:4]} ")] == []
