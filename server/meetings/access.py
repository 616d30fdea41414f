"""How a request reaches a meeting: through my seat, and only if I am asked to it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from server.core.errors import NOT_FOUND
from server.core.sessions import Db
from server.families.access import MySeat, RunningSeat
from server.families.facts import Action
from server.meetings.circle import Circle
from server.meetings.models import Meeting


def my_circle(meeting_id: UUID, seat: MySeat, db: Db) -> Circle:
    """A meeting of my family I am asked to, with everyone round it; 404 for everybody else."""
    meeting = db.get(Meeting, (seat.family_id, meeting_id))
    if meeting is None:
        raise NOT_FOUND
    circle = Circle.of(db, meeting, seat)
    if not is_asked(circle):
        raise NOT_FOUND
    return circle


MyCircle = Annotated[Circle, Depends(my_circle)]


def is_asked(circle: Circle) -> bool:
    """Whether my seat may see at least one version of when and where."""
    return any(circle.may(Action.SEE, circle.basics(detail)) for detail in circle.meeting.details(circle.db))


def my_meeting(circle: MyCircle) -> Meeting:
    """A meeting of my family I am asked to; 404 for everybody else."""
    return circle.meeting


MyMeeting = Annotated[Meeting, Depends(my_meeting)]


def staff_meeting(circle: MyCircle, _: RunningSeat) -> Meeting:
    """A meeting I run, as its coordinator or chair; 403 for others who are asked to it."""
    return circle.meeting


MeetingForStaff = Annotated[Meeting, Depends(staff_meeting)]
