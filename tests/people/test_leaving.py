"""Leave hides and locks; coming back needs the key; signing out ends it. promise: X3 X4 C3 C7 S1 S2 S5"""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from server.core import clock
from server.core.tokens import digest
from server.people.access import COOKIE
from server.people.models import Device
from tests.cast import MONDAY
from tests.visitor import TELLING

PRODUCT_WORDS = ("Our Table", "table", "family", "meeting", "Amira")


def test_leave_without_script_locks_and_shows_the_day(visitor, cast):  # promise: X3
    amira = visitor(cast.amira)
    left = amira.client.post("/leave", headers={"sec-fetch-site": "same-origin"})
    assert (left.status_code, left.headers["location"], left.headers["x-locked"]) == (303, "/quiet", "1")
    page = amira.opens("/quiet")
    assert page.words == "Monday 23 November 2026" and page.all(".//title")[0].text == "Today"


def test_while_locked_nothing_of_ours_can_be_seen(visitor, cast, store):  # promise: C3
    amira = visitor(cast.amira)
    amira.posts("/leave")
    family = f"/families/{cast.family_id}"
    for path in (
        "/",
        "/home",
        "/me",
        "/sign-in",
        "/help",
        "/offline",
        "/ur/",
        "/en/e01",
        family,
        f"{family}/people",
        "/no",
    ):
        answer = amira.asks(path)
        assert answer.status == 303 and answer.headers["location"].endswith("/quiet"), path
        assert answer.headers["x-locked"] == "1" and not answer.text
    for path in ("/quiet", "/open", "/join"):
        page = amira.opens(path)
        shown = page.words + page.all(".//title")[0].text
        assert not [word for word in PRODUCT_WORDS if word.lower() in shown.lower()], (path, shown)
        assert not TELLING.search(shown) and page.headers["x-locked"] == "1"


def test_a_locked_phone_is_answered_without_the_database(visitor, cast, store, monkeypatch):
    amira = visitor(cast.amira)
    amira.posts("/leave")
    monkeypatch.setattr(store, "reading", None)
    monkeypatch.setattr(store, "writing", None)
    assert amira.asks("/home").status == 303 and amira.asks(f"/families/{cast.family_id}").status == 303
    assert amira.posts("/me/language", language="ur").status == 303


def test_what_script_sends_while_locked_waits(visitor, cast):
    amira = visitor(cast.amira)
    amira.posts("/lock")
    assert amira.posts("/me/language", {"x-outbox": "1"}, language="ur").status == 401
    said = {"sec-fetch-site": "same-origin"}
    assert amira.client.post("/passkeys/new/options", json={}, headers=said).status_code == 401


def test_the_old_cookie_opens_nothing_after_leave(visitor, cast, store):  # promise: S2
    amira = visitor(cast.amira)
    amira.posts("/lock")
    assert amira.cookie != cast.amira.cookie and amira.cookie.startswith("locked.")
    assert visitor(cast.amira).asks("/home").headers["location"] == "/sign-in"
    unlocked_by_hand = visitor()
    unlocked_by_hand.client.cookies.set(COOKIE, amira.cookie.removeprefix("locked."), domain="table.test")
    assert unlocked_by_hand.asks("/home").headers["location"] == "/sign-in"


def test_leave_sent_twice_is_leave_once(visitor, cast, store):
    amira, late = visitor(cast.amira), visitor(cast.amira)
    amira.posts("/lock")
    locked = amira.cookie
    assert amira.posts("/lock").answer.status_code == 204 and amira.cookie == locked
    again = late.posts("/lock")
    assert again.status == 204 and "set-cookie" not in again.headers, (
        "the phone holds the fresh cookie already"
    )
    with clock.freeze(MONDAY + timedelta(seconds=11)):
        assert visitor(cast.amira).posts("/lock").headers["set-cookie"].startswith(f"{COOKIE}=locked."), (
            "lost answer"
        )


def test_a_stranger_can_leave_and_come_back_with_one_tap(visitor, store):
    stranger = visitor()
    answer = stranger.posts("/leave")
    assert answer.headers["set-cookie"].startswith(f"{COOKIE}=locked.")
    with store.reading() as db:
        assert db.exec(select(Device).where(Device.token == digest(stranger.cookie))).first() is None
    assert stranger.asks("/").headers["location"] == "/quiet"
    assert "Open" in stranger.opens("/open")
    back = stranger.posts("/open")
    assert back.headers["location"] == "/" and stranger.cookie is None
    assert stranger.asks("/").status == 200


def test_a_locked_phone_is_not_opened_by_the_plain_button(visitor, cast):
    amira = visitor(cast.amira)
    amira.posts("/leave")
    assert amira.posts("/open").headers["location"] == "/open"
    assert amira.asks("/home").headers["location"] == "/quiet"


def test_the_key_opens_a_locked_phone_again(amira, cast):  # promise: X4
    amira.visitor.posts("/leave")
    locked = amira.visitor.cookie
    question = amira.asked_to_use("unlock")
    assert question["allowCredentials"], "the phone offers the right key at once"
    answer = amira.brings("unlock", amira.keeper.uses(question))
    assert answer.answer.json() == {"next": "/home"} and amira.visitor.cookie != locked
    assert "Amira" in amira.visitor.opens("/home").heading


def test_without_a_key_the_words_are_asked_for(visitor, cast):
    nan = visitor(cast.nan)
    nan.posts("/leave")
    page = nan.opens("/open")
    assert "passkey-use" not in page.text and "Your words" in page and "Ask the person" in page


def test_somebody_elses_key_does_not_open_my_locked_phone(phone, cast, amira):
    nan = phone(cast.nan)
    nan.makes_key()
    amira.visitor.posts("/leave")
    question = {**amira.asked_to_use("unlock"), "allowCredentials": []}
    assert amira.brings("unlock", nan.keeper.uses(question)).status == 422
    signing_in = amira.asked_to_use("sign-in")
    assert amira.brings("sign-in", nan.keeper.uses(signing_in)).status == 422, "I9: sign out first"
    amira.visitor.posts("/sign-out")
    assert amira.brings("sign-in", nan.keeper.uses(amira.asked_to_use("sign-in"))).status == 200
    assert "Nan" in amira.visitor.opens("/home").heading


def test_a_session_that_ended_while_locked_is_opened_by_signing_in(phone, amira):
    amira.visitor.posts("/leave")
    with clock.freeze(MONDAY + timedelta(days=31)):
        assert 'data-purpose="sign-in"' in amira.visitor.opens("/open").text
        assert amira.uses_key("sign-in").status == 200
        assert "Amira" in amira.visitor.opens("/home").heading


def test_leave_can_go_elsewhere(settings, store, cast):
    from server.app import make_app
    from server.settings import load
    from tests.visitor import Visitor

    away = load(data=settings.data, origin=settings.origin, leave_to="https://weather.example/uk")
    left = Visitor(make_app(away, store), settings.origin, cast.amira).posts("/leave")
    assert (left.status, left.headers["refresh"]) == (200, "0; url=https://weather.example/uk")
    assert "table" not in left.text.lower() and left.headers["set-cookie"].startswith(f"{COOKIE}=locked.")


def test_signing_out_ends_it_on_the_server_and_clears_the_phone(visitor, cast):  # promise: S5, C1 in part
    amira = visitor(cast.amira)
    answer = amira.posts("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"' and amira.cookie is None
    assert visitor(cast.amira).asks("/home").headers["location"] == "/sign-in", "the old cookie, replayed"


def test_there_is_one_cookie_and_it_holds_nothing(visitor, cast, phone, amira):  # promise: S1
    answers = [
        visitor(cast.nan).posts("/leave"), visitor(cast.dev).posts("/lock"), visitor().posts("/leave"),
        phone().says("/passkeys/use/options", {"purpose": "sign-in"}), phone(keeper=amira.keeper).uses_key(),
        visitor(cast.tom).posts("/sign-out"),
    ]  # fmt: skip
    for answer in answers:
        name, *said = answer.headers["set-cookie"].split("; ")
        assert name.split("=")[0] == "__Host-table"
        rest = {part.lower() for part in said if not part.lower().startswith(("max-age", "expires"))}
        assert rest == {"secure", "httponly", "samesite=lax", "path=/"}, answer.headers["set-cookie"]
        value = name.split("=")[1].strip('"').removeprefix("locked.")
        assert len(value) in {0, 43}


def test_a_cookie_is_kept_only_as_its_digest(visitor, cast, store, settings, phone, amira):  # promise: S2
    cookies = [cast.amira.cookie, amira.visitor.cookie]
    other = phone(keeper=amira.keeper)
    other.uses_key()
    cookies.append(other.visitor.cookie)
    before_check = amira.visitor.cookie
    amira.uses_key("check")
    assert amira.visitor.cookie != before_check, "fresh after a check"
    assert amira.visitor.asks("/me").status == 200
    with store.reading() as db:
        kept = "".join(str(tuple(row)) for row in db.execute(text("SELECT * FROM device")))
    assert not [cookie for cookie in cookies if cookie in kept]


LIMITS = [
    ("joe", {"minutes": 15}, {"hours": 2}), ("priya", {"minutes": 15}, {"hours": 8}),
    ("nan", {"days": 30}, {"days": 30}),
]  # fmt: skip


@pytest.mark.parametrize("name,idle,most", LIMITS)
def test_how_long_a_phone_stays_open(visitor, cast, store, name, idle, most):  # promise: S3
    somebody, second = visitor(cast.people[name]), timedelta(seconds=1)

    def last_used(at):
        with store.writing() as db:
            device = Device.by_cookie(db, cast.people[name].cookie)
            assert device is not None
            device.used_at = at

    for used, now, status in (
        (MONDAY, MONDAY + timedelta(**idle) - second, 200),
        (MONDAY, MONDAY + timedelta(**idle), 303),
        (MONDAY + timedelta(**most) - second, MONDAY + timedelta(**most) - second, 200),
        (MONDAY + timedelta(**most) - second, MONDAY + timedelta(**most), 303),
    ):
        last_used(used)
        with clock.freeze(now):
            assert somebody.asks("/home").status == status, now


@pytest.mark.parametrize(
    "path", ["/home", "/me", "/me/keys", "/me/devices", "/me/looks", "/me/language", "/welcome"]
)
def test_what_is_mine_is_never_kept_by_the_browser(visitor, cast, path):  # promise: C7
    assert visitor(cast.amira).opens(path).headers["cache-control"] == "no-store"
    assert visitor().asks(path).headers["location"] == "/sign-in"


def test_the_quiet_page_may_be_kept_and_the_doors_may_not(visitor):
    stranger = visitor()
    assert stranger.opens("/quiet").headers["x-keep"] == "public"
    for path in ("/join", "/sign-in", "/open", "/language"):
        assert "x-keep" not in stranger.opens(path).headers
    alive = stranger.asks("/alive")
    assert (alive.status, alive.headers["cache-control"]) == (204, "no-store")
    assert stranger.client.head("/alive").status_code == 204
