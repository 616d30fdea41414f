"""Taking the meeting to its next stage, and what must be settled before it is finished."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.i18n import _
from server.core.pages import page
from server.families.facts import Action
from server.meetings import moves, showing
from server.meetings.access import MyCircle, RunningCircle
from server.meetings.circle import Circle
from server.meetings.forms import Afterwards, StepFor

steps = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}"


@steps.get(ME + "/steps/{name}")
def ask(name: str, circle: MyCircle) -> HTMLResponse:
    """Asks before the step is taken, and says what happens then."""
    return _asked(circle, name, None)


@steps.get(ME + "/steps/{name}/{side_id}")
def ask_for_side(name: str, side_id: UUID, circle: MyCircle) -> HTMLResponse:
    """The same, for one side where two attend apart."""
    return _asked(circle, name, side_id)


@steps.post(ME + "/steps/{name}")
def take(name: str, circle: MyCircle, said: Annotated[StepFor, Form()]) -> Response:
    if name not in moves.STEPS:
        raise NOT_FOUND
    moves.take(circle, name, moves.side_for(circle, said.side))
    inside = "/private-time" if name == "start_private_time" and circle.seat.is_family else ""
    return see_other(showing.path_of(circle.meeting) + inside)


@steps.get(ME + "/afterwards")
def afterwards(circle: RunningCircle) -> HTMLResponse:
    """The review date, who follows up, and who leads for the family."""
    return page("meetings/afterwards", here=showing.path_of(circle.meeting), **_settled(circle))


@steps.post(ME + "/afterwards")
def settle(circle: RunningCircle, said: Annotated[Afterwards, Form()]) -> Response:
    for detail in circle.details:
        circle.require(Action.CHANGE, circle.basics(detail))
    circle.meeting.review_on = said.review_on
    _choose(circle, "is_follow_up", "" if said.follow_up is None else str(said.follow_up), "follow_up")
    _choose(circle, "is_family_lead", "" if said.lead == "none" else said.lead, "lead")
    circle.meeting.no_lead_wanted = said.lead == "none"
    circle.db.add(circle.meeting)
    return see_other(showing.path_of(circle.meeting))


def _asked(circle: Circle, name: str, side_id: UUID | None) -> HTMLResponse:
    step = moves.STEPS.get(name)
    if step is None:
        raise NOT_FOUND
    side = moves.side_for(circle, side_id)
    answer = moves.ask(circle, name, side)
    missing = moves.missing(answer)
    here = showing.path_of(circle.meeting)
    return page(
        "meetings/step", here=here, move=name, step=step, side=side, missing=missing, meeting=circle.meeting
    )


def _settled(circle: Circle) -> dict:
    workers = [seat for seat in circle.seats if seat.is_professional]
    grown_ups = [seat for seat in circle.seats if seat.is_family and seat.role != "child"]
    return {
        "meeting": circle.meeting,
        "workers": [(seat.id, seat.called, seat.relation or "") for seat in workers],
        "family": [(seat.id, seat.called, seat.relation or "") for seat in grown_ups],
        "follow_up": next((seat.id for seat in workers if seat.is_follow_up), ""),
        "lead": "none"
        if circle.meeting.no_lead_wanted
        else next((s.id for s in grown_ups if s.is_family_lead), ""),
    }


def _choose(circle: Circle, flag: str, seat_id: str, field: str) -> None:
    """Let exactly this seat carry the flag; nobody where it is empty."""
    settled = _settled(circle)
    allowed = {str(option[0]) for option in settled["workers" if field == "follow_up" else "family"]}
    if seat_id and seat_id not in allowed:
        raise Refused(_("Please choose one of these."), field=field)
    for seat in circle.seats:
        setattr(seat, flag, str(seat.id) == seat_id)
        circle.db.add(seat)
