"""Houses to try every door of: one for each state of the meeting, put back as it was after each thing that was done."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from sqlmodel import Session, SQLModel, func, select

from server.app import make_app, open_store, rooms
from server.core import clock
from server.core.db import Store
from server.core.doors import routes
from server.core.encryption import make_master_key
from server.families.facts import State
from server.settings import Settings, load
from tests.authz.laid import Laid, bring, lay
from tests.authz.wire import Wire
from tests.cast import MONDAY, seat_everyone

ORIGIN = "https://table.test"
LEFT_BEHIND = {"look", "device"}


@dataclass
class SetTable:
    """A folder with two families, each with all its things, to copy from."""

    folder: Path
    ours: Laid
    others: Laid
    pages: list[str]
    forms: list[str]


def set_table(folder: Path) -> SetTable:
    """Two casts, each round a table of its own. Nothing of the one is the other's business."""
    settings = load(data=folder, origin=ORIGIN)
    make_master_key(settings.master_key_file)
    store = open_store(settings)
    app = rooms(settings, store)
    SQLModel.metadata.create_all(store.writer)
    with clock.freeze(MONDAY), store.writing() as db:
        ours = lay(db, seat_everyone(db), "of ours")
    with clock.freeze(MONDAY), store.writing() as db:
        others = lay(db, seat_everyone(db), "of others")
    store.tidy()
    store.close()
    return SetTable(folder, ours, others, paths(app, "GET"), paths(app, "POST"))


def paths(app: FastAPI, method: str) -> list[str]:
    """The paths of all pages, or of all forms, with their gaps."""
    return sorted({str(found.path) for found in routes(app) if method in (found.methods or ())})


class House:
    """One running house with its own copy of the table."""

    def __init__(self, table: SetTable, folder: Path, state: State | None = None) -> None:
        for name in ("master.key", "table.db"):
            shutil.copy(table.folder / name, folder / name)
        self.settings: Settings = load(data=folder, origin=ORIGIN)
        self.store: Store = open_store(self.settings)
        self.laid, self.others = table.ours, table.others
        self.pages, self.forms = table.pages, table.forms
        if state is not None:
            with clock.freeze(MONDAY), self.store.writing() as db:
                bring(db, table.ours, state)
                bring(db, table.others, state)
        self.wire = Wire(make_app(self.settings, self.store))
        self._file = sqlite3.connect(folder / "table.db", isolation_level=None)
        self._kept = sqlite3.connect(":memory:")
        self._mark = ""
        self.keep()

    def keep(self) -> None:
        """From now on `undo` comes back to here."""
        self._file.backup(self._kept)
        self._mark = ""

    def undo(self) -> None:
        """Everything as it was kept."""
        self._kept.backup(self._file)

    def print(self) -> str:
        """A mark of everything in the house but what reading leaves behind: who looked, and when a phone was used."""
        whole = hashlib.sha256()
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in LEFT_BEHIND:
                for row in sorted(map(repr, self._file.execute(f'SELECT * FROM "{table.name}"'))):
                    whole.update(row.encode())
        return whole.hexdigest()

    @property
    def mark(self) -> str:
        """The mark of how it was kept."""
        self._mark = self._mark or self.print()
        return self._mark

    @property
    def version(self) -> int:
        """Another number after anybody else wrote anything at all."""
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    def sees(self, watch: "Watch") -> Any:
        """What a watch shows now."""
        with self.store.reading() as db:
            return watch(db, self.laid)

    def close(self) -> None:
        self.wire.close()
        self.store.close()
        self._file.close()
        self._kept.close()


# What to look at before and after a thing was done, to know whether it really was.
Watch = Callable[[Session, Laid], Any]


def rows(model: type[SQLModel]) -> Watch:
    """How many there are."""
    return lambda db, laid: db.exec(select(func.count()).select_from(model)).one()


def column(model: type[SQLModel], gap: str, name: str) -> Watch:
    """What stands in one column of the thing laid for this gap; None where it is gone."""

    def look(db: Session, laid: Laid) -> Any:
        found = db.get(model, (laid.cast.family_id, _id(laid, gap)))
        return getattr(found, name) if found else None

    return look


def _id(laid: Laid, gap: str) -> UUID:
    return laid.ids[gap]
