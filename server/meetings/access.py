"""How a request reaches a meeting, and what lies in it: through my seat, and only if I am asked to it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from server.core.db import once
from server.core.encryption import key_ring
from server.core.errors import NOT_FOUND
from server.core.sessions import Db
from server.families.access import MySeat, RunningSeat
from server.families.facts import Action
from server.families.models import Seat
from server.meetings.agenda import AgendaPoint
from server.meetings.circle import Circle
from server.meetings.models import Attendance, Meeting
from server.meetings.private_time import FamilyNote, PrivateTime, Proposal
from server.meetings.quiet import QuietWord
from server.meetings.sharing import Information
from server.meetings.stages import Stage


def my_circle(meeting_id: UUID, seat: MySeat, db: Db) -> Circle:
    """A meeting of my family I am asked to, with everyone round it; 404 for everybody else."""
    meeting = db.get(Meeting, (seat.family_id, meeting_id))
    if meeting is None:
        raise NOT_FOUND
    circle = circle_of(db, meeting, seat)
    if not is_asked(circle):
        raise NOT_FOUND
    return circle


MyCircle = Annotated[Circle, Depends(my_circle)]


def circle_of(db: Db, meeting: Meeting, seat: Seat) -> Circle:
    """Everyone round a meeting, as one seat sees them; who is in family time is looked up for family only."""
    circle = Circle.of(db, meeting, seat)
    if not seat.is_professional:
        time = PrivateTime.of(db, meeting, seat.side_id)
        circle.inside = time.inside(db) if time else frozenset()
    return circle


@once
def meeting_now(db: Db, seat: Seat) -> Circle | None:
    """The meeting that matters now among those I am asked to: the newest that is not closed, else the newest."""
    asked = [circle for row in Meeting.of(db, seat.family_id) if is_asked(circle := circle_of(db, row, seat))]
    still_on = [circle for circle in asked if circle.stage() != Stage.CLOSED]
    return next(iter(still_on or asked), None)


def is_asked(circle: Circle) -> bool:
    """Whether my seat may see at least one version of when and where."""
    return any(circle.may(Action.SEE, circle.basics(detail)) for detail in circle.details)


def my_meeting(circle: MyCircle) -> Meeting:
    """A meeting of my family I am asked to; 404 for everybody else."""
    return circle.meeting


MyMeeting = Annotated[Meeting, Depends(my_meeting)]


def running_circle(circle: MyCircle, _: RunningSeat) -> Circle:
    """A meeting I run, as its coordinator or chair; 403 for others who are asked to it."""
    return circle


RunningCircle = Annotated[Circle, Depends(running_circle)]


def staff_meeting(circle: RunningCircle) -> Meeting:
    """A meeting I run, as its coordinator or chair; 403 for others who are asked to it."""
    return circle.meeting


MeetingForStaff = Annotated[Meeting, Depends(staff_meeting)]


def my_point(point_id: UUID, circle: MyCircle) -> AgendaPoint:
    """A point of the agenda I may read; what may be done with it is asked again for each action."""
    point = circle.db.get(AgendaPoint, (circle.meeting.family_id, point_id))
    if point is None or point.meeting_id != circle.meeting.id:
        raise NOT_FOUND
    circle.require(Action.READ, point.facts(circle))
    return point


MyPoint = Annotated[AgendaPoint, Depends(my_point)]


def my_information(information_id: UUID, circle: MyCircle) -> Information:
    """A piece of information I may read."""
    piece = circle.db.get(Information, (circle.meeting.family_id, information_id))
    if piece is None or piece.meeting_id != circle.meeting.id:
        raise NOT_FOUND
    circle.require(Action.READ, piece.facts(circle))
    return piece


MyInformation = Annotated[Information, Depends(my_information)]


def quiet_word(word_id: UUID, circle: MyCircle) -> QuietWord:
    """A quiet word sent to me; never its author's to see again."""
    word = circle.db.get(QuietWord, (circle.meeting.family_id, word_id))
    if word is None or word.meeting_id != circle.meeting.id:
        raise NOT_FOUND
    circle.require(Action.READ, word.facts(circle))
    return word


QuietWordToMe = Annotated[QuietWord, Depends(quiet_word)]


def somebody_coming(line_id: UUID, circle: MyCircle) -> Attendance:
    """A line of who is coming that I may read."""
    line = circle.db.get(Attendance, (circle.meeting.family_id, line_id))
    if line is None or line.meeting_id != circle.meeting.id or line.taken_off_at is not None:
        raise NOT_FOUND
    circle.require(Action.READ, circle.coming(line))
    return line


SomebodyComing = Annotated[Attendance, Depends(somebody_coming)]


def my_proposal(proposal_id: UUID, circle: MyCircle) -> Proposal:
    """A plan the family showed, if it was shown to me."""
    proposal = circle.db.get(Proposal, (circle.meeting.family_id, proposal_id))
    if proposal is None or proposal.meeting_id != circle.meeting.id:
        raise NOT_FOUND
    circle.require(Action.READ, proposal.facts(circle))
    return proposal


MyProposal = Annotated[Proposal, Depends(my_proposal)]


@dataclass
class PrivateRoom:
    """Private family time, for somebody who is in it. Only here is its key let in."""

    circle: Circle
    time: PrivateTime

    @property
    def notes(self) -> list[FamilyNote]:
        """The notes and the draft I may read."""
        return [
            note
            for note in FamilyNote.of(self.circle.db, self.time)
            if self.circle.may(Action.READ, note.facts(self.circle, self.time))
        ]

    @property
    def draft(self) -> FamilyNote | None:
        return next((note for note in self.notes if note.is_draft), None)

    @property
    def writes(self) -> bool:
        """Whether I hold the pen, or nobody does and I am of the family."""
        writer = self.time.writer(self.circle)
        return self.circle.seat.is_family and writer in (None, self.circle.seat.id)


def private_time_seat(circle: MyCircle) -> PrivateRoom:
    """Me, in private family time. For every professional, and all who are not in it, it does not exist."""
    time = (
        None
        if circle.seat.is_professional
        else PrivateTime.of(circle.db, circle.meeting, circle.seat.side_id)
    )
    if time is None or time.is_forgotten or circle.seat.id not in circle.inside:
        raise NOT_FOUND
    if sits_for_both(circle):
        raise NOT_FOUND
    key_ring(circle.db).admit(time.id)
    return PrivateRoom(circle, time)


PrivateTimeSeat = Annotated[PrivateRoom, Depends(private_time_seat)]


def sits_for_both(circle: Circle) -> bool:
    """Whether this person also sits here for the services; then they had to choose, and did not choose this."""
    person = circle.seat.person_id
    return any(seat.is_professional and seat.person_id == person for seat in circle.seats)


def my_note(note_id: UUID, room: PrivateTimeSeat) -> FamilyNote:
    """A note of the private family time I am in."""
    note = room.circle.db.get(FamilyNote, (room.time.family_id, note_id))
    if note is None or note.private_time_id != room.time.id:
        raise NOT_FOUND
    room.circle.require(Action.READ, note.facts(room.circle, room.time))
    return note


MyNote = Annotated[FamilyNote, Depends(my_note)]
