"""How often a thing may be tried: counted in the database, so that it holds over processes and restarts."""

import time
from collections.abc import Callable
from typing import ClassVar

from fastapi import Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel

from server.core.db import Store
from server.core.errors import Refused
from server.core.i18n import _


class Tries(SQLModel, table=True):
    """How often one thing was tried in its present window."""

    classified: ClassVar[dict[str, str]] = {
        "name": "id: what is counted, without anybody's words; until the window ends",
        "count": "state: how often; until the window ends",
        "ends": "time: when the window ends, in seconds since 1970",
    }
    name: str = Field(primary_key=True, max_length=200)
    count: int
    ends: float


def count(session: Session, name: str, seconds: float, amount: int = 1) -> int:
    """One more try of this, in the caller's own transaction; how many there are in the present window now."""
    found = session.get(Tries, name, with_for_update=True) or _begin(session, name, seconds)
    if found.ends <= time.time():
        found.count, found.ends = 0, time.time() + seconds
    found.count += amount
    session.add(found)
    session.flush()
    return found.count


def counted(session: Session, name: str) -> int:
    """How many tries of this there were in the present window."""
    found = session.get(Tries, name)
    return found.count if found and found.ends > time.time() else 0


def _begin(session: Session, name: str, seconds: float) -> Tries:
    try:
        with session.begin_nested():
            session.add(Tries(name=name, count=0, ends=time.time() + seconds))
    except IntegrityError:
        pass  # two first tries at the same moment: both count on the row that won
    return session.get_one(Tries, name, with_for_update=True)


class Limiter:
    """Counts tries; says no past the limit."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def may(self, name: str, most: int, seconds: float) -> bool:
        """Count one try of this, in a transaction of its own; False past the most there may be in a window."""
        with self._store.writing() as session:
            return count(session, name, seconds) <= most


def limited(a_minute: int, name: str) -> Callable[..., None]:
    """A guard for a route: so many tries a minute from one address; then a sentence, words kept.

    It stands before every argument that opens the database, since it writes its own line there.
    """

    def few_enough(request: Request) -> None:
        if not request.app.state.limiter.may(f"{name} {address_of(request)}", a_minute, 60):
            raise Refused(
                _("That was tried many times. Please wait a few minutes and try again."), status=429
            )

    return few_enough


def address_of(request: Request) -> str:
    """Where a request comes from: what tries are counted by."""
    return request.client.host if request.client else "?"
