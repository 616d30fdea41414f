"""The lock files name no registry, and the wheel carries everything the server reads."""

import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from wheel import SITE

pytestmark = pytest.mark.walls
ROOT = Path(__file__).resolve().parents[2]
PYTHON = ("requirements.txt", "requirements-dev.txt", "requirements-postgres.txt")
BROWSER = ("web/package-lock.json", "tests/bench/lighthouse/package-lock.json")


@pytest.mark.parametrize("lock", PYTHON)
def test_a_python_lock_file_names_no_registry(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


@pytest.mark.parametrize("lock", BROWSER)
def test_a_browser_lock_file_names_no_registry(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text())["packages"]
    assert [name for name, of in packages.items() if "://" in of.get("resolved", "")] == []
    assert [name for name, of in packages.items() if name and "integrity" not in of] == []


@pytest.mark.parametrize("lock", PYTHON)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_version_is_exact_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = (ROOT / "requirements-dev.txt").read_text()
    missing = [one for one in named if f"\n{one.replace('[binary]', '')} " not in f"\n{locked}"]
    assert missing == []


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names inside a wheel built from a copy of the repository, with or without its scripts built."""
    copy = tmp_path_factory.mktemp("packed")
    for name in ("pyproject.toml", "README.md", "wheel.py"):
        shutil.copy(ROOT / name, copy)
    leave = shutil.ignore_patterns("node_modules", "__pycache__")
    for name in ("server", "web", "content", "locales"):
        shutil.copytree(ROOT / name, copy / name, ignore=leave)
    (copy / "web" / "dist").mkdir(exist_ok=True)
    (copy / "web" / "dist" / "assets.json").touch()
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "built"]
    subprocess.run(words, cwd=copy, check=True, capture_output=True)
    with zipfile.ZipFile(next((copy / "built").glob("*.whl"))) as wheel:
        return set(wheel.namelist())


@pytest.mark.parametrize("part", SITE)
def test_the_wheel_carries_what_the_server_reads(packed: set[str], part: str) -> None:
    place = ROOT / part
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    wanted = {f"server/_site/{file.relative_to(ROOT).as_posix()}" for file in files}
    assert wanted <= packed


def test_the_wheel_carries_every_migration(packed: set[str]) -> None:
    files = (ROOT / "server" / "migrations").rglob("*.py")
    assert {file.relative_to(ROOT).as_posix() for file in files} <= packed
    assert "server/migrations/script.py.mako" in packed


def test_the_wheel_carries_nothing_that_only_builders_need(packed: set[str]) -> None:
    assert [name for name in packed if not name.startswith(("server/", "our_table-"))] == []
