"""A meeting's own page, setting one up, and its calendar file."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.errors import NOT_FOUND, see_other
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MyFamily, MySeat, RunningSeat
from server.families.facts import Action
from server.meetings import moves, planning, showing
from server.meetings.access import MyCircle, RunningCircle, meeting_now
from server.meetings.calendar import calendar_file
from server.meetings.circle import Circle
from server.meetings.forms import Extra, NewMeeting, When
from server.meetings.kinds import KINDS, about, day_steps
from server.meetings.models import MeetingDetail
from server.meetings.quiet import AT_THE_MEETING, SAYS, QuietWord, Signal
from server.meetings.stages import Stage

meeting = Pages()


@meeting.get("/families/{family_id}/meeting")
def current(seat: MySeat, db: Db) -> Response:
    """The meeting that matters now."""
    circle = meeting_now(db, seat)
    return see_other(showing.path_of(circle.meeting)) if circle else page("meetings/none", seat=seat)


@meeting.get("/families/{family_id}/meetings/new")
def new_meeting(seat: RunningSeat, family: MyFamily) -> HTMLResponse:
    kinds = [(name, _(kind.called), _(kind.official[family.nation])) for name, kind in KINDS.items()]
    return page("meetings/new", family=family, kinds=kinds)


@meeting.post("/families/{family_id}/meetings/new")
def set_up(seat: RunningSeat, family: MyFamily, db: Db, said: Annotated[NewMeeting, Form()]) -> Response:
    return see_other(showing.path_of(planning.set_up(db, family, seat, said.kind)))


@meeting.get("/families/{family_id}/meetings/{meeting_id}")
def show(circle: MyCircle) -> HTMLResponse:
    """What would help now; for those who run it, where it stands and what waits."""
    if circle.seat.runs_the_meeting:
        return page("meetings/running", **_running(circle))
    kind = KINDS[circle.meeting.kind]
    return page(
        "meetings/meeting",
        here=showing.path_of(circle.meeting),
        phase=showing.phase(circle),
        cards=[showing.as_card(circle, detail) for detail in showing.own_details(circle)],
        first=showing.first_thing(circle),
        places=showing.places(circle),
        is_private=showing.is_private_now(circle),
        is_inside=circle.seat.id in circle.inside,
        signals=_signals(circle),
        steps=[(name, moves.STEPS[name]) for name in moves.offered(circle, circle.seat.side_id)],
        if_no_plan=circle.meeting.if_no_plan or "",
        settled=showing.settled(circle) if showing.phase(circle) == showing.AFTER else [],
        official=_(kind.official[circle.meeting.nation]),
        about=about(kind, circle.meeting.nation),
        explainer=f"/{asking().locale}/{kind.explainer}",
        day=day_steps(kind, asking().locale, has_break=circle.meeting.has_private_time),
        seat=circle.seat,
    )


@meeting.get("/families/{family_id}/meetings/{meeting_id}/our-table.ics")
def calendar(circle: MyCircle) -> Response:
    """My own version of when, as a file that tells nobody anything."""
    detail = showing.own_detail(circle)
    file = calendar_file(circle.meeting, detail) if detail else None
    if file is None:
        raise NOT_FOUND
    return file


@meeting.get("/families/{family_id}/meetings/{meeting_id}/when/{detail_id}")
def when(detail_id: UUID, circle: RunningCircle) -> HTMLResponse:
    detail = _detail(circle, detail_id)
    return page(
        "meetings/when",
        here=showing.path_of(circle.meeting),
        detail=detail,
        side=showing.side_name(circle, detail.side_id),
    )


@meeting.post("/families/{family_id}/meetings/{meeting_id}/when/{detail_id}")
def settle(detail_id: UUID, circle: RunningCircle, said: Annotated[When, Form()]) -> Response:
    detail = _detail(circle, detail_id)
    circle.require(Action.CHANGE, circle.basics(detail))
    planning.settle(detail, said.on, said.at_time, said.place, said.entrance)
    circle.db.add(detail)
    return see_other(showing.path_of(circle.meeting))


@meeting.post("/families/{family_id}/meetings/{meeting_id}/versions")
def add_versions(circle: RunningCircle) -> Response:
    """A version of when and where for each side that was set up later."""
    planning.add_versions(circle)
    return see_other(showing.path_of(circle.meeting))


@meeting.get("/families/{family_id}/meetings/{meeting_id}/family-time")
def extra(circle: RunningCircle) -> HTMLResponse:
    """Whether the family has time alone, and what happens if no plan is agreed."""
    kind = KINDS[circle.meeting.kind]
    return page("meetings/extra", here=showing.path_of(circle.meeting), meeting=circle.meeting, kind=kind)


@meeting.post("/families/{family_id}/meetings/{meeting_id}/family-time")
def keep_extra(circle: RunningCircle, said: Annotated[Extra, Form()]) -> Response:
    row = circle.meeting
    for detail in row.details(circle.db):
        circle.require(Action.CHANGE, circle.basics(detail))
    row.has_private_time = said.private_time == "yes" or KINDS[row.kind].always_private_time
    row.if_no_plan = said.if_no_plan
    circle.db.add(row)
    return see_other(showing.path_of(row))


def _running(circle: Circle) -> dict:
    """Where each side stands, what may be done next, and what waits for those who run the meeting."""
    row, db = circle.meeting, circle.db
    stages = {side_id: circle.stage(side_id) for side_id in row.sides(db)}
    sides = [
        {
            "side_id": side_id,
            "label": showing.side_name(circle, side_id),
            "stage": _(showing.STAGES[stage]),
            "steps": [(name, moves.STEPS[name]) for name in moves.offered(circle, side_id)],
        }
        for side_id, stage in stages.items()
    ]
    details = [
        (each, showing.side_name(circle, each.side_id), showing.as_card(circle, each))
        for each in circle.details
    ]
    waiting = [word for word in QuietWord.unseen(db, row) if circle.may(Action.READ, word.facts(circle))]
    return {
        "here": showing.path_of(row),
        "meeting": row,
        "kind": KINDS[row.kind],
        "sides": sides,
        "details": details,
        "waiting": [(word, _(SAYS[Signal(word.signal)]), _who(circle, word)) for word in waiting],
        "places": showing.places(circle),
        "settled": showing.settled(circle),
        "lacks_versions": bool(planning.versions_missing(db, row)),
        "is_private": Stage.PRIVATE_TIME in stages.values(),
    }


def _who(circle: Circle, word: QuietWord) -> str:
    """Who sent it; what comes from the whole room of the family carries no name."""
    return _("The family") if word.is_from_all else circle.called(word.seat_id)


def _signals(circle: Circle) -> list[tuple[str, str]]:
    is_on = circle.stage() in {Stage.MEETING_OPEN, Stage.PROPOSAL_SHOWN}
    return [(signal.value, _(SAYS[signal])) for signal in AT_THE_MEETING] if is_on else []


def _detail(circle: Circle, detail_id: UUID) -> MeetingDetail:
    found = next((each for each in circle.details if each.id == detail_id), None)
    if found is None:
        raise NOT_FOUND
    return found
