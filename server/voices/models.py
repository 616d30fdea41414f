"""A child's say, and the drafts only the child can open. What was shared is in `shared.py`."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, delete, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow, once
from server.core.encryption import VaultKey, kept, key_ring, sealed_column, words
from server.families.audiences import Choice
from server.families.models import Family, Seat, seat_link
from server.meetings.models import Meeting, meeting_link
from server.meetings.stages import Stage
from server.organisations.models import Organisation

DRAFTS_LAST = timedelta(days=30)
SHARED = (Choice.MY_HELPER, Choice.RUNNING_THE_MEETING, Choice.EVERYONE, Choice.EVERYONE_EXCEPT)
HOW = ("i_say_it", "helper_says_it", "show_my_words", "not_aloud")


def voice_link() -> ForeignKeyConstraint:
    """A foreign key to a voice of the same family."""
    return ForeignKeyConstraint(
        ["family_id", "voice_id"], ["voice.family_id", "voice.id"], ondelete="CASCADE"
    )


class Voice(FamilyRow, table=True):
    """One child's say before one meeting. Its drafts have a key of their own, which only the child's requests hold."""

    __table_args__ = (
        UniqueConstraint("family_id", "meeting_id", "seat_id"), meeting_link(), seat_link("seat_id"),
        seat_link("helper_id", ondelete="NO ACTION"), CLUSTERED,
    )  # fmt: skip
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this say",
        "made_at": "time: when the coordinator opened it for the child",
        "meeting_id": "link: the meeting it is for",
        "seat_id": "link: whose say it is",
        "helper_id": "link: who helps, named on the child's pages",
        "form": "setting: which questions, by age",
        "told_at": "time: when the child was told who can see what; shown to nobody",
        "sent_at": "time: when the child last pressed Send; shown to nobody else",
    }
    meeting_id: UUID
    seat_id: UUID
    helper_id: UUID
    form: str = "8-12"
    told_at: datetime | None = None
    sent_at: datetime | None = None

    @classmethod
    def open_for(cls, db: Session, meeting: Meeting, child: Seat, helper: Seat) -> Self:
        """Let a child have their say with this helper; the same say again if it was opened before."""
        voice = cls.of_child(db, meeting, child) or cls(
            family_id=meeting.family_id, meeting_id=meeting.id, seat_id=child.id, helper_id=helper.id
        )
        voice.helper_id = helper.id
        db.add(voice)
        db.flush()
        return voice

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
    @once
    def of_family(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every say opened in a family, newest first; says nothing of what is in it."""
        return list(db.exec(select(cls).where(cls.family_id == family_id).order_by(col(cls.id).desc())))

    def meeting(self, db: Session) -> Meeting:
        """The meeting it is for."""
        return db.get_one(Meeting, (self.family_id, self.meeting_id))

    def is_over(self, db: Session) -> bool:
        """Whether the meeting is finished, so that nothing new can be said."""
        side_id = db.get_one(Seat, (self.family_id, self.seat_id)).side_id
        return self.meeting(db).stage(db, side_id) == Stage.CLOSED

    def is_sealed_for(self, opened_at: datetime) -> bool:
        """Whether words were sent since this phone was let in: then a fresh code is needed to read them."""
        return self.sent_at is not None and opened_at <= self.sent_at

    def is_begun(self, db: Session) -> bool:
        """Whether the child was told and has a key; not any more once the drafts were let go."""
        return self.told_at is not None and db.get(VaultKey, self.id) is not None

    def begin(self, db: Session) -> None:
        """The child was told who can see what; from now on there is a key for their words."""
        if db.get(VaultKey, self.id) is None:
            key_ring(db).make(self.id)
        self.told_at = clock.now()
        db.add(self)

    def drafts(self, db: Session) -> dict[str, "Draft"]:
        """The child's answers so far, by question; only a request that holds their key can read them."""
        query = select(Draft).where(Draft.family_id == self.family_id, Draft.voice_id == self.id)
        return {draft.question: draft for draft in db.exec(query)}

    def keep(self, db: Session, question: str, *, said: str, picked: list[str], state: str) -> "Draft":
        """Keep one answer; who hears it stays as the child chose before."""
        draft = self.drafts(db).get(question) or Draft(
            family_id=self.family_id, voice_id=self.id, question=question
        )
        draft.state, draft.said, draft.picked, draft.kept_at = state, said, picked, clock.now()
        db.add(draft)
        db.flush()
        return draft


class Draft(FamilyRow, table=True):
    """One answer as the child has it now. Sealed with the voice's own key: opening the family does not open this."""

    __table_args__ = (UniqueConstraint("family_id", "voice_id", "question"), voice_link(), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this answer",
        "made_at": "time: when it was first kept",
        "kept_at": "time: when it was last kept; 30 days later it goes",
        "voice_id": "link: whose say",
        "question": "state: which question",
        "state": "state: answered, skipped or don't know",
        "said_sealed": "words: the child's own; until the meeting is over or 30 days",
        "picked_sealed": "words: the pictures the child tapped; as long",
        "audience": "state: who the child wants to hear it; nothing chosen means just me",
        "except_sealed": "words: who shall not hear it; as long",
        "how": "state: how the child wants it to be heard; nothing chosen means ask first",
    }
    kept_at: datetime = Field(default_factory=clock.now)
    voice_id: UUID
    question: str
    state: str = "answered"
    said_sealed: bytes | None = sealed_column()
    picked_sealed: bytes | None = sealed_column()
    audience: str | None = None
    except_sealed: bytes | None = sealed_column()
    how: str = ""

    said = words("said_sealed", owner="voice_id")
    picked = kept("picked_sealed", owner="voice_id")
    except_for = kept("except_sealed", owner="voice_id")

    @property
    def is_answered(self) -> bool:
        return self.state == "answered" and bool(self.said or self.picked)

    @property
    def is_shared(self) -> bool:
        """Whether the child wants somebody to hear it."""
        return self.is_answered and self.audience in SHARED


def forget_old_drafts(db: Session, now: datetime) -> int:
    """Delete drafts untouched for 30 days or of a meeting long finished, and their keys. Returns how many says.

    The only job that ever goes near drafts; it reads when they were kept and never what they say.
    """
    last = select(Draft.family_id, Draft.voice_id, func.max(Draft.kept_at)).group_by(
        col(Draft.family_id), col(Draft.voice_id)
    )
    old = [
        (family_id, voice_id)
        for family_id, voice_id, kept_at in db.exec(last).all()
        if now - kept_at > DRAFTS_LAST or _is_long_over(db, family_id, voice_id, now)
    ]
    for family_id, voice_id in old:
        db.exec(delete(Draft).where(col(Draft.family_id) == family_id, col(Draft.voice_id) == voice_id))
        db.exec(delete(VaultKey).where(col(VaultKey.owner_id) == voice_id))
    return len(old)


def _is_long_over(db: Session, family_id: UUID, voice_id: UUID, now: datetime) -> bool:
    """Whether the meeting was finished as many days ago as the organisation keeps private notes."""
    voice = db.get_one(Voice, (family_id, voice_id))
    if not voice.is_over(db):
        return False
    changes = voice.meeting(db).changes(db)
    ended = max(change.made_at for change in changes if change.stage == Stage.CLOSED)
    organisation = db.get_one(Organisation, db.get_one(Family, family_id).organisation_id)
    return now - ended > timedelta(days=organisation.notes_days)
