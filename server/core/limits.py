"""How often a thing may be tried: counted in the database, so that it holds over processes and restarts."""

import time
from collections.abc import Callable
from typing import ClassVar

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, delete

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


class InOurDatabase(Storage):
    """A shared store for the `limits` library: one row a window, one short transaction a try."""

    STORAGE_SCHEME: ClassVar[list[str]] = ["our-table"]  # type: ignore[misc]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with self.store.writing() as session:
            return count(session, key, expiry, amount)

    def get(self, key: str) -> int:
        found = self._find(key)
        return found.count if found and found.ends > time.time() else 0

    def get_expiry(self, key: str) -> float:
        found = self._find(key)
        return found.ends if found else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self.store.writing() as session:
            session.exec(delete(Tries))
        return None

    def clear(self, key: str) -> None:
        with self.store.writing() as session:
            session.exec(delete(Tries).where(col(Tries.name) == key))

    def _find(self, key: str) -> Tries | None:
        with self.store.reading() as session:
            return session.get(Tries, key)


class Limiter:
    """Counts tries; says no past the limit."""

    def __init__(self, store: Store) -> None:
        self._windows = FixedWindowRateLimiter(InOurDatabase(store))

    def may(self, limit: RateLimitItem, *about: str) -> bool:
        """Count one try; False past the limit."""
        return self._windows.hit(limit, *about)


def limited(rate: str, name: str) -> Callable[..., None]:
    """A guard for a route: at most `rate` (`20/minute`) tries from one address; then a sentence, words kept.

    It stands before every argument that opens the database, since it writes its own line there.
    """
    limit = parse(rate)

    def few_enough(request: Request) -> None:
        if not request.app.state.limiter.may(limit, name, address_of(request)):
            raise Refused(
                _("That was tried many times. Please wait a few minutes and try again."), status=429
            )

    return few_enough


def address_of(request: Request) -> str:
    """Where a request comes from: what tries are counted by."""
    return request.client.host if request.client else "?"
