""" "I want to talk to someone": a child asks a grown-up by name, and only those it goes to ever know of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.core.i18n import UK
from server.families.audiences import may_be_named
from server.families.facts import ItemFacts, Kind, Role, SeatFacts, Seats
from server.families.models import Family, Hide, Seat, seat_link
from server.organisations.models import Organisation
from server.voices.hours import working_days_after


class About(StrEnum):
    """What the child asks for."""

    TALK = "talk"
    ADVOCATE = "advocate"
    CHAIR = "chair"


class Soon(StrEnum):
    """How soon the child wants to talk."""

    TODAY = "today"
    THIS_WEEK = "this_week"


class Flag(FamilyRow, table=True):
    """A child asks to talk. It stands in no list, count or log of anybody it was not sent to."""

    __table_args__ = (seat_link("seat_id"), seat_link("answered_by", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this ask",
        "made_at": "time: when it was sent",
        "seat_id": "link: the child who asks",
        "about": "state: to talk, an advocate, or whoever runs the meeting",
        "soon": "state: today or this week",
        "answer_by": "time: the day by which the child is promised an answer",
        "what_sealed": "words: anything the child wrote with it",
        "sent_to_sealed": "words: the seats it was sent to, and no others",
        "answer_sealed": "words: what the child is told",
        "answered_at": "time: when that was written",
        "answered_by": "link: who wrote it",
    }
    seat_id: UUID
    about: str
    soon: str
    answer_by: date
    what_sealed: bytes | None = sealed_column()
    sent_to_sealed: bytes | None = sealed_column()
    answer_sealed: bytes | None = sealed_column()
    answered_at: datetime | None = None
    answered_by: UUID | None = None

    what = words("what_sealed")
    sent_to = kept("sent_to_sealed")
    answer = words("answer_sealed")

    @classmethod
    def raise_for(cls, db: Session, child: Seat, about: About, soon: Soon, what: str) -> Self:
        """Send it to those it is for, by name, as they are at this moment."""
        days = db.get_one(Organisation, db.get_one(Family, child.family_id).organisation_id).answer_days
        flag = cls(
            family_id=child.family_id, seat_id=child.id, about=about, soon=soon,
            answer_by=working_days_after(clock.now().astimezone(UK).date(), days),
        )  # fmt: skip
        flag.what, flag.sent_to = what, [str(seat.id) for seat in whom_it_reaches(db, child, about)]
        db.add(flag)
        db.flush()
        return flag

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every ask of a family, newest first; who may know of one is asked of `decide`."""
        return list(db.exec(select(cls).where(cls.family_id == family_id).order_by(col(cls.id).desc())))

    def facts(self, db: Session, child: Seat) -> ItemFacts:
        """As `decide` sees it."""
        return ItemFacts(
            kind=Kind.FLAG, family_id=self.family_id, id=self.id, author=self.seat_id,
            audience=frozenset(UUID(seat) for seat in self.sent_to), hidden_from=shut_out_by(db, child),
            side_id=child.side_id,
        )  # fmt: skip

    def tell(self, by: Seat, answer: str) -> None:
        """What the child is told: when somebody comes, and who."""
        self.answer, self.answered_by, self.answered_at = answer, by.id, clock.now()


def whom_it_reaches(db: Session, child: Seat, about: About) -> list[Seat]:
    """The people an ask would go to now: seated, confirmed, and not one more."""
    shut_out = shut_out_by(db, child)
    there = [
        seat
        for seat in Seat.around(db, child.family_id)
        if seat.id not in shut_out and _is_here(seat) and may_be_named(Kind.FLAG, SeatFacts.of(seat))
    ]

    def with_role(*roles: str) -> list[Seat]:
        return [seat for seat in there if seat.role in roles]

    if about == About.TALK:
        worker = with_role(Role.SOCIAL_WORKER) or with_role(Role.COORDINATOR) or with_role(Role.CHAIR)
        return [*worker[:1], *with_role(Role.DUTY_LEAD)]
    if about == About.CHAIR:
        return with_role(Role.CHAIR) or with_role(Role.COORDINATOR)
    return with_role(Role.COORDINATOR) or with_role(Role.CHAIR)


def shut_out_by(db: Session, child: Seat) -> Seats:
    """Whom the child hides everything from."""
    hides = Hide.standing(db, child.family_id)
    return frozenset(h.from_seat_id for h in hides if h.owner_id == child.id and h.item_id is None)


def _is_here(seat: Seat) -> bool:
    return seat.is_confirmed and seat.person_id is not None
