"""Who is coming and why; answering for oneself; and whom not to invite."""

from sqlmodel import select

from server.core.encryption import key_ring
from server.families.models import Hide
from server.families.wishes import DoNotInvite
from server.meetings.models import Attendance


def line_of(met, member):
    with met.seen_by(met.cast.priya) as circle:
        return next(line.id for line in circle.expected if line.seat_id == member.seat_id)


def test_first_names_jobs_and_reasons_and_nothing_else(visitor, met):
    page = visitor(met.cast.amira).opens(f"{met.path}/people")
    for words in ("Nan", "Uncle", "Sam", "Social worker", "Why sam", "Health visitor"):
        assert words in page
    assert "Tom" not in page and "Dad" not in page


def test_the_list_is_not_there_for_others(visitor, met):
    for name in ("stone", "rob", "olu", "dee"):
        visitor(met.cast.people[name]).opens(f"{met.path}/people", status=404)


def test_a_person_hidden_from_somebody_is_not_on_their_list(visitor, met, store):
    with store.writing() as db:
        db.add(
            Hide(
                family_id=met.cast.family_id, owner_id=met.cast.nan.seat_id, from_seat_id=met.cast.dev.seat_id
            )
        )
    assert "Why nan" not in visitor(met.cast.dev).opens(f"{met.path}/people")
    assert "Why nan" in visitor(met.cast.amira).opens(f"{met.path}/people")


def test_each_answers_for_themselves(visitor, met):
    path = f"{met.path}/people/{line_of(met, met.cast.nan)}/coming"
    page = visitor(met.cast.nan).sends(path, coming="coming", at=f"{met.path}/people")
    assert "Coming" in page and "I can’t come after all" in page
    assert visitor(met.cast.dev).posts(path, coming="not_coming").status == 403
    assert visitor(met.cast.tom).posts(path, coming="not_coming").status == 404
    assert visitor(met.cast.priya).posts(path, coming="not_coming").status == 303


def test_the_coordinator_puts_people_on_the_list_and_takes_them_off(visitor, met, store):
    priya, path = visitor(met.cast.priya), f"{met.path}/people/new"
    page = priya.sends(
        path, who="", called="Bea", job="Neighbour", why="Brings soup", side=str(met.cast.side_id)
    )
    assert "Bea" in page and "Brings soup" in page
    assert "Bea" not in visitor(met.cast.tom).opens(f"{met.path}/people")
    with store.reading() as db:
        key_ring(db).admit(met.cast.family_id)
        bea = next(line for line in db.exec(select(Attendance)).all() if line.called == "Bea")
    assert "Bea" not in priya.sends(f"{met.path}/people/{bea.id}/off", at=f"{met.path}/people")
    assert priya.sends(path, who="", called="", status=422)
    page = priya.sends(path, who="", called="Ada", status=422)
    assert "Choose which side they come with." in page
    visitor(met.cast.amira).opens(path, status=403)
    assert visitor(met.cast.amira).posts(f"{met.path}/people/{bea.id}/off").status == 404


def test_the_same_person_is_listed_once(visitor, met, store):
    visitor(met.cast.priya).posts(f"{met.path}/people/new", who=str(met.cast.nan.seat_id), called="")
    with store.reading() as db:
        lines = db.exec(select(Attendance).where(Attendance.seat_id == met.cast.nan.seat_id)).all()
        assert len(lines) == 1


def test_somebody_not_to_invite_is_known_to_one_and_the_coordinator(visitor, met):  # promise: TRU-B3
    amira = visitor(met.cast.amira)
    assert "Priya" in amira.opens(f"{met.path}/not-invited")
    page = amira.sends(f"{met.path}/not-invited", called="Rob", because="He shouts.")
    assert "Rob" in page and "Take this back" in page
    assert "He shouts." in visitor(met.cast.priya).opens(f"{met.path}/people")
    for name in ("nan", "tom", "joe", "hope", "sam", "grace"):
        page = visitor(met.cast.people[name]).opens(f"{met.path}/people")
        assert "Rob" not in page and "He shouts" not in page, name


def test_nobody_can_list_somebody_who_is_not_to_be_invited(visitor, met, store):
    visitor(met.cast.amira).posts(f"{met.path}/not-invited", called="Rob", because="")
    page = visitor(met.cast.priya).sends(
        f"{met.path}/people/new", who="", called="rob ", side=str(met.cast.side_id), status=422
    )
    assert "asked us not to invite" in page
    with store.reading() as db:
        wish = db.exec(select(DoNotInvite)).one()
    assert visitor(met.cast.priya).posts(f"{met.path}/not-invited/{wish.id}/lift").status == 403
    assert visitor(met.cast.nan).posts(f"{met.path}/not-invited/{wish.id}/lift").status == 404
    assert visitor(met.cast.amira).posts(f"{met.path}/not-invited/{wish.id}/lift").status == 303
    page = visitor(met.cast.priya).sends(
        f"{met.path}/people/new", who="", called="Rob", side=str(met.cast.side_id)
    )
    assert "Rob" in page
