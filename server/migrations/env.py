"""How Alembic reaches the database: with foreign keys off, and checked before anything is kept.

SQLite changes a table by copying it; with foreign keys on, dropping the old copy would empty every child table.
"""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Engine, LargeBinary, create_engine, event, pool
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from server import app  # noqa: F401 - every room's rows


def plain_types(kind: str, thing: Any, _: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that a migration never needs the code of its day."""
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    if kind == "type" and type(thing).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, LargeBinary):
        return "sa.LargeBinary()"
    return False


def same_type(_: Any, __: Any, in_database: Any, in_code: Any, *___: Any) -> bool | None:
    """UTCDateTime and String are stored as what the migration says; no difference to report."""
    return False if type(in_code).__name__ in {"UTCDateTime", "AutoString"} else None


def engine() -> Engine:
    address = context.config.get_main_option("sqlalchemy.url") or ""
    made = create_engine(address, poolclass=pool.NullPool)
    if address.startswith("sqlite"):

        @event.listens_for(made, "connect")
        def settle(connection: Any, _: Any) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA secure_delete = ON")

        @event.listens_for(made, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


with engine().connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=plain_types,
        compare_type=same_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(
                    f"The upgrade would leave {len(broken)} rows pointing nowhere. Nothing was changed."
                )
