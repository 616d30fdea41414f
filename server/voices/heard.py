"""A child's say as one seat may read it: only what was shared with them, or it does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from server import audit
from server.families.facts import Action, Kind
from server.families.models import Seat
from server.meetings.circle import Circle
from server.voices.happened import WhatHappened
from server.voices.items import as_item
from server.voices.models import Voice
from server.voices.questions import BY_ID, Question
from server.voices.shared import PassedOn, Reader, SharedAnswer


@dataclass
class Heard:
    """A child's say as one seat may read it: only the answers shared with them, in the order of the questions."""

    circle: Circle
    voice: Voice
    child: Seat
    answers: list[SharedAnswer]
    passed_on: dict[UUID, list[PassedOn]]
    happened: dict[UUID, list[WhatHappened]]

    @property
    def helper(self) -> str:
        """The first name of the child's helper."""
        return self.circle.called(self.voice.helper_id)

    def question(self, answer: SharedAnswer) -> Question:
        """What was asked."""
        return BY_ID[answer.question]

    def may_answer(self, seat: Seat) -> bool:
        """Whether it is this reader's part to tell the child what happened: who runs the meeting, or the helper."""
        return seat.runs_the_meeting or seat.id == self.voice.helper_id

    def unanswered(self) -> list[SharedAnswer]:
        """What the child has not been told about yet."""
        return [a for a in self.answers if not BY_ID[a.question].is_about_me and not self.happened.get(a.id)]

    def looked(self) -> None:
        """Somebody outside the family opened these: the child is told truthfully who did (H10)."""
        if self.circle.seat.is_family:
            return
        for answer in self.answers:
            audit.looked(self.circle.db, self.circle.seat, Kind.CHILD_ANSWER, answer.id, whose=answer.seat_id)


def heard(circle: Circle, voice: Voice) -> Heard | None:
    """What the circle's seat may read of a say; None when nothing was shared with it, sent or not."""
    db, child = circle.db, circle.db.get_one(Seat, (voice.family_id, voice.seat_id))
    readers, passed_on = Reader.of(db, voice.family_id), PassedOn.of(db, voice.family_id)
    if circle.seat.id == child.id:
        return None
    answers = [
        answer
        for answer in SharedAnswer.of(db, voice)
        if circle.may(Action.READ, as_item(circle, answer, child, readers, passed_on))
    ]
    answers.sort(key=lambda answer: BY_ID[answer.question].number)
    if not answers:
        return None
    return Heard(circle, voice, child, answers, passed_on, WhatHappened.of(db, voice.family_id))


def heard_by(db: Session, seat: Seat, voices: Sequence[Voice] | None = None) -> list[Heard]:
    """Every say of the family that shares something with a seat, newest first."""
    found = Voice.of_family(db, seat.family_id) if voices is None else voices
    each = (heard(Circle.of(db, voice.meeting(db), seat), voice) for voice in found)
    return [one for one in each if one is not None]
