"""Bring a database up to the shape this version needs."""

from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, inspect, text

from server.core.db import own_file
from server.core.places import migrations

if TYPE_CHECKING:
    from alembic.config import Config


def alembic_config(address: str) -> "Config":
    """Alembic's settings for one database address; there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()))
    config.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
    config.attributes["configure_logger"] = False
    return config


def upgrade(address: str) -> None:
    """All steps up to the newest; where that is done already nothing happens, and Alembic is not even loaded."""
    if step_of(address) == newest_step():
        return
    from alembic import command

    command.upgrade(alembic_config(address), "head")


def newest_step() -> str:
    """The number of the last step; each is a file that begins with its number."""
    return max(file.name.partition("_")[0] for file in (migrations() / "versions").glob("*.py"))


def step_of(address: str) -> str | None:
    """The step a database stands at; None for an empty one."""
    if address.startswith("sqlite:///"):
        own_file(address)
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as database:
        if not inspect(database).has_table("alembic_version"):
            return None
        return database.execute(text("SELECT version_num FROM alembic_version")).scalar()
