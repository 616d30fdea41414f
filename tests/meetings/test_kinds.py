"""What differs between kinds of meeting is said in words, and none of it is a rule in code."""

import re

import pytest

from server.core.encryption import key_ring
from server.families.models import Family, Seat
from server.meetings import planning
from server.meetings.kinds import BREAK, KINDS, about, day_steps
from server.meetings.models import Meeting
from tests.meetings.conftest import Met, circle


def a(kind, store, cast):
    """A meeting of this kind on the chair's table, with Amira asked to it."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        hope = db.get_one(Seat, (cast.family_id, cast.hope.seat_id))
        meeting = planning.set_up(db, db.get_one(Family, cast.family_id), hope, kind)
        round_it = circle(db, cast, meeting.id, cast.hope)
        planning.expect(round_it, seat=db.get_one(Seat, (cast.family_id, cast.amira.seat_id)))
    return Met(cast, store, meeting.id)


@pytest.mark.parametrize("nation", ["england", "wales"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_answers_the_same_five_questions_in_each_nation(kind, nation):
    answers = about(KINDS[kind], nation)
    assert len(answers) == 5 and all(question and answer for question, answer in answers)
    assert nation in KINDS[kind].official
    assert not any(re.search(r"\bindependent\b", answer) for _, answer in answers)


@pytest.mark.parametrize("kind", KINDS)
def test_the_familys_turn_comes_before_what_people_worry_about(kind):  # promise: COL-D2
    titles = [title for title, _, _ in day_steps(KINDS[kind], "en", has_break=True)]
    assert titles.index("Your family’s turn") < titles.index("What is going well")
    assert titles.index("What is going well") < titles.index("What people are worried about")


def test_a_break_stands_in_the_day_only_where_there_is_one():
    day = KINDS["cpc"]
    assert BREAK[0] in [title for title, _, _ in day_steps(day, "en", has_break=True)]
    assert BREAK[0] not in [title for title, _, _ in day_steps(day, "en", has_break=False)]


def test_who_decides_is_never_dressed_up(visitor, store, cast):  # promise: DEC-B1
    page = visitor(cast.amira).opens(a("cpc", store, cast).path)
    assert "child protection conference" in page and "The people who work with children decide" in page
    assert "goes ahead if you are not there" in page


def test_family_time_is_always_there_or_switched_on_by_the_chair(visitor, store, cast):
    met = a("cpc", store, cast)
    hope, path = visitor(cast.hope), f"{met.path}/family-time"
    assert "Is there a break for the family alone?" in hope.opens(path)
    hope.sends(path, private_time="yes", if_no_plan="The chair decides.")
    with store.reading() as db:
        assert db.get_one(Meeting, (cast.family_id, met.id)).has_private_time
    hope.sends(path, private_time="no", if_no_plan="The chair decides.")
    with store.reading() as db:
        assert not db.get_one(Meeting, (cast.family_id, met.id)).has_private_time
    always = a("fgc", store, cast)
    hope.sends(f"{always.path}/family-time", private_time="no", if_no_plan="")
    with store.reading() as db:
        assert db.get_one(Meeting, (cast.family_id, always.id)).has_private_time
