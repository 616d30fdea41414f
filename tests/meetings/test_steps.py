"""Who takes the meeting from one stage to the next, and what must be settled first."""

from datetime import date

import pytest

from server.meetings import moves
from server.meetings.models import Meeting
from server.meetings.stages import MOVES, Need, Stage


def step(met, name, side=True):
    return f"{met.path}/steps/{name}" + (f"/{met.cast.side_id}" if side else "")


def stage(met, store):
    with store.reading() as db:
        return db.get_one(Meeting, (met.cast.family_id, met.id)).stage(db, met.cast.side_id)


def settles(visitor, met, **more):
    said = {
        "review_day": "9", "review_month": "3", "review_year": "2027",
        "follow_up": str(met.cast.priya.seat_id), "lead": str(met.cast.nan.seat_id),
    }  # fmt: skip
    return visitor(met.cast.priya).sends(f"{met.path}/afterwards", **{**said, **more})


def test_every_step_is_named_or_has_a_page_of_its_own():
    assert set(moves.STEPS) == set(MOVES) - {"share_information", "show_our_plan"}
    assert set(moves.NEEDS) == set(Need)


def test_a_step_is_asked_about_and_then_taken(visitor, met, store):
    met.opens()
    page = visitor(met.cast.priya).opens(step(met, "put_off"))
    assert page.heading == "Put the meeting off?"
    assert stage(met, store) == Stage.MEETING_OPEN, "asking changes nothing"
    visitor(met.cast.priya).sends(f"{met.path}/steps/put_off", side=str(met.cast.side_id))
    assert stage(met, store) == Stage.INFORMATION_SHARED


def test_taking_a_step_twice_takes_it_once(visitor, met, store):
    met.opens()
    for _ in range(3):
        visitor(met.cast.priya).sends(f"{met.path}/steps/put_off", side=str(met.cast.side_id))
    with store.reading() as db:
        assert len(db.get_one(Meeting, (met.cast.family_id, met.id)).changes(db)) == 3


def test_a_step_that_comes_too_early_is_refused_kindly(visitor, met, store):
    page = visitor(met.cast.priya).sends(
        f"{met.path}/steps/open_meeting", side=str(met.cast.side_id), at=met.path, status=409
    )
    assert "cannot be done at this point" in page and stage(met, store) == Stage.PREPARING


def test_steps_belong_to_those_whose_part_they_are(visitor, met, store):
    met.opens()
    for name, status in (("amira", 403), ("nan", 403), ("sam", 403), ("stone", 404), ("olu", 404)):
        who = visitor(met.cast.people[name])
        sent = who.posts(f"{met.path}/steps/put_off", side=str(met.cast.side_id))
        assert sent.status == status, name
    assert visitor(met.cast.priya).posts(f"{met.path}/steps/dissolve", side="").status == 404
    assert visitor(met.cast.priya).posts(f"{met.path}/steps/put_off", side=str(met.id)).status == 404
    assert stage(met, store) == Stage.MEETING_OPEN


def test_family_time_starts_only_when_everybody_can_read_what_happens_otherwise(
    visitor, met, store
):  # promise: DEC-D5
    met.opens()
    page = visitor(met.cast.amira).opens(step(met, "start_private_time", side=False))
    assert page.heading == "Not quite yet" and "what happens if no plan is agreed" in page
    assert (
        visitor(met.cast.amira).posts(f"{met.path}/steps/start_private_time", side="", at=met.path).status
        == 409
    )
    visitor(met.cast.priya).sends(f"{met.path}/family-time", private_time="yes", if_no_plan="We meet again.")
    page = visitor(met.cast.amira).opens(step(met, "start_private_time", side=False))
    assert "We meet again." in page
    visitor(met.cast.amira).sends(f"{met.path}/steps/start_private_time", side="")
    assert stage(met, store) == Stage.PRIVATE_TIME


def test_only_those_inside_end_family_time(visitor, met, store):  # promise: TRU-D2
    met.goes_private()
    for name in ("priya", "hope", "sam"):
        for way in ("come_back", "put_off", "agree", "close"):
            who = visitor(met.cast.people[name])
            sent = who.posts(f"{met.path}/steps/{way}", side=str(met.cast.side_id), at=met.path)
            assert sent.status in {403, 409}
    assert visitor(met.cast.joe).posts(f"{met.path}/steps/come_back", side="").status == 403
    assert stage(met, store) == Stage.PRIVATE_TIME
    visitor(met.cast.nan).sends(f"{met.path}/steps/come_back", side="")
    assert stage(met, store) == Stage.MEETING_OPEN


def test_a_meeting_is_not_finished_before_three_things_are_settled(visitor, met, store):  # promise: COL-A1
    met.opens()
    with met.seen_by(met.cast.priya) as circle:
        for seat in circle.seats:
            seat.is_follow_up = seat.is_family_lead = False
            circle.db.add(seat)
    for way in ("agree", "close"):
        page = visitor(met.cast.priya).opens(step(met, way))
        for need in ("a day to look at the plan again", "somebody who follows up", "somebody who leads"):
            assert need in page
        sent = visitor(met.cast.priya).posts(
            f"{met.path}/steps/{way}", side=str(met.cast.side_id), at=met.path
        )
        assert sent.status == 409
    settles(visitor, met)
    visitor(met.cast.priya).sends(f"{met.path}/steps/agree", side=str(met.cast.side_id))
    assert stage(met, store) == Stage.AGREED


def test_nobody_is_wanted_as_lead_counts_as_settled(visitor, met, store):  # promise: COL-A1
    met.opens()
    settles(visitor, met, lead="none")
    with met.seen_by(met.cast.priya) as circle:
        assert circle.meeting.no_lead_wanted and circle.meeting.review_on == date(2027, 3, 9)
        assert not any(seat.is_family_lead for seat in circle.seats)
        assert {Need.FAMILY_LEAD, Need.FOLLOW_UP_PERSON, Need.REVIEW_DATE} <= moves.met(circle)


def test_what_is_settled_is_one_of_those_at_the_table(visitor, met):
    page = settles(visitor, met, follow_up=str(met.cast.amira.seat_id), status=422)
    assert "Please choose one of these." in page
    assert "We couldn’t read that date" in settles(visitor, met, review_month="13", status=422)
    visitor(met.cast.amira).opens(f"{met.path}/afterwards", status=403)
    visitor(met.cast.stone).opens(f"{met.path}/afterwards", status=404)


def test_an_upper_room_can_hold_the_close_back(visitor, met, monkeypatch):  # promise: CYP-A1
    monkeypatch.setattr(moves, "_lookers", {})
    moves.looks_after(Need.CHILDREN_ANSWERED, lambda circle: False)
    page = visitor(met.cast.priya).opens(step(met, "call_off"))
    assert "what happened with what each child said" in page


def test_a_whole_meeting_from_start_to_finish(visitor, met, store):
    met.goes_private()
    settles(visitor, met)
    visitor(met.cast.nan).sends(f"{met.path}/steps/come_back", side="")
    for name in ("agree", "hold_review", "carry_on", "hold_review", "close"):
        visitor(met.cast.priya).sends(f"{met.path}/steps/{name}", side=str(met.cast.side_id))
    assert stage(met, store) == Stage.CLOSED
    assert visitor(met.cast.amira).opens(met.path).heading == "Afterwards"
    assert visitor(met.cast.tom).opens(met.path).heading == "Getting ready"


@pytest.mark.parametrize("member", ["amira", "joe", "sam"])
def test_the_familys_own_time_is_switched_by_those_who_run_it(visitor, met, member):
    visitor(met.cast.people[member]).opens(f"{met.path}/family-time", status=403)
