"""What happened with what a child said: written by those who heard it, read and answered by the child."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import sealed_column, words
from server.families.models import seat_link
from server.voices.shared import SharedAnswer, answer_link

REPLIES = ("right", "not_quite", "more")


class WhatHappened(FamilyRow, table=True):
    """What was done with one answer, why not, and what comes next; and what the child says to that."""

    __tablename__ = "what_happened"
    __table_args__ = (answer_link(), seat_link("seat_id", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this answer to the child",
        "made_at": "time: when it was written",
        "answer_id": "link: which of the child's answers",
        "seat_id": "link: who wrote it",
        "did_sealed": "words: what was done",
        "why_not_sealed": "words: why something was not done",
        "next_sealed": "words: what comes next",
        "reply": "state: that's right, not quite, or more to say",
        "reply_sealed": "words: the child's reply, for whoever wrote this",
        "replied_at": "time: when the child replied",
    }
    answer_id: UUID
    seat_id: UUID
    did_sealed: bytes | None = sealed_column()
    why_not_sealed: bytes | None = sealed_column()
    next_sealed: bytes | None = sealed_column()
    reply: str | None = None
    reply_sealed: bytes | None = sealed_column()
    replied_at: datetime | None = None

    did = words("did_sealed")
    why_not = words("why_not_sealed")
    next = words("next_sealed")
    reply_words = words("reply_sealed")

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> dict[UUID, list[Self]]:
        """What was written about each answer of a family, oldest first."""
        found: dict[UUID, list[Self]] = {}
        for line in db.exec(select(cls).where(cls.family_id == family_id).order_by(col(cls.id))):
            found.setdefault(line.answer_id, []).append(line)
        return found

    @classmethod
    def tell(cls, db: Session, answer: SharedAnswer, by: UUID, *, did: str, why_not: str, next: str) -> Self:
        """Write down what happened with one answer."""
        line = cls(family_id=answer.family_id, answer_id=answer.id, seat_id=by)
        line.did, line.why_not, line.next = did, why_not, next
        db.add(line)
        db.flush()
        return line

    def answer_back(self, reply: str, said: str) -> None:
        """The child says whether that is right; saying it again replaces it."""
        self.reply, self.reply_words, self.replied_at = reply, said, clock.now()
