"""What a child sent, as the child may know it: who can read it, who opened it, what happened with it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from server import audit
from server.core.errors import NOT_FOUND
from server.families.facts import Action, Seats
from server.families.models import Seat
from server.meetings.circle import Circle
from server.voices.happened import WhatHappened
from server.voices.items import about_to_say, as_item
from server.voices.models import Voice
from server.voices.questions import BY_ID, Question
from server.voices.shared import PassedOn, Reader, SharedAnswer


@dataclass
class Opening:
    """Somebody outside the family opened it. `is_before_change`: what the child said before the last change."""

    name: str
    at: datetime
    is_before_change: bool


@dataclass
class Own:
    """One answer the child sent. `passed_on` leaves out what it would be unsafe to read of now."""

    answer: SharedAnswer
    readers: list[Seat]
    opened: list[Opening]
    passed_on: list[PassedOn]
    happened: list[WhatHappened]
    told: WhatHappened | None = None

    @property
    def question(self) -> Question:
        return BY_ID[self.answer.question]

    @property
    def is_family_among_readers(self) -> bool:
        return any(seat.is_family for seat in self.readers)


@dataclass
class Sent:
    """Everything one child sent, seen from the child's own seat."""

    voice: Voice
    circle: Circle
    _named: dict[UUID, Seats] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """Where the child's own pages begin."""
        return f"/families/{self.voice.family_id}/mine"

    def answers(self) -> list[Own]:
        """What is out now, in the order of the questions."""
        db, family_id = self.circle.db, self.voice.family_id
        self._named = Reader.of(db, family_id)
        out = [answer for answer in SharedAnswer.of(db, self.voice) if answer.is_out]
        openings = audit.openings(db, family_id, [answer.id for answer in out])
        told, passed_on = WhatHappened.of(db, family_id), PassedOn.of(db, family_id)
        found = []
        for answer in out:
            readers = self.circle.others_who_may_read(
                as_item(self.circle, answer, self.circle.seat, self._named, {})
            )
            passed = [line for line in passed_on.get(answer.id, []) if not line.is_kept_from_child]
            known = {seat.id for seat in readers} | {line.to_seat_id for line in passed}
            opened = [self._opening(answer, at, by) for by, *at in openings.get(answer.id, []) if by in known]
            found.append(Own(answer, readers, opened, passed, told.get(answer.id, [])))
        return sorted(found, key=lambda own: own.question.number)

    def answer(self, answer_id: UUID) -> Own:
        """One of them; 404 for any other."""
        for own in self.answers():
            if own.answer.id == answer_id:
                return own
        raise NOT_FOUND

    def told(self, happened_id: UUID) -> Own:
        """The answer that somebody wrote this about; 404 for anything else."""
        for own in self.answers():
            for line in own.happened:
                if line.id == happened_id:
                    own.told = line
                    return own
        raise NOT_FOUND

    def take_back(self, own: Own) -> None:
        """Nobody else can read it from now on; refused once it was used."""
        item = as_item(self.circle, own.answer, self.circle.seat, self._named, {})
        self.circle.require(Action.TAKE_BACK, item)
        own.answer.take_back()
        self.circle.db.add(own.answer)

    def _opening(self, answer: SharedAnswer, at: list[datetime], by: UUID) -> Opening:
        first, last = at
        since_change = [when for when in (first, last) if when >= answer.sent_at]
        return Opening(self.circle.called(by), since_change[0] if since_change else last, not since_change)

    def begin(self) -> None:
        """The child was told who can see what, and starts; refused once the meeting is finished."""
        self.circle.require(Action.CREATE, about_to_say(self.circle))
        self.voice.begin(self.circle.db)
