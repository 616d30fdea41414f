"""What people say is kept whole, and the house refuses to open where it would not be. promise: D3, D5"""

import sqlite3
import threading
from uuid import RFC_4122

import pytest
from sqlalchemy import text

from server.core.db import SQLITE_SETTINGS, Store, UnsafeStorage, assert_safe
from server.core.encryption import Master
from server.core.tokens import new_id
from server.organisations.models import Organisation


def connection(folder, **changed):
    made = sqlite3.connect(folder / "t.db", isolation_level=None)
    for name, value in {**SQLITE_SETTINGS, **changed}.items():
        made.execute(f"PRAGMA {name} = {value}")
    return made


@pytest.mark.parametrize(
    "changed",
    [
        {"synchronous": 1},
        {"secure_delete": 0},
        {"foreign_keys": 0},
        {"busy_timeout": 0},
        {"trusted_schema": 1},
    ],
)
def test_unsafe_settings_refuse_to_open(changed, tmp_path):
    with pytest.raises(UnsafeStorage, match=next(iter(changed))):
        assert_safe(connection(tmp_path, **changed))


def test_the_real_connections_are_safe(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/t.db", Master(bytes(32)))
    with store.writing() as db:
        assert_safe(db.connection().connection.dbapi_connection)
    with store.reading() as db:
        assert_safe(db.connection().connection.dbapi_connection)
    store.close()


def test_a_reading_session_cannot_write(store, cast):
    with pytest.raises(Exception, match="(?i)read.?only"):
        with store.reading() as db:
            db.execute(text("UPDATE organisation SET name = 'changed'"))
    with store.reading() as db:
        assert db.get_one(Organisation, cast.organisation_id).name == "Ourtown"


def test_writers_take_turns_and_none_is_lost(store, cast):
    def add_one():
        for _ in range(10):
            with store.writing() as db:
                council = db.get_one(Organisation, cast.organisation_id, with_for_update=True)
                council.lead_days += 1
                db.add(council)

    writers = [threading.Thread(target=add_one) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(30)
    with store.reading() as db:
        assert db.get_one(Organisation, cast.organisation_id).lead_days == 5 + 80


def test_ids_are_made_in_order_and_never_twice():
    made = [new_id() for _ in range(5000)]
    assert len(set(made)) == 5000
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
