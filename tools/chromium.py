"""Find the Chromium that browser tests drive, or install it with the system's package manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.place import say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
)
BY_HAND = """\
Browserprøverne springes over: her er ingen Chromium. Installér den, eller peg på den med CHROMIUM=/sti/til/chromium:
Browser tests are skipped: there is no Chromium here. Install it, or name it in CHROMIUM=/path/to/chromium:
    Debian:  sudo apt-get install chromium      Fedora:  sudo dnf install chromium"""


def find() -> str | None:
    """The browser's path: what CHROMIUM names, else the first known name on the PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in (*NAMES, MAC) if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """No background traffic; and root may not use Chromium's own sandbox."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find_or_install() -> str | None:
    found = find()
    if found is None and can_install():
        say("Installerer Chromium med apt-get …  /  Installing Chromium")
        install(["chromium"])
        found = find()
    if found is None:
        say(BY_HAND)
    return found


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None and not os.environ.get("CHROMIUM")


def install(packages: list[str]) -> bool:
    """Install Debian packages as root, fetching the lists first where the packages are not known."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for before in (None, ["apt-get", "update", "-q"]):
        if before is not None:
            subprocess.run(before, env=environment, capture_output=True)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return True
    say(f"apt-get install {' '.join(packages)}: {done.stderr.strip()[-500:]}")
    return False


if __name__ == "__main__":
    sys.exit(0 if find_or_install() else 1)
