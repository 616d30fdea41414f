"""The one place that knows what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen or datetime.now(UTC)


@contextmanager
def freeze(at: datetime) -> Iterator[None]:
    """Hold time still at an aware moment, for tests of time-outs and reminders."""
    global _frozen
    before, _frozen = _frozen, at.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
