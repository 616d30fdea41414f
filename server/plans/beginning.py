"""Beginning the plan of a meeting: who it is made with, and who hears when a job needs a hand."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session
from starlette.exceptions import HTTPException

from server.core import clock
from server.core.errors import Refused
from server.core.i18n import _
from server.families.audiences import may_be_named
from server.families.facts import Action, ItemFacts, Kind, SeatFacts
from server.families.models import Seat
from server.families.reasons import sentence
from server.families.visibility import decide
from server.meetings.circle import Circle
from server.meetings.models import Meeting
from server.meetings.showing import proposals
from server.plans.models import Plan


def plan_of(db: Session, meeting: Meeting) -> Plan | None:
    """The plan of a meeting, if it was begun."""
    return Plan.of_meeting(db, meeting)


def may_begin(db: Session, meeting: Meeting, seat: Seat) -> bool:
    """Whether this seat may begin the plan of this meeting now."""
    item = ItemFacts(kind=Kind.PLAN, family_id=seat.family_id, author=seat.id, side_id=seat.side_id)
    state = meeting.state_for(db, seat)
    return bool(decide(SeatFacts.of(seat), Action.CREATE, item, state, clock.now()))


def could_be_asked(db: Session, seat: Seat) -> list[Seat]:
    """Everyone a plan can be made with."""
    return [
        other for other in Seat.around(db, seat.family_id) if may_be_named(Kind.PLAN, SeatFacts.of(other))
    ]


def proposed(db: Session, meeting: Meeting, seat: Seat) -> list[str]:
    """What the family proposed, word for word and newest first, for whoever writes the plan down; the look is kept."""
    circle = Circle.of(db, meeting, seat)
    found = proposals(circle)
    for proposal in found:
        circle.looked(proposal.facts(circle))
    return [proposal.what for proposal in found]


def begin(
    db: Session, meeting: Meeting, seat: Seat, people: Iterable[UUID], *, tells_services: bool, safety: str
) -> Plan:
    """Begin it, with these people; begun twice it is the same plan."""
    item = ItemFacts(kind=Kind.PLAN, family_id=seat.family_id, author=seat.id, side_id=seat.side_id)
    answer = decide(SeatFacts.of(seat), Action.CREATE, item, meeting.state_for(db, seat), clock.now())
    if not answer:
        raise HTTPException(403, sentence(answer.reason))
    chosen = {other.id for other in could_be_asked(db, seat)} & set(people)
    if not chosen - {seat.id}:
        raise Refused(_("Choose the people this plan is made with."), field="people")
    return Plan.start(db, meeting, seat, sorted(chosen), tells_services=tells_services, safety=safety)
