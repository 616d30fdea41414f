"""Bring a database up to the shape this version needs."""

from alembic import command
from alembic.config import Config

from server.core.places import migrations


def alembic_config(address: str) -> Config:
    """Alembic's settings for one database address; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    config.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
    config.attributes["configure_logger"] = False
    return config


def upgrade(address: str) -> None:
    """All steps up to the newest; nothing happens where that is done already."""
    command.upgrade(alembic_config(address), "head")
