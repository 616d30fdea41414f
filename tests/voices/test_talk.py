""" "I want to talk to someone": one tap from every page, honest about who reads it and when. promise: H5, H7, CYP-B6"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.core.encryption import key_ring
from server.families.models import Family, Hide, Seat
from server.voices.flags import Flag
from tests.cast import MONDAY

SATURDAY = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
PAGES = [
    "",
    "/before",
    "/questions/1",
    "/questions/6/who",
    "/places",
    "/check",
    "/stop",
    "/sent",
    "/happened",
    "/talk",
]


@pytest.mark.parametrize("path", PAGES)
def test_help_is_one_tap_away_on_every_page_of_a_child(say, path):  # promise: H5
    say.begin()
    say.answers(6, "A dog")
    assert f"{say.mine}/talk" in say.joe.opens(say.mine + path).links
    assert f"{say.mine}/talk" in say.joe.opens("/home").links


def numbers(page):
    return [link.get("href") for link in page.all(".//main//a") if link.get("href", "").startswith("tel:")]


def test_the_numbers_stand_first_and_work_signed_out(say, visitor):
    page = say.joe.opens(f"{say.mine}/talk")
    assert numbers(page) == ["tel:999", "tel:08001111", "tel:08005280731"]
    assert page.text.index("tel:08001111") < page.text.index("<form", page.text.index("<main"))
    page = visitor().opens("/talk")
    assert numbers(page) == ["tel:999", "tel:08001111", "tel:08088023456", "tel:08005280731"]
    assert page.headers["x-keep"] == "public" and "set-cookie" not in page.headers


def test_in_wales_meic_and_the_offer_of_an_advocate(say, store):
    with store.writing() as db:
        db.get_one(Family, say.cast.family_id).nation = "wales"
    page = say.joe.opens(f"{say.mine}/talk")
    assert numbers(page) == ["tel:999", "tel:08001111", "tel:08088023456"]
    assert "In Wales every child can have one." in page


def test_it_says_by_name_who_reads_it_and_when(say):  # promise: H7
    page = say.joe.opens(f"{say.mine}/talk")
    assert "Sam" in page and "Dee" in page
    assert "Nobody reads this at night or at weekends." in page
    assert "Nobody is reading it right now." not in page
    with clock.freeze(SATURDAY):
        say.back_with_a_code()
        assert "Nobody is reading it right now." in say.joe.opens(f"{say.mine}/talk")


def asks(say, who):
    queue = f"{say.family}/asks"
    page = say.come(say.cast.people[who]).opens(queue)
    return [link for link in page.links if link.startswith(f"{queue}/")]


def test_it_reaches_the_worker_and_the_duty_lead_and_nobody_else(say, cast):
    page = say.joe.sends(f"{say.mine}/talk", soon="today", what="CANARY")
    assert "To talk today" in page and "Nobody has opened it yet." in page and "CANARY" not in page.text
    assert {name for name in ("sam", "dee", "priya", "hope", "helen") if asks(say, name)} == {"sam", "dee"}
    waiting = say.come(cast.sam).opens("/home")
    assert "wants to talk to you" in waiting and "CANARY" not in waiting.text
    assert "wants to talk" not in say.come(cast.priya).opens("/home")


def test_without_a_social_worker_it_goes_to_the_coordinator(say, store, cast):
    with store.writing() as db:
        db.get_one(Seat, (cast.family_id, cast.sam.seat_id)).leave()
        db.get_one(Seat, (cast.family_id, cast.dee.seat_id)).confirmed_at = None
    assert "Priya" in say.joe.opens(f"{say.mine}/talk")
    say.joe.sends(f"{say.mine}/talk", soon="this_week")
    assert asks(say, "priya") and not asks(say, "hope")


def test_somebody_the_child_hides_from_is_not_asked(say, store, cast):
    with store.writing() as db:
        db.add(Hide(family_id=cast.family_id, owner_id=cast.joe.seat_id, from_seat_id=cast.sam.seat_id))
    say.joe.sends(f"{say.mine}/talk", soon="today")
    assert not asks(say, "sam") and asks(say, "dee") and asks(say, "priya")


def test_seen_is_said_only_after_somebody_really_opened_it(say, visitor, cast):  # promise: H7
    say.joe.sends(f"{say.mine}/talk", soon="today", what="It is loud")
    sam = visitor(cast.sam)
    sam.opens(f"{say.family}/asks")
    assert "Nobody has opened it yet." in say.joe.opens(f"{say.mine}/talk")
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        assert "It is loud" in sam.opens(asks(say, "sam")[0])
    page = say.joe.opens(f"{say.mine}/talk")
    assert "Seen by Sam , Monday 23 November 2026, 10:02am" in page


def test_the_child_reads_the_answer_and_the_day_it_is_promised_for(say, visitor, cast):
    say.joe.sends(f"{say.mine}/talk", soon="today")
    assert "You get an answer by Thursday 26 November 2026." in say.joe.opens(f"{say.mine}/talk")
    sam = visitor(cast.sam)
    sam.sends(asks(say, "sam")[0], answer="I come to school at two.")
    page = say.joe.opens(f"{say.mine}/talk")
    assert "I come to school at two." in page and "You get an answer by" not in page
    assert "wants to talk to you" not in sam.opens("/home")


@pytest.mark.parametrize(("about", "to"), [("advocate", "priya"), ("chair", "hope")])
def test_an_advocate_or_the_chair_in_one_tap(say, visitor, cast, about, to):  # promise: CYP-B6
    page = say.joe.sends(f"{say.mine}/talk/one-tap", at=f"{say.mine}/talk", about=about)
    assert "You get an answer by Thursday 26 November 2026." in page
    assert {name for name in ("priya", "hope", "sam", "dee") if asks(say, name)} == {to}
    visitor(cast.people[to]).opens(asks(say, to)[0])
    say.joe.sends(f"{say.mine}/talk/one-tap", at=f"{say.mine}/talk", about="talk", status=422)


def test_stopping_sends_nothing_and_a_double_tap_sends_once(say, store):
    page = say.joe.sends(f"{say.mine}/talk", what="Half a", then="stop")
    assert page.path == f"{say.mine}/stop"
    for _ in range(2):
        say.joe.posts(f"{say.mine}/talk", key="0192f0a0-0000-7000-8000-00000000ffff", soon="today", what="x")
    with store.reading() as db:
        assert len(db.exec(select(Flag)).all()) == 1


def test_the_words_are_sealed(say, store):  # promise: K1
    say.joe.sends(f"{say.mine}/talk", soon="today", what="CANARY")
    with store.reading() as db:
        flag = db.exec(select(Flag)).one()
        assert b"CANARY" not in flag.what_sealed
        key_ring(db).admit(say.cast.family_id)
        assert flag.what == "CANARY"


def test_an_ask_opens_only_for_those_it_was_sent_to(say, visitor, cast):
    say.joe.sends(f"{say.mine}/talk", soon="today")
    ask = asks(say, "sam")[0]
    for name in ("priya", "hope", "helen", "stone"):
        visitor(cast.people[name]).opens(ask, status=404)
    for name in ("amira", "nan", "grace", "joe"):
        assert visitor(cast.people[name]).asks(ask).status == 403, name
        assert visitor(cast.people[name]).asks(f"{say.family}/asks").status == 403, name
    assert visitor().asks(ask).headers["location"] == "/sign-in"


def test_an_ask_works_before_anybody_opened_a_say(say, visitor, cast):
    visitor(cast.leila).sends(f"{say.mine}/talk", soon="this_week")
    assert len(asks(say, "sam")) == 1
