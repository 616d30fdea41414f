"""Nine o'clock is nine o'clock. Checked against every minute there is. promise: T1"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from server.reminders.moments import Quiet, end_of, first_time, moment

AUTUMN = (date(2026, 10, 24), date(2026, 10, 26))
SPRING = (date(2027, 3, 27), date(2027, 3, 29))
# Clocks that change on these very nights (London, Berlin; Lisbon from another hour), by half an hour, at other
# times, or never; and a Dublin whose winter is the exception.
ZONES = [
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/New_York",
    "Asia/Karachi",
]
OWN_NIGHTS = {
    "Australia/Lord_Howe": [(date(2026, 10, 3), date(2026, 10, 5)), (date(2027, 4, 3), date(2027, 4, 5))],
    "America/New_York": [(date(2026, 10, 31), date(2026, 11, 2)), (date(2027, 3, 13), date(2027, 3, 15))],
}
CASES = [(zone, *days) for zone in ZONES for days in (AUTUMN, SPRING, *OWN_NIGHTS.get(zone, []))]
MINUTE = timedelta(minutes=1)


def every_minute(zone, first, last):
    """Wall time → the first moment that shows it, by walking through all of time."""
    place = ZoneInfo(zone)
    shown: dict[datetime, datetime] = {}
    at = datetime.combine(first, time(0), UTC) - timedelta(days=1)
    while at < datetime.combine(last, time(0), UTC) + timedelta(days=3):
        shown.setdefault(at.astimezone(place).replace(tzinfo=None), at)
        at += MINUTE
    return shown


@pytest.mark.parametrize(("zone", "first", "last"), CASES)
def test_every_wall_minute_is_the_first_moment_that_shows_it_or_the_next_there_is(zone, first, last):
    shown = every_minute(zone, first, last)
    wall, skipped = datetime.combine(first, time(0)), 0
    while wall.date() <= last:
        wanted = wall
        while wanted not in shown:
            wanted += MINUTE
        skipped += wanted != wall
        assert moment(wall.date(), wall.time(), zone) == shown[wanted], f"{wall} in {zone}"
        wall += MINUTE
    assert skipped in {0, 30, 60}


@pytest.mark.parametrize(("zone", "first", "last"), CASES)
def test_nine_is_nine_once_a_day(zone, first, last):
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    nines = [moment(day, time(9), zone) for day in days]
    assert [at.astimezone(ZoneInfo(zone)).time() for at in nines] == [time(9)] * len(days)
    assert all(
        timedelta(hours=23) <= later - sooner <= timedelta(hours=25) for sooner, later in pairwise(nines)
    )


def test_the_two_nights_in_london():
    assert moment(date(2026, 10, 25), time(1, 30), "Europe/London") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert moment(date(2027, 3, 28), time(1, 30), "Europe/London") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert moment(date(2027, 3, 28), time(9), "Europe/London") == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)


def test_a_day_that_never_was():
    # Samoa went to bed on Thursday 29 December 2011 and woke up on Saturday.
    assert moment(date(2011, 12, 30), time(9), "Pacific/Apia") == moment(
        date(2011, 12, 31), time(0), "Pacific/Apia"
    )


QUIETS = [(time(20), time(8)), (time(12), time(13, 30)), (time(0, 30), time(1, 30)), (time(8), time(8))]


@pytest.mark.parametrize(("begin", "end"), QUIETS)
@pytest.mark.parametrize(("zone", "first", "last"), CASES[:2])
def test_quiet_hours_end_at_the_first_minute_that_is_not_quiet(begin, end, zone, first, last):
    quiet, place = Quiet(begin, end, zone), ZoneInfo(zone)
    at = datetime.combine(first, time(0), UTC)
    while at < datetime.combine(last + timedelta(days=1), time(0), UTC):
        over = quiet.over_at(at)
        assert not quiet.has(over) and over >= at
        assert (over == at) == (not quiet.has(at))
        assert all(quiet.has(at + MINUTE * ahead) for ahead in range(int((over - at) / MINUTE)))
        begins = quiet.begins_after(at)
        if begins is None:
            assert begin == end
        else:
            assert begins > at and begins.astimezone(place).time() >= begin
        at += timedelta(minutes=17)


def test_the_same_hour_twice_is_never_quiet():
    assert not any(
        Quiet(time(8), time(8), "Europe/London").has(datetime(2026, 11, 23, h, tzinfo=UTC)) for h in range(24)
    )


def test_a_day_ends_at_midnight_there():
    assert end_of(date(2026, 11, 27), "Asia/Karachi") == datetime(2026, 11, 27, 19, 0, tzinfo=UTC)


def test_nobody_is_nudged_about_what_they_said_yes_to_a_moment_ago():
    friday = date(2026, 11, 27)
    when = {
        datetime(2026, 11, 23, 10, tzinfo=UTC): date(2026, 11, 26),
        datetime(2026, 11, 26, 9, tzinfo=UTC): friday,
        datetime(2026, 11, 26, 15, tzinfo=UTC): friday,
        datetime(2026, 11, 27, 9, tzinfo=UTC): None,
        datetime(2026, 12, 1, 9, tzinfo=UTC): None,
    }
    assert {since: first_time(friday, since, "Europe/London") for since in when} == when
