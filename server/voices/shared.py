"""What a child sent: word for word, to people named at that moment, and whom it had to be passed on to."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.families.facts import Seats
from server.families.models import seat_link
from server.voices.models import SHARED, Draft, Voice, voice_link

CHOSEN = " OR ".join(f"audience = '{choice.value}'" for choice in SHARED)


def answer_link() -> ForeignKeyConstraint:
    """A foreign key to a sent answer of the same family."""
    return ForeignKeyConstraint(
        ["family_id", "answer_id"], ["shared_answer.family_id", "shared_answer.id"], ondelete="CASCADE"
    )


class SharedAnswer(FamilyRow, table=True):
    """One answer as it was sent. The same row when the child changes it, so that who opened it stays known."""

    __tablename__ = "shared_answer"
    __table_args__ = (
        CheckConstraint(CHOSEN, name="audience_chosen"),
        UniqueConstraint("family_id", "voice_id", "question"),
        voice_link(),
        seat_link("seat_id"),
        seat_link("used_by", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this answer",
        "made_at": "time: when it was first sent",
        "sent_at": "time: when it was last sent",
        "voice_id": "link: whose say",
        "seat_id": "link: the child who said it",
        "side_id": "link: the child's side when it was sent, which it never leaves",
        "question": "state: which question",
        "said_sealed": "words: exactly as the child wrote them; gone when taken back",
        "picked_sealed": "words: the pictures the child tapped; gone when taken back",
        "audience": "state: whom the child chose",
        "how": "state: how the child wants it to be heard; nothing chosen means ask first",
        "used_at": "time: when it was used for the meeting; after that it cannot change",
        "used_by": "link: who wrote down that it was used",
        "taken_back_at": "time: when the child took it back",
    }
    sent_at: datetime = Field(default_factory=clock.now)
    voice_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    question: str
    said_sealed: bytes | None = sealed_column()
    picked_sealed: bytes | None = sealed_column()
    audience: str
    how: str = ""
    used_at: datetime | None = None
    used_by: UUID | None = None
    taken_back_at: datetime | None = None

    said = words("said_sealed")
    picked = kept("picked_sealed")

    @classmethod
    def of(cls, db: Session, voice: Voice) -> list[Self]:
        """Everything that was sent, taken back or not; `access.py` says who may have which."""
        query = select(cls).where(cls.family_id == voice.family_id, cls.voice_id == voice.id)
        return list(db.exec(query.order_by(col(cls.id))))

    @property
    def is_out(self) -> bool:
        """Whether others can read it now."""
        return self.taken_back_at is None

    @property
    def is_used(self) -> bool:
        return self.used_at is not None

    def says(self, draft: Draft) -> bool:
        """Whether it says exactly what the draft says, to be heard the same way."""
        same_words = (self.said or "") == (draft.said or "") and (self.picked or []) == (draft.picked or [])
        return self.is_out and same_words and (self.audience, self.how) == (draft.audience, draft.how)

    def repeat(self, draft: Draft) -> None:
        """Word for word what the child has now."""
        self.said, self.picked = draft.said, draft.picked
        self.audience, self.how = draft.audience or "", draft.how
        self.sent_at, self.taken_back_at = clock.now(), None

    def record_used(self, by: UUID) -> None:
        """From now on the child cannot change it, and is told so."""
        if self.used_at is None:
            self.used_at, self.used_by = clock.now(), by

    def take_back(self) -> None:
        """The child takes it back: from the next request on nobody else can read it, and no copy is left."""
        self.taken_back_at = self.taken_back_at or clock.now()
        self.said = self.picked = None


class Reader(FamilyRow, table=True):
    """One person a child chose for one answer, by name, at the moment it was sent."""

    __table_args__ = (
        UniqueConstraint("family_id", "answer_id", "seat_id"),
        answer_link(),
        seat_link("seat_id"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: when it was sent",
        "answer_id": "link: the answer",
        "seat_id": "link: who may read it",
    }
    answer_id: UUID
    seat_id: UUID

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> dict[UUID, Seats]:
        """Who was named for each answer of a family."""
        named: dict[UUID, set[UUID]] = {}
        for line in db.exec(select(cls).where(cls.family_id == family_id)):
            named.setdefault(line.answer_id, set()).add(line.seat_id)
        return {answer_id: frozenset(seats) for answer_id, seats in named.items()}

    @classmethod
    def name(cls, db: Session, answer: SharedAnswer, seats: Iterable[UUID]) -> None:
        """Exactly these people from now on."""
        wanted = set(seats)
        query = select(cls).where(cls.family_id == answer.family_id, cls.answer_id == answer.id)
        for line in db.exec(query).all():
            if line.seat_id in wanted:
                wanted.remove(line.seat_id)
            else:
                db.delete(line)
        db.add_all(cls(family_id=answer.family_id, answer_id=answer.id, seat_id=seat) for seat in wanted)


class PassedOn(FamilyRow, table=True):
    """A worker had to go beyond the child's wish: what, to whom, why, and whether the child was told first."""

    __tablename__ = "passed_on"
    __table_args__ = (
        answer_link(),
        seat_link("seat_id", ondelete="NO ACTION"),
        seat_link("to_seat_id", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: when it was passed on",
        "answer_id": "link: the answer",
        "seat_id": "link: who passed it on",
        "to_seat_id": "link: who was told",
        "why_sealed": "words: why, for the child to read unless that is unsafe",
        "told_first": "state: whether the child was told before",
        "is_kept_from_child": "state: whether the child would be less safe if they read of it now",
    }
    answer_id: UUID
    seat_id: UUID
    to_seat_id: UUID
    why_sealed: bytes | None = sealed_column()
    told_first: bool = False
    is_kept_from_child: bool = False

    why = words("why_sealed")

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> dict[UUID, list[Self]]:
        """The times each answer of a family was passed on, oldest first."""
        found: dict[UUID, list[Self]] = {}
        for line in db.exec(select(cls).where(cls.family_id == family_id).order_by(col(cls.id))):
            found.setdefault(line.answer_id, []).append(line)
        return found
