"""A child's say while the child has it in hand: choosing who hears each answer, looking once more, sending."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from server.core import clock
from server.core.errors import Refused
from server.core.i18n import _
from server.families.audiences import Choice, chosen_audience
from server.families.facts import Action, ItemFacts, Kind
from server.families.models import Seat
from server.families.visibility import decide
from server.meetings.circle import Circle
from server.voices.models import HOW, Draft, Reader, SharedAnswer, Voice
from server.voices.questions import QUESTIONS, Question


@dataclass
class Saying:
    """One child's say in one request that holds its key."""

    voice: Voice
    circle: Circle

    @property
    def db(self) -> Session:
        return self.circle.db

    @property
    def seat(self) -> Seat:
        return self.circle.seat

    @property
    def helper(self) -> str:
        """The first name of the helper, for the child's pages."""
        return self.circle.called(self.voice.helper_id)

    def answered(self) -> list[tuple[Question, Draft]]:
        """What the child has said so far, in the order of the questions."""
        drafts = self.voice.drafts(self.db)
        return [(question, drafts[question.id]) for question in QUESTIONS if _said(drafts, question)]

    def choose(self, draft: Draft, audience: Choice, apart_from: list[str], how: str | None) -> None:
        """Who hears one answer, and how. Nothing leaves before Send."""
        if audience == Choice.EVERYONE_EXCEPT and not apart_from:
            raise Refused(_("Who should not hear it? Pick at least one."), field="apart_from")
        draft.audience, draft.how = audience, how if how in HOW else "show_my_words"
        draft.except_for = apart_from if audience == Choice.EVERYONE_EXCEPT else []
        self.db.add(draft)

    def hearers(self, choice: Choice, apart_from: list[str] | None = None) -> list[Seat]:
        """The people a choice means today, by name; only those who would really be able to read it."""
        apart = frozenset(UUID(one) for one in apart_from or [])
        meant = chosen_audience(choice, self.circle.me, self.circle.table, apart_from=apart)
        if choice == Choice.MY_HELPER:
            meant |= {self.voice.helper_id}
        item = ItemFacts(
            kind=Kind.CHILD_ANSWER, family_id=self.voice.family_id, author=self.seat.id, about=self.seat.id,
            audience=meant, side_id=self.seat.side_id, is_released=True,
            hidden_from=self.circle.hidden_from(self.seat.id, None),
        )  # fmt: skip
        state, now = self.circle.meeting.state_for(self.db, self.seat), clock.now()
        return [
            s
            for s in self.circle.seats
            if s.id in meant and decide(self.circle.facts(s), Action.READ, item, state, now)
        ]

    def hearers_of(self, draft: Draft) -> list[Seat]:
        """The people one answer will go to."""
        return self.hearers(Choice(draft.audience), draft.except_for) if draft.is_shared else []

    def look(self) -> str:
        """A mark of exactly what is shared with exactly whom: what the child saw must be what is sent."""
        shown = [
            (
                draft.question,
                draft.said,
                draft.picked,
                draft.audience,
                draft.how,
                [str(s.id) for s in self.hearers_of(draft)],
            )
            for _question, draft in self.answered()
        ]
        return hashlib.sha256(json.dumps([str(self.voice.id), shown]).encode()).hexdigest()

    def send(self, seen: str) -> None:
        """Share what the child chose, word for word, with the people named now. Refused unless this was looked at."""
        if seen != self.look():
            raise Refused(_("Something changed since you looked. Please look once more."), status=409)
        before = {answer.question: answer for answer in self.voice.shared(self.db)}
        for question, draft in self.answered():
            sent = before.get(question.id)
            if sent is not None and sent.used_at is None:
                self.db.delete(sent)
                self.db.flush()
            if draft.is_shared and (sent is None or sent.used_at is None):
                self._share(draft)
        self.voice.sent_at = clock.now()
        self.db.add(self.voice)

    def _share(self, draft: Draft) -> None:
        answer = SharedAnswer(
            family_id=self.voice.family_id, voice_id=self.voice.id, seat_id=self.seat.id, question=draft.question,
            said=draft.said, picked=draft.picked, audience=draft.audience, how=draft.how or "show_my_words",
        )  # fmt: skip
        self.db.add(answer)
        self.db.flush()
        for seat in self.hearers_of(draft):
            self.db.add(Reader(family_id=answer.family_id, answer_id=answer.id, seat_id=seat.id))


def _said(drafts: dict[str, Draft], question: Question) -> bool:
    return question.id in drafts and drafts[question.id].is_answered
