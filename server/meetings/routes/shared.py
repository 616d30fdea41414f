"""What workers share before the meeting: strengths before worries, as drafts first, then with people by name."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.errors import Refused, see_other
from server.core.i18n import _, n_
from server.core.pages import page
from server.families.access import StaffSeat
from server.families.audiences import may_be_named
from server.families.facts import Action, Kind, Reason
from server.families.models import Family, Seat
from server.families.reasons import sentence
from server.meetings import moves, showing
from server.meetings.access import MyCircle, MyInformation, RunningCircle
from server.meetings.circle import Circle
from server.meetings.forms import Changed, Piece, Sharing
from server.meetings.plain_words import plainer
from server.meetings.sharing import (
    Information,
    SharingStep,
    Sort,
    came_late,
    share,
    worried_without_strength,
)
from server.meetings.stages import Stage
from server.organisations.models import Organisation

shared = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}/shared"
SORTS = {
    Sort.STRENGTH: n_("What is going well"),
    Sort.WORRY: n_("What people are worried about"),
    Sort.QUESTION: n_("Questions to think about"),
    Sort.BOTTOM_LINE: n_("What must be part of any plan"),
}
KINDS_OF_STEP = {
    "shared": n_("Shared by %(name)s on %(day)s"),
    "changed": n_("Changed by %(name)s on %(day)s"),
}


@shared.get(ME)
def read(circle: MyCircle) -> HTMLResponse:
    """Everything shared with me, good things first, with who shared it and when."""
    pieces = showing.informed(circle)
    steps = SharingStep.of(circle.db, circle.meeting.family_id)
    groups = [
        (_(name), [_line(circle, piece, steps) for piece in pieces if piece.sort == sort])
        for sort, name in SORTS.items()
    ]
    return page(
        "meetings/shared", here=showing.path_of(circle.meeting), seat=circle.seat, pieces=pieces,
        groups=[group for group in groups if group[1]], late=_late(circle, pieces),
        drafts=[piece for piece in pieces if not piece.is_shared],
    )  # fmt: skip


@shared.get(ME + "/new")
def write(circle: MyCircle, _seat: StaffSeat) -> HTMLResponse:
    """A draft, for those who run the meeting and nobody else yet."""
    sides = list(circle.side_names.items())
    sorts = [(sort.value, _(name)) for sort, name in SORTS.items()]
    return page("meetings/piece_new", here=showing.path_of(circle.meeting), sorts=sorts, sides=sides)


@shared.post(ME + "/new")
def keep(circle: MyCircle, _seat: StaffSeat, said: Annotated[Piece, Form()]) -> Response:
    sides = set(circle.side_names)
    if sides and said.side not in sides:
        raise Refused(_("Choose which side this is for. Each side gets its own words."), field="side")
    piece = Information.begun(circle, said.sort, said.side if sides else None)
    circle.require(Action.CREATE, piece.facts(circle))
    piece.what = said.what
    circle.db.add(piece)
    circle.db.flush()
    return see_other(f"{showing.path_of(circle.meeting)}/shared/{piece.id}")


@shared.get(ME + "/share")
def choose(circle: RunningCircle) -> HTMLResponse:
    """Which drafts, and with whom, by name; nothing is picked beforehand."""
    pieces = [piece for piece in showing.informed(circle) if circle.may(Action.SHARE, piece.facts(circle))]
    people = [
        (seat.id, seat.called, _line_of(seat.relation or "", circle, seat.side_id))
        for seat in _readers(circle)
    ]
    return page(
        "meetings/share", here=showing.path_of(circle.meeting), people=people, late=_would_be_late(circle),
        pieces=[(p.id, p.what, _line_of(_(SORTS[Sort(p.sort)]), circle, p.side_id)) for p in pieces],
        advice=[hit for piece in pieces if not piece.reason for hit in _advice(piece)],
    )  # fmt: skip


@shared.post(ME + "/share")
def let_read(circle: RunningCircle, said: Annotated[Sharing, Form()]) -> Response:
    pieces = _chosen(circle, said)
    seats = frozenset(said.people) & {seat.id for seat in _readers(circle)}
    if not seats:
        raise Refused(_("Choose who can read it."), field="people")
    _plain_or_reason(pieces, said.reason)
    share(circle, pieces, seats)
    everything = Information.of(circle.db, circle.meeting)
    if worried_without_strength(everything, seats):
        raise Refused(
            _("A worry needs at least one strength beside it. Choose one, or write one first."),
            field="pieces",
        )
    _first_time(circle, pieces)
    return see_other(showing.path_of(circle.meeting) + "/shared")


@shared.get(ME + "/{information_id}")
def edit(piece: MyInformation, circle: MyCircle) -> HTMLResponse:
    """One piece: for its writer and those who run the meeting, with the plain-words advice."""
    circle.require(Action.CHANGE, piece.facts(circle))
    readers = [seat.called for seat in circle.others_who_may_read(piece.facts(circle))]
    return page(
        "meetings/piece", here=showing.path_of(circle.meeting), piece=piece, readers=readers,
        advice=_advice(piece), sort=_(SORTS[Sort(piece.sort)]),
    )  # fmt: skip


@shared.post(ME + "/{information_id}")
def change(piece: MyInformation, circle: MyCircle, said: Annotated[Changed, Form()]) -> Response:
    circle.require(Action.CHANGE, piece.facts(circle))
    if piece.is_shared and said.what != piece.what:
        if not said.why:
            raise Refused(_("People have read this. Say why it changes; they see your reason."), field="why")
        SharingStep.note(circle, piece, "changed", why=said.why)
    piece.what = said.what
    circle.db.add(piece)
    return see_other(f"{showing.path_of(circle.meeting)}/shared/{piece.id}")


@shared.post(ME + "/{information_id}/back")
def take_back(piece: MyInformation, circle: MyCircle) -> Response:
    """Gone for everybody from now on; the last strength beside a worry goes only after the worry."""
    circle.require(Action.TAKE_BACK, piece.facts(circle))
    piece.taken_back_at = clock.now()
    circle.db.add(piece)
    circle.db.flush()
    if worried_without_strength(Information.of(circle.db, circle.meeting), piece.readers):
        raise Refused(
            _(
                "This is the only strength beside a worry. Take the worry back first, or share another strength."
            )
        )
    SharingStep.note(circle, piece, "taken back")
    return see_other(showing.path_of(circle.meeting) + "/shared")


def _advice(piece: Information) -> list[tuple[str, str, str]]:
    """(as written, plainer, what to do) for each word people may not know or may feel blamed by."""
    explain = _("Explain it once, where you first use it.")
    return [
        (hit.term, hit.say_instead, explain if hit.kind == "explain" else "") for hit in plainer(piece.what)
    ]


def _line_of(words: str, circle: Circle, side_id: UUID | None) -> str:
    """What it is or who they are, and for whom or from where: where sides attend apart each side has its own."""
    side = showing.side_name(circle, side_id) if side_id else ""
    return " · ".join(part for part in (words, side) if part)


def _readers(circle: Circle) -> list[Seat]:
    """Those it can be shared with: at the meeting, and not running it."""
    return [
        seat
        for seat in circle.seats
        if seat.id in circle.attending
        and not seat.runs_the_meeting
        and may_be_named(Kind.INFORMATION, circle.facts(seat))
    ]


def _chosen(circle: Circle, said: Sharing) -> list[Information]:
    """The chosen pieces, each of which I may let more people read."""
    pieces = [piece for piece in showing.informed(circle) if piece.id in said.pieces]
    for piece in pieces:
        answer = circle.require(Action.SHARE, piece.facts(circle))
        if "widen" not in answer.fields:
            raise Refused(sentence(Reason.NOT_YET_OR_NO_LONGER), status=409)
    if not pieces:
        raise Refused(_("Choose what to share."), field="pieces")
    return pieces


def _plain_or_reason(pieces: list[Information], reason: str) -> None:
    """The advice may be gone against, with a reason that is kept."""
    advised = [piece for piece in pieces if plainer(piece.what) and not piece.reason]
    if advised and not reason:
        raise Refused(_("Some words could be plainer. Change them, or say why they stay."), field="reason")
    for piece in advised:
        piece.reason = reason


def _first_time(circle: Circle, pieces: list[Information]) -> None:
    """The first sharing takes the meeting, for the sides it is for, to its next stage."""
    for side_id in {piece.side_id for piece in pieces}:
        if circle.stage(side_id) == Stage.PREPARING:
            moves.take(circle, "share_information", side_id)


def _line(circle: Circle, piece: Information, steps: dict) -> dict:
    """One piece as it is read: its words, who shared or changed it, when and why."""
    told = [
        {
            "words": _(KINDS_OF_STEP[step.did])
            % {"name": circle.called(step.seat_id), "day": showing.on_the_wall(circle, step.made_at)},
            "why": step.why or "",
        }
        for step in steps.get(piece.id, [])
        if step.did in KINDS_OF_STEP and _is_for_me(circle, piece, step)
    ]
    may_change = bool(circle.may(Action.CHANGE, piece.facts(circle)))
    return {"piece": piece, "told": told, "may_change": may_change}


def _is_for_me(circle: Circle, piece: Information, step: SharingStep) -> bool:
    """Whom else it was shared with, and when, is for those who share it (V12)."""
    mine = str(circle.seat.id) in (step.shared_with or [])
    return step.did == "changed" or mine or bool(circle.may(Action.SHARE, piece.facts(circle)))


def _lead_days(db: Session, circle: Circle) -> int:
    family = db.get_one(Family, circle.meeting.family_id)
    return db.get_one(Organisation, family.organisation_id).lead_days


def _late(circle: Circle, pieces: list[Information]) -> int:
    """The days there should be to read, if what was shared with me left fewer; 0 otherwise (DEC-B4)."""
    days, zone = _lead_days(circle.db, circle), circle.meeting.zone
    days_of = {detail.side_id: detail.on_day for detail in circle.details}
    late = any(came_late(piece.shared_at, days_of.get(piece.side_id), zone, days) for piece in pieces)
    return days if late else 0


def _would_be_late(circle: Circle) -> int:
    """The same, for sharing now: said to those who share before they do."""
    days, zone = _lead_days(circle.db, circle), circle.meeting.zone
    on_days = [detail.on_day for detail in circle.details]
    return days if any(came_late(clock.now(), on, zone, days) for on in on_days) else 0
