"""The three families of the demonstration, served, with a phone signed in for each person: a street that is lived in."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import SQLModel

from server.app import open_store, rooms
from server.core.db import Store
from server.core.encryption import make_master_key
from server.demo.doors import DOORS, doors
from server.demo.families import seed
from server.people.models import Device, Person
from server.settings import Settings, load
from tests.cast import Member
from tests.journeys.conftest import free_port, serving


@dataclass
class Street:
    """Where it is served, its database, the people by name, and the families' addresses by name."""

    origin: str
    settings: Settings
    store: Store
    people: dict[str, Member]
    families: dict[str, dict[str, str]]


def lay_street(folder: Path) -> None:
    """The demonstration's data in a folder, with a cookie for everybody in `cookies.json`."""
    settings = load(data=folder)
    make_master_key(settings.master_key_file)
    store = open_store(settings)
    rooms(settings, store)
    SQLModel.metadata.create_all(store.writer)
    seed(store, settings)
    with store.writing() as db:
        cookies = {}
        for person in doors(settings)["people"]:
            row = db.get_one(Person, UUID(person["person_id"]))
            _, cookies[person["key"]] = Device.opened(db, row.area, "Android, Chrome", row)
    (folder / "cookies.json").write_text(json.dumps(cookies))
    store.tidy()
    store.close()


@contextmanager
def lived_in(laid: Path, folder: Path) -> Iterator[Street]:
    """A copy of the street, served on a port of its own."""
    for name in ("master.key", "table.db", DOORS, "cookies.json"):
        shutil.copy(laid / name, folder / name)
    settings = load(data=folder, origin=f"http://localhost:{free_port()}")
    said, cookies = doors(settings), json.loads((folder / "cookies.json").read_text())
    people = {
        each["key"]: Member(each["key"], UUID(each["person_id"]), cookies[each["key"]], each["area"])
        for each in said["people"]
    }
    store = open_store(settings)
    with serving(settings, store):
        yield Street(
            settings.origin, settings, store, people, {each["key"]: each for each in said["families"]}
        )
    store.close()
