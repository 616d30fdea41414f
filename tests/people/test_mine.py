"""My phones, my keys, my language, who looked. promise: A7 A11 V13 G6"""

from datetime import timedelta

import pytest

from server import audit
from server.core import clock
from server.families.models import Seat
from server.people.keys import Passkey
from server.people.models import Device
from tests.cast import MONDAY


def key_id(store, member):
    with store.reading() as db:
        return Passkey.of(db, member.person_id)[0].id


def test_my_page_leads_everywhere(visitor, cast):
    for name in ("amira", "priya", "joe", "leila", "grace"):
        page = visitor(cast.people[name]).opens("/me")
        assert page.heading == name.title()
        assert {"/me/devices", "/me/language", "/me/looks"} <= set(page.links)
        assert ("/me/keys" in page.links) == (name != "joe")  # a small child makes no key


def test_i_see_my_phones_and_nobody_elses(visitor, cast, phone, amira):
    other = phone(keeper=amira.keeper)
    other.uses_key()
    page = amira.visitor.opens("/me/devices")
    assert page.text.count("Android, Chrome") == 1 and page.text.count("Sign this one out") == 1
    assert "Sign this one out" not in visitor(cast.nan).opens("/me/devices")


def test_a_phone_is_signed_out_from_afar(visitor, cast, phone, amira, store):
    other = phone(keeper=amira.keeper)
    other.uses_key()
    with store.reading() as db:
        ids = [device.id for device in Device.of(db, cast.amira.person_id)]
    mine = next(id for id in ids if f"/me/devices/{id}/close" in amira.visitor.opens("/me/devices").text)
    assert visitor(cast.nan).posts(f"/me/devices/{mine}/close").status == 404
    amira.visitor.sends(f"/me/devices/{mine}/close", at="/me/devices")
    assert other.visitor.asks("/home").headers["location"] == "/sign-in"
    assert amira.visitor.asks("/home").status == 200


def test_everywhere_else_is_one_tap(phone, cast, amira, store):  # promise: A7
    others = [phone(keeper=amira.keeper) for _ in range(3)]
    for other in others:
        other.uses_key()
    amira.visitor.sends("/sign-out-everywhere", at="/me/devices")
    assert {other.visitor.asks("/home").headers["location"] for other in others} == {"/sign-in"}
    assert amira.visitor.asks("/home").status == 200


def test_taking_a_key_away_closes_what_it_opened(visitor, phone, cast, amira, store):  # promise: A7
    others = [phone(keeper=amira.keeper) for _ in range(2)]
    for other in others:
        other.uses_key()
    remove = f"/me/keys/{key_id(store, cast.amira)}/remove"
    assert visitor(cast.nan).posts(remove).status == 404
    others[0].visitor.posts(remove)
    for somebody in (*others, amira):
        assert somebody.visitor.asks("/home").headers["location"] == "/sign-in"
    assert phone(keeper=amira.keeper).uses_key().status == 404


def test_taking_a_key_away_needs_a_fresh_look(cast, amira, store):
    with clock.freeze(MONDAY + timedelta(minutes=6)):
        page = amira.visitor.opens("/me/keys")
        assert "show first that it is you" in page and "Take this key away" not in page
        assert 'data-purpose="check"' in page.text
        remove = f"/me/keys/{key_id(store, cast.amira)}/remove"
        assert amira.visitor.posts(remove, at="/me/keys").status == 422
        amira.uses_key("check")
        assert "Take this key away" in amira.visitor.opens("/me/keys")
        assert amira.visitor.posts(remove, at="/me/keys").status == 303


def test_a_key_is_shown_as_it_is_beside_its_owners_name_for_it(cast, amira, store):  # promise: A11
    path = f"/me/keys/{key_id(store, cast.amira)}/name"
    page = amira.visitor.sends(path, at="/me/keys", nickname="Official council key " * 5)
    assert "Key 1" in page and "Official council key Official council" in page and "Made on Monday" in page
    assert len(key_name(store, cast)) <= 40
    amira.visitor.sends(path, at="/me/keys", nickname="")
    assert key_name(store, cast) is None


def key_name(store, cast):
    from server.core.encryption import key_ring

    with store.reading() as db:
        key_ring(db).admit(cast.amira.person_id)
        return Passkey.of(db, cast.amira.person_id)[0].nickname


def test_my_language_stays_with_me(visitor, cast):
    amira = visitor(cast.amira)
    page = amira.sends("/me/language", language="ur", at="/me")
    assert page.root.get("lang") == "ur" and page.root.get("dir") == "rtl"
    assert visitor(cast.amira).opens("/home").root.get("lang") == "ur"
    assert amira.sends("/me/language", language="xx", at="/me/language", status=422)


@pytest.mark.parametrize(
    "at", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "x"]
)
def test_the_way_back_from_the_languages_stays_inside(visitor, cast, at):  # promise: W8
    page = visitor().opens(f"/language?at={at}")
    assert "evil" not in page.text and "javascript" not in page.text
    assert visitor(cast.amira).posts("/me/language", language="cy", at=at).headers["location"] == "/home"


def test_strangers_choose_a_language_by_its_own_name(visitor):
    page = visitor().opens("/language?at=/join")
    assert {"/en/join", "/cy/join", "/ur/join"} <= set(page.links) and "Cymraeg" in page


def look(store, cast, by, whose, kind):
    with store.writing() as db:
        seat = db.get_one(Seat, (cast.family_id, cast.people[by].seat_id))
        audit.looked(db, seat, kind, None, whose=cast.people[whose].seat_id)
        for write in db.info["afterwards"]:
            write(db)


def test_i_see_when_staff_looked_at_my_things_and_nothing_else(visitor, cast, store):  # promise: G6, H8
    look(store, cast, "sam", "amira", "preparation")
    look(store, cast, "nan", "amira", "preparation")
    look(store, cast, "dee", "amira", "flag")
    look(store, cast, "sam", "nan", "child_answer")
    page = visitor(cast.amira).opens("/me/looks")
    assert "Social worker, looked at your own notes." in page and ">Sam<" in page.text
    assert page.text.count("looked at") == 1 and "Dee" not in page
    assert "Nobody yet" in visitor(cast.tom).opens("/me/looks")
    assert "Nobody yet" in visitor(cast.sam).opens("/me/looks")
