"""Who is coming and why; and, privately, whom not to invite."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.i18n import _
from server.core.pages import page
from server.families.facts import Action
from server.families.wishes import DoNotInvite
from server.meetings import planning, showing
from server.meetings.access import MyCircle, RunningCircle, SomebodyComing
from server.meetings.circle import Circle
from server.meetings.forms import Coming, NewLine, NotInvited

coming = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}"
STATES = {"asked": "invited", "coming": "coming", "not_coming": "away"}


@coming.get(ME + "/people")
def people(circle: MyCircle) -> HTMLResponse:
    """First names, jobs and why they come; never an address or a number."""
    lines = showing.coming(circle)
    shown = [
        {"name": line.called, "role": line.job, "why": line.why, "state": STATES[line.is_coming]}
        for line in lines
    ]
    mine = next((line for line in lines if line.seat_id == circle.seat.id), None)
    wishes = [
        wish for wish in DoNotInvite.standing(circle.db, circle.meeting.family_id) if _reads(circle, wish)
    ]
    return page(
        "meetings/people", here=showing.path_of(circle.meeting), people=shown, mine=mine, lines=lines,
        seat=circle.seat, wishes=[(wish, circle.called(wish.owner_id)) for wish in wishes],
    )  # fmt: skip


@coming.get(ME + "/people/new")
def ask_somebody(circle: RunningCircle) -> HTMLResponse:
    """Put somebody on the list: a seat at the table, or a first name."""
    listed = {line.seat_id for line in circle.expected}
    seats = [seat for seat in circle.seats if seat.id not in listed and seat.role != "duty_lead"]
    sides = list(circle.side_names.items())
    options = [(seat.id, seat.called, seat.relation or "") for seat in seats]
    return page("meetings/expect", here=showing.path_of(circle.meeting), seats=options, sides=sides)


@coming.post(ME + "/people/new")
def expect(circle: RunningCircle, said: Annotated[NewLine, Form()]) -> Response:
    seat = next((seat for seat in circle.seats if seat.id == said.who), None)
    if seat is None and not said.called:
        raise Refused(_("Choose somebody, or write a first name."), field="called")
    if seat and any(line.seat_id == seat.id for line in circle.expected):
        return see_other(showing.path_of(circle.meeting) + "/people")
    side_id = None if seat else _side(circle, said)
    planning.expect(circle, seat=seat, called=said.called[:80], job=said.job, why=said.why, side_id=side_id)
    return see_other(showing.path_of(circle.meeting) + "/people")


@coming.post(ME + "/people/{line_id}/coming")
def answer(line: SomebodyComing, circle: MyCircle, said: Annotated[Coming, Form()]) -> Response:
    """Yes or no, by the person themselves or by those who run the meeting."""
    circle.require(Action.SHARE, circle.coming(line))
    line.is_coming = said.coming
    circle.db.add(line)
    return see_other(showing.path_of(circle.meeting) + "/people")


@coming.post(ME + "/people/{line_id}/off")
def take_off(line: SomebodyComing, circle: MyCircle) -> Response:
    circle.require(Action.TAKE_BACK, circle.coming(line))
    line.taken_off_at = clock.now()
    circle.db.add(line)
    return see_other(showing.path_of(circle.meeting) + "/people")


@coming.get(ME + "/not-invited")
def not_invited(circle: MyCircle) -> HTMLResponse:
    """Somebody I do not want asked or told; the coordinator sees it, and nobody else."""
    coordinators = [seat.called for seat in circle.seats if seat.role == "coordinator"]
    return page("meetings/not_invited", here=showing.path_of(circle.meeting), coordinators=coordinators)


@coming.post(ME + "/not-invited")
def do_not_invite(circle: MyCircle, said: Annotated[NotInvited, Form()]) -> Response:
    wish = DoNotInvite(
        family_id=circle.meeting.family_id, owner_id=circle.seat.id, called=said.called, because=said.because
    )
    circle.require(Action.CREATE, wish.facts(circle.seats))
    circle.db.add(wish)
    return see_other(showing.path_of(circle.meeting) + "/people")


@coming.post(ME + "/not-invited/{wish_id}/lift")
def lift(wish_id: UUID, circle: MyCircle) -> Response:
    wish = circle.db.get(DoNotInvite, (circle.meeting.family_id, wish_id))
    if wish is None:
        raise NOT_FOUND
    circle.require(Action.TAKE_BACK, wish.facts(circle.seats))
    wish.lift()
    circle.db.add(wish)
    return see_other(showing.path_of(circle.meeting) + "/people")


def _side(circle: Circle, said: NewLine) -> UUID | None:
    """With which side somebody without a seat comes; it has to be said where sides attend apart (V11)."""
    sides = set(circle.side_names)
    if sides and said.side not in {*sides, "neither"}:
        raise Refused(_("Choose which side they come with."), field="side")
    return said.side if isinstance(said.side, UUID) and said.side in sides else None


def _reads(circle: Circle, wish: DoNotInvite) -> bool:
    return bool(circle.may(Action.READ, wish.facts(circle.seats)))
