"""Private family time: who is in it, their notes and draft under a key of their own, and what the family shows."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import VaultKey, kept, key_ring, sealed_column, words
from server.families.audiences import default_audience
from server.families.facts import ItemFacts, Kind, Seats
from server.families.models import Family, Role, Seat, seat_link
from server.meetings.circle import Circle
from server.meetings.models import Meeting, meeting_link
from server.organisations.models import Organisation

# Who goes in by coming to the meeting. An advocate stays only if the child asked (TRU-D6).
STAYS = {Role.PARENT, Role.NETWORK, Role.CHILD}
MAY_BE_ASKED = {Role.ADVOCATE, Role.SUPPORTER}


def time_link() -> ForeignKeyConstraint:
    """A foreign key to a private family time of the same family."""
    return ForeignKeyConstraint(
        ["family_id", "private_time_id"], ["private_time.family_id", "private_time.id"], ondelete="CASCADE"
    )


class PrivateTime(FamilyRow, table=True):
    """The family's own time at one meeting, for one side. Its id owns the family-time key."""

    __tablename__ = "private_time"
    __table_args__ = (
        UniqueConstraint("family_id", "meeting_id", "side_id"),
        meeting_link(),
        seat_link("pen_id", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this time, and of its key",
        "made_at": "time: when it began",
        "meeting_id": "link: the meeting",
        "side_id": "link: the side it belongs to",
        "pen_id": "link: who writes the plan down now",
        "ended_at": "time: when the family last came back",
        "forgotten_at": "time: when its notes and its key were destroyed",
    }
    meeting_id: UUID
    side_id: UUID | None = None
    pen_id: UUID | None = None
    ended_at: datetime | None = None
    forgotten_at: datetime | None = None

    @classmethod
    def of(cls, db: Session, meeting: Meeting, side_id: UUID | None) -> Self | None:
        """This side's own time, if it ever began."""
        query = select(cls).where(cls.family_id == meeting.family_id, cls.meeting_id == meeting.id)
        return next((found for found in db.exec(query) if found.side_id == side_id), None)

    @classmethod
    def begin(cls, circle: Circle, side_id: UUID | None) -> Self:
        """Start it, or go on with it: everyone of the family who is asked to come is in it."""
        db, meeting = circle.db, circle.meeting
        time = cls.of(db, meeting, side_id)
        fresh = time is None or time.is_forgotten
        time = time or cls(family_id=meeting.family_id, meeting_id=meeting.id, side_id=side_id)
        if fresh:
            key_ring(db).make(time.id)
        time.ended_at = time.forgotten_at = time.pen_id = None
        db.add(time)
        db.flush()
        for seat in circle.seats:
            if seat.role in STAYS and seat.side_id == side_id and seat.id in circle.attending:
                time.let_in(db, seat)
        return time

    @property
    def is_forgotten(self) -> bool:
        return self.forgotten_at is not None

    def inside(self, db: Session) -> Seats:
        """The seats that are in it."""
        query = select(InPrivateTime.seat_id).where(
            InPrivateTime.family_id == self.family_id, InPrivateTime.private_time_id == self.id
        )
        return frozenset(db.exec(query))

    def let_in(self, db: Session, seat: Seat) -> None:
        """One more seat; never a professional's, and once is enough."""
        if not seat.is_professional and seat.id not in self.inside(db):
            db.add(InPrivateTime(family_id=self.family_id, private_time_id=self.id, seat_id=seat.id))
            db.flush()

    def writer(self, circle: Circle) -> UUID | None:
        """Who holds the pen: whoever took it or was handed it, else the family lead."""
        lead = next(
            (seat.id for seat in circle.seats if seat.is_family_lead and seat.id in circle.inside), None
        )
        return self.pen_id or lead

    def end(self) -> None:
        """The family came back."""
        self.ended_at = clock.now()


class InPrivateTime(FamilyRow, table=True):
    """One seat that is in private family time."""

    __tablename__ = "in_private_time"
    __table_args__ = (time_link(), seat_link("seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: from when",
        "private_time_id": "link: which private family time",
        "seat_id": "link: who is in it",
    }
    private_time_id: UUID
    seat_id: UUID


class FamilyNote(FamilyRow, table=True):
    """A note or the draft of the plan, sealed with the family-time key: no professional's request can open it."""

    __tablename__ = "family_note"
    __table_args__ = (time_link(), seat_link("seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the note",
        "made_at": "time: when it was written",
        "private_time_id": "link: which private family time; its key opens the words; 14 days",
        "seat_id": "link: who wrote it",
        "is_draft": "state: whether it is the draft of the plan",
        "version": "state: how often it was changed, so that nobody writes over somebody else",
        "what_sealed": "words: the note; 14 days",
        "shown_to_sealed": "words: the seats in the room it was shown to; 14 days",
    }
    private_time_id: UUID
    seat_id: UUID
    is_draft: bool = False
    version: int = 1
    what_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()

    what = words("what_sealed", owner="private_time_id")
    shown_to = kept("shown_to_sealed", owner="private_time_id")

    @classmethod
    def of(cls, db: Session, time: PrivateTime) -> list[Self]:
        """Every note of one private family time, oldest first; needs its key."""
        query = select(cls).where(cls.family_id == time.family_id, cls.private_time_id == time.id)
        return list(db.exec(query.order_by(col(cls.made_at), col(cls.id))))

    @classmethod
    def begun(
        cls, circle: Circle, time: PrivateTime, *, is_draft: bool = False, for_all: bool = True
    ) -> Self:
        """About to be written by me, for everyone in the room or for me alone."""
        note = cls(
            family_id=time.family_id, private_time_id=time.id, seat_id=circle.seat.id, is_draft=is_draft
        )
        others = default_audience(Kind.FAMILY_TIME, circle.me, circle.table) if for_all else frozenset()
        note.shown_to = sorted(str(seat) for seat in others)
        return note

    def facts(self, circle: Circle, time: PrivateTime) -> ItemFacts:
        """As `decide` sees it; the draft is its writer's to change, whoever began it."""
        pen = time.writer(circle) if self.is_draft else None
        return ItemFacts(
            kind=Kind.FAMILY_TIME,
            family_id=self.family_id,
            id=self.id,
            author=self.seat_id,
            owners=frozenset({pen} if pen else ()),
            audience=frozenset(UUID(seat) for seat in self.shown_to),
            hidden_from=circle.hidden_from(self.seat_id, self.id),
            side_id=time.side_id,
        )


class Proposal(FamilyRow, table=True):
    """The plan as the family chose to show it: a copy of its own, with none of the notes it came from."""

    __table_args__ = (meeting_link(), seat_link("seat_id", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the proposal",
        "made_at": "time: when it was shown",
        "meeting_id": "link: the meeting",
        "seat_id": "link: who showed it for the family",
        "side_id": "link: the side it comes from",
        "what_sealed": "words: the plan as shown",
        "shown_to_sealed": "words: the seats it was shown to",
        "taken_back_at": "time: when the family took it back",
    }
    meeting_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    what_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()
    taken_back_at: datetime | None = None

    what = words("what_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def of(cls, db: Session, meeting: Meeting) -> list[Self]:
        """Every proposal of a meeting, newest first; who may read which is asked of `decide`."""
        query = select(cls).where(cls.family_id == meeting.family_id, cls.meeting_id == meeting.id)
        return list(db.exec(query.order_by(col(cls.made_at).desc(), col(cls.id).desc())))

    @classmethod
    def begun(cls, circle: Circle, what: str) -> Self:
        """About to be shown by me, for the family and those who run the meeting."""
        shown = cls(
            family_id=circle.meeting.family_id, meeting_id=circle.meeting.id, seat_id=circle.seat.id,
            side_id=circle.seat.side_id,
        )  # fmt: skip
        shown.what = what
        named = default_audience(Kind.PROPOSAL, circle.me, circle.table) & (circle.attending | circle.inside)
        shown.shown_to = sorted(str(seat) for seat in named)
        return shown

    def facts(self, circle: Circle) -> ItemFacts:
        """As `decide` sees it."""
        return ItemFacts(
            kind=Kind.PROPOSAL,
            family_id=self.family_id,
            id=self.id,
            author=self.seat_id,
            audience=frozenset(UUID(seat) for seat in self.shown_to),
            hidden_from=circle.hidden_from(self.seat_id, self.id),
            side_id=self.side_id,
            is_withdrawn=self.taken_back_at is not None,
        )


def forget_old_notes(db: Session, now: datetime) -> int:
    """Destroy the notes, draft and key of every private family time that is long enough past; returns how many."""
    forgotten = 0
    for time in db.exec(select(PrivateTime).where(col(PrivateTime.forgotten_at).is_(None))):
        organisation = db.get_one(Organisation, db.get_one(Family, time.family_id).organisation_id)
        if (time.ended_at or time.made_at) + timedelta(days=organisation.notes_days) <= now:
            _forget(db, time, now)
            forgotten += 1
    return forgotten


def _forget(db: Session, time: PrivateTime, now: datetime) -> None:
    for note in FamilyNote.of(db, time):
        db.delete(note)
    key = db.get(VaultKey, time.id)
    if key is not None:
        db.delete(key)
    time.forgotten_at = now
    db.add(time)
    db.flush()
