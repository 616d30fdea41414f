"""A meeting the cast is asked to: Mum's side and Dad's side attend apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import pytest
from sqlmodel import Session

from server.core.db import Store
from server.core.encryption import key_ring
from server.families.models import Family, Seat
from server.meetings import moves, planning
from server.meetings.access import circle_of
from server.meetings.circle import Circle
from server.meetings.models import Meeting
from server.meetings.sharing import Information, Sort, share
from tests.cast import Cast, Member

COMES = ("amira", "nan", "dev", "joe", "leila", "grace", "yusuf", "tom", "sam", "helen")


@dataclass
class Met:
    """A meeting, where its pages are, and ways to bring it on."""

    cast: Cast
    store: Store
    id: UUID

    @property
    def path(self) -> str:
        return f"/families/{self.cast.family_id}/meetings/{self.id}"

    @contextmanager
    def seen_by(self, member: Member) -> Iterator[Circle]:
        """A writing transaction, seen from one seat."""
        with self.store.writing() as db:
            yield circle(db, self.cast, self.id, member)

    def takes(self, member: Member, *steps: str, side: UUID | None = None) -> None:
        """Take steps, as a page would."""
        for step in steps:
            with self.seen_by(member) as circle:
                moves.take(circle, step, moves.side_for(circle, side))

    def shares(self, sort: Sort, what: str, *readers: Member, side: UUID | None = None) -> UUID:
        """Priya writes something and, where readers are named, shares it."""
        with self.seen_by(self.cast.priya) as circle:
            piece = Information.begun(circle, sort, side or self.cast.side_id)
            piece.what = what
            circle.db.add(piece)
            circle.db.flush()
            if readers:
                share(circle, [piece], frozenset(reader.seat_id for reader in readers if reader.seat_id))
        return piece.id

    def opens(self) -> None:
        """Information is shared and the meeting begins, on Mum's side."""
        self.shares(Sort.STRENGTH, "Joe laughs a lot.", self.cast.amira, self.cast.nan)
        self.takes(self.cast.priya, "share_information", "open_meeting", side=self.cast.side_id)

    def goes_private(self) -> None:
        """The family of Mum's side is alone."""
        self.opens()
        with self.seen_by(self.cast.priya) as circle:
            circle.meeting.if_no_plan = "Then we meet again in a week."
            circle.db.add(circle.meeting)
        self.takes(self.cast.amira, "start_private_time")


def circle(db: Session, cast: Cast, meeting_id: UUID, member: Member) -> Circle:
    key_ring(db).admit(cast.family_id)
    seat = db.get_one(Seat, (cast.family_id, member.seat_id))
    return circle_of(db, db.get_one(Meeting, (cast.family_id, meeting_id)), seat)


@pytest.fixture
def met(store: Store, cast: Cast) -> Met:
    """A family meeting on 9 December: 4pm for Mum's side, 11am elsewhere for Dad's."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        priya = db.get_one(Seat, (cast.family_id, cast.priya.seat_id))
        meeting = planning.set_up(db, db.get_one(Family, cast.family_id), priya, "fgc")
        for detail in meeting.details(db):
            ours = detail.side_id == cast.side_id
            at, place = (time(16), "The library") if ours else (time(11), "The sports hall")
            planning.settle(detail, date(2026, 12, 9), at, place, "Ask for Priya" if ours else "Side door")
            db.add(detail)
        round_it = circle(db, cast, meeting.id, cast.priya)
        for name in COMES:
            seat = db.get_one(Seat, (cast.family_id, cast.people[name].seat_id))
            planning.expect(round_it, seat=seat, why=f"Why {name}")
    return Met(cast, store, meeting.id)
