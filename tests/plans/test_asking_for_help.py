"""When a job is hard: who hears of it is said before anything is sent, and nobody else hears."""

import re
from datetime import timedelta

import pytest

from server.core import clock
from server.core.encryption import key_ring
from server.families.models import Hide
from server.plans.models import Goal
from tests.cast import MONDAY
from tests.plans.laid import lay_plan, lay_task, seat_of, sends_as_shown

EVERYONE = ["amira", "nan", "dev", "leila", "joe", "grace", "tom", "priya", "hope", "sam"]


def named_on(page):
    """The names the page says will be told."""
    return ["".join(item.itertext()).split(",")[0].strip() for item in page.all(".//div[@class='sight']//li")]


def who_hear(visitor, cast, plan, task, words):
    heard = {
        name
        for name in EVERYONE
        if name != "tom" and words in visitor(cast.people[name]).opens(plan.job(task))
    }
    assert visitor(cast.tom).asks(plan.job(task)).status == 404
    return heard


# promise: TRU-A1
def test_asking_for_a_hand_reaches_the_family_lead_and_nobody_else(visitor, cast, plan):
    path, dev = plan.job(plan.tea) + "/hand", visitor(cast.dev)
    assert named_on(dev.opens(path)) == ["Nan"]
    sends_as_shown(dev, path, note="I am on nights now")
    assert who_hear(visitor, cast, plan, plan.tea, "I am on nights now") == {"nan", "dev"}
    assert "Needs a hand" in visitor(cast.nan).opens(plan.home)
    for name in ("amira", "leila", "priya", "hope", "sam"):
        assert "Needs a hand" not in visitor(cast.people[name]).opens(plan.home)


# promise: TRU-A1
def test_the_people_running_the_meeting_hear_only_if_the_plan_said_so_from_the_start(visitor, cast, store):
    with store.writing() as db:
        plan = lay_plan(db, cast, tells_services=True)
    assert "The family, and the people running the meeting, hear how its jobs are going." in visitor(
        cast.dev
    ).opens(plan.home)
    path, dev = plan.job(plan.tea) + "/hand", visitor(cast.dev)
    assert sorted(named_on(dev.opens(path))) == ["Hope", "Nan", "Priya"]
    sends_as_shown(dev, path, note="I am on nights now")
    assert who_hear(visitor, cast, plan, plan.tea, "I am on nights now") == {"nan", "dev", "hope", "priya"}


# promise: TRU-A1
def test_not_yet_says_who_is_told_and_tells_exactly_them(visitor, cast, plan):
    path, nan = plan.job(plan.school) + "/not-yet", visitor(cast.nan)
    named = named_on(nan.opens(path))
    assert sorted(named) == ["Amira", "Dev", "Grace", "Joe", "Leila", "Priya"]
    sends_as_shown(nan, path, note="Three days so far")
    assert who_hear(visitor, cast, plan, plan.school, "Three days so far") == {"nan", *map(str.lower, named)}


# promise: TRU-A1
def test_if_who_is_told_changes_meanwhile_the_names_are_shown_again_first(visitor, cast, store, plan):
    path, nan = plan.job(plan.school) + "/not-yet", visitor(cast.nan)
    fields = {**nan.opens(path).form(path), "note": "Three days so far"}
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        seat_of(db, cast, "grace").leave()
    page = nan.sends(path, status=409, **fields)
    assert "Who will be told has changed." in page and "Grace" not in named_on(page)
    assert "Three days so far" in page
    assert nan.sends(path, **{**page.form(path), "note": "Three days so far"}).path == plan.job(plan.school)


# promise: Z9
def test_a_hide_beats_being_on_the_job(visitor, cast, store, plan):
    with store.writing() as db:
        db.add(Hide(family_id=cast.family_id, owner_id=cast.nan.seat_id, from_seat_id=cast.dev.seat_id))
    path, nan = plan.job(plan.school) + "/not-yet", visitor(cast.nan)
    assert "Dev" not in named_on(nan.opens(path))
    visitor(cast.dev).opens(plan.job(plan.school), status=404)
    assert "Walk Joe" not in visitor(cast.dev).opens(plan.home)
    assert "Walk Joe" in visitor(cast.amira).opens(plan.home)


def test_what_would_help_sends_nothing_yet(visitor, cast, plan):
    nan = visitor(cast.nan)
    path = plan.job(plan.school) + "/help"
    for choice, leads_to in [("doing", "not-yet"), ("hand", "hand"), ("swap", "swap"), ("change", "change")]:
        assert nan.sends(path, help=choice).path == plan.job(plan.school) + f"/{leads_to}"
    assert "Please choose" in nan.sends(path, status=422)
    assert nan.sends(path, help="done").path == plan.home


@pytest.mark.parametrize("page", ["help", "not-yet", "hand", "swap"])
def test_these_pages_are_for_whoever_does_the_job(visitor, cast, plan, page):
    path = plan.job(plan.tea) + f"/{page}"
    visitor(cast.dev).opens(path)
    visitor(cast.amira).opens(path)
    for name in ("nan", "leila", "priya", "sam"):
        visitor(cast.people[name]).opens(path, status=403)
    for name in ("stone", "tom", "helen"):
        visitor(cast.people[name]).opens(path, status=404)
    assert visitor(None).asks(path).headers["location"] == "/sign-in"


def test_good_words_come_first_on_the_plan_and_can_be_taken_back(visitor, cast, plan):
    dev = visitor(cast.dev)
    assert "Going well" not in dev.opens(plan.home)
    page = dev.sends(plan.job(plan.tea) + "/well", note="They laughed at the burnt toast")
    assert "They laughed" in visitor(cast.nan).opens(plan.home)
    shown = visitor(cast.amira).opens(plan.home).words
    assert shown.index("Going well") < shown.index("If this stops being safe")
    take_back = next(form.get("action") for form in page.forms if "take-back" in form.get("action", ""))
    visitor(cast.nan).sends(take_back, status=403)
    dev.sends(take_back)
    assert "They laughed" not in visitor(cast.nan).opens(plan.home)
    assert "Going well" not in visitor(cast.nan).opens(plan.home)
    visitor(cast.nan).sends(take_back, status=404)


# promise: TRU-A2
def test_several_jobs_that_need_a_hand_are_one_gentle_prompt_and_no_list(visitor, cast, plan):
    words = "A good time to look at this together"
    sends_as_shown(visitor(cast.dev), plan.job(plan.tea) + "/hand")
    assert words not in visitor(cast.nan).opens(plan.home)
    sends_as_shown(visitor(cast.sam), plan.job(plan.passes) + "/hand")
    page = visitor(cast.nan).opens(plan.home)
    assert words in page
    prompt = next(part for part in page.all(".//section") if words in "".join(part.itertext()))
    assert not re.search(r"Dev|Sam|tea|passes|\d", "".join(prompt.itertext()))
    assert words not in visitor(cast.amira).opens(plan.home)


# promise: TRU-A3
def test_a_swap_needs_both_and_keeps_who_did_it_before(visitor, cast, plan):
    nan, dev, task = visitor(cast.nan), visitor(cast.dev), plan.job(plan.school)
    page = nan.opens(task + "/swap")
    assert "Amira" in page and "Dev" in page and "Leila" not in page and "Tom" not in page
    nan.sends(task + "/swap", to=str(cast.dev.seat_id), note="My knee")
    assert "Nan asks whether you could do this one." in dev.opens(plan.home)
    assert "Nan asks whether" not in visitor(cast.amira).opens(plan.home)
    assert "My knee" in dev.opens(task) and "My knee" not in visitor(cast.amira).opens(task)
    assert task + "/done" in actions(nan.opens(plan.home))
    page = dev.sends(task + "/swap/answer", giver=str(cast.nan.seat_id), answer="yes")
    assert "Dev took this over from Nan." in page
    assert task + "/done" in actions(dev.opens(plan.home)) and task + "/done" not in actions(
        nan.opens(plan.home)
    )
    assert "Dev took this over from Nan." in visitor(cast.amira).opens(task)
    # A second tap changes nothing.
    dev.sends(task + "/swap/answer", giver=str(cast.nan.seat_id), answer="no")
    assert task + "/done" in actions(dev.opens(plan.home))


# promise: TRU-A3
def test_a_swap_can_be_declined_without_anybody_else_knowing(visitor, cast, plan):
    nan, task = visitor(cast.nan), plan.job(plan.school)
    nan.sends(task + "/swap", to=str(cast.amira.seat_id))
    visitor(cast.amira).sends(task + "/swap/answer", giver=str(cast.nan.seat_id), answer="no")
    assert "can’t take this over just now" in nan.opens(task)
    for name in ("dev", "leila", "priya"):
        assert "take this over" not in visitor(cast.people[name]).opens(task)
    assert task + "/done" in actions(nan.opens(plan.home))


def test_nobody_can_be_made_to_take_a_job_they_cannot_see(visitor, cast, plan):
    for name in ("tom", "helen", "stone", "joe", "priya"):
        page = visitor(cast.nan).sends(
            plan.job(plan.school) + "/swap", status=422, at=plan.job(plan.school) + "/swap",
            to=str(cast.people[name].seat_id),
        )  # fmt: skip
        assert "Please choose one of these people." in page


# promise: TRU-A4
def test_this_is_a_lot_for_one_person_is_said_gently_and_only_to_a_few(visitor, cast, store):
    with store.writing() as db:
        plan = lay_plan(db, cast)
        goal = db.get_one(Goal, (cast.family_id, plan.goal_id))
        for what in ("Ring the school", "Wash the kit", "Buy shoes"):
            lay_task(db, cast, goal, what, "amira")
    words = "This is a lot for one person"
    mine = visitor(cast.amira).opens(plan.home)
    assert words in mine and "Nobody has to do this alone" in mine
    for name in ("nan", "priya"):
        page = visitor(cast.people[name]).opens(plan.home)
        assert words in page and "Amira holds many of these jobs" in page
    for name in ("dev", "leila", "sam", "tom"):
        assert words not in visitor(cast.people[name]).opens(plan.home)
    assert not re.search(r"\d+ (of|jobs)|%", mine.words)


def test_news_that_took_its_time_is_never_late(visitor, cast, plan):
    with clock.freeze(MONDAY + timedelta(days=6)):
        nan = visitor(cast.nan)
        assert "What would help?" in nan.opens(plan.job(plan.school))
        sends_as_shown(nan, plan.job(plan.school) + "/not-yet")
        assert "Doing it" in nan.opens(plan.home)


def actions(page):
    return [form.get("action") for form in page.forms]
