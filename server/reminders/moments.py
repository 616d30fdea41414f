"""Local time made into moments: nine o'clock is nine o'clock, whatever the clocks do that night. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NINE = time(9)


def moment(on: date, at: time, zone: str) -> datetime:
    """The aware UTC moment when the wall clock there shows this.

    A minute the clocks jump over becomes the next one there is; a minute that comes twice is the first of the two.
    """
    place, wall = ZoneInfo(zone), datetime.combine(on, at)
    while True:
        found = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
        if found.astimezone(place).replace(tzinfo=None) == wall:
            return found
        wall += MINUTE


def end_of(on: date, zone: str) -> datetime:
    """The moment that day is over there."""
    return moment(on + DAY, time(0), zone)


def day_at(at: datetime, zone: str) -> date:
    """The day on the wall there at an aware moment."""
    return at.astimezone(ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Quiet:
    """The hours in which a phone stays still: from `begin` up to `end` on its wall; the same twice means never."""

    begin: time
    end: time
    zone: str

    def has(self, at: datetime) -> bool:
        """Whether this aware moment is in it."""
        wall = at.astimezone(ZoneInfo(self.zone)).time()
        if self.begin <= self.end:
            return self.begin <= wall < self.end
        return wall >= self.begin or wall < self.end

    def over_at(self, at: datetime) -> datetime:
        """The first allowed minute from this moment on; the moment itself if it is allowed."""
        while self.has(at):
            # Minute by minute, because a night in which the clocks change has no simple end.
            at = at.replace(second=0, microsecond=0) + MINUTE
        return at

    def begins_after(self, at: datetime) -> datetime | None:
        """When it is quiet again; None if it never is."""
        if self.begin == self.end:
            return None
        today = day_at(at, self.zone)
        starts = (moment(today + DAY * ahead, self.begin, self.zone) for ahead in (0, 1, 2))
        return next(start for start in starts if start > at)


def first_time(by_on: date, since: datetime, zone: str, at: time = NINE) -> date | None:
    """The day to remind somebody of a thing for `by_on`: the day before, else that morning; None if both are past.

    `since`: when they took it on. Nobody is nudged about what they said yes to a moment ago.
    """
    days = (by_on - DAY, by_on)
    return next((on for on in days if moment(on, at, zone) > since), None)
