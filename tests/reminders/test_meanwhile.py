"""What changed between the list and the wire is heeded. The clock is held; the push service is real."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from server.families.models import Hide
from server.meetings.models import Meeting
from server.meetings.stages import Stage
from server.people.models import Device
from server.plans.models import Task
from server.reminders.models import Subscription
from tests.plans.laid import seat_of
from tests.reminders.changes import job_of, rhythm_of
from tests.reminders.conftest import THURSDAY_NINE

HOUR = timedelta(hours=1)


def queued(day, cast, change, name="nan"):
    """It is listed, and waits for the end of quiet hours."""
    change(rhythm_of(cast, name, quiet_until=time(10)))
    assert day.at(THURSDAY_NINE) == 0 and day.whys() == ["open"]


# promise: N8
def test_after_leaving_the_table_nothing_comes(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    queued(day, cast, change)
    change(lambda db: seat_of(db, cast, "nan").leave())
    day.through(THURSDAY_NINE + HOUR, THURSDAY_NINE + timedelta(days=5), 10 * HOUR)
    assert nan.tries == 0 and day.whys() == ["not-theirs"]


# promise: N8
@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("done", "done"),
        ("closed", "done"),
        ("taken_out", "not-theirs"),
        ("hidden", "not-theirs"),
        ("given_away", "not-theirs"),
        ("seat_of_another", "moved"),
        ("signed_out", "gone"),
        ("replaced", "gone"),
    ],
)
def test_what_changed_meanwhile_is_heeded(day, cast, plan, push, switch_on, change, what, why):
    nan = switch_on(cast.nan)
    queued(day, cast, change)
    change(lambda db: MEANWHILE[what](db, cast, plan))
    day.through(THURSDAY_NINE + HOUR, THURSDAY_NINE + timedelta(days=3), 8 * HOUR)
    assert nan.tries == 0 and day.whys() == [why]


def device_of(db, cast):
    return db.exec(select(Device).where(Device.person_id == cast.nan.person_id)).one()


MEANWHILE = {
    "done": lambda db, cast, plan: job_of(db, cast, "nan", plan.school).mark_done(),
    "closed": lambda db, cast, plan: db.get_one(Meeting, (cast.family_id, plan.meeting_id)).enter(
        db, Stage.CLOSED, seat_of(db, cast, "priya")
    ),
    "taken_out": lambda db, cast, plan: setattr(
        db.get_one(Task, (cast.family_id, plan.school)), "withdrawn_at", THURSDAY_NINE
    ),
    "hidden": lambda db, cast, plan: db.add(
        Hide(
            family_id=cast.family_id,
            owner_id=cast.priya.seat_id,
            from_seat_id=cast.nan.seat_id,
            item_id=plan.school,
        )
    ),
    "given_away": lambda db, cast, plan: job_of(db, cast, "nan", plan.school)._now_done_by(
        cast.dev.seat_id, instead_of={cast.nan.seat_id}
    ),
    "seat_of_another": lambda db, cast, plan: setattr(
        seat_of(db, cast, "nan"), "person_id", cast.olu.person_id
    ),
    "signed_out": lambda db, cast, plan: device_of(db, cast).close(),
    "replaced": lambda db, cast, plan: setattr(device_of(db, cast), "closes_at", THURSDAY_NINE + HOUR),
}


def test_the_other_owner_did_it_so_neither_is_nudged(day, cast, plan, push, switch_on, change):
    dev = switch_on(cast.dev)
    queued(day, cast, change, "dev")
    change(lambda db: job_of(db, cast, "amira", plan.tea).mark_done())
    day.at(THURSDAY_NINE + HOUR)
    assert dev.tries == 0 and day.whys() == ["done"]


def test_a_job_moved_to_another_day_is_reminded_of_then(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    queued(day, cast, change)
    change(lambda db: setattr(db.get_one(Task, (cast.family_id, plan.school)), "by_on", date(2026, 12, 2)))
    tried = day.through(THURSDAY_NINE + HOUR, THURSDAY_NINE + timedelta(days=7), HOUR)
    assert tried == [datetime.combine(date(2026, 12, 1), time(10), THURSDAY_NINE.tzinfo)]
    assert len(nan.pushes) == 1 and day.whys() == ["moved", "sent"]


# promise: TRU-D4
def test_nothing_rings_while_the_family_talks_alone(day, cast, plan, push, switch_on, change):
    nan, sam = switch_on(cast.nan), switch_on(cast.sam)
    priya = lambda db: seat_of(db, cast, "priya")  # noqa: E731

    def another_meeting(db):
        review = Meeting(family_id=cast.family_id, made_by=priya(db).id, kind="fgc", nation="england")
        db.add(review)
        db.flush()
        for stage in (Stage.MEETING_OPEN, Stage.PRIVATE_TIME):
            review.enter(db, stage, priya(db))

    change(another_meeting)
    day.through(THURSDAY_NINE, THURSDAY_NINE + 3 * HOUR, HOUR / 2)
    assert nan.tries == sam.tries == 0 and day.whys() == ["open", "open"]
    change(lambda db: Meeting.of(db, cast.family_id)[0].enter(db, Stage.MEETING_OPEN, priya(db)))
    day.at(THURSDAY_NINE + 3 * HOUR)
    assert len(nan.pushes) == len(sam.pushes) == 1


# promise: Z16
def test_the_other_side_talking_alone_holds_nothing_back_here(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)

    def theirs(db):
        priya = seat_of(db, cast, "priya")
        meeting = Meeting(family_id=cast.family_id, made_by=priya.id, kind="fgc", nation="england")
        db.add(meeting)
        db.flush()
        for stage in (Stage.MEETING_OPEN, Stage.PRIVATE_TIME):
            meeting.enter(db, stage, priya, cast.other_side_id)

    change(theirs)
    assert day.at(THURSDAY_NINE) == 1 and len(nan.pushes) == 1


def test_somebody_not_yet_confirmed_waits(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(lambda db: setattr(seat_of(db, cast, "nan"), "confirmed_at", None))
    assert day.at(THURSDAY_NINE) == 0
    change(lambda db: seat_of(db, cast, "nan").confirm())
    assert day.at(THURSDAY_NINE + HOUR) == 1 and len(nan.pushes) == 1


def test_one_that_cannot_be_judged_does_not_hold_up_the_others(
    day, cast, plan, push, switch_on, change, caplog
):
    nan, dev = switch_on(cast.nan), switch_on(cast.dev)
    change(
        lambda db: setattr(Subscription.alive(db, cast.nan.person_id)[0], "keys_sealed", b"\x01broken" * 9)
    )
    assert day.at(THURSDAY_NINE) == 1 and len(dev.pushes) == 1
    assert nan.tries == 0 and "could not be judged" in caplog.text
