"""What goes out, when, and what does not any more. The clock is held; the push service is real."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.core.encryption import key_ring
from server.families.models import Hide, Seat
from server.meetings.models import Meeting
from server.meetings.stages import Stage
from server.people.models import Device, Person
from server.plans.access import board_for, jobs_of
from server.plans.models import Task
from server.reminders.ledger import Delivery
from server.reminders.letters import LENGTH
from server.reminders.models import Reminder, Rhythm, Subscription
from tests.cast import MONDAY
from tests.plans.laid import lay_task, seat_of
from tests.push_service import Answer
from tests.reminders.conftest import THURSDAY_NINE

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY_NINE = THURSDAY_NINE + timedelta(days=1)


@pytest.fixture
def change(store, cast):
    """`change(lambda db: …)`: something happens meanwhile, seen by the family's own key."""

    def happen(what):
        with store.writing() as db:
            key_ring(db).admit(cast.family_id)
            for member in cast.people.values():
                key_ring(db).admit(member.person_id)
            what(db)

    return happen


def rhythm_of(cast, name, **wishes):
    def wish(db):
        rhythm = Rhythm.to_change(db, db.get_one(Person, cast.people[name].person_id))
        for what, value in wishes.items():
            setattr(rhythm, what, value)

    return wish


def job_of(db, cast, name, task_id):
    seat = seat_of(db, cast, name)
    board = board_for(db, seat, db.get_one(Task, (cast.family_id, task_id)).plan_id)
    assert board
    return next(job for job in jobs_of(board) if job.task.id == task_id)


# promise: N1
def test_it_comes_the_day_before_at_nine_and_says_nothing(day, cast, plan, push, switch_on):
    nan = switch_on(cast.nan)
    assert day.at(THURSDAY_NINE - timedelta(minutes=1)) == 0
    assert day.at(THURSDAY_NINE) == 1
    assert day.at(THURSDAY_NINE) == day.at(THURSDAY_NINE + HOUR) == day.at(FRIDAY_NINE) == 0
    [sent] = nan.pushes
    assert sent.notification.pop("navigate").startswith("https://table.test/n/")
    shown = {"title": "Our Table", "body": "Something for you to look at.", "lang": "en", "dir": "ltr"}
    assert {**shown, "tag": sent.topic}.items() <= sent.notification.items()
    assert sent.subject == "https://table.test" and sent.urgency == "normal"


# promise: N1
def test_lock_screens_tell_nothing_in_any_language(day, cast, plan, push, switch_on, change):
    phones = {name: switch_on(cast.people[name]) for name in ("nan", "dev", "amira", "sam")}
    spoken = dict(zip(phones, ("en", "cy", "ur", "ar-XB"), strict=True))

    def speak(db):
        for name, tag in spoken.items():
            db.get_one(Person, cast.people[name].person_id).language = tag

    change(speak)
    assert day.at(THURSDAY_NINE) == 4
    sent = {name: phone.pushes[0] for name, phone in phones.items()}
    for name, one in sent.items():
        said = one.notification
        assert said["lang"] == spoken[name] and said["title"] == "Our Table"
        assert said.keys() == {"title", "body", "navigate", "lang", "dir", "tag"}
        for canary in ("Walk", "Joe", "Cook", "bus", "Nan", "Priya", "Amira", "school", str(cast.family_id)):
            assert canary not in one.text
    assert len({one.size for one in sent.values()}) == 1, "the length tells which language"
    assert all(len(one.text.encode()) == LENGTH for one in sent.values())
    assert [one.notification["dir"] for one in sent.values()] == ["ltr", "ltr", "rtl", "rtl"]


def test_it_waits_at_the_push_service_until_the_night_and_no_longer(day, cast, plan, push, switch_on):
    nan = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    assert nan.pushes[0].ttl == 11 * 60 * 60


def test_two_phones_of_one_person_both_ring(day, store, cast, plan, push, switch_on, change):
    first = switch_on(cast.nan)
    more = push.new_phone(first.sender_key)

    def another(db):
        device, _ = Device.opened(db, "family", "iPad, Safari", db.get_one(Person, cast.nan.person_id))
        Subscription.keep(db, device, more.endpoint, more.keys)

    change(another)
    assert day.at(THURSDAY_NINE) == 2
    assert first.pushes[0].notification["tag"] == more.pushes[0].notification["tag"]


# At most one a day


def lay_more(cast, plan, *owners, by_on=None):
    def more(db):
        from server.plans.models import Goal

        goal = db.get_one(Goal, (plan.family_id, plan.goal_id))
        lay_task(db, cast, goal, "Something else", *owners, **({"by_on": by_on} if by_on else {}))

    return more


def test_several_jobs_of_one_day_are_one_nudge(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(lay_more(cast, plan, "nan"))
    change(lay_more(cast, plan, "nan", "dev"))
    assert len(day.through(THURSDAY_NINE, THURSDAY_NINE + 12 * HOUR, 2 * HOUR)) == 1
    assert len(nan.pushes) == 1
    assert day.whys() == ["sent", "together", "together"]
    holder = next(line for line in day.lines() if line.why == "sent")
    assert {line.told_with for line in day.lines() if line.why == "together"} == {holder.id}


def test_jobs_wait_for_a_nudge_that_is_held_up_and_are_told_with_it(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(503)]
    change(lay_more(cast, plan, "nan"))
    tried = day.through(THURSDAY_NINE, THURSDAY_NINE + HOUR, 2 * MINUTE)
    assert len(tried) == 2 and len(nan.pushes) == 1 and day.whys() == ["sent", "together"]


def at_eleven(db):
    for found in db.exec(select(Reminder)):
        found.at_time = time(11)


def test_what_comes_up_after_the_nudge_of_the_day_waits_for_tomorrow(
    day, cast, plan, push, switch_on, change
):
    nan = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    change(lay_more(cast, plan, "nan", by_on=date(2026, 11, 28)))
    change(at_eleven)
    # Due at eleven on Friday; another of Friday's is due at nine.
    change(lay_more(cast, plan, "nan", by_on=date(2026, 11, 28)))
    tried = day.through(FRIDAY_NINE - HOUR, FRIDAY_NINE + 40 * HOUR, HOUR)
    days = {at.date() for at in tried}
    assert len(nan.pushes) == 1 + len(tried) and len(days) == len(tried), "never two on one day"
    assert day.whys().count("open") == 0


def test_the_place_of_a_nudge_that_falls_away_is_free_for_the_next(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(lay_more(cast, plan, "nan"))
    change(lambda db: job_of(db, cast, "nan", plan.school).mark_done())
    assert day.at(THURSDAY_NINE) == 1
    assert len(nan.pushes) == 1 and day.whys() == ["done", "sent"]


# Quiet hours, a break, nothing at all


# promise: X12
def test_quiet_hours_move_it_to_the_first_allowed_minute(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(rhythm_of(cast, "nan", quiet_from=time(21), quiet_until=time(10, 30)))
    allowed = THURSDAY_NINE + timedelta(minutes=90)
    tried = [
        day.at(at)
        for at in (THURSDAY_NINE, THURSDAY_NINE + HOUR, allowed - MINUTE, allowed, allowed + MINUTE)
    ]
    assert tried == [0, 0, 0, 1, 0] and len(nan.pushes) == 1


# promise: X12
def test_quiet_hours_go_by_the_persons_own_wall(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(rhythm_of(cast, "nan", zone="America/New_York"))
    # Nine in London is four in the morning there; eight there is one in the afternoon in London.
    assert day.through(THURSDAY_NINE, THURSDAY_NINE + 6 * HOUR, HOUR / 2) == [THURSDAY_NINE + 4 * HOUR]
    assert len(nan.pushes) == 1


# promise: X12
def test_pausing_waits_and_what_is_past_then_never_comes(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(rhythm_of(cast, "nan", paused_until=THURSDAY_NINE + 5 * HOUR))
    assert day.through(THURSDAY_NINE, THURSDAY_NINE + 6 * HOUR, HOUR / 2) == [THURSDAY_NINE + 5 * HOUR]
    change(rhythm_of(cast, "dev", paused_until=THURSDAY_NINE + timedelta(days=7)))
    dev = switch_on(cast.dev)
    day.through(THURSDAY_NINE, THURSDAY_NINE + timedelta(days=9), 12 * HOUR)
    assert (len(nan.pushes), len(dev.pushes)) == (1, 0)


# promise: X12
def test_nothing_at_all_means_nothing(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(rhythm_of(cast, "nan", is_off=True))
    day.through(THURSDAY_NINE, THURSDAY_NINE + timedelta(days=3), 4 * HOUR)
    assert nan.tries == 0 and day.whys() == ["not-wanted"]


def test_one_reminder_switched_off_after_it_was_listed(day, cast, plan, push, switch_on, change):
    nan = switch_on(cast.nan)
    change(rhythm_of(cast, "nan", quiet_until=time(10)))
    day.at(THURSDAY_NINE)
    change(lambda db: [found.switch(False, clock.now()) for found in db.exec(select(Reminder))])
    day.at(THURSDAY_NINE + 2 * HOUR)
    assert nan.tries == 0 and day.whys() == ["not-wanted"]


def test_a_phone_switched_on_afterwards_is_not_rung_for_what_was(day, cast, plan, push, switch_on):
    with clock.freeze(THURSDAY_NINE + HOUR):
        nan = switch_on(cast.nan)
    day.through(THURSDAY_NINE + HOUR, FRIDAY_NINE + HOUR, 4 * HOUR)
    assert nan.tries == 0


# Between the queue and the wire


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


# promise: T3
@pytest.mark.parametrize(("out_for", "wanted"), [(3, 1), (13, 1), (30, 1), (40, 0), (72, 0)])
def test_after_an_outage_it_is_sent_once_in_safe_hours_or_not_at_all(
    day, cast, plan, push, switch_on, out_for, wanted
):
    """Friday's job: three hours late is fine; in the evening it waits for the morning; on Saturday it is past."""
    nan = switch_on(cast.nan)
    day.at(MONDAY)
    back = THURSDAY_NINE + out_for * HOUR
    tried = day.through(back, back + timedelta(days=2), HOUR)
    late = {3: back, 13: FRIDAY_NINE - HOUR, 30: back}
    assert tried == ([late[out_for]] if wanted else []) and len(nan.pushes) == wanted


def test_the_ledger_is_forgotten_after_a_month(day, cast, plan, push, switch_on, store):
    from server.reminders.tidying import tidy

    switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    with clock.freeze(THURSDAY_NINE + timedelta(days=29)):
        tidy(store)
    assert len(day.lines()) == 1
    with clock.freeze(THURSDAY_NINE + timedelta(days=31)):
        tidy(store)
    assert day.lines() == []


def test_tidying_is_done_once_a_day_by_whoever_comes_first(store, day):
    from server.reminders.tidying import tidy_daily

    assert [tidy_daily(store) for _ in range(3)] == [True, False, False]


def test_every_row_of_a_leaving_person_goes_with_them(store, cast, plan, push, switch_on, day):
    switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    with store.writing() as db:
        for seat in db.exec(select(Seat).where(Seat.person_id == cast.nan.person_id)):
            seat.person_id = None
        db.flush()
        db.get_one(Person, cast.nan.person_id).forget(db)
    with store.reading() as db:
        assert db.exec(select(Subscription)).all() == [] and db.exec(select(Delivery)).all() == []
