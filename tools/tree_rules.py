"""The rules of the tree that no ready-made tool knows, each a function from files to sentences about what breaks them.

tests/architecture applies them to the tree; tests/tools shows that each can fail.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.place import ROOT

LONGEST_FILE = 500
LONGEST_TEST_FILE = 800
LONGEST_FUNCTION = 40
REASON = "# long:"
WHY = "# why inside:"
NOT_A_NOUN = {"utils", "helpers", "manager", "service", "common", "data", "info", "handler"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
DOOR_USERS = {"desk", "engagement", "jobs", "vault"}
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def too_long(path: Path) -> Iterator[str]:
    """Files over the ceiling, and functions over 40 lines that give no reason."""
    lines = path.read_text(encoding="utf-8").splitlines()
    ceiling = LONGEST_TEST_FILE if "tests" in path.parts else LONGEST_FILE
    if len(lines) > ceiling:
        yield f"{path}: {len(lines)} lines, at most {ceiling}; split it by noun"
    if path.suffix == ".py":
        yield from _long_functions(path, lines)


def _long_functions(path: Path, lines: list[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, Function):
            last = node.end_lineno or node.lineno
            size = last - node.lineno + 1
            if size > LONGEST_FUNCTION and not any(REASON in line for line in lines[max(node.lineno - 2, 0) : last]):
                yield f"{path}:{node.lineno}: {node.name} has {size} lines; shorten it, or say why in `{REASON} …`"


def touches_objects(path: Path) -> Iterator[str]:
    """Views that ask a model directly instead of starting from what the person may see."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            yield f"{path}:{node.lineno}: a view starts from a scope (visible_to …), never from .{node.attr}"


def unaudited(path: Path) -> Iterator[str]:
    """Public functions of an actions module that are not made actions."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            names = {_called(decorator) for decorator in node.decorator_list}
            if "action" not in names:
                yield f"{path}:{node.lineno}: {node.name} changes something but is no @action; if it does not, move it"


def _called(node: ast.expr) -> str:
    """The last name of what is called or named: `core.action("x")` and `action("x")` are both "action"."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def uses_signals(path: Path) -> Iterator[str]:
    """Imports of Django's signals, and models that act when saved."""
    for line, name in _imports(path):
        if name.startswith(SIGNALS):
            yield f"{path}:{line}: no signals ({name}); apps that act together are joined above both"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if "models" in path.parts and isinstance(node, Function) and node.name in ("save", "delete"):
            yield f"{path}:{node.lineno}: no logic in {node.name}(); write an action"


def unexplained_import(path: Path) -> Iterator[str]:
    """Imports inside functions that do not say why; an app's ready() is where Django wants them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, Function) and not (path.name == "apps.py" and function.name == "ready"):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            explained = any(WHY in line for line in lines[function.lineno - 1 : function.end_lineno])
            if inside and not explained:
                yield f"{path}:{inside[0].lineno}: import at the top, or say why not in `{WHY} …`"


def layers(pyproject: Path = ROOT / "pyproject.toml") -> dict[str, int]:
    """Each app's height, bottom 0, as the import contract has it: the one place where the order is written."""
    settings = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]
    rows = next(c["layers"] for c in settings["contracts"] if c["type"] == "layers")
    return {app: height for height, row in enumerate(reversed(rows)) for app in re.findall(r"\w+", row)}


def wrong_relations(path: Path, app: str, heights: dict[str, int]) -> Iterator[str]:
    """Relations written as strings that point up or across, where the import contract cannot see them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in RELATIONS:
            for target in _string_targets(node):
                other = target.partition(".")[0]
                if other in heights and other != app and heights[other] >= heights.get(app, 0):
                    yield f"{path}:{node.lineno}: {app} may not point to {target}: it lies above or beside"


def _string_targets(call: ast.Call) -> Iterator[str]:
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("to", "through")]
    for node in [*call.args[:1], *named]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.value


def uses_the_door(path: Path, app: str) -> Iterator[str]:
    """Apps that reach for names and may not."""
    for line, name in _imports(path) if app not in DOOR_USERS else ():
        if f"{name}.".startswith("traedesten.vault."):
            yield f"{path}:{line}: only desk, engagement and jobs may use the vault"


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every name a file imports, with its line: `from a import b` is a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or ''}.{alias.name}") for alias in node.names)


def misnamed(path: Path) -> Iterator[str]:
    for part in (path.stem, *(parent.name for parent in path.parents)):
        if part in NOT_A_NOUN:
            yield f"{path}: {part} says nothing; name the noun it holds"


def says_too_little(path: Path) -> Iterator[str]:
    """An app without its one sentence."""
    sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    if not sentence.strip():
        yield f"{path}: an app says in one sentence what it knows and what it refuses to know"
    elif len(re.findall(r"[.!?](?:\s|$)", sentence.strip())) > 1:
        yield f"{path}: one sentence, not several"


_INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style[\s>]|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:", re.IGNORECASE
)
_JSON_SCRIPT = re.compile(r"<script[^>]*type=[\"']application/json", re.IGNORECASE)


def has_inline_code(path: Path) -> Iterator[str]:
    """Script or style written into a template: the content security policy refuses it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if _INLINE.search(line) and not _JSON_SCRIPT.search(line):
            yield f"{path}:{number}: script and style live in files: {line.strip()[:80]}"


def names_a_host(path: Path, hosts: Iterable[str]) -> Iterator[str]:
    """Tracked files that name a package index; which one is each machine's own affair."""
    text = path.read_bytes().decode("utf-8", errors="ignore").lower()
    for host in hosts:
        if host in text:
            yield f"{path}: names the package index {host}"


def has_address(path: Path) -> Iterator[str]:
    """Addresses in requirement and lock files, whatever host."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if "://" in line or line.lstrip().startswith(("--index", "--extra-index", "--find-links", "-i ", "-f ")):
            yield f"{path}:{number}: a lock names versions and hashes, no address: {line.strip()[:80]}"


def known_hosts() -> set[str]:
    """The index hosts of the ordinary clients and of this machine's settings, none of them written down here."""
    import subprocess
    import sys
    from urllib.parse import urlsplit

    from packageurl.contrib import purl2url
    from pip._internal.models.index import PyPI

    addresses = [PyPI.url, f"https://{PyPI.file_storage_domain}", purl2url.get_download_url("pkg:npm/a@1")]
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True)
    addresses += re.findall(r"https?://[^\s'\"]+", asked.stdout)
    return {host.lower() for address in addresses if (host := urlsplit(address).hostname) and host != "localhost"}
