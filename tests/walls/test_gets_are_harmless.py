"""Reading never writes: every page is opened by everybody, and the database stays as it was. promise: W2"""

import hashlib

from sqlalchemy import text
from sqlmodel import SQLModel

from server.app import rooms
from tests.walls.rounds import every_route, filled

# Who looked, and when a phone was last used: the two things reading may leave behind.
LEFT_BEHIND = {"look", "device"}


def fingerprint(store):
    whole = hashlib.sha256()
    with store.reading() as db:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in LEFT_BEHIND:
                for row in sorted(
                    str(tuple(row)) for row in db.execute(text(f'SELECT * FROM "{table.name}"'))
                ):
                    whole.update(row.encode())
    return whole.hexdigest()


def test_reading_never_writes(settings, store, cast, visitor):
    before = fingerprint(store)
    paths = [
        filled(path, cast.family_id)
        for method, path, _ in every_route(rooms(settings, store))
        if method == "GET"
    ]
    # One of each kind of seat is enough: who they are decides what they reach, not how it is read.
    for member in [
        None,
        *(cast.people[name] for name in ("amira", "tom", "joe", "priya", "sam", "grace", "stone")),
    ]:
        somebody = visitor(member)
        for path in paths:
            somebody.asks(path)
    assert fingerprint(store) == before
