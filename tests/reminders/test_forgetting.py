"""Nothing of a reminder is kept longer than it serves."""

from datetime import timedelta

from sqlmodel import select

from server.core import clock
from server.families.models import Seat
from server.people.models import Person
from server.reminders.ledger import Delivery
from server.reminders.models import Subscription
from tests.reminders.conftest import THURSDAY_NINE


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
