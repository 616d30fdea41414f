"""A quiet word to the coordinator, and the small signals during a meeting; never shown again on the sender's phone."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.core.i18n import n_
from server.families.facts import ItemFacts, Kind
from server.families.models import Seat, seat_link
from server.meetings.circle import Circle
from server.meetings.models import Meeting, meeting_link


class Signal(StrEnum):
    """What a quiet word is about. Only `words` carries any."""

    WORDS = "words"
    BREAK = "break"
    UNDERSTAND = "understand"
    SLOW = "slow"
    HELP = "help"
    MORE_DAYS = "more_days"
    NEED_YOU = "need_you"
    MORE_TIME = "more_time"


# What the people running the meeting read.
SAYS = {
    Signal.WORDS: n_("A quiet word"),
    Signal.BREAK: n_("I need a break"),
    Signal.UNDERSTAND: n_("I don’t understand"),
    Signal.SLOW: n_("Please slow down"),
    Signal.HELP: n_("I need help"),
    Signal.MORE_DAYS: n_("I would like more days to read what was shared"),
    Signal.NEED_YOU: n_("We need you"),
    Signal.MORE_TIME: n_("We need more time"),
}
AT_THE_MEETING = (Signal.BREAK, Signal.UNDERSTAND, Signal.SLOW)
FROM_FAMILY_TIME = (Signal.NEED_YOU, Signal.MORE_TIME, Signal.HELP)
# These come from the whole room and carry no name.
FROM_ALL = {Signal.NEED_YOU, Signal.MORE_TIME}


class QuietWord(FamilyRow, table=True):
    """Said to those who run the meeting, and to nobody else."""

    __tablename__ = "quiet_word"
    __table_args__ = (meeting_link(), seat_link("seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the quiet word",
        "made_at": "time: when it was sent",
        "meeting_id": "link: the meeting",
        "seat_id": "link: who sent it",
        "side_id": "link: the sender's side",
        "signal": "state: which signal, or that it has words",
        "what_sealed": "words: what was said",
        "shown_to_sealed": "words: the seats it was sent to",
        "seen_at": "time: when one of them said they saw it",
        "seen_by": "link: who saw it",
    }
    meeting_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    signal: str
    what_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()
    seen_at: datetime | None = None
    seen_by: UUID | None = None

    what = words("what_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def begun(cls, circle: Circle, signal: Signal, what: str = "") -> Self:
        """About to be sent: words to the coordinator, signals to all who run the meeting."""
        table = circle.table
        to = (
            table.coordinators()
            if signal in {Signal.WORDS, Signal.MORE_DAYS}
            else table.running_the_meeting()
        )
        word = cls(
            family_id=circle.meeting.family_id, meeting_id=circle.meeting.id, seat_id=circle.seat.id,
            side_id=circle.seat.side_id, signal=signal, shown_to=sorted(str(seat) for seat in to),
        )  # fmt: skip
        word.what = what
        return word

    @property
    def is_from_all(self) -> bool:
        """Said by the whole room of the family, so no name is shown with it."""
        return self.signal in FROM_ALL

    @classmethod
    def unseen(cls, db: Session, meeting: Meeting) -> list[Self]:
        """What nobody has said they saw, oldest first; for whom is asked of `decide`."""
        query = select(cls).where(
            cls.family_id == meeting.family_id, cls.meeting_id == meeting.id, col(cls.seen_at).is_(None)
        )
        return list(db.exec(query.order_by(col(cls.made_at), col(cls.id))))

    def facts(self, circle: Circle) -> ItemFacts:
        """As `decide` sees it."""
        return ItemFacts(
            kind=Kind.QUIET_WORD,
            family_id=self.family_id,
            id=self.id,
            author=self.seat_id,
            audience=frozenset(UUID(seat) for seat in self.shown_to),
            hidden_from=circle.hidden_from(self.seat_id, self.id),
            side_id=self.side_id,
        )

    def mark_seen(self, by: Seat) -> None:
        """Somebody who runs the meeting saw it; saying so again changes nothing."""
        if self.seen_at is None:
            self.seen_at, self.seen_by = clock.now(), by.id
