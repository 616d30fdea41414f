"""What a child thinks, in their own words: drafts only they can open, and what they chose to share with whom."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Session, col, delete, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import VaultKey, kept, key_ring, sealed_column, words
from server.families.audiences import Choice
from server.families.models import Seat, seat_link
from server.meetings.models import Meeting, meeting_link

DRAFTS_LAST = timedelta(days=30)
SHARED = (Choice.MY_HELPER, Choice.RUNNING_THE_MEETING, Choice.EVERYONE, Choice.EVERYONE_EXCEPT)
HOW = ("i_say_it", "helper_says_it", "show_my_words", "not_aloud")
CHOSEN = " OR ".join(f"audience = '{choice.value}'" for choice in SHARED)


def voice_link() -> ForeignKeyConstraint:
    """A foreign key to a voice of the same family."""
    return ForeignKeyConstraint(
        ["family_id", "voice_id"], ["voice.family_id", "voice.id"], ondelete="CASCADE"
    )


class Voice(FamilyRow, table=True):
    """One child's say before one meeting. Its drafts have a key of their own, which only the child's requests hold."""

    __table_args__ = (
        UniqueConstraint("family_id", "meeting_id", "seat_id"), meeting_link(), seat_link("seat_id"), CLUSTERED,
    )  # fmt: skip
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this say",
        "made_at": "time: when the coordinator opened it for the child",
        "meeting_id": "link: the meeting it is for",
        "seat_id": "link: whose say it is",
        "helper_id": "link: who helps, named on the child's pages",
        "form": "setting: which questions, by age",
        "sent_at": "time: when the child pressed Send",
    }
    meeting_id: UUID
    seat_id: UUID
    helper_id: UUID
    form: str = "8-12"
    sent_at: datetime | None = None

    @classmethod
    def open_for(cls, db: Session, meeting: Meeting, child: Seat, helper: Seat) -> Self:
        """Let a child have their say; the same again if it was opened before."""
        found = cls.of_child(db, meeting, child)
        if found is None:
            found = cls(
                family_id=meeting.family_id, meeting_id=meeting.id, seat_id=child.id, helper_id=helper.id
            )
            key_ring(db).make(found.id)
            db.add(found)
            db.flush()
        return found

    @classmethod
    def of_child(cls, db: Session, meeting: Meeting, child: Seat) -> Self | None:
        """A child's say for one meeting, if it was opened."""
        query = select(cls).where(
            cls.family_id == meeting.family_id, cls.meeting_id == meeting.id, cls.seat_id == child.id
        )
        return db.exec(query).first()

    @classmethod
    def newest_of(cls, db: Session, child: Seat) -> Self | None:
        """The newest say of a child."""
        query = select(cls).where(cls.family_id == child.family_id, cls.seat_id == child.id)
        return db.exec(query.order_by(col(cls.id).desc())).first()

    @classmethod
    def around(cls, db: Session, meeting: Meeting) -> list[Self]:
        """Every say opened for a meeting; says nothing of what is in it."""
        query = select(cls).where(cls.family_id == meeting.family_id, cls.meeting_id == meeting.id)
        return list(db.exec(query.order_by(col(cls.id))))

    def drafts(self, db: Session) -> dict[str, "Draft"]:
        """The child's answers so far, by question; only a request that holds their key can read them."""
        query = select(Draft).where(Draft.family_id == self.family_id, Draft.voice_id == self.id)
        return {draft.question: draft for draft in db.exec(query)}

    def answer(self, db: Session, question: str, *, said: str, picked: list[str], state: str) -> "Draft":
        """Keep one answer; who hears it stays as the child chose before."""
        draft = self.drafts(db).get(question) or Draft(
            family_id=self.family_id, voice_id=self.id, question=question
        )
        draft.state, draft.said, draft.picked = state, said, picked
        db.add(draft)
        db.flush()
        return draft

    def shared(self, db: Session) -> list["SharedAnswer"]:
        """What was sent, in the order of the questions; `access.py` says who may have which."""
        query = select(SharedAnswer).where(
            SharedAnswer.family_id == self.family_id, SharedAnswer.voice_id == self.id
        )
        return list(db.exec(query.order_by(col(SharedAnswer.id))))


class Draft(FamilyRow, table=True):
    """One answer as the child has it now. Sealed with the voice's own key: opening the family does not open this."""

    __table_args__ = (UniqueConstraint("family_id", "voice_id", "question"), voice_link(), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this answer",
        "made_at": "time: when it was first kept; 30 days",
        "voice_id": "link: whose say",
        "question": "state: which question",
        "state": "state: answered, skipped or don't know",
        "said_sealed": "words: the child's own; until the meeting is over or 30 days",
        "picked_sealed": "words: the pictures the child tapped; as long",
        "audience": "state: who the child wants to hear it; nothing chosen means just me",
        "except_sealed": "words: who shall not hear it; as long",
        "how": "state: how the child wants it to be heard",
    }
    voice_id: UUID
    question: str
    state: str = "answered"
    said_sealed: bytes | None = sealed_column()
    picked_sealed: bytes | None = sealed_column()
    audience: str | None = None
    except_sealed: bytes | None = sealed_column()
    how: str | None = None

    said = words("said_sealed", owner="voice_id")
    picked = kept("picked_sealed", owner="voice_id")
    except_for = kept("except_sealed", owner="voice_id")

    @property
    def is_answered(self) -> bool:
        return self.state == "answered" and bool(self.said or self.picked)

    @property
    def is_shared(self) -> bool:
        return self.is_answered and self.audience in SHARED


class SharedAnswer(FamilyRow, table=True):
    """One answer as it was sent: word for word, with the child's wish, to people named at that moment."""

    __table_args__ = (
        CheckConstraint(CHOSEN, name="audience_chosen"),
        UniqueConstraint("family_id", "voice_id", "question"), voice_link(), seat_link("seat_id"), CLUSTERED,
    )  # fmt: skip
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this answer",
        "made_at": "time: when it was sent",
        "voice_id": "link: whose say",
        "seat_id": "link: the child who said it",
        "question": "state: which question",
        "said_sealed": "words: exactly as the child wrote them",
        "picked_sealed": "words: the pictures the child tapped",
        "audience": "state: whom the child chose",
        "how": "state: how the child wants it to be heard",
        "used_at": "time: when it was used for the meeting; after that it cannot change",
        "taken_back_at": "time: when the child took it back",
    }
    voice_id: UUID
    seat_id: UUID
    question: str
    said_sealed: bytes | None = sealed_column()
    picked_sealed: bytes | None = sealed_column()
    audience: str
    how: str
    used_at: datetime | None = None
    taken_back_at: datetime | None = None

    said = words("said_sealed")
    picked = kept("picked_sealed")

    def readers(self, db: Session) -> frozenset[UUID]:
        """The seats the child named when they sent it."""
        query = select(Reader.seat_id).where(Reader.family_id == self.family_id, Reader.answer_id == self.id)
        return frozenset(db.exec(query))

    def record_used(self) -> None:
        """From now on the child cannot change it, and is told so."""
        self.used_at = self.used_at or clock.now()

    def take_back(self) -> None:
        """The child takes it back: nobody else can read it from the next request on."""
        self.taken_back_at = self.taken_back_at or clock.now()


class Reader(FamilyRow, table=True):
    """One person a child chose for one answer, by name, at the moment it was sent."""

    __table_args__ = (
        UniqueConstraint("family_id", "answer_id", "seat_id"),
        ForeignKeyConstraint(
            ["family_id", "answer_id"], ["sharedanswer.family_id", "sharedanswer.id"], ondelete="CASCADE"
        ),
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


def forget_old_drafts(db: Session, now: datetime) -> int:
    """Delete drafts older than 30 days or of a finished meeting, and the keys that opened them. Returns how many says."""
    old = select(Voice).where(col(Voice.made_at) < now - DRAFTS_LAST)
    forgotten = 0
    for voice in db.exec(old):
        db.exec(delete(Draft).where(col(Draft.family_id) == voice.family_id, col(Draft.voice_id) == voice.id))
        forgotten += db.exec(delete(VaultKey).where(col(VaultKey.owner_id) == voice.id)).rowcount
    return forgotten
