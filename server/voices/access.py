"""How a request reaches a child's words: the child's own way in, and everybody else's, which is `decide`."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from server.core.encryption import NotAdmitted, key_ring
from server.core.errors import NOT_FOUND, ElsewhereFirst
from server.core.sessions import Db
from server.families.access import ChildSeat, MySeat, RunningSeat
from server.families.facts import Action, ItemFacts, Kind
from server.families.models import Role, Seat
from server.meetings.circle import Circle
from server.meetings.models import Meeting
from server.people.access import OpenDevice
from server.voices.models import SharedAnswer, Voice
from server.voices.saying import Saying


def my_saying(seat: ChildSeat, device: OpenDevice, db: Db) -> Saying:
    """A child's own say, opened with its own key. On a phone it was sent from it stays sealed: a fresh code opens it."""
    voice = Voice.newest_of(db, seat)
    if voice is None:
        raise ElsewhereFirst("/home")
    if voice.sent_at and device.opened_at <= voice.sent_at:
        raise ElsewhereFirst("/said")
    try:
        key_ring(db).admit(voice.id)
    except NotAdmitted as gone:
        raise ElsewhereFirst("/home") from gone
    return Saying(voice, Circle.of(db, db.get_one(Meeting, (voice.family_id, voice.meeting_id)), seat))


MySaying = Annotated[Saying, Depends(my_saying)]


def as_item(circle: Circle, answer: SharedAnswer) -> ItemFacts:
    """A sent answer, as `decide` knows it."""
    child = next((seat for seat in circle.seats if seat.id == answer.seat_id), None)
    return ItemFacts(
        kind=Kind.CHILD_ANSWER,
        family_id=answer.family_id,
        id=answer.id,
        author=answer.seat_id,
        about=answer.seat_id,
        audience=answer.readers(circle.db),
        hidden_from=circle.hidden_from(answer.seat_id, answer.id),
        side_id=child.side_id if child else None,
        is_released=True,
        is_withdrawn=answer.taken_back_at is not None,
        is_used=answer.used_at is not None,
    )


def shown_to(circle: Circle, answers: Iterable[SharedAnswer]) -> list[SharedAnswer]:
    """Those of the answers that the seat of this circle may read now."""
    return [answer for answer in answers if circle.may(Action.READ, as_item(circle, answer))]


class Heard:
    """A child's say as one seat may read it: only the answers shared with them, or it does not exist."""

    def __init__(self, circle: Circle, voice: Voice, child: Seat, answers: list[SharedAnswer]) -> None:
        self.circle, self.voice, self.child, self.answers = circle, voice, child, answers


def heard(circle: Circle, voice: Voice) -> Heard | None:
    """What one seat may read of a say; None when nothing was shared with them, sent or not."""
    answers = shown_to(circle, voice.shared(circle.db)) if circle.seat.id != voice.seat_id else []
    child = next((seat for seat in circle.seats if seat.id == voice.seat_id), None)
    return Heard(circle, voice, child, answers) if answers and child else None


def voice_shown_to_me(voice_id: UUID, seat: MySeat, db: Db) -> Heard:
    """A say with at least one answer shared with me; 404 otherwise, whether it was sent or not."""
    voice = db.get(Voice, (seat.family_id, voice_id))
    if voice is None:
        raise NOT_FOUND
    found = heard(Circle.of(db, db.get_one(Meeting, (voice.family_id, voice.meeting_id)), seat), voice)
    if found is None:
        raise NOT_FOUND
    return found


VoiceShownToMe = Annotated[Heard, Depends(voice_shown_to_me)]


class AnswerHeard:
    """One answer that may be read, and the circle it was read in."""

    def __init__(self, heard: Heard, answer: SharedAnswer) -> None:
        self.heard, self.answer = heard, answer
        self.circle, self.child = heard.circle, heard.child


def answer_for_running(answer_id: UUID, heard: VoiceShownToMe, _: RunningSeat) -> AnswerHeard:
    """An answer shared with me, who run the meeting and so answer the child."""
    for answer in heard.answers:
        if answer.id == answer_id:
            return AnswerHeard(heard, answer)
    raise NOT_FOUND


AnswerForRunning = Annotated[AnswerHeard, Depends(answer_for_running)]


def children_of(circle: Circle) -> list[Seat]:
    """The children round the table."""
    return [seat for seat in circle.seats if seat.role == Role.CHILD]
