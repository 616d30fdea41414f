"""How a child and a young person come in: by words a grown-up has, or with a key. promise: CYP-B1"""

from datetime import timedelta

from server.core import clock
from server.families.invitations import Invitation
from server.families.models import Seat
from server.people.models import Device
from tests.authenticator import Authenticator
from tests.cast import MONDAY
from tests.families.ways_in import answers, comes_in, invite, seat_of, set_place
from tests.people.conftest import Phone


def test_a_small_child_comes_straight_to_their_pages(visitor, cast, store):  # promise: CYP-B1
    words = invite(visitor(cast.priya), cast, cast.joe.seat_id)
    phone = visitor()
    answer = phone.posts("/join/code", code=words.code)
    assert answer.headers["location"] == "/home" and phone.asks("/home").status == 200
    with store.reading() as db:
        device = Device.by_cookie(db, phone.cookie)
        assert device is not None and device.area == "child" and device.held_at is None
    with clock.freeze(MONDAY + timedelta(minutes=14, seconds=59)):
        assert phone.asks("/home").status == 200
    assert visitor().posts("/join/code", code=words.code, at="/join").status == 422, "the words worked once"


def test_a_new_small_child_is_in_because_a_grown_up_is_beside_them(visitor, cast, store):
    seat_id = set_place(store, cast, cast.priya, called="Kit", role="child", band="u8")
    words = invite(visitor(cast.priya), cast, seat_id)
    phone = visitor()
    assert phone.posts("/join/code", code=words.code).headers["location"] == "/home"
    assert phone.asks("/home").status == 200 and seat_of(store, cast, seat_id).is_confirmed
    with clock.freeze(MONDAY + timedelta(minutes=15)):
        assert phone.asks("/home").headers["location"] == "/sign-in"


def test_a_small_child_makes_no_key(visitor, cast, store):
    joe = Phone(visitor(), Authenticator())
    seat_id = set_place(store, cast, cast.priya, called="Kit", role="child", band="8-12")
    joe.visitor.posts("/join/code", code=invite(visitor(cast.priya), cast, seat_id).code)
    assert "You need no key" in joe.visitor.opens("/me/keys")
    assert joe.says("/passkeys/new/options", {}).status == 422
    assert "A key for this phone" not in joe.visitor.opens("/welcome")


def test_a_small_child_is_told_whose_words_opened_their_page(visitor, cast, store):
    for maker in (cast.priya, cast.priya):
        visitor().posts("/join/code", code=invite(visitor(maker), cast, cast.joe.seat_id).code)
    with store.reading() as db:
        opened = Invitation.openings(db, db.get_one(Seat, (cast.family_id, cast.joe.seat_id)))
        assert [(at, maker.id) for at, maker in opened] == [(MONDAY, cast.priya.seat_id)] * 2


def test_words_never_stand_in_for_a_young_persons_key(visitor, cast, store):
    leila = Phone(visitor(cast.leila), Authenticator())
    words = invite(visitor(cast.priya), cast, cast.leila.seat_id)
    without = visitor()
    assert without.posts("/join/code", code=words.code).headers["location"] == "/home"
    leila.makes_key()
    words = invite(visitor(cast.priya), cast, cast.leila.seat_id)
    other = Phone(visitor(), Authenticator())
    other.visitor.posts("/join/code", code=words.code)
    assert other.visitor.asks("/home").headers["location"] == "/welcome"
    assert other.says("/passkeys/new/options", {}).status == 422


def test_a_young_person_is_held_at_first_and_may_make_a_key(visitor, cast, store):
    seat_id = set_place(store, cast, cast.priya, called="Ella", role="child", band="13-17")
    ella = Phone(comes_in(visitor, invite(visitor(cast.priya), cast, seat_id)), Authenticator())
    assert ella.makes_key().status == 200 and ella.visitor.asks("/home").headers["location"] == "/welcome"
    answers(visitor(cast.priya), cast, seat_id, "yes")
    assert ella.visitor.asks("/home").status == 200
    with store.reading() as db:
        device = Device.by_cookie(db, ella.visitor.cookie)
        assert device is not None and device.area == "child"
