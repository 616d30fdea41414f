"""Where rows live: one way in for reading, one for writing, and what every row has in common."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast
from uuid import UUID

from sqlalchemy import Engine, Uuid, create_engine, event, text
from sqlalchemy.pool import QueuePool
from sqlmodel import Field, Session, SQLModel
from sqlmodel._compat import SQLModelConfig

from server.core import clock
from server.core.encryption import KeyRing, Master, faces
from server.core.tokens import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What every row has in common: known names only, and sealed words given by their readable name."""

    model_config = SQLModelConfig(validate_assignment=True, defer_build=True)  # built when first written
    # column → "kind: why it is kept". Kinds: id, link, time, state, setting, secret, words.
    classified: ClassVar[dict[str, str]] = {}

    def __init__(self, **said: Any) -> None:
        sealed = {name: said.pop(name) for name in faces(type(self)) if name in said}
        unknown = said.keys() - type(self).model_fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        super().__init__(**said)
        for name, value in sealed.items():
            setattr(self, name, value)


class FamilyRow(Row):
    """A row that belongs to one family; it cannot be fetched without naming the family."""

    family_id: UUID = Field(primary_key=True, foreign_key="family.id", ondelete="CASCADE")
    id: UUID = Field(default_factory=new_id, primary_key=True)
    made_at: datetime = Field(default_factory=clock.now)


# On SQLite a family's rows lie together in the file, in the order of their key.
CLUSTERED = {"sqlite_with_rowid": False}

SQLITE_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
    "trusted_schema": 0,
}


class UnsafeStorage(Exception):
    """The database would not keep what people say; the text says why, in plain words."""


class Store:
    """The database: many readers, and writers one at a time on SQLite."""

    def __init__(self, address: str, master: Master, *, pool: int = 10) -> None:
        self.address, self.master = address, master
        self.on_sqlite = address.startswith("sqlite")
        if self.on_sqlite:
            file = own_file(address)
            self._turn = _Turn(file.with_suffix(".lock"))
            self.writer = _sqlite(address, writing=True, pool=1)
            self.reader = _sqlite(address, writing=False, pool=pool)
        else:
            self.writer = self.reader = create_engine(
                address, pool_size=pool, max_overflow=pool, pool_pre_ping=True, hide_parameters=True
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot change anything."""
        with self._session(self.reader) as session:
            session.info["asked"] = {}
            if not self.on_sqlite:
                session.execute(text("SET TRANSACTION READ ONLY"))
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: kept whole when the block ends well, gone without a trace when it does not."""
        if not self.on_sqlite:
            with self._session(self.writer) as session:
                yield session
                session.commit()
            return
        with self._turn, self._session(self.writer) as session:
            yield session
            session.commit()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False) as session:
            session.info["keys"] = KeyRing(session, self.master)
            session.info["afterwards"] = []
            yield session

    def tidy(self) -> None:
        """Fold SQLite's write-ahead log back into the database while nobody writes."""
        if self.on_sqlite:
            with self._turn, self.writer.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


def own_file(address: str) -> Path:
    """SQLite's file; made empty if it is not there yet, so that from the first byte only its owner can open it."""
    file = Path(address.removeprefix("sqlite:///"))
    file.touch(mode=0o600)
    return file


class _Turn:
    """One writer at a time, over threads and processes.

    SQLite before 3.51.3 can damage its log when one connection commits while another folds the log back, so
    every commit (which may fold) happens behind this lock.
    """

    def __init__(self, path: Path) -> None:
        self._thread = threading.Lock()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def __enter__(self) -> None:
        self._thread.acquire()
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._thread.release()


class _QuickUuid(Uuid[UUID]):
    """The same ids come back in every row of a family: each is made from its letters once."""

    cache_ok = True

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[str | None], UUID | None]:
        return _uuid


@lru_cache(16_384)
def _uuid(letters: str | None) -> UUID | None:
    return UUID(letters) if letters is not None else None


def _sqlite(address: str, *, writing: bool, pool: int) -> Engine:
    engine = create_engine(
        address,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=0 if writing else pool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )

    engine.dialect.colspecs = {**engine.dialect.colspecs, Uuid: _QuickUuid}

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for name, value in SQLITE_SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        if not writing:
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("PRAGMA query_only = ON")
        assert_safe(connection)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")

    return engine


def assert_safe(connection: Any) -> None:
    """Raise UnsafeStorage unless every SQLite setting is what keeps people's words safe."""
    for name, wanted in SQLITE_SETTINGS.items():
        found = connection.execute(f"PRAGMA {name}").fetchone()
        # mmap_size answers nothing where SQLite was built without it, which is as safe as zero.
        if found is not None and found[0] != wanted:
            raise UnsafeStorage(
                f"SQLite's {name} is {found[0]}, and only {wanted} keeps people's words safe."
            )


Find = TypeVar("Find", bound=Callable[..., Any])


def once(find: Find) -> Find:
    """Where a session only reads, the same question is asked of the database once: `find(db, …)`, `row.find(db, …)`."""

    @wraps(find)
    def found(*about: Any, **more: Any) -> Any:
        asked = next(each for each in about if isinstance(each, Session)).info.get("asked")
        if asked is None or more:
            return find(*about, **more)
        named = (each for each in about if not isinstance(each, (type, Session)))
        question = (find, *(getattr(each, "id", each) for each in named))
        if question not in asked:
            asked[question] = find(*about)
        return asked[question]

    return cast(Find, found)


def afterwards(session: Session, write: Callable[[Session], None]) -> None:
    """Write something once reading went well, before the answer leaves (the access log, last-used times)."""
    session.info["afterwards"].append(write)
