"""A child's asks, as the child may know them, and as those they were sent to may."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from server import audit
from server.core import clock
from server.families.facts import Action, SeatFacts, State
from server.families.models import Seat
from server.families.visibility import decide
from server.voices.flags import Flag

# An ask belongs to no meeting; its rule is the same in every state.
ANY_STATE = State.MEETING_OPEN


@dataclass
class Asked:
    """One ask. `seen_by`, `seen_at`: who opened it first, and when; empty until somebody really did."""

    flag: Flag
    child: Seat
    seen_by: str = ""
    seen_at: datetime | None = None
    answered_by: str = ""


def asks_of(db: Session, child: Seat) -> list[Asked]:
    """A child's own asks, newest first."""
    return _told(
        db, [Asked(flag, child) for flag in Flag.of(db, child.family_id) if flag.seat_id == child.id]
    )


def asks_for(db: Session, seat: Seat) -> list[Asked]:
    """What was sent to this seat, and nothing else of the family's: newest first."""
    found = []
    for flag in Flag.of(db, seat.family_id):
        child = db.get_one(Seat, (flag.family_id, flag.seat_id))
        facts = flag.facts(db, child)
        if flag.seat_id != seat.id and decide(SeatFacts.of(seat), Action.READ, facts, ANY_STATE, clock.now()):
            found.append(Asked(flag, child))
    return _told(db, found)


def _told(db: Session, asks: list[Asked]) -> list[Asked]:
    if not asks:
        return []
    family_id = asks[0].flag.family_id
    openings = audit.openings(db, family_id, [ask.flag.id for ask in asks])
    for ask in asks:
        for seat_id, first, _last in openings.get(ask.flag.id, [])[:1]:
            ask.seen_by, ask.seen_at = db.get_one(Seat, (family_id, seat_id)).called, first
        if ask.flag.answered_by:
            ask.answered_by = db.get_one(Seat, (family_id, ask.flag.answered_by)).called
    return asks
