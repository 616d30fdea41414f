"""Dead addresses are dropped, slow-downs obeyed, bad keys noticed, and what can be retried is. promise: N6"""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlmodel import select

from server.reminders.ledger import LEASE
from server.reminders.models import Subscription
from server.reminders.wire import LONGEST_WAIT, REST, again_at
from server.reminders.worker import patience
from tests.push_service import Answer
from tests.reminders.conftest import THURSDAY_NINE

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def phones(store):
    with store.reading() as db:
        return db.exec(select(Subscription)).all()


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_address_is_dropped_at_once_and_told_to_its_browser(
    day, store, cast, plan, switch_on, visitor, status
):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(status)]
    assert day.at(THURSDAY_NINE) == 1
    assert day.at(THURSDAY_NINE + HOUR) == 0 and day.whys() == ["gone"]
    assert phones(store)[0].dropped_at == THURSDAY_NINE and nan.pushes == []
    html = visitor(cast.nan).opens("/reminders").root
    assert html.get("data-push") == "" and html.get("data-push-key") == nan.sender_key


@pytest.mark.parametrize("said", ["120", format_datetime(THURSDAY_NINE + 120 * SECOND, usegmt=True)])
def test_a_slow_down_is_obeyed_to_the_second(day, cast, plan, switch_on, said):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(429, retry_after=said)]
    tries = [day.at(THURSDAY_NINE + ahead * SECOND) for ahead in (0, 1, 60, 119, 120, 121)]
    assert tries == [1, 0, 0, 0, 1, 0]
    assert len(nan.pushes) == 1 and day.whys() == ["sent"]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_trouble_there_is_waited_out_longer_each_time(day, cast, plan, switch_on, status):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(status)] * 3
    tried = day.through(THURSDAY_NINE, THURSDAY_NINE + HOUR, 30 * SECOND)
    assert len(tried) == 4 and len(nan.pushes) == 1
    waits = [later - sooner for sooner, later in zip(tried, tried[1:], strict=False)]
    assert waits == sorted(waits) and waits[-1] >= 6 * MINUTE


# promise: N4
def test_every_try_carries_the_same_topic_tag_and_door(day, cast, plan, push, switch_on):
    """The first arrived although its answer got lost: the second takes its place on the screen."""
    nan = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    line = day.lines()[0]
    with day.store.writing() as db:
        again = db.merge(line)
        again.sent_at = again.ended_at = None
        again.lease_until = THURSDAY_NINE + LEASE
    assert day.at(THURSDAY_NINE + LEASE - SECOND) == 0
    assert day.at(THURSDAY_NINE + LEASE) == 1
    assert len(nan.pushes) == 2 and len(nan.screen) == 1
    assert len({push.topic for push in nan.pushes}) == len({push.text for push in nan.pushes}) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_accepted_is_an_alarm_and_nobody_is_dropped(
    day, store, cast, plan, switch_on, caplog, status
):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(status)]
    day.at(THURSDAY_NINE)
    assert "ALARM" in caplog.text and "push.key" in caplog.text and nan.endpoint not in caplog.text
    assert phones(store)[0].dropped_at is None and day.whys() == ["open"]
    assert day.at(THURSDAY_NINE + 59 * MINUTE) == 0
    assert day.at(THURSDAY_NINE + HOUR) == 1 and len(nan.pushes) == 1


def test_another_key_than_the_phone_knows_is_refused_by_the_service_itself(
    day, store, settings, cast, plan, push, switch_on
):
    nan = switch_on(cast.nan)
    file = settings.data / "push.key"
    file.unlink()
    day.at(THURSDAY_NINE)
    assert push.complaints == ["403: another sender than the phone subscribed to"] and nan.pushes == []
    push.complaints.clear()


@pytest.mark.parametrize("status", [400, 413])
def test_a_refusal_for_good_is_an_alarm_and_not_tried_again(
    day, store, cast, plan, switch_on, caplog, status
):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(status)]
    day.at(THURSDAY_NINE)
    assert day.at(THURSDAY_NINE + HOUR) == 0
    assert day.whys() == ["refused"] and "ALARM" in caplog.text and phones(store)[0].dropped_at is None


def test_a_service_that_cannot_be_reached_rests_and_holds_up_nobody(
    day, store, settings, cast, plan, push, switch_on, caplog
):
    """Its connections are refused: one try for all that are due, then a rest."""
    switch_on(cast.nan), switch_on(cast.dev), switch_on(cast.sam)
    day.worker.settings = settings.model_copy(update={"push_ca": None})
    assert day.at(THURSDAY_NINE) == 3
    assert caplog.text.count("could not be reached") == 1 and day.whys() == ["open"] * 3
    day.worker.close()
    day.worker._wire, day.worker.settings = None, settings
    assert day.at(THURSDAY_NINE + REST) == 3 and day.whys() == ["sent"] * 3


def test_what_is_of_no_use_any_more_is_not_tried_for_ever(day, cast, plan, switch_on):
    nan = switch_on(cast.nan)
    nan.answers = [Answer(500)] * 1000
    day.through(THURSDAY_NINE, THURSDAY_NINE + timedelta(days=3), HOUR)
    assert day.whys() == ["too-late"] and nan.tries < 40
    assert max(line.ended_at for line in day.lines()) < THURSDAY_NINE + 40 * HOUR


def test_patience_grows_and_has_an_end():
    for attempts, most in [(1, 30), (2, 120), (3, 480), (4, 1920), (5, 7200), (50, 7200)]:
        found = patience(attempts).total_seconds()
        assert 0.75 * most <= found <= most


@pytest.mark.parametrize("said", [None, "", "soon", "-5", "99999999999999999999", "1e3"])
def test_a_retry_after_that_means_nothing(said):
    assert again_at(said, THURSDAY_NINE) is None


def test_a_retry_after_is_never_in_the_past_nor_too_far():
    assert again_at("Thu, 01 Jan 1970 00:00:00 GMT", THURSDAY_NINE) == THURSDAY_NINE
    assert again_at("9999999", THURSDAY_NINE) == THURSDAY_NINE + LONGEST_WAIT
