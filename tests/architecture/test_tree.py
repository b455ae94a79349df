"""The tree keeps its own rules. What breaks one is listed by file and line; the rules are in tools/tree_rules.py."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import tree_rules
from tools.place import ROOT

PACKAGE = Path("src/traedesten")
LOCKS = ("requirements/*.txt", "tools/assets.lock.json")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


def tracked(*patterns: str) -> list[Path]:
    """Files in version control; all files where the tree was unpacked without it."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], capture_output=True)
    if listed.returncode:
        return sorted(p for pattern in patterns or ("**/*",) for p in Path().glob(f"**/{pattern}") if p.is_file())
    return [path for name in listed.stdout.decode().splitlines() if (path := Path(name)).is_file()]


def python(*parts: str) -> list[Path]:
    return [path for path in tracked("*.py") if "migrations" not in path.parts and set(parts) <= set(path.parts)]


def apps() -> list[str]:
    return [path.parent.name for path in sorted(PACKAGE.glob("*/apps.py"))]


def in_apps() -> Iterator[tuple[Path, str]]:
    for path in python("src", "traedesten"):
        if len(path.parts) > 3:
            yield path, path.parts[2]


def broken(found: Iterator[str]) -> None:
    faults = list(found)
    assert not faults, "\n" + "\n".join(faults)


def test_there_is_a_tree_to_look_at():
    assert {"core", "journal", "programme"} <= set(apps())


def test_files_and_functions_stay_small():
    files = [*python(), *tracked("*.html", "*.js", "*.css")]
    broken(fault for path in files for fault in tree_rules.too_long(path))


def test_views_start_from_a_scope():
    views = [path for path in python("src") if path.stem == "views" or "views" in path.parts]
    assert views
    broken(fault for path in views for fault in tree_rules.touches_objects(path))


def test_every_verb_in_actions_is_audited():
    modules = [path for path in python("src") if "actions" in path.parts and path.stem != "__init__"]
    broken(fault for path in modules for fault in tree_rules.unaudited(path))


def test_nothing_happens_by_signal_or_on_save():
    broken(fault for path in python("src") for fault in tree_rules.uses_signals(path))


def test_imports_inside_functions_say_why():
    broken(fault for path in python("src") for fault in tree_rules.unexplained_import(path))


def test_relations_written_as_strings_point_down():
    heights = tree_rules.layers()
    assert heights["core"] < heights["places"] < heights["journal"] < heights["desk"]
    broken(fault for path, app in in_apps() for fault in tree_rules.wrong_relations(path, app, heights))


def test_every_app_has_a_layer():
    assert set(apps()) <= set(tree_rules.layers())


def test_names_stay_behind_the_door():
    broken(fault for path, app in in_apps() for fault in tree_rules.uses_the_door(path, app))


def test_modules_are_nouns():
    broken(fault for path in python("src") for fault in tree_rules.misnamed(path))


def test_every_app_is_one_sentence():
    broken(fault for app in apps() for fault in tree_rules.says_too_little(PACKAGE / app / "__init__.py"))


def test_templates_hold_no_script_or_style():
    templates = [path for path in tracked("*.html") if "templates" in path.parts]
    assert templates
    broken(fault for path in templates for fault in tree_rules.has_inline_code(path))


def test_locks_name_no_address():
    locks = tracked(*LOCKS)
    assert len(locks) == 3
    broken(fault for path in locks for fault in tree_rules.has_address(path))


def test_requirements_are_locked_by_hash():
    for path in tracked("requirements/*.txt"):
        packages = [block for block in path.read_text().replace("\\\n", " ").splitlines() if "==" in block]
        assert packages
        assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []


def test_no_link_is_kept():
    """A link names a place on one machine; set-up makes what is needed instead."""
    listed = subprocess.run(["git", "ls-files", "-s"], capture_output=True, text=True).stdout.splitlines()
    assert [line.split("\t")[1] for line in listed if line.startswith("120000")] == []


def test_no_file_names_a_package_index():
    hosts = tree_rules.known_hosts()
    assert len(hosts) >= 3
    broken(fault for path in tracked() for fault in tree_rules.names_a_host(path, hosts))
