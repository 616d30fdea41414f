"""Strengths, worries, questions and bottom lines: written as drafts, then shared with people by name."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.families.audiences import default_audience
from server.families.facts import ItemFacts, Kind, Seats
from server.families.models import seat_link
from server.meetings.circle import Circle
from server.meetings.models import Meeting, meeting_link


class Sort(StrEnum):
    """What a piece of information is. Good things are read first, always."""

    STRENGTH = "strength"
    WORRY = "worry"
    QUESTION = "question"
    BOTTOM_LINE = "bottom_line"


ORDER = list(Sort)


class Information(FamilyRow, table=True):
    """One thing a worker wants the family to know before the meeting. Each side has its own."""

    __table_args__ = (meeting_link(), seat_link("seat_id", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this piece",
        "made_at": "time: when it was written",
        "meeting_id": "link: the meeting",
        "seat_id": "link: who wrote it",
        "side_id": "link: the side it is written for",
        "sort": "state: strength, worry, question or bottom line",
        "what_sealed": "words: what it says",
        "reason_sealed": "words: why a word the plain-words check pointed at was kept",
        "shown_to_sealed": "words: the seats it was shared with, by name",
        "shared_at": "time: when it was first shared",
        "taken_back_at": "time: when it was taken back",
    }
    meeting_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    sort: str
    what_sealed: bytes | None = sealed_column()
    reason_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()
    shared_at: datetime | None = None
    taken_back_at: datetime | None = None

    what = words("what_sealed")
    reason = words("reason_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def of(cls, db: Session, meeting: Meeting) -> list[Self]:
        """Everything written for a meeting that stands: strengths first, then in the order it was written."""
        query = select(cls).where(
            cls.family_id == meeting.family_id, cls.meeting_id == meeting.id, col(cls.taken_back_at).is_(None)
        )
        found = list(db.exec(query.order_by(col(cls.id))))
        return sorted(found, key=lambda piece: ORDER.index(Sort(piece.sort)))

    @classmethod
    def begun(cls, circle: Circle, sort: Sort, side_id: UUID | None) -> Self:
        """A draft about to be written by me: for those who run the meeting, and nobody else yet."""
        piece = cls(
            family_id=circle.meeting.family_id, meeting_id=circle.meeting.id, seat_id=circle.seat.id,
            side_id=side_id, sort=sort,
        )  # fmt: skip
        piece.name(default_audience(Kind.INFORMATION, circle.me, circle.table))
        return piece

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    @property
    def readers(self) -> Seats:
        return frozenset(UUID(seat) for seat in self.shown_to)

    def name(self, seats: Iterable[UUID]) -> None:
        """Put exactly these seats in its audience."""
        self.shown_to = sorted(str(seat) for seat in seats)

    def facts(self, circle: Circle) -> ItemFacts:
        """As `decide` sees it."""
        return ItemFacts(
            kind=Kind.INFORMATION,
            family_id=self.family_id,
            id=self.id,
            author=self.seat_id,
            audience=self.readers,
            hidden_from=circle.hidden_from(self.seat_id, self.id),
            side_id=self.side_id,
            is_released=self.is_shared,
            is_withdrawn=self.taken_back_at is not None,
        )


class SharingStep(FamilyRow, table=True):
    """Who shared, changed or took back a piece of information, when, with whom, and why."""

    __tablename__ = "sharing_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["family_id", "information_id"], ["information.family_id", "information.id"], ondelete="CASCADE"
        ),
        seat_link("seat_id", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this step",
        "made_at": "time: when",
        "information_id": "link: which piece",
        "seat_id": "link: who did it",
        "did": "state: shared, changed or taken back",
        "why_sealed": "words: why it was changed",
        "with_sealed": "words: the seats it was shared with in this step",
    }
    information_id: UUID
    seat_id: UUID
    did: str
    why_sealed: bytes | None = sealed_column()
    with_sealed: bytes | None = sealed_column()

    why = words("why_sealed")
    shared_with = kept("with_sealed")

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> dict[UUID, list[Self]]:
        """The steps of every piece in a family, oldest first."""
        steps: dict[UUID, list[Self]] = {}
        for step in db.exec(
            select(cls).where(cls.family_id == family_id).order_by(col(cls.made_at), col(cls.id))
        ):
            steps.setdefault(step.information_id, []).append(step)
        return steps

    @classmethod
    def note(
        cls, circle: Circle, piece: Information, did: str, *, why: str = "", seats: Iterable[UUID] = ()
    ) -> None:
        """Write down who did what, when and why."""
        step = cls(family_id=piece.family_id, information_id=piece.id, seat_id=circle.seat.id, did=did)
        step.why, step.shared_with = why, sorted(str(seat) for seat in seats)
        circle.db.add(step)


def worried_without_strength(pieces: Iterable[Information], readers: Iterable[UUID]) -> set[UUID]:
    """Those of `readers` who would read a worry and no strength beside it (TRU-B1)."""
    shared = [piece for piece in pieces if piece.is_shared and piece.taken_back_at is None]
    read = {
        sort: [piece.readers for piece in shared if piece.sort == sort]
        for sort in (Sort.WORRY, Sort.STRENGTH)
    }
    return {
        reader
        for reader in readers
        if any(reader in piece for piece in read[Sort.WORRY])
        and not any(reader in piece for piece in read[Sort.STRENGTH])
    }


def share(circle: Circle, pieces: list[Information], seats: Seats) -> None:
    """Let these people read these pieces, from now on."""
    for piece in pieces:
        piece.name(piece.readers | seats)
        piece.shared_at = piece.shared_at or clock.now()
        circle.db.add(piece)
        SharingStep.note(circle, piece, "shared", seats=seats)


def came_late(shared_at: datetime | None, on_day: date | None, zone: str, lead_days: int) -> bool:
    """Whether there were fewer days to read than there should be: whole days on the family's calendar."""
    if shared_at is None or on_day is None:
        return False
    return on_day - shared_at.astimezone(ZoneInfo(zone)).date() < timedelta(days=lead_days)
