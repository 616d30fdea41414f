"""Letting a child have their say: which children, who can help, and what those who run the meeting may know of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from server.core.errors import Refused
from server.core.i18n import _
from server.families.models import Role, Seat
from server.meetings.models import Meeting
from server.voices.models import Voice


@dataclass
class OpenedFor:
    """One child, and who helps; nothing else is known here until the child shares it."""

    child: Seat
    helper: Seat | None


def opened_for(db: Session, seat: Seat) -> list[OpenedFor]:
    """Every child round the table, whether or not their say is open."""
    children = [found for found in Seat.around(db, seat.family_id) if found.role == Role.CHILD]
    return [OpenedFor(child, _helper(db, say_of(db, child))) for child in children]


def helpers_for(db: Session, child: Seat) -> list[Seat]:
    """Who can help a child: their own advocate, and those who work with the family. Never somebody who is a parent."""
    working = {Role.COORDINATOR, Role.CHAIR, Role.SOCIAL_WORKER, Role.PROFESSIONAL}
    return [
        seat
        for seat in Seat.around(db, child.family_id)
        if (seat.role in working or (seat.role == Role.ADVOCATE and seat.stands_with == child.id))
        and seat.is_confirmed
    ]


def say_of(db: Session, child: Seat) -> Voice | None:
    """A child's say for the meeting that matters now, if it was opened."""
    meeting = Meeting.now(db, child.family_id)
    return Voice.of_child(db, meeting, child) if meeting else None


def let_say(db: Session, child: Seat, helper_id: UUID) -> Voice:
    """Open a child's say with this helper; refused before there is a meeting, or for anybody who cannot help."""
    meeting = Meeting.now(db, child.family_id)
    if meeting is None:
        raise Refused(_("Set up the meeting first."))
    for helper in helpers_for(db, child):
        if helper.id == helper_id:
            return Voice.open_for(db, meeting, child, helper)
    raise Refused(_("Please choose one of these."), field="helper")


def _helper(db: Session, voice: Voice | None) -> Seat | None:
    return db.get_one(Seat, (voice.family_id, voice.helper_id)) if voice else None
