"""Private family time: notes, the draft, and the three things that may leave the room without words."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.i18n import _
from server.core.pages import page
from server.families.audiences import default_audience
from server.families.facts import Action, Kind
from server.meetings import moves, showing
from server.meetings.access import MyCircle, MyNote, MyProposal, PrivateTimeSeat
from server.meetings.agenda import AgendaPoint, For
from server.meetings.forms import Call, Draft, Note, Pen, Shown
from server.meetings.private_time import MAY_BE_ASKED, FamilyNote, Proposal
from server.meetings.quiet import FROM_FAMILY_TIME, SAYS, Signal
from server.meetings.routes.quiet import send

family_time = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}"
HERE = ME + "/private-time"


@family_time.get(HERE)
def inside(room: PrivateTimeSeat) -> HTMLResponse:
    """The family's own room."""
    circle, time = room.circle, room.time
    notes = [note for note in room.notes if not note.is_draft]
    beside = [s for s in circle.seats if s.stands_with == circle.seat.id and s.role in MAY_BE_ASKED]
    return page(
        "meetings/private_time",
        here=showing.path_of(circle.meeting),
        is_on=showing.is_private_now(circle),
        notes=[(note, circle.called(note.seat_id), note.seat_id == circle.seat.id) for note in notes],
        draft=room.draft,
        writes=room.writes,
        writer=circle.called(time.writer(circle)),
        others=[
            (s.id, s.called)
            for s in circle.seats
            if s.id in circle.inside and s.id != circle.seat.id and s.is_family
        ],
        beside=[seat for seat in beside if seat.id not in circle.inside],
        calls=[(call.value, _(SAYS[call])) for call in FROM_FAMILY_TIME],
        if_no_plan=circle.meeting.if_no_plan or "",
        may_end=bool(moves.MOVES["come_back"].is_for(circle.me)),
    )


@family_time.post(HERE + "/notes")
def write_note(room: PrivateTimeSeat, said: Annotated[Note, Form()]) -> Response:
    note = FamilyNote.begun(room.circle, room.time, for_all=said.shown == "room")
    room.circle.require(Action.CREATE, note.facts(room.circle, room.time))
    note.what = said.what
    room.circle.db.add(note)
    return see_other(showing.path_of(room.circle.meeting) + "/private-time")


@family_time.post(HERE + "/notes/{note_id}/back")
def tear_up(note: MyNote, room: PrivateTimeSeat) -> Response:
    """Gone at once, not only marked."""
    room.circle.require(Action.TAKE_BACK, note.facts(room.circle, room.time))
    room.circle.db.delete(note)
    return see_other(showing.path_of(room.circle.meeting) + "/private-time")


@family_time.post(HERE + "/notes/{note_id}/keep")
def keep_own(note: MyNote, room: PrivateTimeSeat) -> Response:
    """A copy of my own note among my own points, only for me; the note itself still dies."""
    if note.seat_id != room.circle.seat.id:
        raise NOT_FOUND
    point = AgendaPoint.begun(room.circle)
    room.circle.require(Action.CREATE, point.facts(room.circle))
    point.say(note.what, For.ONLY_ME, room.circle)
    room.circle.db.add(point)
    return see_other(showing.path_of(room.circle.meeting) + "/agenda")


@family_time.post(HERE + "/draft")
def write_draft(room: PrivateTimeSeat, said: Annotated[Draft, Form()]) -> Response:
    """One person writes at a time; a version that changed meanwhile is never written over."""
    draft = room.draft or FamilyNote.begun(room.circle, room.time, is_draft=True)
    facts = draft.facts(room.circle, room.time)
    room.circle.require(Action.CHANGE if room.draft else Action.CREATE, facts)
    if not room.writes:
        raise Refused(_("Somebody else is writing now. Ask them to hand over to you."), status=409)
    if room.draft and said.version != draft.version:
        raise Refused(
            _("The plan changed while you wrote. Read it, then save yours again."), field="draft", status=409
        )
    draft.what = said.draft
    draft.version = draft.version + 1 if room.draft else 1
    room.circle.db.add(draft)
    return see_other(showing.path_of(room.circle.meeting) + "/private-time")


@family_time.post(HERE + "/pen")
def hand_pen(room: PrivateTimeSeat, said: Annotated[Pen, Form()]) -> Response:
    """Whoever writes hands over, or the family lead; where nobody writes yet, anyone of the family takes the pen."""
    may_hand = room.writes or room.circle.seat.is_family_lead
    if said.to not in room.circle.inside or not may_hand:
        raise Refused(_("Only the person who writes now can hand over."), status=409)
    room.time.pen_id = said.to
    room.circle.db.add(room.time)
    return see_other(showing.path_of(room.circle.meeting) + "/private-time")


@family_time.post(HERE + "/call")
def call(room: PrivateTimeSeat, said: Annotated[Call, Form()]) -> Response:
    """We need you, we need more time, I need help: nothing else leaves the room."""
    send(room.circle, Signal(said.call))
    return see_other(showing.path_of(room.circle.meeting) + "/sent")


@family_time.post(HERE + "/beside-me")
def stay_beside(room: PrivateTimeSeat, said: Annotated[Pen, Form()]) -> Response:
    """Only the person somebody stands beside lets them stay."""
    seat = next((seat for seat in room.circle.seats if seat.id == said.to), None)
    if seat is None or seat.stands_with != room.circle.seat.id or seat.role not in MAY_BE_ASKED:
        raise NOT_FOUND
    room.time.let_in(room.circle.db, seat)
    return see_other(showing.path_of(room.circle.meeting) + "/private-time")


@family_time.get(HERE + "/show")
def before_showing(room: PrivateTimeSeat) -> HTMLResponse:
    """The plan as it will be shown, and by name who will read it."""
    circle = room.circle
    named = default_audience(Kind.PROPOSAL, circle.me, circle.table) & (circle.attending | circle.inside)
    readers = [seat.called for seat in circle.seats if seat.id in named]
    draft = room.draft.what if room.draft else ""
    return page("meetings/show_plan", here=showing.path_of(circle.meeting), draft=draft, readers=readers)


@family_time.post(HERE + "/show")
def show_our_plan(room: PrivateTimeSeat, said: Annotated[Shown, Form()]) -> Response:
    """Copies only these words out of the room; the draft and every note stay behind."""
    circle = room.circle
    if not room.writes:
        raise Refused(_("The person who writes the plan down shows it."), status=409)
    proposal = Proposal.begun(circle, said.plan)
    circle.require(Action.CREATE, proposal.facts(circle))
    circle.db.add(proposal)
    moves.take(circle, "show_our_plan", room.time.side_id)
    return see_other(f"{showing.path_of(circle.meeting)}/proposals/{proposal.id}")


@family_time.get(ME + "/proposals/{proposal_id}")
def read_proposal(proposal: MyProposal, circle: MyCircle) -> HTMLResponse:
    circle.looked(proposal.facts(circle))
    readers = [seat.called for seat in circle.others_who_may_read(proposal.facts(circle))]
    return page(
        "meetings/proposal", here=showing.path_of(circle.meeting), proposal=proposal, readers=readers,
        who=circle.called(proposal.seat_id), day=showing.on_the_wall(circle, proposal.made_at),
    )  # fmt: skip
