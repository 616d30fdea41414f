"""demo.json: a door for each person of the demonstration, for people and for tools."""

import json
from typing import Any

from server.settings import Settings

DOORS = "demo.json"


def keep_doors(settings: Settings, said: dict[str, Any]) -> None:
    """Write demo.json, with the address of today."""
    file = settings.data / DOORS
    file.touch(mode=0o600)
    file.write_text(json.dumps({**said, "base_url": settings.origin}, indent=2, ensure_ascii=False))


def doors(settings: Settings) -> dict[str, Any]:
    """What demo.json says; {} where nothing was seeded."""
    file = settings.data / DOORS
    return json.loads(file.read_text()) if file.exists() else {}
