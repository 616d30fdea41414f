"""Where the things the server reads at run time lie: from the repository, and from an installed wheel."""

from functools import cache
from pathlib import Path

_SERVER = Path(__file__).resolve().parent.parent


@cache
def site() -> Path:
    """The folder that holds web/, content/ and locales/."""
    packed = _SERVER / "_site"
    return packed if packed.is_dir() else _SERVER.parent


def migrations() -> Path:
    """The folder that holds Alembic's env.py and versions/."""
    return _SERVER / "migrations"
