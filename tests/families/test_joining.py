"""Coming in, and the held door: nothing shows until somebody says "yes, that was Zoe". promise: I2 I7 I8 I9 I10"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from server.core import clock
from server.core.encryption import VaultKey, key_ring
from server.families.models import Seat
from server.people.access import COOKIE
from server.people.first import begin_organisation
from server.people.models import Device, Person
from tests.authenticator import Authenticator
from tests.cast import MONDAY
from tests.families.ways_in import answers, comes_in, invite, seat_of, set_place
from tests.people.conftest import Phone


@pytest.fixture
def zoe(visitor, cast, store):
    """A seat for Zoe, asked for by the coordinator, and her way in."""
    return invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))


def fresh(visitor, cast, store, name):
    """The same member with a phone opened just now."""
    member = cast.people[name]
    with store.writing() as db:
        _, cookie = Device.opened(db, member.area, "", db.get_one(Person, member.person_id))
    come = visitor()
    come.client.cookies.set(COOKIE, cookie, domain=urlsplit(come.origin).hostname)
    return come


def private_paths(cast):
    family = f"/families/{cast.family_id}"
    return [
        "/home",
        "/me",
        "/me/keys",
        "/me/devices",
        "/me/looks",
        family,
        f"{family}/people",
        f"{family}/hides",
    ]


def test_until_the_yes_there_is_a_welcome_and_nothing_else(visitor, cast, store, zoe):  # promise: I7
    somebody = comes_in(visitor, zoe)
    page = somebody.opens("/welcome")
    assert page.heading == "You are nearly in"
    assert not [
        name for name in ("Zoe", "Amira", "Priya", "famil", "meeting") if name.lower() in page.words.lower()
    ]
    for path in private_paths(cast):
        answer = somebody.asks(path)
        assert answer.status == 404 or answer.headers["location"] == "/welcome", path
    assert somebody.posts(f"/families/{cast.family_id}/hides", person=str(cast.nan.seat_id)).status in {
        303,
        404,
    }
    assert somebody.posts("/me/language", language="ur").headers["location"] == "/welcome"
    assert somebody.opens("/help").status == 200, "public pages stay open"


def test_yes_opens_the_door(visitor, cast, store, zoe):  # promise: I7
    somebody = comes_in(visitor, zoe)
    priya = visitor(cast.priya)
    page = priya.opens(f"/families/{cast.family_id}/people")
    assert "Was that" in page and "Yes, that was Zoe" in page
    assert "Was that Zoe?" in priya.opens("/home")
    assert answers(priya, cast, zoe.seat_id, "yes").headers["location"].endswith("/people")
    assert somebody.opens("/welcome").heading == "You are in"
    assert "Zoe" in somebody.opens("/home").heading and "Amira" in somebody.opens(
        f"/families/{cast.family_id}/people"
    )
    assert "Was that" not in priya.opens(f"/families/{cast.family_id}/people")


def test_no_shuts_it_at_once_and_leaves_no_trace(visitor, cast, store, zoe):  # promise: I7
    somebody = comes_in(visitor, zoe)
    person_id = seat_of(store, cast, zoe.seat_id).person_id
    answers(visitor(cast.priya), cast, zoe.seat_id, "no")
    assert somebody.asks("/welcome").headers["location"] == "/sign-in"
    with store.reading() as db:
        assert db.get(Person, person_id) is None and db.get(VaultKey, person_id) is None
        assert db.exec(select(Device).where(Device.person_id == person_id)).first() is None
    assert seat_of(store, cast, zoe.seat_id).person_id is None
    again = invite(visitor(cast.priya), cast, zoe.seat_id)
    comes_in(visitor, again)


def test_nobody_said_so_in_72_hours(visitor, cast, store, zoe):  # promise: I7
    somebody = comes_in(visitor, zoe)
    with clock.freeze(MONDAY + timedelta(hours=72) - timedelta(seconds=1)):
        assert somebody.asks("/welcome").status == 200
    with clock.freeze(MONDAY + timedelta(hours=72)):
        assert somebody.asks("/welcome").headers["location"] == "/sign-in"
        assert "Not asked yet" in fresh(visitor, cast, store, "priya").opens(
            f"/families/{cast.family_id}/people"
        )
        assert answers(fresh(visitor, cast, store, "priya"), cast, zoe.seat_id, "yes").status == 409
        again = invite(fresh(visitor, cast, store, "priya"), cast, zoe.seat_id)
        other = comes_in(visitor, again)
        answers(fresh(visitor, cast, store, "priya"), cast, zoe.seat_id, "yes")
        assert other.asks("/home").status == 200 and somebody.asks("/home").headers["location"] == "/sign-in"


def test_only_who_asked_or_runs_the_meeting_says_yes(visitor, cast, store):
    guest = invite(visitor(cast.amira), cast, set_place(store, cast, cast.amira))
    somebody = comes_in(visitor, guest)
    for name, status in {
        "nan": 403,
        "sam": 403,
        "dev": 403,
        "tom": 404,
        "stone": 404,
        "olu": 404,
        "rob": 404,
    }.items():
        assert answers(visitor(cast.people[name]), cast, guest.seat_id, "yes").status == status, name
    assert answers(visitor(), cast, guest.seat_id, "yes").headers["location"] == "/sign-in"
    assert answers(somebody, cast, guest.seat_id, "yes").status in {303, 404}
    assert not seat_of(store, cast, guest.seat_id).is_confirmed
    assert "Was that Zoe?" in visitor(cast.amira).opens("/home")
    assert answers(visitor(cast.amira), cast, guest.seat_id, "yes").status == 303
    assert seat_of(store, cast, guest.seat_id).is_confirmed


def test_an_answer_must_be_yes_or_no(visitor, cast, store, zoe):
    comes_in(visitor, zoe)
    assert answers(visitor(cast.priya), cast, zoe.seat_id, "maybe").status in {404, 422}


def test_a_new_person_has_a_key_of_their_own_and_their_language(visitor, cast, store):
    zoe = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    visitor().posts("/ur/join/link", token=zoe.token)
    person_id = seat_of(store, cast, zoe.seat_id).person_id
    assert person_id
    with store.reading() as db:
        key_ring(db).admit(person_id)
        person = db.get_one(Person, person_id)
        assert (person.called, person.language, person.area) == ("Zoe", "ur", "family")


def test_typed_words_let_in_too(visitor, cast, store, zoe):
    somebody = visitor()
    page = somebody.sends("/join/code", code=f"  {zoe.code.upper()} ", at="/join")
    assert page.heading == "You are nearly in"


def test_a_key_can_be_made_while_waiting_and_the_door_stays_held(visitor, cast, store, zoe):
    waiting = Phone(comes_in(visitor, zoe), Authenticator())
    assert "Make a key for this phone" in waiting.visitor.opens("/welcome")
    assert waiting.makes_key().answer.json() == {"next": "/welcome"}
    other = Phone(visitor(), waiting.keeper)
    assert other.uses_key().status == 200
    assert other.visitor.asks("/home").headers["location"] == "/welcome"
    answers(visitor(cast.priya), cast, zoe.seat_id, "yes")
    assert other.visitor.asks("/home").status == 200
    assert "Make a key" not in waiting.visitor.opens("/welcome")


def test_a_key_of_somebody_turned_away_is_forgotten(visitor, cast, store, zoe):
    waiting = Phone(comes_in(visitor, zoe), Authenticator())
    waiting.makes_key()
    answers(visitor(cast.priya), cast, zoe.seat_id, "no")
    assert Phone(visitor(), waiting.keeper).uses_key().status == 404


def test_a_lost_answer_is_given_anew_to_the_same_form(visitor, cast, store, zoe):
    key = "once-0192f0a0-0000-7000-8000-000000000001"
    lost = comes_in(visitor, zoe, key=key)
    again = comes_in(visitor, zoe, key=key)
    assert again.opens("/welcome").heading == "You are nearly in"
    assert lost.asks("/welcome").headers["location"] == "/sign-in", "one phone, not two"
    assert visitor().posts("/join/link", token=zoe.token, key=key[:-1] + "2").status == 422
    answers(visitor(cast.priya), cast, zoe.seat_id, "yes")
    assert again.asks("/home").status == 200
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        assert visitor().posts("/join/link", token=zoe.token, key=key).status == 422


def test_a_double_tap_is_one_coming_in(visitor, cast, store, zoe):
    key = "once-0192f0a0-0000-7000-8000-000000000001"
    somebody = comes_in(visitor, zoe, key=key)
    assert somebody.posts("/join/link", token=zoe.token, key=key).headers["location"] == "/welcome"
    answers(visitor(cast.priya), cast, zoe.seat_id, "yes")
    assert somebody.asks("/home").status == 200


def test_after_a_no_the_same_form_opens_nothing(visitor, cast, store, zoe):
    key = "once-0192f0a0-0000-7000-8000-000000000001"
    comes_in(visitor, zoe, key=key)
    answers(visitor(cast.priya), cast, zoe.seat_id, "no")
    assert visitor().posts("/join/link", token=zoe.token, key=key).status == 422


def test_on_a_phone_where_somebody_is_signed_in_it_asks_first(visitor, cast, store, zoe):  # promise: I9
    amira = visitor(cast.amira)
    page = amira.sends("/join/link", token=zoe.token, at="/join")
    assert page.heading == "Who is coming in?" and "You are Amira on this phone" in page.words.replace(
        " ,", ","
    )
    assert amira.asks("/home").status == 200, "nothing happened yet"
    form = page.form("/join/link")
    answer = amira.posts("/join/link", token=form["token"], who="other", key=form["key"])
    assert (
        answer.headers["location"] == "/welcome" and answer.headers["clear-site-data"] == '"cache", "storage"'
    )
    assert amira.asks("/home").headers["location"] == "/welcome"
    assert visitor(cast.amira).asks("/home").headers["location"] == "/sign-in", "Amira is signed out of it"
    with store.reading() as db:
        theirs = {seat_of(store, cast, id).person_id for id in (zoe.seat_id, cast.amira.seat_id)}
        assert len(theirs) == 2 and db.get_one(Seat, (cast.family_id, cast.amira.seat_id)).is_confirmed


def test_the_words_are_kept_while_it_asks(visitor, cast, store, zoe):  # promise: I9
    amira = visitor(cast.amira)
    form = amira.sends("/join/code", code=zoe.code, at="/join").form("/join/code")
    assert form["code"] == zoe.code
    assert amira.posts("/join/code", code=form["code"], who="other").headers["location"] == "/welcome"


def test_one_person_can_take_a_second_seat_as_who_they_are(visitor, cast, store, zoe):
    stone = visitor(cast.stone)
    page = stone.sends("/join/link", token=zoe.token, at="/join")
    assert "It is for me" in page
    assert stone.posts("/join/link", token=zoe.token, who="me").headers["location"] == "/welcome"
    assert stone.asks("/home").status == 200, "their own family stays open"
    assert stone.asks(f"/families/{cast.family_id}").status == 404, "and this one waits"
    answers(visitor(cast.priya), cast, zoe.seat_id, "yes")
    assert stone.asks(f"/families/{cast.family_id}").status == 200
    assert seat_of(store, cast, zoe.seat_id).person_id == cast.stone.person_id


def test_a_no_to_a_second_seat_leaves_the_person_alone(visitor, cast, store, zoe):
    stone = visitor(cast.stone)
    stone.posts("/join/link", token=zoe.token, who="me")
    answers(visitor(cast.priya), cast, zoe.seat_id, "no")
    assert stone.asks("/home").status == 200 and seat_of(store, cast, zoe.seat_id).person_id is None
    assert stone.asks(f"/families/{cast.family_id}").status == 404


@pytest.mark.parametrize("name", ["priya", "joe"])
def test_staff_and_children_never_become_relatives_by_a_tap(visitor, cast, store, zoe, name):
    page = visitor(cast.people[name]).sends("/join/link", token=zoe.token, at="/join")
    assert "It is for me" not in page


def test_a_locked_phone_does_not_say_whose_it_is(visitor, cast, store, zoe):  # promise: I9, X2
    amira = visitor(cast.amira)
    amira.posts("/leave")
    page = amira.sends("/join/link", token=zoe.token, at="/join")
    assert page.heading == "Who is coming in?" and "Amira" not in page and "Our Table" not in page.text
    assert "It is for me" not in page
    assert amira.posts("/join/link", token=zoe.token, who="me").status == 303
    assert seat_of(store, cast, zoe.seat_id).person_id != cast.amira.person_id


def test_inside_an_installed_app_words_or_a_key_are_enough(visitor, cast, store):  # promise: I10
    amira = Phone(visitor(cast.amira), Authenticator())
    amira.makes_key()
    inside = Phone(visitor(), amira.keeper)
    page = inside.visitor.opens("/sign-in")
    assert 'autocomplete="username webauthn"' in page.text and "/join/code" in [
        form.get("action") for form in page.forms
    ]
    assert inside.uses_key().status == 200 and inside.visitor.asks("/home").status == 200


def test_a_browser_inside_another_app_is_shown_the_way_out(
    visitor,
):  # promise: I8, without script the words work
    page = visitor().opens("/join")
    assert "Open this page in your phone’s own browser" in page and "Have you been given words?" in page


def test_the_first_coordinator_comes_in_and_makes_a_key(visitor, store):
    with store.writing() as db:
        way_in = begin_organisation(db, name="Elsewhere", nation="wales", called="Ffion")
    assert visitor().posts("/join/link", token="x" * 43, at="/join").status == 422
    ffion = Phone(visitor(), Authenticator())
    assert ffion.visitor.posts("/join/code", code=way_in.spoken).headers["location"] == "/welcome"
    assert ffion.visitor.opens("/welcome").heading == "You are in"
    assert ffion.makes_key().status == 200
    assert "Set up a family" in ffion.visitor.opens("/home")
    assert visitor().posts("/join/link", token=way_in.link_token, at="/join").status == 422
