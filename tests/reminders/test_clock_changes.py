"""The worker through the nights in which the clocks change: each reminder once, at nine on the wall. promise: T1"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.core import clock
from server.meetings.models import Meeting
from server.people.models import Person
from server.plans.models import Goal
from server.reminders.models import Reminder, Rhythm
from tests.plans.laid import lay_plan, lay_task

ZONES = [
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Karachi",
    "Australia/Lord_Howe",
    "Africa/Lagos",
]
AUTUMN, SPRING = date(2026, 10, 24), date(2027, 3, 27)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def lay_jobs(store, cast, zone, first, days, at=time(9)):
    """A job for Nan for the day after each of these days, taken on long before; her phone is never quiet."""
    before = datetime.combine(first, time(12), UTC) - 7 * DAY
    with clock.freeze(before), store.writing() as db:
        laid = lay_plan(db, cast)
        db.get_one(Meeting, (laid.family_id, laid.meeting_id)).zone = zone
        goal = db.get_one(Goal, (laid.family_id, laid.goal_id))
        tasks = [
            lay_task(db, cast, goal, "A job", "nan", by_on=first + DAY * (ahead + 1)) for ahead in range(days)
        ]
        rhythm = Rhythm.to_change(db, db.get_one(Person, cast.nan.person_id))
        rhythm.zone, rhythm.quiet_from, rhythm.quiet_until = zone, time(0), time(0)
        if at != time(9):
            db.add_all(at_another_hour(task, cast, zone, at) for task in tasks)


def at_another_hour(task, cast, zone, at):
    mine = {"family_id": task.family_id, "seat_id": cast.nan.seat_id, "task_id": task.id}
    return Reminder(**mine, for_on=task.by_on, on_day=task.by_on - DAY, zone=zone, at_time=at)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", [AUTUMN, SPRING])
def test_nine_on_the_wall_through_the_change(store, cast, day, push, switch_on, zone, first):
    with clock.freeze(datetime.combine(first, time(0), UTC) - 9 * DAY):
        nan = switch_on(cast.nan)
    lay_jobs(store, cast, zone, first, 3)
    place = ZoneInfo(zone)
    tried = []
    for ahead in range(3):
        nine = datetime.combine(first + DAY * ahead, time(9), place).astimezone(UTC)
        # An hour before and after, in case somebody reckoned with the other clock.
        for at in (
            nine - 61 * MINUTE,
            nine - 60 * MINUTE,
            nine - MINUTE,
            nine,
            nine + MINUTE,
            nine + 60 * MINUTE,
        ):
            tried += [at] * day.at(at)
    walls = [at.astimezone(place).replace(tzinfo=None) for at in tried]
    assert walls == [datetime.combine(first + DAY * ahead, time(9)) for ahead in range(3)]
    assert len(nan.pushes) == len(nan.screen) == 3


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (AUTUMN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # half past one comes twice: the first
        (SPRING, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # half past one is jumped over: two o'clock
    ],
)
def test_half_past_one_in_the_night_itself(store, cast, day, push, switch_on, first, wanted):
    with clock.freeze(datetime.combine(first, time(0), UTC) - 9 * DAY):
        nan = switch_on(cast.nan)
    lay_jobs(store, cast, "Europe/London", first + DAY, 1, at=time(1, 30))
    night = datetime.combine(first + DAY, time(0), UTC)
    tried = day.through(night - 30 * MINUTE, night + 180 * MINUTE, 3 * MINUTE)
    assert len(tried) == 1 and wanted <= tried[0] < wanted + 3 * MINUTE
    assert len(nan.pushes) == 1
