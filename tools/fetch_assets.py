"""Fetch the browser packages named in assets.lock.json, check each against its sha512, and keep only what we use.

What pages load goes to assets/NAME, what only tests load to node_modules/NAME; neither is committed. No Node is needed.
Where there is npm, its own registry setting holds; without it the usual settings of an ordinary client are read, and
where nothing is set the package's own address is taken from the Package URL standard's library.
"""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import io
import json
import os
import shutil
import ssl
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from packageurl import PackageURL
from packageurl.contrib import purl2url

from tools.place import ASSETS, DEV_ASSETS, ROOT, digest, is_stamped, put_stamp, say

LOCK = ROOT / "tools" / "assets.lock.json"
LARGEST = 60 * 1024 * 1024  # bytes; the largest package today is a sixth of it
TIMEOUT = 60  # seconds without a byte


class AssetError(Exception):
    """A package could not be had or is not what the lock says; the message is for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class Asset:
    package: str
    version: str
    integrity: str
    keep: tuple[str, ...]
    strip: str
    purpose: str

    @property
    def folder(self) -> Path:
        return (ASSETS if self.purpose == "run" else DEV_ASSETS) / self.package


def read_lock(lock: Path = LOCK) -> list[Asset]:
    rows = json.loads(lock.read_text(encoding="utf-8"))
    return [
        Asset(row["package"], row["version"], row["integrity"], tuple(row["keep"]), row["strip"], row["for"])
        for row in rows
    ]


def ensure(purposes: tuple[str, ...] = ("run",)) -> None:
    """Fetch what these purposes need and is not there yet."""
    for asset in read_lock():
        if asset.purpose in purposes and not is_fetched(asset):
            say(f"Henter {asset.package} {asset.version} …  /  Fetching")
            unpack(asset, fetch(asset), asset.folder)
            put_stamp(asset.folder / ".fetched", _fingerprint(asset))


def is_fetched(asset: Asset) -> bool:
    return is_stamped(asset.folder / ".fetched", _fingerprint(asset))


def _fingerprint(asset: Asset) -> str:
    return digest([], asset.integrity, asset.strip, *asset.keep)


def fetch(asset: Asset) -> bytes:
    """The package's archive, refused unless it is the very one in the lock."""
    address = address_of(asset, configured_registry())
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT, context=_certificates()) as answer:
            archive: bytes = answer.read(LARGEST + 1)
    except (urllib.error.URLError, OSError) as error:
        raise AssetError(
            f"{asset.package} {asset.version} kunne ikke hentes ({error}). Er der adgang til pakkearkivet? "
            "Et spejl angives med npm_config_registry.  /  Could not be fetched; name a mirror in npm_config_registry."
        ) from error
    check_integrity(asset, archive)
    return archive


def check_integrity(asset: Asset, archive: bytes) -> None:
    method, _, wanted = asset.integrity.partition("-")
    found = base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if method != "sha512" or found != wanted:
        raise AssetError(
            f"{asset.package} {asset.version} er ikke den pakke, der er låst i tools/assets.lock.json, og bruges ikke "
            f"(sha512 er {found[:16]}…, ventet {wanted[:16]}…).  /  Not the locked package; refused."
        )


def address_of(asset: Asset, registry: str | None) -> str:
    """Where the archive is: at the registry that is set up, else where the standard's library says."""
    namespace, _, name = asset.package.rpartition("/")
    if registry:
        path = quote(f"{asset.package}/-/{name}-{asset.version}.tgz", safe="/@")
        return f"{registry.rstrip('/')}/{path}"
    address = purl2url.get_download_url(PackageURL("npm", namespace or None, name, asset.version).to_string())
    if not address or urlsplit(address).scheme != "https":
        raise AssetError(f"{asset.package}: ingen adresse.  /  No address; set npm_config_registry.")
    return str(address)


def configured_registry() -> str | None:
    """The registry an ordinary client on this machine would use, or None where nothing is set."""
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        if os.environ.get(name):
            return os.environ[name]
    return _registry_in(ROOT / ".npmrc") or _registry_in(Path.home() / ".npmrc") or _registry_of_npm()


def _registry_in(file: Path) -> str | None:
    if not file.is_file():
        return None
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "registry" and value.strip():
            return value.strip().strip("\"'")
    return None


def _registry_of_npm() -> str | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    asked = subprocess.run([npm, "config", "get", "registry"], capture_output=True, text=True, timeout=30)
    answer = asked.stdout.strip()
    return answer if asked.returncode == 0 and answer.startswith(("http://", "https://")) else None


def _certificates() -> ssl.SSLContext:
    """The system's certificates, and those that the usual settings of pip and Node add."""
    context = ssl.create_default_context()
    for name in ("PIP_CERT", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"):
        file = os.environ.get(name)
        if file and Path(file).is_file():
            context.load_verify_locations(file)
    return context


def unpack(asset: Asset, archive: bytes, folder: Path) -> int:
    """Write the kept files into the folder, which is made afresh, and return how many there were."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    written = 0
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for member in tar:
            target = kept_path(asset, member.name) if member.isfile() else None
            source = tar.extractfile(member) if target else None
            if target and source:
                (fresh / target).parent.mkdir(parents=True, exist_ok=True)
                (fresh / target).write_bytes(source.read())
                written += 1
    if not written:
        raise AssetError(f"{asset.package}: ingen af de ønskede filer er i pakken.  /  None of the files are there.")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return written


def kept_path(asset: Asset, name: str) -> str | None:
    """Where a member of the archive goes below the folder; None where it is not kept. Never outside the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or len(path.parts) < 2:
        return None
    inside = str(PurePosixPath(*path.parts[1:]))  # the first part is always the archive's own folder
    if not any(fnmatch.fnmatchcase(inside, pattern) for pattern in asset.keep):
        return None
    return inside.removeprefix(asset.strip + "/") if asset.strip else inside


def main(arguments: list[str]) -> None:
    try:
        ensure(("run", "test") if "--all" in arguments else ("run",))
    except AssetError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
