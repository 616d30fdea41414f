"""Asking somebody to the table, their coming in, and the held door: "yes, that was Nan"."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server import audit
from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import key_ring
from server.core.errors import Refused
from server.core.i18n import _
from server.core.limits import count
from server.families.front import area_of
from server.families.models import Role, Seat, seat_link
from server.families.wishes import may_be_asked
from server.people.keys import Passkey
from server.people.models import OBJECT_WITHIN, WAITS, Device, Person
from server.people.tickets import LINK_LIVES, WORDS_LIVE, Ticket, WayIn

A_DAY = 24 * 60 * 60
INVITATIONS_A_DAY = 30
SMALL = {"u8", "8-12"}


class Invitation(Ticket, FamilyRow, table=True):
    """A way in to one seat: a link, three spoken words, or a card with both. Dies on use, on re-issue, in 72 hours."""

    __table_args__ = (seat_link("seat_id"), seat_link("made_by"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        **Ticket.classified,
        "family_id": "link: the family",
        "id": "id: of the invitation",
        "made_at": "time: when it was made",
        "seat_id": "link: the seat it opens",
        "made_by": "link: who made it",
        "is_return": "state: whether it lets somebody back in who was here before",
        "vouched_by": "link: who said first that it was really them",
        "answered_at": "time: when that was settled",
    }
    seat_id: UUID
    made_by: UUID
    is_return: bool = False
    vouched_by: UUID | None = None
    answered_at: datetime | None = None

    @classmethod
    def to(cls, db: Session, by: Seat, seat: Seat) -> WayIn:
        """A fresh way in to a seat; any older one stops working. What to tell the person is known only now."""
        may_be_asked(db, by, seat.called)
        if count(db, f"invitations/{by.family_id}/{by.id}", A_DAY) > INVITATIONS_A_DAY:
            raise Refused(_("You have made many invitations today. Please go on tomorrow."), status=429)
        for older in cls.open_for(db, seat):
            older.cancel()
        # A child's words and card are handed over face to face, so both die within minutes.
        lives = WORDS_LIVE if is_small(seat) else LINK_LIVES
        _made, way_in = cls.made(
            db, lives=lives, family_id=seat.family_id, seat_id=seat.id, made_by=by.id,
            is_return=seat.is_confirmed and seat.person_id is not None,
        )  # fmt: skip
        audit.did(db, by, "invited", "seat", seat.id, whose=seat.id)
        return way_in

    @classmethod
    def open_for(cls, db: Session, seat: Seat) -> list[Self]:
        """Invitations to this seat that nobody used yet."""
        return [found for found in cls.of(db, seat.family_id) if found.seat_id == seat.id and found.is_live]

    @classmethod
    def of(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every invitation of a family, oldest first."""
        return list(db.exec(select(cls).where(cls.family_id == family_id).order_by(col(cls.id))))

    @classmethod
    def awaiting_yes(cls, db: Session, family_id: UUID) -> list[Self]:
        """Those somebody came in with, and nobody has said yet that it was really them."""
        query = select(cls).where(
            cls.family_id == family_id, col(cls.used_at).is_not(None), col(cls.answered_at).is_(None)
        )
        return [found for found in db.exec(query.order_by(col(cls.id))) if found.awaits_yes]

    @classmethod
    def openings(cls, db: Session, seat: Seat) -> list[tuple[datetime, Seat]]:
        """When a seat was opened with words or a link, and who had made them; the newest first."""
        used = [found for found in cls.of(db, seat.family_id) if found.seat_id == seat.id and found.used_at]
        makers = ((found.used_at, db.get(Seat, (seat.family_id, found.made_by))) for found in reversed(used))
        return [(at, maker) for at, maker in makers if at and maker]

    @property
    def awaits_yes(self) -> bool:
        came_in = self.used_at is not None and self.answered_at is None
        return came_in and clock.now() - (self.used_at or clock.now()) < WAITS

    def seat(self, db: Session) -> Seat:
        """The seat it opens; whoever holds the invitation may read the name on it."""
        key_ring(db).admit(self.family_id)
        return db.get_one(Seat, (self.family_id, self.seat_id))

    def sit_down(self, db: Session, as_me: Person | None, language: str) -> Person:
        """Somebody comes in: as a new person, as who they already are here, or back to a seat that was theirs."""
        seat = self.seat(db)
        if seat.is_confirmed and seat.person_id:
            key_ring(db).admit(seat.person_id)
            self.is_return = True
            return db.get_one(Person, seat.person_id)
        empty(db, seat)
        person = as_me or Person.welcome(
            db, seat.called, language=language, area=area_of(seat), may_have_key=not is_small(seat)
        )
        seat.person_id = person.id
        if is_small(seat):
            seat.confirm()
            self.answered_at = clock.now()
        elif as_me is None:
            person.waits_since = clock.now()
        return person

    def hold(self, db: Session, device: Device) -> None:
        """Somebody who has been here before comes with a new phone: it waits, so that the old one can say no.

        A child without a key comes in with words each time, beside a grown-up, and does not wait; with a key they do.
        """
        if not self.is_return:
            return
        seat = self.seat(db)
        if seat.role == Role.CHILD and not (seat.person_id and Passkey.of(db, seat.person_id)):
            self.answered_at = clock.now()
        else:
            device.held_at = clock.now()

    def say_yes(self, db: Session, by: Seat) -> None:
        """ "Yes, that was Nan": the door opens; for somebody who came back in a day, or at once with two of the staff."""
        seat = self.seat(db)
        if self.is_return:
            self._vouch(db, by, seat)
        else:
            seat.confirm()
            self.answered_at = clock.now()
            if seat.person_id:
                db.get_one(Person, seat.person_id).waits_since = None
        audit.did(db, by, "confirmed", "seat", seat.id, whose=seat.id)

    def _vouch(self, db: Session, by: Seat, seat: Seat) -> None:
        first = db.get(Seat, (self.family_id, self.vouched_by)) if self.vouched_by else None
        is_by_staff = first is not None and first.is_professional
        is_second = is_by_staff and by.is_professional and self.vouched_by != by.id
        opens = clock.now() if is_second else (self.used_at or clock.now()) + OBJECT_WITHIN
        if first is None or by.is_professional and not is_by_staff:
            self.vouched_by = by.id
        if is_second or opens <= clock.now():
            self.answered_at = clock.now()
        for device in Device.of(db, seat.person_id) if seat.person_id else ():
            if device.id == self.device_id:
                device.opens_at = opens
            elif device.held_at is None:
                device.closes_at = opens

    def say_no(self, db: Session, by: Seat) -> None:
        """ "No, that was not": whoever came in is out at once, and the seat is as it was."""
        seat = self.seat(db)
        self.answered_at = clock.now()
        device = db.get(Device, self.device_id) if self.device_id else None
        if not self.is_return:
            empty(db, seat)
        elif device:
            device.shut_out(db)
        audit.did(db, by, "turned away", "seat", seat.id, whose=seat.id)


def is_small(seat: Seat) -> bool:
    """A child under 13: comes in beside a grown-up, for a short while, with no key."""
    return seat.role == Role.CHILD and seat.band in SMALL


def empty(db: Session, seat: Seat) -> None:
    """Nobody confirmed who sat here: the seat is free again, and a person known nowhere else is forgotten."""
    person = db.get(Person, seat.person_id) if seat.person_id else None
    seat.person_id = seat.confirmed_at = None
    db.flush()
    if person and person.is_waiting:
        person.forget(db)


def may_invite(by: Seat, seat: Seat) -> bool:
    """Those who run the meeting ask anybody; who asked for somebody asks them; an advocate, the child beside them."""
    if by.id == seat.id or not seat.is_active:
        return False
    own_guest = seat.invited_by == by.id and not seat.is_confirmed
    return by.runs_the_meeting or own_guest or (by.role == Role.ADVOCATE and by.stands_with == seat.id)


def may_say(by: Seat, seat: Seat, invitation: Invitation) -> bool:
    """Who may say "yes, that was Nan": who asked for them or invited them, and those who run the meeting."""
    return by.id != seat.id and (by.runs_the_meeting or by.id in (seat.invited_by, invitation.made_by))
