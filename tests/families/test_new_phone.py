"""Coming back with a new phone. promise: I11"""

from datetime import timedelta

from server.core import clock
from server.families.invitations import Invitation
from server.people.models import Device
from tests.authenticator import Authenticator
from tests.cast import MONDAY
from tests.families.ways_in import answers, comes_in, invite, seat_of, set_place
from tests.people.conftest import Phone


def comes_back(visitor, cast, name="nan", by="priya"):
    way_in = invite(visitor(cast.people[by]), cast, cast.people[name].seat_id)
    return comes_in(visitor, way_in)


def test_somebody_with_a_new_phone_waits_and_the_old_one_is_told(visitor, cast, store):
    new = comes_back(visitor, cast)
    assert new.asks("/home").headers["location"] == "/welcome"
    assert Phone(new, Authenticator()).says("/passkeys/new/options", {}).status == 422, (
        "no key while it waits"
    )
    old = visitor(cast.nan)
    assert "Is that new phone yours?" in old.opens("/home")
    assert "Is this new phone yours?" in old.opens("/me/devices")
    assert "Is this new phone" not in visitor(cast.priya).opens("/me/devices")


def test_one_yes_opens_it_a_day_later_and_closes_the_old(visitor, cast, store):
    new, old = comes_back(visitor, cast), visitor(cast.nan)
    answers(visitor(cast.priya), cast, cast.nan.seat_id, "yes")
    answers(visitor(cast.priya), cast, cast.nan.seat_id, "yes")
    assert "It opens on Tuesday 24 November 2026" in new.opens("/welcome")
    with clock.freeze(MONDAY + timedelta(hours=24) - timedelta(seconds=1)):
        assert new.asks("/home").headers["location"] == "/welcome" and old.asks("/home").status == 200
    with clock.freeze(MONDAY + timedelta(hours=24)):
        assert new.asks("/home").status == 200 and old.asks("/home").headers["location"] == "/sign-in"


def test_two_of_the_staff_open_it_at_once(visitor, cast, store):
    new, old = comes_back(visitor, cast), visitor(cast.nan)
    answers(visitor(cast.priya), cast, cast.nan.seat_id, "yes")
    answers(visitor(cast.hope), cast, cast.nan.seat_id, "yes")
    assert new.asks("/home").status == 200 and old.asks("/home").headers["location"] == "/sign-in"


def test_somebody_of_the_family_is_not_one_of_the_two(visitor, cast, store):  # promise: I11
    guest = set_place(store, cast, cast.amira)
    somebody = comes_in(visitor, invite(visitor(cast.priya), cast, guest))
    answers(visitor(cast.amira), cast, guest, "yes")
    assert somebody.asks("/home").status == 200
    new = comes_in(visitor, invite(visitor(cast.priya), cast, guest))
    for said_by in (cast.amira, cast.priya):
        answers(visitor(said_by), cast, guest, "yes")
        assert new.asks("/home").headers["location"] == "/welcome"
    answers(visitor(cast.hope), cast, guest, "yes")
    assert new.asks("/home").status == 200


def test_the_old_phone_says_no(visitor, cast, store):
    new, old = comes_back(visitor, cast), visitor(cast.nan)
    answers(visitor(cast.priya), cast, cast.nan.seat_id, "yes")
    action = next(
        form.get("action") for form in old.opens("/me/devices").forms if form.get("action").endswith("/close")
    )
    old.sends(action, at="/me/devices")
    assert new.asks("/welcome").headers["location"] == "/sign-in"
    with clock.freeze(MONDAY + timedelta(hours=25)):
        assert old.asks("/home").status == 200


def test_a_no_from_who_invited_shuts_the_new_phone_only(visitor, cast, store):
    new, old = comes_back(visitor, cast), visitor(cast.nan)
    answers(visitor(cast.priya), cast, cast.nan.seat_id, "no")
    assert new.asks("/welcome").headers["location"] == "/sign-in" and old.asks("/home").status == 200
    assert seat_of(store, cast, cast.nan.seat_id).person_id == cast.nan.person_id


def test_a_key_that_was_theirs_all_along_opens_it_at_once(visitor, cast, store):
    old = Phone(visitor(cast.nan), Authenticator())
    old.makes_key()
    new = Phone(comes_back(visitor, cast), old.keeper)
    assert new.uses_key("sign-in").status == 200 and new.visitor.asks("/home").status == 200


def test_words_unlock_but_do_not_show_that_it_is_really_them(visitor, cast, store):
    nan = Phone(visitor(cast.nan), Authenticator())
    nan.makes_key()
    words = invite(visitor(cast.priya), cast, cast.nan.seat_id)
    with clock.freeze(MONDAY + timedelta(minutes=8)):
        nan.visitor.posts("/leave")
        nan.visitor.posts("/join/code", code=words.code)
        assert nan.visitor.asks("/home").status == 200
        assert nan.says("/passkeys/new/options", {}).status == 422


def test_words_open_their_own_locked_phone_at_once(visitor, cast, store):
    old = visitor(cast.nan)
    old.posts("/leave")
    words = invite(visitor(cast.priya), cast, cast.nan.seat_id)
    page = old.sends("/join/code", code=words.code, at="/open")
    assert page.heading == "You are in" and old.asks("/home").status == 200
    with store.reading() as db:
        assert len(Device.of(db, cast.nan.person_id)) == 1
        assert Invitation.awaiting_yes(db, cast.family_id) == []


def test_staff_lose_their_phone_too(visitor, cast, store):
    new = comes_back(visitor, cast, "sam")
    assert new.asks("/home").headers["location"] == "/welcome"
    assert answers(visitor(cast.sam), cast, cast.sam.seat_id, "yes").status == 404, (
        "nobody says it of themselves"
    )
