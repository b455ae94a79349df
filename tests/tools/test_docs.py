"""Pages written by the code: written when asked, and a page out of step is shown when checked."""

import pytest

from tools import docs


def text() -> str:
    return "# Roller\n\n- koordinator\n"


GENERATORS = {"docs/roles.md": f"{__name__}:text"}


@pytest.fixture(autouse=True)
def _importable(monkeypatch):
    monkeypatch.setattr(docs, "text_of", lambda generator: text())


def test_a_missing_page_is_written_and_then_in_step(tmp_path):
    assert docs.run(check=False, generators=GENERATORS, root=tmp_path) == ["docs/roles.md"]
    assert docs.run(check=True, generators=GENERATORS, root=tmp_path) == []
    assert (tmp_path / "docs/roles.md").read_text().endswith("- koordinator\n")


def test_a_page_changed_by_hand_is_shown_and_left_as_it_is(tmp_path, capsys):
    docs.run(check=False, generators=GENERATORS, root=tmp_path)
    page = tmp_path / "docs/roles.md"
    page.write_text(page.read_text().replace("koordinator", "konge"))
    assert docs.run(check=True, generators=GENERATORS, root=tmp_path) == ["docs/roles.md"]
    assert "-- konge" in capsys.readouterr().out
    assert "konge" in page.read_text()


def test_only_pages_that_know_comments_are_marked():
    assert docs.page("docs/roles.md", "x:y").startswith("<!--")
    assert docs.page("docs/schema/entry.json", "x:y") == text()


def test_a_generator_is_named_by_module_and_function(monkeypatch):
    monkeypatch.undo()
    assert docs.text_of("platform:python_version").endswith("\n")
