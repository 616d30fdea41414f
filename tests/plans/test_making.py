"""Making a plan: who writes it down, what each job must say, and who said yes."""

from datetime import date

import pytest
from sqlmodel import select

from server.core.encryption import key_ring
from server.families.front import cards
from server.families.models import Seat
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.meetings.private_time import Proposal
from server.meetings.stages import Stage
from server.plans.models import Plan, Task
from tests.plans.laid import lay_meeting, lay_plan, seat_of

WRITING = (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN)


@pytest.fixture
def draft(store, cast):
    """A plan that is being written at the meeting."""
    with store.writing() as db:
        return lay_plan(db, cast, stages=WRITING)


@pytest.fixture
def meeting(store, cast):
    """A meeting that is open, without a plan; everybody of the cast is asked to it."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        found = lay_meeting(db, cast, *WRITING)
        for side_id in (None, cast.side_id):
            db.add(MeetingDetail(family_id=cast.family_id, meeting_id=found.id, side_id=side_id))
        for name in ("amira", "nan", "sam"):
            db.add(
                Attendance(
                    family_id=cast.family_id, meeting_id=found.id, seat_id=cast.people[name].seat_id,
                    made_by=cast.priya.seat_id, called=name.title(),
                )
            )  # fmt: skip
        return f"/families/{cast.family_id}/meetings/{found.id}/plan"


def new_job(cast, **words):
    """What a coordinator types for one job."""
    return {
        "what": "Read with Joe", "owners": str(cast.nan.seat_id), "by_day": "4", "by_month": "12", "by_year": "2026",
        "checked_by": str(cast.priya.seat_id), "shown": "everyone", **words,
    }  # fmt: skip


def test_a_plan_is_begun_with_people_chosen_by_name(visitor, cast, store, meeting):
    priya = visitor(cast.priya)
    page = priya.opens(meeting)
    assert not [box for box in page.all(".//input") if box.get("checked") is not None]
    chosen = [str(cast.people[name].seat_id) for name in ("amira", "nan", "sam")]
    page = priya.sends(meeting, people=chosen, tells="family", safety="Ring Priya.")
    assert "Nothing is written down yet." in page
    assert priya.opens(meeting).path == page.path
    visitor(cast.amira).opens(page.path)
    visitor(cast.dev).opens(page.path, status=404)


def test_beginning_twice_is_one_plan(visitor, cast, store, meeting):
    priya, fields = visitor(cast.priya), {"people": str(cast.nan.seat_id), "tells": "family"}
    assert priya.sends(meeting, **fields).path == priya.sends(meeting, **fields).path
    with store.reading() as db:
        assert len(Plan.of_family(db, cast.family_id)) == 1


def test_nothing_is_begun_without_people_or_without_saying_who_hears(visitor, cast, meeting):
    priya = visitor(cast.priya)
    assert "Choose the people this plan is made with." in priya.sends(meeting, status=422, tells="family")
    assert "Please choose" in priya.sends(meeting, status=422, people=str(cast.nan.seat_id))


def test_only_those_who_run_the_meeting_begin_it(visitor, cast, meeting):
    for name in ("amira", "nan", "sam"):
        visitor(cast.people[name]).opens(meeting, status=403)
    for name in ("stone", "dee"):
        visitor(cast.people[name]).opens(meeting, status=404)
    assert visitor(None).asks(meeting).headers["location"] == "/sign-in"


@pytest.mark.parametrize("page", ["{home}/goals/new", "/families/{family}/goals/{goal}/tasks/new"])
def test_only_those_who_run_the_meeting_write_it_down(visitor, cast, draft, page):
    path = page.format(home=draft.home, family=draft.family_id, goal=draft.goal_id)
    visitor(cast.priya).opens(path)
    visitor(cast.hope).opens(path)
    for name in ("amira", "nan", "leila", "sam", "grace"):
        visitor(cast.people[name]).opens(path, status=403)
        visitor(cast.people[name]).sends(path.removesuffix("/new"), status=403, **new_job(cast))
    for name in ("stone", "helen", "dee"):
        visitor(cast.people[name]).opens(path, status=404)
    assert visitor(None).asks(path).headers["location"] == "/sign-in"


# promise: DEC-D2
def test_a_job_says_who_what_by_when_and_who_checks(visitor, cast, draft):
    path, form = (
        f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks",
        f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks/new",
    )
    priya = visitor(cast.priya)
    missing = {
        "what": "Please choose or write something here.", "owners": "Choose who will do this.", "by_day": "We couldn’t read that date.",
        "checked_by": "Please choose or write something here.", "shown": "Please choose or write something here.",
    }  # fmt: skip
    for name, sentence in missing.items():
        typed = {field: value for field, value in new_job(cast).items() if field != name}
        page = priya.sends(path, status=422, at=form, **typed)
        assert sentence in page, name
    page = priya.sends(path, at=form, **new_job(cast))
    assert "Read with Joe" in page and "By Friday 4 December 2026" in page


# promise: DEC-D2
def test_a_service_s_promise_has_a_named_person_and_a_date(visitor, cast, store, draft):
    path = f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks"
    visitor(cast.priya).sends(
        path, at=path + "/new", **new_job(cast, what="Pay for swimming", owners=str(cast.sam.seat_id))
    )
    with store.reading() as db:
        key_ring(db).admit(cast.family_id)
        task = next(task for task in _tasks(db) if task.what == "Pay for swimming")
        assert task.is_promise and task.by_on == date(2026, 12, 4)
    path = f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks"
    nobody = new_job(cast, what="Somebody pays", owners=str(cast.stone.seat_id))
    assert "Choose who will do this." in visitor(cast.priya).sends(
        path, status=422, at=path + "/new", **nobody
    )


def test_nobody_does_a_job_with_somebody_from_the_other_side(visitor, cast, draft):
    path = f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks"
    both = new_job(cast, owners=[str(cast.nan.seat_id), str(cast.tom.seat_id)])
    page = visitor(cast.priya).sends(path, status=422, at=path + "/new", **both)
    assert "These people attend apart." in page


def test_a_job_can_be_shown_to_fewer_people(visitor, cast, draft):
    path = f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks"
    fields = new_job(cast, shown="some", some=str(cast.amira.seat_id))
    visitor(cast.priya).sends(path, at=path + "/new", **fields)
    for name, is_shown in [
        ("nan", True),
        ("amira", True),
        ("priya", True),
        ("dev", False),
        ("leila", False),
        ("sam", False),
    ]:
        assert ("Read with Joe" in visitor(cast.people[name]).opens(draft.home)) is is_shown, name


def test_whoever_writes_it_down_has_the_family_s_own_words_beside_it(visitor, cast, store, draft):
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        proposal = Proposal(
            family_id=cast.family_id, meeting_id=draft.meeting_id, seat_id=cast.nan.seat_id, side_id=cast.side_id
        )  # fmt: skip
        proposal.what, proposal.shown_to = "Nan walks Joe, we all cook", [str(cast.priya.seat_id)]
        db.add(proposal)
    for path in (draft.home + "/goals/new", f"/families/{draft.family_id}/goals/{draft.goal_id}/tasks/new"):
        assert "Nan walks Joe, we all cook" in visitor(cast.priya).opens(path)
        assert "Nan walks Joe" not in visitor(cast.hope).opens(path)


def test_a_job_is_taken_out_only_while_the_plan_is_being_made(visitor, cast, draft, store):
    priya = visitor(cast.priya)
    assert draft.job(draft.tea) + "/take-out" in actions(priya.opens(draft.job(draft.tea) + "/change"))
    visitor(cast.nan).sends(draft.job(draft.tea) + "/take-out", status=403)
    assert "Cook tea" not in priya.sends(draft.job(draft.tea) + "/take-out")
    with store.writing() as db:
        db.get_one(Meeting, (cast.family_id, draft.meeting_id)).enter(
            db, Stage.AGREED, seat_of(db, cast, "priya")
        )
    page = priya.sends(draft.job(draft.school) + "/take-out", status=409, at=draft.home)
    assert "Walk Joe to school" in page


def test_while_it_is_being_written_words_change_without_old_versions(visitor, cast, draft):
    path, priya = draft.job(draft.passes) + "/change", visitor(cast.priya)
    page = priya.sends(path, **{**priya.opens(path).form(path), "what": "Bring four bus passes"})
    assert "Bring four bus passes" in page and "What was changed" not in page


# promise: DEC-D3
def test_silence_is_never_a_yes(visitor, cast, draft):
    amira, path = visitor(cast.amira), draft.home + "/agree"
    assert "Do you agree with this plan?" in amira.opens(draft.home)
    before = amira.opens(path)
    assert "Said yes" not in before and before.words.count("Has not said yet") == 9
    page = amira.sends(path, answer="yes")
    assert page.words.count("Said yes") == 1 and "Do you agree" not in amira.opens(draft.home)
    visitor(cast.nan).sends(path, answer="unsure")
    # Not sure is told to those who run the meeting, and looks like silence to everybody else.
    assert "Not sure" in visitor(cast.priya).opens(path) and "You said you are not sure" in visitor(
        cast.nan
    ).opens(path)
    assert "Not sure" not in visitor(cast.dev).opens(path) and "Not sure" not in visitor(cast.sam).opens(path)
    assert visitor(cast.dev).opens(path).words.count("Said yes") == 1
    visitor(cast.nan).sends(path, answer="yes")
    assert visitor(cast.dev).opens(path).words.count("Said yes") == 2


def test_nobody_answers_for_another(visitor, cast, draft):
    visitor(cast.stone).sends(draft.home + "/agree", status=404, answer="yes")
    visitor(cast.helen).sends(draft.home + "/agree", status=404, answer="yes")
    assert visitor(None).posts(draft.home + "/agree", answer="yes").headers["location"] == "/sign-in"
    assert "Please choose one of these." in visitor(cast.dev).sends(
        draft.home + "/agree", status=422, at=draft.home + "/agree", answer="no"
    )


def test_the_front_page_asks_for_an_answer_and_shows_a_job(visitor, cast, store, plan):
    with store.reading() as db:
        key_ring(db).admit(cast.family_id)
        titles = [card.title for card in cards(db, db.get_one(Seat, (cast.family_id, cast.nan.seat_id)))]
    assert {"Do you agree with the plan?", "A job of yours", "The plan"} <= set(titles)
    assert "Walk Joe to school" in visitor(cast.nan).opens("/home")
    visitor(cast.leila).opens("/home")


def _tasks(db):
    return db.exec(select(Task)).all()


def actions(page):
    return [form.get("action") for form in page.forms]
