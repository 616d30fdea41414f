"""Upgrades go up, down and up again on both databases, and leave nothing that the code does not know."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect

from server.core.upgrade import alembic_config, newest_step, step_of, upgrade


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path, database_kind: str) -> str:
    if database_kind == "postgres":
        return request.getfixturevalue("postgres").new_database()
    return f"sqlite:///{tmp_path / 'empty.db'}"


def tables_of(address: str) -> set[str]:
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_up_down_and_up_again(address):
    config = alembic_config(address)
    upgrade(address)
    command.check(config)
    tables = tables_of(address)
    assert {"family", "seat", "person", "look"} <= tables
    command.downgrade(config, "base")
    assert tables_of(address) == {"alembic_version"}
    upgrade(address)
    command.check(config)
    assert tables_of(address) == tables


def test_upgrading_twice_changes_nothing(address):
    assert step_of(address) is None
    upgrade(address)
    assert step_of(address) == newest_step()
    upgrade(address)


def test_the_number_of_a_file_is_the_number_of_its_step():
    scripts = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert scripts.get_current_head() == newest_step()


def test_a_family_lies_together_on_disk(tmp_path):
    address = f"sqlite:///{tmp_path / 'empty.db'}"
    upgrade(address)
    with create_engine(address, poolclass=NullPool).connect() as connection:
        made = dict(
            connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
        )
    for name, sql in made.items():
        if "PRIMARY KEY (family_id, id)" in sql.replace('"', ""):
            assert "WITHOUT ROWID" in sql, name
