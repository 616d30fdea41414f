"""What people want to talk about, each point for the people its author chose: only me, until they say otherwise."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.families.facts import Action, ItemFacts, Kind, Seats
from server.families.models import Seat, seat_link
from server.meetings.circle import Circle
from server.meetings.models import Meeting, meeting_link


class For(StrEnum):
    """For whom a point is. Nothing is chosen beforehand beyond "only me"."""

    ONLY_ME = "only_me"
    HELPER = "helper"
    COORDINATOR = "coordinator"
    EVERYONE = "everyone"


class AgendaPoint(FamilyRow, table=True):
    """One thing somebody wants to talk about, or a note to themselves."""

    __tablename__ = "agenda_point"
    __table_args__ = (meeting_link(), seat_link("seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the point",
        "made_at": "time: when it was written",
        "meeting_id": "link: the meeting it is for",
        "seat_id": "link: who wrote it",
        "side_id": "link: the author's side, which it never leaves",
        "number": "state: its place among the author's own points",
        "meant_for": "setting: only me, my helper, the coordinator, or everyone",
        "what_sealed": "words: the point",
        "shown_to_sealed": "words: the seats named when it was shared",
        "taken_back_at": "time: when its author took it back",
    }
    meeting_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    number: int
    meant_for: str = For.ONLY_ME
    what_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()
    taken_back_at: datetime | None = None

    what = words("what_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def of(cls, db: Session, meeting: Meeting) -> list[Self]:
        """Every point of a meeting that stands, in its authors' order."""
        query = select(cls).where(
            cls.family_id == meeting.family_id, cls.meeting_id == meeting.id, col(cls.taken_back_at).is_(None)
        )
        return list(db.exec(query.order_by(col(cls.number), col(cls.id))))

    @classmethod
    def by(cls, db: Session, meeting: Meeting, seat: Seat) -> list[Self]:
        """One person's own points, in their order."""
        return [point for point in cls.of(db, meeting) if point.seat_id == seat.id]

    @classmethod
    def begun(cls, circle: Circle) -> Self:
        """A point about to be written by me, to ask whether it may be."""
        meeting, seat = circle.meeting, circle.seat
        return cls(
            family_id=meeting.family_id, meeting_id=meeting.id, seat_id=seat.id, side_id=seat.side_id,
            number=len(cls.by(circle.db, meeting, seat)) + 1, shown_to=[],
        )  # fmt: skip

    def facts(self, circle: Circle) -> ItemFacts:
        """As `decide` sees it."""
        return ItemFacts(
            kind=Kind.PREPARATION,
            family_id=self.family_id,
            id=self.id,
            author=self.seat_id,
            audience=frozenset(UUID(seat) for seat in self.shown_to),
            hidden_from=circle.hidden_from(self.seat_id, self.id),
            side_id=self.side_id,
            is_withdrawn=self.taken_back_at is not None,
        )

    def say(self, what: str, meant_for: For, circle: Circle) -> None:
        """Write it, for the people this choice means today."""
        self.what, self.meant_for = what, meant_for
        self.shown_to = [str(seat) for seat in sorted(meant(circle, meant_for), key=str)]

    def say_again(self, what: str, meant_for: For, circle: Circle) -> None:
        """Other words or other people. For fewer people it can be made at any time, even when all is finished (V4)."""
        only_narrows = what == self.what and {str(seat) for seat in meant(circle, meant_for)} <= set(
            self.shown_to
        )
        circle.require(Action.SHARE if only_narrows else Action.CHANGE, self.facts(circle))
        self.say(what, meant_for, circle)

    def take_back(self) -> None:
        """Gone for everybody from the next request on."""
        self.taken_back_at = self.taken_back_at or clock.now()


def meant(circle: Circle, meant_for: For) -> Seats:
    """The seats a choice means today, apart from my own; later members gain nothing old (V3)."""
    table, me = circle.table, circle.me
    chosen = {
        For.HELPER: table.helpers_of(me),
        For.COORDINATOR: table.coordinators(),
        For.EVERYONE: table.at_the_meeting(me) & circle.attending,
    }.get(meant_for, frozenset())
    return chosen - {me.id}


def move(db: Session, own: list[AgendaPoint], point: AgendaPoint, up: bool) -> None:
    """One place up or down among the author's own points; at the end nothing happens."""
    at = own.index(point)
    to = at - 1 if up else at + 1
    if 0 <= to < len(own):
        own[at], own[to] = own[to], own[at]
    for number, each in enumerate(own, start=1):
        each.number = number
        db.add(each)
