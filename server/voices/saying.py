"""A child's say while the child has it in hand: keeping answers, choosing who hears each, looking once more, sending."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from sqlmodel import Session

from server.core import clock
from server.core.errors import NOT_FOUND, Refused
from server.core.i18n import _
from server.families.audiences import Choice, chosen_audience
from server.families.facts import Action
from server.families.models import Seat
from server.families.visibility import decide
from server.meetings.circle import Circle
from server.voices.items import about_to_say
from server.voices.models import HOW, Draft, Voice
from server.voices.questions import QUESTIONS, Question
from server.voices.shared import Reader, SharedAnswer


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
    def home(self) -> str:
        """Where the child's own pages begin."""
        return f"/families/{self.voice.family_id}/mine"

    @property
    def helper(self) -> str:
        """The first name of the helper, for the child's pages."""
        return self.circle.called(self.voice.helper_id)

    @cached_property
    def drafts(self) -> dict[str, Draft]:
        """What the child has kept so far, by question."""
        return self.voice.drafts(self.db)

    @cached_property
    def sent(self) -> dict[str, SharedAnswer]:
        """What was sent before, taken back or not, by question."""
        return {answer.question: answer for answer in SharedAnswer.of(self.db, self.voice)}

    def is_used(self, question: Question) -> bool:
        """Whether it was used for the meeting, so that it stays as it is."""
        return question.id in self.sent and self.sent[question.id].is_used

    def answered(self) -> list[tuple[Question, Draft]]:
        """What the child has said so far and can still change, in the order of the questions."""
        return [
            (question, self.drafts[question.id])
            for question in QUESTIONS
            if question.id in self.drafts
            and self.drafts[question.id].is_answered
            and not self.is_used(question)
        ]

    def keep(self, question: Question, said: str, picked: list[str], state: str) -> None:
        """Keep one answer. Nothing written is the same as skipped."""
        self.require_open(question)
        known = [value for value in picked if value in question.values]
        is_empty = state == "answered" and not said and not known
        self.voice.keep(self.db, question.id, said=said, picked=known, state="skipped" if is_empty else state)
        self.__dict__.pop("drafts", None)

    def choose(self, question: Question, audience: Choice, how: str) -> None:
        """Who hears one answer, and how. Nothing leaves before Send; everyone but somebody waits for the names."""
        draft = self.answer_to(question)
        if audience not in self.may_choose(question):
            raise Refused(_("Please choose one of these."), field="audience")
        draft.audience = None if audience == Choice.EVERYONE_EXCEPT else audience
        draft.how = how if how in HOW else ""
        draft.except_for = None
        self.db.add(draft)

    def choose_all_but(self, question: Question, apart_from: list[str]) -> None:
        """Everyone at the meeting but the people named."""
        draft = self.answer_to(question)
        there = {str(seat.id) for seat in self.hearers(Choice.EVERYONE)}
        named = [one for one in apart_from if one in there]
        if not named or question.for_few:
            raise Refused(_("Who should not hear it? Pick at least one."), field="apart_from")
        draft.audience, draft.except_for = Choice.EVERYONE_EXCEPT, named
        self.db.add(draft)

    def may_choose(self, question: Question) -> list[Choice]:
        """The choices for one answer; some things are for a few people at most."""
        wide = {Choice.EVERYONE, Choice.EVERYONE_EXCEPT}
        return [choice for choice in Choice if not (question.for_few and choice in wide)]

    def hearers(self, choice: Choice, apart_from: list[str] | None = None) -> list[Seat]:
        """The people a choice means today, by name; only those who would really be able to read it."""
        apart = frozenset(UUID(one) for one in apart_from or [])
        meant = (
            frozenset({self.voice.helper_id})
            if choice == Choice.MY_HELPER
            else chosen_audience(choice, self.circle.me, self.circle.table, apart_from=apart)
        )
        item = replace(
            about_to_say(self.circle), audience=meant, is_released=True,
            hidden_from=self.circle.hidden_from(self.seat.id, None),
        )  # fmt: skip
        state, now = self.circle.state(self.seat.side_id), clock.now()
        return [
            seat
            for seat in self.circle.seats
            if seat.id in meant and decide(self.circle.facts(seat), Action.READ, item, state, now)
        ]

    def hearers_of(self, draft: Draft) -> list[Seat]:
        """The people one answer will go to."""
        return self.hearers(Choice(draft.audience or ""), draft.except_for) if draft.is_shared else []

    def look(self) -> str:
        """A mark of exactly what is shared with exactly whom: what the child saw must be what is sent."""
        shown = [
            [draft.question, draft.said, draft.picked, draft.audience, draft.how]
            + [str(seat.id) for seat in self.hearers_of(draft)]
            for _question, draft in self.answered()
        ]
        before = [[answer.question, str(answer.used_at), answer.is_out] for answer in self.sent.values()]
        said = json.dumps([str(self.voice.id), shown, sorted(before)])
        return hashlib.sha256(said.encode()).hexdigest()

    def send(self, seen: str) -> None:
        """Share what the child chose, word for word, with the people named now. Refused unless this was looked at."""
        self.require_open()
        if seen != self.look():
            raise Refused(_("Something changed since you looked. Please look once more."), status=409)
        going = {question.id for question, draft in self.answered() if self._share(draft)}
        for answer in self.sent.values():
            if answer.question not in going and not answer.is_used:
                answer.take_back()
                self.db.add(answer)
        self.voice.sent_at = clock.now()
        self.db.add(self.voice)

    def _share(self, draft: Draft) -> bool:
        readers = self.hearers_of(draft)
        if not readers:
            return False
        answer = self.sent.get(draft.question) or SharedAnswer(
            family_id=self.voice.family_id, voice_id=self.voice.id, seat_id=self.seat.id,
            question=draft.question, audience=draft.audience or "",
        )  # fmt: skip
        answer.side_id = self.seat.side_id
        if not answer.says(draft):
            answer.repeat(draft)
        self.db.add(answer)
        self.db.flush()
        Reader.name(self.db, answer, [seat.id for seat in readers])
        return True

    def require_open(self, question: Question | None = None) -> None:
        """Raise Refused where the meeting is finished, or this answer was used already."""
        self.circle.require(Action.CREATE, about_to_say(self.circle))
        if question and self.is_used(question):
            raise Refused(_("They used this at the meeting. So it stays as it is."), status=409)

    def answer_to(self, question: Question) -> Draft:
        """The answer to one question; 404 where there is none to choose for."""
        self.require_open(question)
        draft = self.drafts.get(question.id)
        if draft is None or not draft.is_answered:
            raise NOT_FOUND
        return draft

    def next_to_answer(self) -> Question:
        """Where to go on: the first question not seen yet, else the first."""
        return next((question for question in QUESTIONS if question.id not in self.drafts), QUESTIONS[0])

    def next_to_choose(self, after: Question | None = None) -> Question | None:
        """The next answer for which nothing was chosen yet."""
        start = after.number if after else 0
        for question, draft in self.answered():
            if question.number > start and draft.audience is None:
                return question
        return None
