"""Who is around the table, as each of them may know it; and what is not for everyone. promise: Z7 Z9 Z16 V11 V12"""

import re

import pytest

from server.families.around import known_to
from server.families.models import Hide, Seat
from tests.families.ways_in import invite, set_place


def people(cast):
    return f"/families/{cast.family_id}/people"


def names_on(page):
    return {"".join(heading.itertext()).strip() for heading in page.all(".//h2[@class='people-name']")}


SAME_SIDE = {"Priya", "Dee", "Hope", "Sam", "Helen", "Amira", "Joe", "Leila", "Nan", "Dev", "Grace", "Yusuf"}


@pytest.mark.parametrize("name", ["amira", "nan", "dev", "grace", "leila", "joe", "yusuf"])
def test_one_side_knows_its_own_and_those_who_work_with_them(visitor, cast, name):
    seen = names_on(visitor(cast.people[name]).opens(people(cast)))
    assert {"Priya", "Sam"} <= seen and "Tom" not in seen and "Rob" not in seen
    assert seen <= SAME_SIDE - {name.title()}


def test_the_other_side_knows_none_of_this_one(visitor, cast):
    seen = names_on(visitor(cast.tom).opens(people(cast)))
    assert seen <= {"Priya", "Hope", "Sam", "Helen", "Dee"} and "Priya" in seen


def test_who_runs_the_meeting_knows_both_sides(visitor, cast):
    assert {"Amira", "Tom", "Nan", "Joe"} <= names_on(visitor(cast.priya).opens(people(cast)))


def test_nobody_else_finds_the_page(visitor, cast):
    for name in ("stone", "olu", "rob"):
        visitor(cast.people[name]).opens(people(cast), status=404)
    assert visitor().asks(people(cast)).headers["location"] == "/sign-in"


def test_nothing_tells_who_is_in_or_was_asked(visitor, cast, store):  # promise: V12
    before = visitor(cast.nan).opens(people(cast)).words
    guest = set_place(store, cast, cast.priya)
    invited = visitor(cast.nan).opens(people(cast)).words
    invite(visitor(cast.priya), cast, guest)
    assert visitor(cast.nan).opens(people(cast)).words == invited
    for telling in ("Asked", "asked yet", "Invite", "came in", "last"):
        assert telling not in before


def test_nothing_of_one_side_shows_on_the_other(visitor, cast, store):  # promise: Z16
    def bare():
        return re.sub(r"[0-9a-f-]{36}", "", visitor(cast.tom).opens(people(cast)).text)

    before = bare()
    guest = set_place(store, cast, cast.amira, called="Zoe")
    invite(visitor(cast.amira), cast, guest)
    hides(visitor(cast.amira), cast, cast.dev)
    assert bare() == before


def hides(visitor, cast, other):
    return visitor.posts(
        f"/families/{cast.family_id}/hides", person=str(other.seat_id), at=f"/families/{cast.family_id}/hides"
    )


def test_what_is_mine_is_kept_from_one_person(visitor, cast, store):  # promise: Z9
    path, amira = f"/families/{cast.family_id}/hides", visitor(cast.amira)
    assert "Keep what is mine from" in amira.opens(path)
    assert hides(amira, cast, cast.dev).status == 303
    assert hides(amira, cast, cast.dev).status == 303, "twice is once"
    with store.reading() as db:
        assert len(Hide.standing(db, cast.family_id)) == 1
    assert "Kept from" in amira.opens(path)
    assert "Amira" not in names_on(visitor(cast.dev).opens(people(cast))), "from the next tap on"
    assert "Dev" in names_on(amira.opens(people(cast)))
    assert "Kept from" not in visitor(cast.dev).opens(path) and "Kept from" not in visitor(cast.nan).opens(
        path
    )


def test_the_person_concerned_never_learns_of_it(visitor, cast, store):  # promise: V15
    def bare(path):
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", visitor(cast.dev).opens(path).text)

    paths = ["/home", "/me", "/me/looks", f"/families/{cast.family_id}/hides"]
    before = [bare(path).replace("Amira", "") for path in paths[:3]]
    hides(visitor(cast.amira), cast, cast.dev)
    assert [bare(path).replace("Amira", "") for path in paths[:3]] == before


def test_a_wish_is_taken_back_by_its_owner_only(visitor, cast, store):
    hides(visitor(cast.amira), cast, cast.dev)
    with store.reading() as db:
        hide = Hide.standing(db, cast.family_id)[0]
    lift = f"/families/{cast.family_id}/hides/{hide.id}/lift"
    for name in ("dev", "nan", "priya", "stone", "tom"):
        assert visitor(cast.people[name]).posts(lift).status == 404, name
    page = visitor(cast.amira).sends(lift, at=f"/families/{cast.family_id}/hides")
    assert "Kept from" not in page and "Amira" in names_on(visitor(cast.dev).opens(people(cast)))


def test_nothing_is_kept_from_those_who_run_the_meeting_or_from_strangers(visitor, cast):
    amira = visitor(cast.amira)
    for other in (cast.priya, cast.hope, cast.tom, cast.stone, cast.amira):
        assert hides(amira, cast, other).status == 422
    assert "Please choose" in amira.sends(f"/families/{cast.family_id}/hides", status=422)


def test_known_to_asks_the_one_function(cast, store, monkeypatch):
    from server.families import around

    asked = []
    real = around.decide

    def watch(*said):
        asked.append(said)
        return real(*said)

    monkeypatch.setattr(around, "decide", watch)
    with store.reading() as db:
        seat = db.get_one(Seat, (cast.family_id, cast.nan.seat_id))
        known_to(db, seat)
    assert len(asked) == 12
