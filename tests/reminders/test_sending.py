"""What goes out, when, and what does not any more. The clock is held; the push service is real."""

from datetime import date, time, timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.people.models import Device, Person
from server.reminders.letters import LENGTH
from server.reminders.models import Reminder, Subscription
from tests.cast import MONDAY
from tests.plans.laid import lay_task
from tests.push_service import Answer
from tests.reminders.changes import job_of, rhythm_of
from tests.reminders.conftest import THURSDAY_NINE

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY_NINE = THURSDAY_NINE + timedelta(days=1)


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
