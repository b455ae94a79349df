"""Browser packages: only the locked bytes are used, only the wanted files are kept, and mirrors are honoured."""

import base64
import hashlib
import io
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools import fetch_assets
from tools.fetch_assets import Asset, AssetError

FILES = {
    "package/dist/css/a.css": b"p {}",
    "package/dist/js/a.js": b"1",
    "package/src/a.scss": b"no",
    "package/LICENSE": b"free",
}


def archive(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return out.getvalue()


def asset(content: bytes, **changes) -> Asset:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    given = {"package": "stones", "version": "1.2.3", "keep": ("dist/*",), "strip": "dist", "purpose": "run"}
    return Asset(**{"integrity": integrity, **given, **changes})


@pytest.fixture
def registry():
    """A registry on this machine that answers with whatever `served` holds, and notes what was asked for."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append(self.path)
            found = self.server.served.get(self.path)
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.served, server.asked = {}, []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def no_settings(monkeypatch, tmp_path):
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(fetch_assets.shutil, "which", lambda name: None)
    return tmp_path


def test_what_is_not_the_locked_package_is_refused():
    content = archive(FILES)
    wanted = asset(content)
    fetch_assets.check_integrity(wanted, content)
    with pytest.raises(AssetError, match="er ikke den pakke, der er låst"):
        fetch_assets.check_integrity(wanted, archive({**FILES, "package/dist/js/a.js": b"2"}))


def test_a_weaker_sum_is_refused_even_when_it_fits():
    content = archive(FILES)
    weak = "sha1-" + base64.b64encode(hashlib.sha1(content).digest()).decode()
    with pytest.raises(AssetError):
        fetch_assets.check_integrity(asset(content, integrity=weak), content)


def test_the_locked_package_is_fetched_from_the_registry_that_is_set_up(registry, monkeypatch):
    content = archive(FILES)
    registry.served["/mirror/stones/-/stones-1.2.3.tgz"] = content
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{registry.server_port}/mirror/")
    assert fetch_assets.fetch(asset(content)) == content


def test_a_changed_package_from_the_registry_never_reaches_the_disk(registry, monkeypatch, tmp_path):
    registry.served["/stones/-/stones-1.2.3.tgz"] = archive({"package/dist/evil.js": b"!"})
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{registry.server_port}")
    monkeypatch.setattr(fetch_assets, "ASSETS", tmp_path)
    monkeypatch.setattr(fetch_assets, "read_lock", lambda: [asset(archive(FILES))])
    with pytest.raises(AssetError):
        fetch_assets.ensure(("run",))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_says_what_to_do(registry, monkeypatch):
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{registry.server_port}")
    with pytest.raises(AssetError, match=r"kunne ikke hentes.*npm_config_registry"):
        fetch_assets.fetch(asset(b""))


def test_what_is_fetched_is_not_fetched_again(registry, monkeypatch, tmp_path):
    content = archive(FILES)
    registry.served["/stones/-/stones-1.2.3.tgz"] = content
    monkeypatch.setenv("npm_config_registry", f"http://127.0.0.1:{registry.server_port}")
    monkeypatch.setattr(fetch_assets, "ASSETS", tmp_path)
    monkeypatch.setattr(fetch_assets, "read_lock", lambda: [asset(content)])
    fetch_assets.ensure(("run",))
    fetch_assets.ensure(("run",))
    assert registry.asked == ["/stones/-/stones-1.2.3.tgz"]


def test_what_only_tests_need_is_left_for_tests(registry, monkeypatch):
    monkeypatch.setattr(fetch_assets, "read_lock", lambda: [asset(b"", purpose="test")])
    fetch_assets.ensure(("run",))
    assert registry.asked == []


def test_only_the_wanted_files_are_unpacked(tmp_path):
    content = archive(FILES)
    folder = tmp_path / "stones"
    folder.mkdir()
    (folder / "old.css").write_text("from an older version")
    assert fetch_assets.unpack(asset(content), content, folder) == 2
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.*")) == ["css/a.css", "js/a.js"]


def test_a_package_without_the_wanted_files_leaves_the_old_ones(tmp_path):
    content = archive(FILES)
    folder = tmp_path / "stones"
    folder.mkdir()
    (folder / "old.css").write_text("still here")
    with pytest.raises(AssetError, match="ingen af de ønskede filer"):
        fetch_assets.unpack(asset(content, keep=("nothing/*",)), content, folder)
    assert (folder / "old.css").exists()


@pytest.mark.parametrize("name", ["package/dist/../../../a.css", "/dist/a.css", "../dist/a.css", "a.css"])
def test_nothing_is_written_outside_the_folder(name):
    assert fetch_assets.kept_path(asset(b""), name) is None


def test_kept_path_drops_the_archives_own_folder_and_the_stripped_one():
    assert fetch_assets.kept_path(asset(b""), "package/dist/css/a.css") == "css/a.css"
    assert fetch_assets.kept_path(asset(b"", keep=("LICENSE",), strip=""), "stones/LICENSE") == "LICENSE"


def test_a_scoped_package_has_its_scope_in_the_path():
    address = fetch_assets.address_of(asset(b"", package="@town/stones"), "http://127.0.0.1/npm")
    assert address == "http://127.0.0.1/npm/@town/stones/-/stones-1.2.3.tgz"


def test_without_settings_the_address_is_the_standards_own(no_settings):
    assert fetch_assets.configured_registry() is None
    address = fetch_assets.address_of(asset(b""), None)
    assert address.startswith("https://")
    assert address.endswith("/stones/-/stones-1.2.3.tgz")


def test_the_persons_own_npmrc_is_read(no_settings):
    (no_settings / ".npmrc").write_text("fund=false\nregistry = https://mirror.example/npm/\n")
    assert fetch_assets.configured_registry() == "https://mirror.example/npm/"


def test_the_environment_wins_over_the_file(no_settings, monkeypatch):
    (no_settings / ".npmrc").write_text("registry=https://mirror.example/\n")
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "https://nearer.example/")
    assert fetch_assets.configured_registry() == "https://nearer.example/"


def test_the_lock_is_whole():
    locked = fetch_assets.read_lock()
    assert [one.package for one in locked] == ["dkfds", "axe-core"]
    assert all(one.integrity.startswith("sha512-") for one in locked)
    assert all(len(base64.b64decode(one.integrity.removeprefix("sha512-"))) == 64 for one in locked)
