"""Being reminded, as people meet it: the page, its forms, the calendar file, and the door behind a nudge."""

import re
from datetime import time, timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.core.encryption import key_ring
from server.core.tokens import new_id
from server.reminders.ledger import Delivery
from server.reminders.letters import neutral
from server.reminders.models import Reminder, Rhythm, Subscription
from tests.cast import MONDAY
from tests.plans.laid import seat_of
from tests.reminders.conftest import THURSDAY_NINE, say

GROWN = ["amira", "tom", "nan", "dev", "grace", "yusuf", "priya", "hope", "sam", "helen", "stone", "olu"]
CHILDREN = ["joe", "leila"]


def rhythm_of(store, member):
    with store.reading() as db:
        return Rhythm.of(db, member.person_id)


@pytest.mark.parametrize("name", GROWN)
def test_the_page_works_for_every_grown_up(visitor, cast, plan, name):
    assert visitor(cast.people[name]).opens("/reminders").heading == "Reminders"


@pytest.mark.parametrize("name", CHILDREN)
def test_a_childs_phone_is_never_rung(visitor, cast, plan, push, name):
    child = visitor(cast.people[name])
    child.opens("/reminders", status=403)
    phone = push.new_phone("x")
    assert say(child, "/reminders/push", phone.to_json()).status == 403
    assert say(child, "/reminders/push/test", {}).status == 403
    assert child.opens("/home").root.get("data-push") is None


@pytest.mark.parametrize("path", ["/reminders", "/reminders/our-table.ics", "/n/abc"])
def test_a_stranger_goes_to_the_door(visitor, path):
    answer = visitor().asks(path)
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")


def test_mr_stone_sees_nothing_of_ours(visitor, cast, plan):
    page = visitor(cast.stone).opens("/reminders")
    assert "Nothing now" in page and "Walk Joe" not in page
    visitor(cast.stone).sends(f"{plan.job(plan.school)}/reminder", at="/reminders", wanted="no", status=404)


# promise: COL-A3
def test_it_says_what_how_often_and_the_exact_words_before_it_asks(visitor, cast, plan):
    page = visitor(cast.nan).opens("/reminders")
    title, body = neutral("en")
    assert f"{title} — {body[0].lower()}{body[1:]}" in page
    for said in (
        "At most one a day, and not at night.",
        "You can stop any time.",
        "jobs you said you would do",
    ):
        assert said in page
    setup = page.all(".//push-setup")[0]
    yes, no = setup.find(".//button[@data-on]"), setup.find(".//a[@href='/home']")
    assert yes is not None and no is not None and yes.get("class") == no.get("class") == "button"
    assert setup.get("data-key") == visitor(cast.nan).opens("/reminders").all(".//push-setup")[0].get(
        "data-key"
    )
    states = {part.get("data-says") for part in setup.findall(".//div[@data-says]")}
    assert states == {"unsupported", "home-screen", "refused", "off", "on"}
    shown = [part for part in setup.findall(".//div[@data-says]") if part.get("hidden") is None]
    assert [part.get("data-says") for part in shown] == ["unsupported"], "without script, the honest one"


def test_it_lists_my_jobs_with_their_day_and_no_one_elses(visitor, cast, plan):
    page = visitor(cast.nan).opens("/reminders")
    assert "Walk Joe to school" in page and "Thursday 26 November 2026, 9am" in page
    assert "Cook tea" not in page and "bus passes" not in page
    assert "Bring the bus passes" in visitor(cast.sam).opens("/reminders")


def test_a_done_job_is_not_listed(visitor, cast, plan):
    visitor(cast.nan).sends(plan.job(plan.school) + "/done")
    assert "Walk Joe" not in visitor(cast.nan).opens("/reminders")


def test_one_job_can_be_switched_off_and_on_again(visitor, cast, plan, day, switch_on, store):
    nan, phone = visitor(cast.nan), switch_on(cast.nan)
    address = f"{plan.job(plan.school)}/reminder"
    page = nan.sends(address, at="/reminders", wanted="no")
    assert page.path == "/reminders" and "No reminder, as you asked" in page
    day.at(THURSDAY_NINE)
    assert phone.tries == 0
    with clock.freeze(THURSDAY_NINE + timedelta(hours=2)):
        page = nan.sends(address, at="/reminders", wanted="yes")
    assert "Friday 27 November 2026, 9am" in page, "nothing old arrives late"
    assert day.at(THURSDAY_NINE + timedelta(hours=3)) == 0
    assert day.at(THURSDAY_NINE + timedelta(days=1)) == 1 and len(phone.pushes) == 1


def test_a_reminder_is_its_owners_alone(visitor, cast, plan, store):
    address = f"{plan.job(plan.school)}/reminder"
    visitor(cast.dev).sends(address, at="/reminders", wanted="no", status=403)
    visitor(cast.priya).sends(address, at="/reminders", wanted="no", status=403)
    visitor(cast.nan).sends(address, at="/reminders", wanted="perhaps", status=422)
    with store.reading() as db:
        assert db.exec(select(Reminder)).all() == []


def test_quiet_hours_are_kept(visitor, cast, store):
    nan = visitor(cast.nan)
    form = nan.opens("/reminders").form("/reminders/hours")
    assert (form["quiet_from"], form["quiet_until"]) == ("20:00", "08:00")
    nan.sends(
        "/reminders/hours", at="/reminders", quiet_from="21:30", quiet_until="07:00", zone="Asia/Karachi"
    )
    kept = rhythm_of(store, cast.nan)
    assert (kept.quiet_from, kept.quiet_until, kept.zone) == (time(21, 30), time(7), "Asia/Karachi")
    assert nan.opens("/reminders").form("/reminders/hours")["quiet_from"] == "21:30"
    assert rhythm_of(store, cast.dev).zone == "Europe/London"


@pytest.mark.parametrize("wrong", [{"quiet_from": "noon"}, {"zone": "Mars/Base"}, {"quiet_until": ""}])
def test_hours_that_make_no_sense_keep_what_was_typed(visitor, cast, store, wrong):
    fine = {"quiet_from": "21:00", "quiet_until": "07:00", "zone": "Europe/Dublin"}
    page = visitor(cast.nan).sends("/reminders/hours", at="/reminders", status=422, **{**fine, **wrong})
    assert 'value="21:00"' in page.text or "quiet_from" in wrong
    assert rhythm_of(store, cast.nan).quiet_from == time(20)


def test_a_week_off_and_nothing_at_all(visitor, cast, store):
    nan = visitor(cast.nan)
    assert "Paused until Monday 30 November 2026, 10am" in nan.sends("/reminders/pause", at="/reminders")
    assert "Paused" not in nan.sends("/reminders/go-on", at="/reminders")
    assert "You asked us to send you nothing" in nan.sends("/reminders/nothing", at="/reminders")
    assert rhythm_of(store, cast.nan).is_off and not rhythm_of(store, cast.dev).is_off
    assert "You asked us" not in nan.sends("/reminders/go-on", at="/reminders")


# promise: X6
def test_the_calendar_file_tells_nothing_but_times(visitor, cast, plan):
    page = visitor(cast.nan).asks("/reminders/our-table.ics")
    assert page.headers["content-disposition"] == 'attachment; filename="our-table.ics"'
    lines = page.text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert [line for line in lines if line.startswith("DTSTART")] == ["DTSTART:20261126T090000Z"]
    said = {
        line.partition(":")[2] for line in lines if re.match("SUMMARY|DESCRIPTION|LOCATION|URL|COMMENT", line)
    }
    assert said == {"Our Table"} and "Walk" not in page.text
    assert "BEGIN:VEVENT" not in visitor(cast.stone).asks("/reminders/our-table.ics").text


def test_two_jobs_of_one_morning_are_one_event(visitor, cast, plan, store):
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        from server.plans.models import Goal
        from tests.plans.laid import lay_task

        lay_task(db, cast, db.get_one(Goal, (plan.family_id, plan.goal_id)), "Another", "nan")
    assert visitor(cast.nan).asks("/reminders/our-table.ics").text.count("BEGIN:VEVENT") == 1


# The door behind a nudge


def door(phone):
    return phone.pushes[-1].notification["navigate"].removeprefix("https://table.test")


def test_a_tap_leads_to_the_job(visitor, cast, plan, day, switch_on):
    phone = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    assert visitor(cast.nan).opens(door(phone)).path == plan.job(plan.school)


def test_a_nudge_that_stands_for_several_leads_to_the_plan(visitor, cast, plan, day, switch_on, store):
    phone = switch_on(cast.nan)
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        from server.plans.models import Goal
        from tests.plans.laid import lay_task

        lay_task(db, cast, db.get_one(Goal, (plan.family_id, plan.goal_id)), "Another", "nan")
    day.at(THURSDAY_NINE)
    assert visitor(cast.nan).opens(door(phone)).path == plan.home


# promise: Z4, N8
def test_a_door_that_is_not_mine_looks_like_one_that_never_was(visitor, cast, plan, day, switch_on):
    phone = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    for name in ("dev", "stone", "priya"):
        theirs = visitor(cast.people[name])
        known, unknown = (theirs.opens(path, status=404) for path in (door(phone), "/n/" + "A" * 22))
        assert _same(known) == _same(unknown) and "Nothing here now" in known
    strangers = [visitor().asks(path) for path in (door(phone), "/n/" + "A" * 22)]
    assert [(answer.status, answer.text, answer.headers["location"]) for answer in strangers] == [
        (303, "", "/sign-in")
    ] * 2


def _same(page):
    return re.sub(r'value="[0-9a-f-]{36}"|/n/[\w-]+', "", page.text)


def test_after_leaving_the_table_the_door_opens_gently_on_nothing(visitor, cast, plan, day, switch_on, store):
    phone = switch_on(cast.nan)
    day.at(THURSDAY_NINE)
    with store.writing() as db:
        seat_of(db, cast, "nan").leave()
    page = visitor(cast.nan).opens(door(phone), status=404)
    assert page.heading == "Nothing here now" and "Walk" not in page


# Switching a phone on and off


def test_switching_on_keeps_one_line_however_often_it_is_said(visitor, cast, store, push):
    nan, phone = visitor(cast.nan), push.new_phone("x")
    for _ in range(3):
        assert say(nan, "/reminders/push", phone.to_json()).status == 204
    with store.reading() as db:
        assert len(db.exec(select(Subscription)).all()) == 1
    named = nan.opens("/home").root.get("data-push")
    assert re.fullmatch(r"[\w-]{16}", named or "") and nan.opens("/reminders").root.get("data-push") == named
    assert visitor(cast.dev).opens("/home").root.get("data-push") is None


def test_a_browser_that_renews_its_address_loses_nothing(
    visitor, cast, plan, store, settings, push, switch_on, day
):
    old = switch_on(cast.nan)
    with store.writing() as db:
        key_ring(db).admit(cast.nan.person_id)
        Rhythm.to_change(db, _person(db, cast)).quiet_until = time(10)
    day.at(THURSDAY_NINE)
    new = push.new_phone(old.sender_key)
    with clock.freeze(THURSDAY_NINE):
        assert say(visitor(cast.nan), "/reminders/push", new.to_json()).status == 204
    assert day.at(THURSDAY_NINE + timedelta(hours=1)) == 1
    assert (len(old.pushes), len(new.pushes)) == (0, 1)


def _person(db, cast):
    from server.people.models import Person

    return db.get_one(Person, cast.nan.person_id)


def test_the_next_person_on_the_same_browser_takes_it_over(visitor, cast, plan, store, push, switch_on, day):
    phone = switch_on(cast.nan)
    assert say(visitor(cast.stone), "/reminders/push", phone.to_json()).status == 204
    with store.reading() as db:
        assert [found.person_id for found in db.exec(select(Subscription))] == [cast.stone.person_id]
    day.at(THURSDAY_NINE)
    assert phone.tries == 0


BAD_KEYS = [
    {"p256dh": "x", "auth": "x"},
    {"p256dh": "A" * 87, "auth": "A" * 22},
    {"p256dh": "", "auth": ""},
    {"p256dh": "<script>", "auth": "A" * 22},
    {"p256dh": "B" * 5000, "auth": "A" * 22},
]


@pytest.mark.parametrize("keys", BAD_KEYS)
def test_keys_no_browser_makes_are_refused(visitor, cast, store, push, keys):
    said = {**push.new_phone("x").to_json(), "keys": keys}
    assert say(visitor(cast.nan), "/reminders/push", said).status == 422
    with store.reading() as db:
        assert db.exec(select(Subscription)).all() == []


def test_stopping_takes_ones_own_away_and_nobody_elses(visitor, cast, store, push, switch_on):
    phone = switch_on(cast.nan)
    for member, left in ((cast.stone, 1), (cast.dev, 1), (cast.nan, 0), (cast.nan, 0)):
        assert say(visitor(member), "/reminders/push/stop", {"endpoint": phone.endpoint}).status == 204
        with store.reading() as db:
            assert len(db.exec(select(Subscription)).all()) == left


@pytest.mark.parametrize("path", ["/reminders/push", "/reminders/push/stop", "/reminders/push/test"])
def test_only_our_own_pages_and_signed_in_people_may_call(visitor, cast, push, path):
    said = push.new_phone("x").to_json()
    assert say(visitor(), path, said).status == 401
    other_site = visitor(cast.nan).client.post(path, json=said, headers={"sec-fetch-site": "cross-site"})
    assert other_site.status_code == 403


# promise: K1
def test_a_stolen_database_does_not_tell_where_pushes_go(store, settings, push, switch_on, cast):
    phone = switch_on(cast.nan)
    if not store.on_sqlite:
        return
    store.tidy()
    raw = (settings.data / "table.db").read_bytes()
    for secret in (
        phone.endpoint,
        phone.endpoint.rpartition("/")[2],
        phone.keys["auth"],
        phone.keys["p256dh"],
    ):
        assert secret.encode() not in raw


# Send me a test


def test_a_test_arrives_even_in_quiet_hours_and_uses_up_nothing(visitor, cast, plan, push, switch_on, day):
    nan, phone = visitor(cast.nan), switch_on(cast.nan)
    night = MONDAY.replace(hour=23)
    with clock.freeze(night):
        assert say(nan, "/reminders/push/test", {}).status == 204
    assert day.at(night) == 1 and phone.pushes[0].ttl <= 600
    assert visitor(cast.nan).opens(door(phone)).path == "/reminders"
    assert day.at(THURSDAY_NINE) == 1 and len(phone.pushes) == 2
    assert phone.pushes[0].notification["body"] == phone.pushes[1].notification["body"]


def test_a_test_needs_a_phone_that_is_switched_on(visitor, cast, plan):
    assert say(visitor(cast.nan), "/reminders/push/test", {}).status == 409


def test_tests_are_few(visitor, cast, switch_on, store):
    switch_on(cast.nan)
    nan = visitor(cast.nan)
    assert [say(nan, "/reminders/push/test", {}).status for _ in range(7)] == [204] * 6 + [429]
    with store.reading() as db:
        assert len(db.exec(select(Delivery)).all()) == 6


def test_a_test_nobody_sent_in_time_is_not_sent_later(visitor, cast, switch_on, day):
    phone = switch_on(cast.nan)
    say(visitor(cast.nan), "/reminders/push/test", {})
    assert day.at(MONDAY + timedelta(minutes=11)) == 0
    assert phone.tries == 0 and day.whys() == ["too-late"]


def test_ids_that_are_not_there(visitor, cast):
    visitor(cast.nan).sends(
        f"/families/{cast.family_id}/tasks/{new_id()}/reminder", at="/reminders", wanted="no", status=404
    )
