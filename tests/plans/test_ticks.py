"""A tick: once, whoever taps how often, with or without signal; and the way back."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import ASGITransport, AsyncClient
from sqlmodel import select

from server.core import clock
from server.core.encryption import key_ring
from server.core.tokens import new_id
from server.meetings.models import Meeting
from server.meetings.stages import Stage
from server.people.access import COOKIE
from server.plans.updates import Update
from tests.cast import MONDAY
from tests.conftest import ORIGIN
from tests.plans.laid import seat_of, sends_as_shown


def said_about(store, plan, task_id):
    with store.reading() as db:
        key_ring(db).admit(plan.family_id)
        found = [
            update for update in Update.of_plan(db, plan.family_id, plan.plan_id) if update.task_id == task_id
        ]
        return [(update.kind, update.seat_id, update.for_seat_id) for update in found]


def test_done_stands_on_the_plan_with_a_way_back(visitor, cast, plan):
    nan = visitor(cast.nan)
    page = nan.sends(plan.job(plan.school) + "/done")
    assert page.path == plan.home
    assert "Done: Walk Joe to school" in page
    assert page.form(plan.job(plan.school) + "/undo")["key"]
    with clock.freeze(MONDAY + timedelta(seconds=11)):
        assert "Done: Walk Joe to school Undo" in nan.opens(plan.home)
        page = nan.sends(plan.job(plan.school) + "/undo")
    assert "Done: Walk Joe" not in page and "Not started yet" in page


def test_the_way_back_stays_in_the_row_when_the_bar_has_gone(visitor, cast, plan):
    nan = visitor(cast.nan)
    nan.sends(plan.job(plan.school) + "/done")
    with clock.freeze(MONDAY + timedelta(hours=3)):
        page = nan.opens(plan.home)
        assert "Done: Walk Joe to school" not in page
        assert page.form(plan.job(plan.school) + "/undo")["key"]


def test_two_people_one_task(visitor, cast, store, plan):
    visitor(cast.amira).sends(plan.job(plan.tea) + "/done")
    assert plan.job(plan.tea) + "/undo" in actions(visitor(cast.dev).opens(plan.home))
    visitor(cast.dev).sends(plan.job(plan.tea) + "/done")
    assert said_about(store, plan, plan.tea) == [("done", cast.amira.seat_id, None)]


def test_done_for_someone_says_who_and_for_whom(visitor, cast, store, plan):
    page = visitor(cast.dev).opens(plan.job(plan.school))
    assert "I did this for Nan" in page
    visitor(cast.dev).sends(plan.job(plan.school) + "/done", for_whom=str(cast.nan.seat_id))
    assert said_about(store, plan, plan.school) == [("done", cast.dev.seat_id, cast.nan.seat_id)]
    assert "Dev did this for Nan." in visitor(cast.nan).opens(plan.job(plan.school))


@pytest.mark.parametrize("name", ["leila", "joe", "priya", "hope", "sam", "grace"])
def test_refused_to_whose_part_it_is_not(visitor, cast, store, plan, name):
    visitor(cast.people[name]).sends(plan.job(plan.school) + "/done", status=403)
    assert said_about(store, plan, plan.school) == []


def test_a_promise_is_ticked_only_by_whoever_made_it(visitor, cast, store, plan):
    visitor(cast.nan).sends(plan.job(plan.passes) + "/done", status=403)
    visitor(cast.sam).sends(plan.job(plan.passes) + "/done")
    assert said_about(store, plan, plan.passes) == [("done", cast.sam.seat_id, None)]


@pytest.mark.parametrize(
    "verb", ["done", "undo", "not-yet", "hand", "well", "ask", "swap", "swap/answer", "change", "take-out"]
)
def test_a_stranger_cannot_say_anything(visitor, cast, plan, verb):
    answer = visitor(None).posts(plan.job(plan.school) + f"/{verb}")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    visitor(cast.stone).sends(plan.job(plan.school) + f"/{verb}", status=404)
    visitor(cast.tom).sends(plan.job(plan.school) + f"/{verb}", status=404)


# promise: D5
def test_the_same_tick_three_times_is_one(visitor, cast, store, plan):
    nan, key = visitor(cast.nan), str(new_id())
    answers = [nan.posts(plan.job(plan.school) + "/done", key=key) for _ in range(3)]
    assert {(a.status, a.headers["location"]) for a in answers} == {(303, plan.home)}
    assert said_about(store, plan, plan.school) == [("done", cast.nan.seat_id, None)]
    with store.reading() as db:
        assert db.exec(select(Update.id)).all() == [UUID(key)]


# promise: D5
def test_the_same_key_with_another_body_is_refused(visitor, cast, store, plan):
    dev, key = visitor(cast.dev), str(new_id())
    dev.posts(plan.job(plan.school) + "/done", key=key, for_whom=str(cast.nan.seat_id))
    for task in (plan.school, plan.tea):
        assert dev.posts(plan.job(task) + "/done", key=key).status == 422
        assert dev.posts(plan.job(task) + "/done", key=key, at=plan.home).status == 422
    assert said_about(store, plan, plan.tea) == []


# promise: D5
@pytest.mark.parametrize("same_key", [True, False])
def test_twenty_at_once_are_one(app, cast, store, plan, same_key):
    keys = [str(new_id())] * 20 if same_key else [str(new_id()) for _ in range(20)]
    answers = asyncio.run(_at_once(app, cast.nan.cookie, plan.job(plan.school) + "/done", keys))
    assert {(a.status_code, a.headers["x-next"]) for a in answers} == {(204, plan.home)}
    assert said_about(store, plan, plan.school) == [("done", cast.nan.seat_id, None)]


async def _at_once(app, cookie: str, path: str, keys: Iterable[str]):
    headers = {"sec-fetch-site": "same-origin", "x-outbox": "1"}
    transport = ASGITransport(app=app)
    async with AsyncClient(
        transport=transport, base_url=ORIGIN, headers=headers, cookies={COOKIE: cookie}
    ) as client:
        return await asyncio.gather(*(client.post(path, data={"key": key}) for key in keys))


# promise: D6
def test_a_tick_from_the_outbox_is_answered_for_the_outbox(visitor, cast, plan):
    nan, headers = visitor(cast.nan), {"x-outbox": "1"}
    answer = nan.posts(plan.job(plan.school) + "/done", headers)
    assert (answer.status, answer.headers["x-next"]) == (204, plan.home)
    refused = visitor(cast.leila).posts(plan.job(plan.school) + "/done", headers)
    assert refused.status == 403
    gone = visitor(cast.tom).posts(plan.job(plan.school) + "/done", headers)
    assert gone.status == 404


def test_every_tick_on_the_page_can_wait_for_signal(visitor, cast, plan):
    page = visitor(cast.nan).opens(plan.home)
    forms = [form for form in page.forms if "/tasks/" in form.get("action", "")]
    assert forms and all(form.get("data-outbox") == "tick" for form in forms)
    assert all(form.find(".//output[@data-waiting]") is not None for form in forms)


def test_words_that_come_with_a_second_tick_are_kept(visitor, cast, store, plan):
    visitor(cast.amira).sends(plan.job(plan.tea) + "/done")
    visitor(cast.dev).sends(plan.job(plan.tea) + "/done", note="They ate it all")
    assert [kind for kind, *_ in said_about(store, plan, plan.tea)] == ["done", "well"]


def test_nothing_can_be_said_before_the_plan_is_agreed_or_after_it_is_closed(visitor, cast, store, plan):
    with store.writing() as db:
        db.get_one(Meeting, (cast.family_id, plan.meeting_id)).enter(
            db, Stage.CLOSED, seat_of(db, cast, "priya")
        )
    answer = visitor(cast.nan).sends(plan.job(plan.school) + "/done", status=409, at=plan.home)
    assert "This meeting is finished" in answer
    assert plan.job(plan.school) + "/done" not in actions(visitor(cast.nan).opens(plan.home))


def test_nobody_takes_back_somebody_else_s_tick(visitor, cast, store, plan):
    visitor(cast.nan).sends(plan.job(plan.school) + "/done")
    for name in ("amira", "leila", "priya"):
        assert plan.job(plan.school) + "/undo" not in actions(
            visitor(cast.people[name]).opens(plan.job(plan.school))
        )
        visitor(cast.people[name]).sends(plan.job(plan.school) + "/undo", status=403)
    visitor(cast.dev).sends(plan.job(plan.tea) + "/done")
    visitor(cast.amira).sends(plan.job(plan.tea) + "/undo")
    assert [kind for kind, *_ in said_about(store, plan, plan.tea)] == ["done", "undone"]


def test_undo_of_what_somebody_else_ticked_since_is_harmless(visitor, cast, store, plan):
    visitor(cast.nan).sends(plan.job(plan.school) + "/undo")
    assert said_about(store, plan, plan.school) == []


def test_still_doing_it_stands_again_after_an_undone_tick(visitor, cast, plan):
    nan = visitor(cast.nan)
    sends_as_shown(nan, plan.job(plan.school) + "/not-yet", note="Two days so far")
    nan.sends(plan.job(plan.school) + "/done")
    page = nan.sends(plan.job(plan.school) + "/undo")
    assert "Doing it" in page


def actions(page):
    return [form.get("action") for form in page.forms]
