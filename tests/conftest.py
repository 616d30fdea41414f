"""What every test starts from: an empty house, or one with the cast already round the table."""

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import SQLModel
from starlette.types import ASGIApp

from server.app import layers, move_in, open_store, rooms
from server.core import clock, i18n
from server.core.db import Store
from server.core.encryption import make_master_key
from server.settings import Settings, load
from tests.cast import MONDAY, Cast, Member, seat_everyone
from tests.chromium import browser_type_launch_args
from tests.postgres import Cluster, postgres
from tests.visitor import Visitor

__all__ = ["browser_type_launch_args", "postgres"]
ORIGIN = "https://table.test"
i18n.offer_pseudo_languages()
# Nothing made while tests are gathered is thrown away, and looking through all of it again and again
# takes a fifth of a run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="where rows live")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what asks for the database: the rest would do exactly the same again."""
    if config.getoption("--database") == "postgres":
        elsewhere = [item for item in items if "database_kind" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]


@dataclass
class Laid:
    """A table laid once for the whole run; every test gets a copy."""

    folder: Path
    address: str
    cast: Cast


@pytest.fixture(autouse=True)
def still_monday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Time stands still on Monday, except where a real server or browser runs beside the test."""
    if {"journeys", "long", "bench", "real_time"} & {mark.name for mark in request.node.iter_markers()}:
        yield
        return
    with clock.freeze(MONDAY):
        yield


@pytest.fixture(scope="session")
def database_kind(pytestconfig: pytest.Config) -> str:
    """Where the rows of this run live: `sqlite` or `postgres`."""
    return str(pytestconfig.getoption("--database"))


@pytest.fixture(scope="session")
def laid(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, database_kind: str
) -> Laid:
    """The database with the cast in it, to copy from."""
    folder = tmp_path_factory.mktemp("laid")
    settings = load(data=folder, origin=ORIGIN, database=_fresh_address(request, database_kind))
    make_master_key(settings.master_key_file)
    store = open_store(settings)
    rooms(settings, store)
    SQLModel.metadata.create_all(store.writer)
    with clock.freeze(MONDAY), store.writing() as db:
        cast = seat_everyone(db)
    store.tidy()
    store.close()
    if database_kind == "postgres":
        request.getfixturevalue("postgres").keep(settings.database)
    return Laid(folder, settings.database, cast)


@pytest.fixture
def settings(request: pytest.FixtureRequest, laid: Laid, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a house of its own for one test, with the cast seated."""
    shutil.copy(laid.folder / "master.key", tmp_path / "master.key")
    if not laid.address:
        shutil.copy(laid.folder / "table.db", tmp_path / "table.db")
        yield load(data=tmp_path, origin=ORIGIN)
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    cluster.put_back(laid.address)
    yield load(data=tmp_path, origin=ORIGIN, database=laid.address)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """The database of this test; `with store.writing() as db` and `with store.reading() as db`."""
    store = open_store(settings)
    yield store
    store.close()


@pytest.fixture
def cast(laid: Laid) -> Cast:
    """The people, see tests/cast.py."""
    return laid.cast


@pytest.fixture(scope="session")
def built(laid: Laid) -> Iterator[FastAPI]:
    """Every route, put together once for the whole run: that takes far longer than a test."""
    settings = load(data=laid.folder, origin=ORIGIN, database=laid.address)
    store = open_store(settings)
    yield rooms(settings, store)
    store.close()


@pytest.fixture
def app(settings: Settings, store: Store, built: FastAPI) -> ASGIApp:
    """The whole house, with this test's own database."""
    move_in(built, settings, store)
    house: ASGIApp = built
    for layer, options in layers(settings, demo=False):
        house = layer(house, **options)
    return house


@pytest.fixture
def visitor(app: ASGIApp) -> Callable[[Member | None], Visitor]:
    """`visitor(cast.amira)` is Amira with her phone; `visitor(None)` a stranger. Polices each page it opens."""

    def come(member: Member | None = None) -> Visitor:
        return Visitor(app, ORIGIN, member)

    return come


def _fresh_address(request: pytest.FixtureRequest, kind: str) -> str:
    if kind == "sqlite":
        return ""
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()
