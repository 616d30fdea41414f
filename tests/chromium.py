"""The browser of the journeys: taken where it is, else installed by `python -m tests.chromium`."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests import debian

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_DEBIAN = ("chromium", "fonts-noto-core")
# A browser under test speaks to our server only.
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-default-browser-check",
)


def find() -> Path | None:
    """Chromium's executable: CHROMIUM_PATH, the usual names, a Mac's applications, then Playwright's own."""
    named = os.environ.get("CHROMIUM_PATH")
    on_path = (shutil.which(name) for name in _NAMES)
    for place in (named, *on_path, *_ON_A_MAC):
        if place and Path(place).is_file() and _starts(place):
            return Path(place)
    return _playwrights_own()


@cache
def executable() -> Path:
    """Chromium's executable; a FileNotFoundError says how to get one."""
    found = find()
    if found is None:
        raise FileNotFoundError(
            "There is no Chromium here. `.venv/bin/python -m tests.chromium` installs one."
        )
    return found


def launch_arguments() -> dict[str, Any]:
    """What Playwright's `launch` needs to start it here."""
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": str(executable()), "args": arguments}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own launch arguments, with our browser."""
    return {**browser_type_launch_args, **launch_arguments()}


def install() -> bool:
    """Debian's package as root on Debian, Playwright's own build anywhere else."""
    if debian.may_install() and debian.install(*_DEBIAN) and find():
        return True
    with_libraries = ["--with-deps"] if debian.may_install() else []
    words = [sys.executable, "-m", "playwright", "install", "--no-shell", *with_libraries, "chromium"]
    return subprocess.run(words, check=False).returncode == 0 and find() is not None


def _starts(place: str) -> bool:
    # Ubuntu's `chromium-browser` is a script that only says where to get a browser.
    words = [place, "--version"]
    try:
        return subprocess.run(words, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> Path | None:
    with sync_playwright() as playwright:
        place = Path(playwright.chromium.executable_path)
    if not place.is_file():
        return None
    if not _starts(str(place)):
        print(
            "  Playwright's Chromium lacks a system library. As root: playwright install-deps chromium",
            flush=True,
        )
        return None
    return place


def main() -> int:
    """Find or install; say which in a sentence."""
    found = find()
    if found is None:
        print(
            "  Chromium is not here yet. Installing it for the browser journeys (about a minute)…", flush=True
        )
        found = find() if install() else None
    if found is None:
        print("  Chromium could not be installed. Install it yourself, or set CHROMIUM_PATH to one.")
        return 1
    print(f"  Chromium: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
