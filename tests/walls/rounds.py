"""Every route of the house, with its path filled in for somebody's family."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

from fastapi import FastAPI

from server.core.doors import anyone, routes, steps


def every_route(app: FastAPI) -> Iterator[tuple[str, str, bool]]:
    """(method, path with its gaps, open to anyone) for each page and action."""
    for found in routes(app):
        for method in sorted(found.methods or ()):
            yield method, str(found.path), anyone in steps(found.endpoint)


def filled(path: str, family_id: UUID | None = None) -> str:
    """The path with the family's id where it asks for one, and fresh ids elsewhere."""
    path = path.replace("{family_id}", str(family_id or uuid4()))
    return re.sub(r"\{\w+(:\w+)?\}", lambda _: str(uuid4()), path)
