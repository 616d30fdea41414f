"""`our-table check`: looks at everything that keeps people's words safe, and says each thing in a plain sentence."""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import Session, SQLModel, func, select
from starlette.types import ASGIApp, Message, Scope

from server.app import GUARDS, make_app, open_store, rooms
from server.core import assets, clock, doors, i18n
from server.core.db import SQLITE_SETTINGS, Store, assert_safe
from server.core.encryption import Master, VaultKey, faces
from server.core.headers import POLICY, UNLESS_SAID
from server.families.models import Family
from server.organisations.models import Organisation
from server.people.models import Device, Person
from server.reminders.push_key import push_key_file
from server.settings import Settings


@dataclass(frozen=True)
class Look:
    """One thing that was looked at."""

    sentence: str
    is_fine: bool


def looks(settings: Settings) -> Iterator[Look]:
    """Every look, in order; a look that fails by an error is not fine, and says so."""
    store = open_store(settings)
    try:
        for part in (files, keys, storage, shape, house, pages, languages, time_zones, people):
            try:
                yield from part(settings, store)
            except Exception as wrong:
                yield Look(f"Looking at {part.__name__} ended with: {wrong}", False)
    finally:
        store.close()


def files(settings: Settings, store: Store) -> Iterator[Look]:
    yield Look(f"The data folder {settings.data} is there.", settings.data.is_dir())
    yield Look("Only its owner can open the master key.", _is_private(settings.master_key_file))
    yield Look(
        "Only its owner can open the key reminders are signed with.", _is_private(push_key_file(settings))
    )
    if store.on_sqlite:
        database = Path(store.address.removeprefix("sqlite:///"))
        yield Look("Only its owner can open the database file.", _is_private(database))
        yield Look("The database is on a disk with room for a copy of itself.", _has_room(database))


def keys(settings: Settings, store: Store) -> Iterator[Look]:
    raw = settings.master_key_file.read_bytes()
    yield Look("The master key is 32 bytes long.", len(raw) == 32)
    yield Look("The master key is not one repeated byte.", len(set(raw)) > 8)
    with store.reading() as db:
        kept = list(db.exec(select(VaultKey)))
        families = {*db.exec(select(Family.id)), *db.exec(select(Person.id))}
    master = Master(raw)
    yield Look(
        f"The master key opens every one of the {len(kept)} keys.", all(_opens(master, key) for key in kept)
    )
    yield Look(
        "Every family and every person has a key of their own.", families <= {key.owner_id for key in kept}
    )


def storage(settings: Settings, store: Store) -> Iterator[Look]:
    if not store.on_sqlite:
        with store.reading() as db:
            for name, wanted in (("synchronous_commit", "on"), ("fsync", "on"), ("full_page_writes", "on")):
                found = db.connection().exec_driver_sql(f"SHOW {name}").scalar()
                yield Look(
                    f"PostgreSQL's {name} is {found}; what people say survives a power cut when it is {wanted}.",
                    found == wanted,
                )
        return
    for kind, session in (("writing", store.writing), ("reading", store.reading)):
        with session() as db:
            connection = db.connection().connection.dbapi_connection
            assert connection is not None
            assert_safe(connection)
            for name in SQLITE_SETTINGS:
                yield Look(f"SQLite's {name} is safe while {kind}.", True)
    with store.reading() as db:
        cursor = db.connection().exec_driver_sql
        yield Look("SQLite finds no damage.", cursor("PRAGMA quick_check").scalar() == "ok")
        yield Look("No row points at nothing.", not cursor("PRAGMA foreign_key_check").fetchall())


def shape(settings: Settings, store: Store) -> Iterator[Look]:
    with store.reading() as db:
        missing = compare_metadata(
            MigrationContext.configure(db.connection(), opts={"compare_type": False}), SQLModel.metadata
        )
    yield Look("The database has the shape this version needs.", not missing)
    sealed = {model.__name__: faces(model) for model in _models()}
    yield Look(
        f"{sum(map(len, sealed.values()))} columns of people's words are sealed.",
        sum(map(len, sealed.values())) > 0,
    )
    yield Look("Every column says what it holds and why.", all(_is_classified(model) for model in _models()))


def house(settings: Settings, store: Store) -> Iterator[Look]:
    app = rooms(settings, store)
    doors.check_doors(app, GUARDS)
    every = list(doors.routes(app))
    yield Look(f"Every one of the {len(every)} pages and actions says who may call it.", len(every) > 0)
    paths = {route.path for route in every}
    for hidden in ("/docs", "/redoc", "/openapi.json", "/demo/enter/{key}"):
        yield Look(f"{hidden} is not served.", hidden not in paths)
    methods = {method for route in every for method in route.methods or ()}
    yield Look("Pages are only read with GET and changed with POST.", methods <= {"GET", "HEAD", "POST"})
    yield Look("The house opens.", callable(make_app(settings, store)))


def pages(settings: Settings, store: Store) -> Iterator[Look]:
    for words in ("unsafe", "data:", "*", "http:"):
        yield Look(f"The page policy allows nothing marked {words}", words not in POLICY)
    for need in (
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "form-action 'self'",
    ):
        yield Look(f"The page policy says {need}", need in POLICY)
    for path in ("/sign-in", "/no-such-page"):
        carried = dict(asyncio.run(_headers_of(make_app(settings, store), path, settings.host)))
        for name, value in UNLESS_SAID:
            yield Look(f"{path} answers with the right {name.decode()}.", carried.get(name) == value)
    yield Look("The styles are there.", len(assets.sheet()) > 1000)
    yield Look(
        "The browser part is built."
        if assets.has_script()
        else "The browser part is not built; pages work without it.",
        True,
    )
    safe = settings.origin.startswith("https://") or settings.name == "localhost"
    yield Look(f"People reach us at {settings.origin}, which browsers treat as safe.", safe)


def languages(settings: Settings, store: Store) -> Iterator[Look]:
    for language in i18n.languages():
        known = language.tag == "en" or i18n.catalogue(language.tag).gettext("Leave") != "Leave"
        yield Look(f"{language.name} has its own words.", known or language.tag in i18n.PSEUDO)


def time_zones(settings: Settings, store: Store) -> Iterator[Look]:
    try:
        found = ZoneInfo("Europe/London").key == "Europe/London"
    except ZoneInfoNotFoundError:
        found = False
    yield Look("This machine knows the clock of Europe/London.", found)
    yield Look("The clock is not in the past.", clock.now().year >= 2026)


def people(settings: Settings, store: Store) -> Iterator[Look]:
    with store.reading() as db:
        yield Look("At least one organisation is set up.", _count(db, Organisation) > 0)
        tokens = db.exec(select(Device.token)).all()
    yield Look("Cookies are kept only as digests.", all(len(token) == 32 for token in tokens))


async def _headers_of(app: ASGIApp, path: str, host: str) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []

    async def take(message: Message) -> None:
        found.extend(message.get("headers", []))

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": b"",
        "headers": [(b"host", host.encode())], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 1),
    }  # fmt: skip
    await app(scope, nothing, take)
    return found


def _count(db: Session, model: type[SQLModel]) -> int:
    return db.exec(select(func.count()).select_from(model)).one()


def _models(kind: type[SQLModel] = SQLModel) -> Iterator[type[SQLModel]]:
    for model in kind.__subclasses__():
        if "__table__" in vars(model):
            yield model
        yield from _models(model)


def _is_classified(model: type) -> bool:
    said = getattr(model, "classified", {})
    columns = {column.name for column in model.__table__.columns}  # type: ignore[attr-defined]
    return columns - said.keys() <= {"family_id", "id", "made_at"}


def _is_private(path: Path) -> bool:
    return path.exists() and not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _has_room(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free > path.stat().st_size


def _opens(master: Master, key: VaultKey) -> bool:
    return len(master.unwrap(key.owner_id, key.wrapped)) == 32
