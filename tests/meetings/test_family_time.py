"""Private family time: for those in it, and for everybody else as if it held nothing."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from server.core import clock
from server.core.encryption import NotAdmitted, VaultKey, key_ring
from server.families.models import Role, Seat
from server.meetings.agenda import AgendaPoint
from server.meetings.models import Meeting
from server.meetings.private_time import FamilyNote, PrivateTime, Proposal, forget_old_notes
from server.meetings.stages import Stage
from tests.cast import MONDAY

PROFESSIONALS = ("priya", "hope", "sam", "helen", "dee")
IN_THE_ROOM = ("amira", "nan", "dev", "joe", "leila")


@pytest.fixture
def alone(met):
    met.goes_private()
    return met


def writes(visitor, met, name, what, shown="room"):
    return visitor(met.cast.people[name]).sends(f"{met.path}/private-time/notes", what=what, shown=shown)


def drafts(visitor, met, name, what, version=0, status=200):
    return visitor(met.cast.people[name]).sends(
        f"{met.path}/private-time/draft",
        draft=what,
        version=version,
        at=f"{met.path}/private-time",
        status=status,
    )


def shows(visitor, met, name, what, status=200):
    return visitor(met.cast.people[name]).sends(
        f"{met.path}/private-time/show", plan=what, at=f"{met.path}/private-time", status=status
    )


def test_the_room_is_there_for_those_in_it_and_for_nobody_else(visitor, alone):  # promise: TRU-D1
    for name in IN_THE_ROOM:
        assert "Your family’s own time" in visitor(alone.cast.people[name]).opens(
            f"{alone.path}/private-time"
        )
    for name in (*PROFESSIONALS, "grace", "yusuf", "tom", "stone", "rob", "olu"):
        visitor(alone.cast.people[name]).opens(f"{alone.path}/private-time", status=404)


def test_a_professionals_bytes_are_the_same_with_notes_and_without(visitor, alone):  # promise: Z10, TRU-D1
    paths = _every_path(alone)
    before = {name: _bytes(visitor(alone.cast.people[name]), paths) for name in PROFESSIONALS}
    writes(visitor, alone, "amira", "Canary note")
    writes(visitor, alone, "nan", "Canary alone", shown="me")
    drafts(visitor, alone, "nan", "Canary draft")
    visitor(alone.cast.nan).posts(f"{alone.path}/private-time/pen", to=str(alone.cast.dev.seat_id))
    after = {name: _bytes(visitor(alone.cast.people[name]), paths) for name in PROFESSIONALS}
    assert before == after
    for name in PROFESSIONALS:
        for path in ("notes", "draft", "pen", "call", "beside-me", "show"):
            sent = visitor(alone.cast.people[name]).posts(
                f"{alone.path}/private-time/{path}", what="x", to="x"
            )
            assert sent.status == 404, (name, path)


def _every_path(met):
    parts = (
        "",
        "/agenda",
        "/people",
        "/shared",
        "/quiet",
        "/private-time",
        "/private-time/show",
        "/our-table.ics",
    )
    family = f"/families/{met.cast.family_id}"
    return ["/home", family, f"{family}/meeting", *(met.path + part for part in parts)]


def _bytes(who, paths):
    # Not compressed: the length of a compressed page changes with the random keys of its forms.
    answers = [who.asks(path, **{"accept-encoding": "identity"}) for path in paths]
    return [
        (page.status, sorted(page.headers.items()), re.sub(r'name="key" value="[^"]+"', "", page.text))
        for page in answers
    ]


def test_a_note_is_for_the_room_or_for_me(visitor, alone):
    writes(visitor, alone, "amira", "Canary for all")
    writes(visitor, alone, "amira", "Canary for me", shown="me")
    page = visitor(alone.cast.nan).opens(f"{alone.path}/private-time")
    assert "Canary for all" in page and "Canary for me" not in page
    assert "Canary for me" in visitor(alone.cast.amira).opens(f"{alone.path}/private-time")


def test_the_family_key_does_not_open_the_notes(visitor, alone, store):  # promise: TRU-D1, K3
    writes(visitor, alone, "amira", "Canary")
    with store.reading() as db:
        key_ring(db).admit(alone.cast.family_id)
        note = db.exec(select(FamilyNote)).one()
        assert b"Canary" not in note.what_sealed
        with pytest.raises(NotAdmitted):
            _ = note.what


def test_somebody_who_sits_here_for_the_services_too_is_not_let_in(visitor, alone, store):
    with store.writing() as db:
        key_ring(db).admit(alone.cast.family_id)
        person_id = alone.cast.dev.person_id
        db.add(
            Seat(family_id=alone.cast.family_id, person_id=person_id, role=Role.PROFESSIONAL, called="Dev",
                 confirmed_at=MONDAY)
        )  # fmt: skip
    visitor(alone.cast.dev).opens(f"{alone.path}/private-time", status=404)


def test_an_advocate_stays_only_if_their_child_asks(visitor, alone):  # promise: TRU-D6
    grace, path = str(alone.cast.grace.seat_id), f"{alone.path}/private-time/beside-me"
    for name in ("amira", "joe"):
        assert visitor(alone.cast.people[name]).posts(path, to=grace).status == 404
    assert "I want Grace to stay with me" in visitor(alone.cast.leila).opens(f"{alone.path}/private-time")
    visitor(alone.cast.leila).sends(path, to=grace)
    assert "Your family’s own time" in visitor(alone.cast.grace).opens(f"{alone.path}/private-time")
    assert (
        visitor(alone.cast.grace).posts(f"{alone.path}/steps/come_back", side="", at=alone.path).status == 403
    )


def test_one_person_writes_and_hands_over(visitor, alone):  # promise: TRU-D3
    assert "Nan writes it down." in visitor(alone.cast.amira).opens(f"{alone.path}/private-time")
    page = drafts(visitor, alone, "amira", "Mine", status=409)
    assert "Somebody else is writing now" in page
    drafts(visitor, alone, "nan", "Nan fetches Joe on Fridays.")
    assert visitor(alone.cast.dev).posts(
        f"{alone.path}/private-time/pen", to=str(alone.cast.dev.seat_id), at=alone.path
    ).status == 409  # fmt: skip
    visitor(alone.cast.nan).sends(f"{alone.path}/private-time/pen", to=str(alone.cast.amira.seat_id))
    page = drafts(visitor, alone, "amira", "Nan fetches Joe on Fridays. Dev cooks.", version=1)
    assert "Dev cooks." in page
    visitor(alone.cast.nan).posts(f"{alone.path}/private-time/pen", to=str(alone.cast.nan.seat_id))
    assert "Nan writes it down." in visitor(alone.cast.dev).opens(f"{alone.path}/private-time")


def test_nobody_writes_over_what_they_did_not_read(visitor, alone):  # promise: D8
    drafts(visitor, alone, "nan", "First")
    page = drafts(visitor, alone, "nan", "Second", version=0, status=409)
    assert "The plan changed while you wrote" in page
    assert page.all(".//textarea[@id='draft']")[0].text.strip() == "Second", "what was typed is kept"
    assert "Second" in drafts(visitor, alone, "nan", "Second", version=1)


def test_three_things_may_leave_the_room_and_no_words(visitor, alone):
    writes(visitor, alone, "amira", "Canary")
    for call, words in (
        ("need_you", "We need you"),
        ("more_time", "We need more time"),
        ("help", "I need help"),
    ):
        visitor(alone.cast.amira).sends(f"{alone.path}/private-time/call", call=call)
        page = visitor(alone.cast.priya).opens(alone.path)
        assert words in page and "Canary" not in page
    page = visitor(alone.cast.priya).opens(alone.path)
    assert page.words.count("The family ·") == 2, "what comes from the room carries no name"
    assert "I need help" not in visitor(alone.cast.nan).opens(alone.path).words
    assert visitor(alone.cast.amira).posts(
        f"{alone.path}/private-time/call", call="words", at=f"{alone.path}/private-time"
    ).status == 422  # fmt: skip


def test_showing_the_plan_copies_only_what_is_shown(visitor, alone, store):
    writes(visitor, alone, "amira", "Canary note")
    drafts(visitor, alone, "nan", "Canary draft")
    page = visitor(alone.cast.nan).opens(f"{alone.path}/private-time/show")
    assert "Priya" in page and "Sam" in page and "Helen" not in page and "Tom" not in page
    page = shows(visitor, alone, "nan", "Nan fetches Joe on Fridays.")
    assert page.heading == "The plan the family showed"
    with store.reading() as db:
        proposal = db.exec(select(Proposal)).one()
        meeting = db.get_one(Meeting, (alone.cast.family_id, alone.id))
        assert meeting.stage(db, alone.cast.side_id) == Stage.PROPOSAL_SHOWN
    path = f"{alone.path}/proposals/{proposal.id}"
    for name in ("amira", "priya", "hope", "sam"):
        page = visitor(alone.cast.people[name]).opens(path)
        assert "Nan fetches Joe" in page and "Canary" not in page
    for name in ("helen", "tom", "stone", "dee"):
        visitor(alone.cast.people[name]).opens(path, status=404)
    assert f"{alone.path}/proposals/{proposal.id}" in visitor(alone.cast.priya).opens(alone.path).links


def test_only_the_one_who_writes_shows_the_plan_and_never_a_child_alone(visitor, alone, store):
    shows(visitor, alone, "dev", "Mine", status=409)
    visitor(alone.cast.nan).posts(f"{alone.path}/private-time/pen", to=str(alone.cast.joe.seat_id))
    shows(visitor, alone, "joe", "Mine", status=403)
    with store.reading() as db:
        assert db.exec(select(Proposal)).all() == []


def test_afterwards_the_family_can_read_its_notes_and_add_none(visitor, alone):
    writes(visitor, alone, "amira", "Canary")
    visitor(alone.cast.nan).sends(f"{alone.path}/steps/come_back", side="")
    page = visitor(alone.cast.nan).opens(f"{alone.path}/private-time")
    assert "Canary" in page and "Keep this note" not in page
    sent = visitor(alone.cast.nan).posts(
        f"{alone.path}/private-time/notes", what="x", shown="room", at=alone.path
    )
    assert sent.status == 409
    visitor(alone.cast.priya).opens(f"{alone.path}/private-time", status=404)


def test_a_note_is_torn_up_by_its_author_alone(visitor, alone, store):
    writes(visitor, alone, "amira", "Canary")
    with store.reading() as db:
        note = db.exec(select(FamilyNote)).one()
    path = f"{alone.path}/private-time/notes/{note.id}/back"
    assert visitor(alone.cast.nan).posts(path).status == 403
    assert visitor(alone.cast.priya).posts(path).status == 404
    assert "Canary" not in visitor(alone.cast.amira).sends(path, at=f"{alone.path}/private-time")
    with store.reading() as db:
        assert db.exec(select(FamilyNote)).all() == []


def test_what_i_keep_is_only_mine(visitor, alone, store):
    writes(visitor, alone, "amira", "Canary kept")
    with store.reading() as db:
        note = db.exec(select(FamilyNote)).one()
    path = f"{alone.path}/private-time/notes/{note.id}/keep"
    assert visitor(alone.cast.nan).posts(path).status == 404
    assert "Canary kept" in visitor(alone.cast.amira).sends(path, at=f"{alone.path}/private-time")
    with store.reading() as db:
        assert db.exec(select(AgendaPoint)).one().meant_for == "only_me"


def test_notes_and_their_key_die_after_fourteen_days(visitor, alone, store):  # promise: P3, K6
    writes(visitor, alone, "amira", "Canary")
    drafts(visitor, alone, "nan", "Canary")
    visitor(alone.cast.nan).sends(f"{alone.path}/steps/come_back", side="")
    with store.writing() as db:
        assert forget_old_notes(db, MONDAY + timedelta(days=14, seconds=-1)) == 0
        time = db.exec(select(PrivateTime)).one()
        assert db.get(VaultKey, time.id)
    with store.writing() as db:
        assert forget_old_notes(db, MONDAY + timedelta(days=14)) == 1
        assert forget_old_notes(db, MONDAY + timedelta(days=15)) == 0
        assert db.exec(select(FamilyNote)).all() == [] and db.get(VaultKey, time.id) is None
    visitor(alone.cast.amira).opens(f"{alone.path}/private-time", status=404)
    visitor(alone.cast.amira).opens(alone.path)


def test_family_time_can_begin_again_even_after_its_notes_are_gone(visitor, alone, store):
    with store.writing() as db:
        forget_old_notes(db, MONDAY + timedelta(days=14))
    visitor(alone.cast.nan).sends(f"{alone.path}/steps/come_back", side="")
    visitor(alone.cast.nan).sends(f"{alone.path}/steps/start_private_time", side="")
    assert "Canary" in writes(visitor, alone, "amira", "Canary again")
    with store.reading() as db:
        assert len(db.exec(select(PrivateTime)).all()) == 1


def test_the_other_side_neither_sees_nor_enters(visitor, alone):  # promise: TRU-D5
    assert "own time" not in visitor(alone.cast.tom).opens(alone.path).words.partition("How the day goes")[0]
    assert (
        visitor(alone.cast.tom).posts(f"{alone.path}/steps/come_back", side="", at=alone.path).status == 403
    )


def test_time_does_not_end_it(visitor, alone, store):  # promise: TRU-D2
    with clock.freeze(MONDAY + timedelta(days=9)), store.reading() as db:
        meeting = db.get_one(Meeting, (alone.cast.family_id, alone.id))
        assert meeting.stage(db, alone.cast.side_id) == Stage.PRIVATE_TIME
