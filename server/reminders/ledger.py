"""The ledger of pushes: one line for each reminder, day and phone, so that none is lost and none is made twice."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from server.core import clock
from server.core.db import Row
from server.core.tokens import new_id
from server.reminders.models import Reminder, Subscription

# Longer than one push can take with every time-out, so that two workers never send the same one at once.
LEASE = timedelta(seconds=45)
KEPT_FOR = timedelta(days=30)
TEST_LIVES = timedelta(minutes=10)


class Delivery(Row, table=True):
    """One push to one phone, from when it is due until it was sent or is of no use any more."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["family_id", "reminder_id"], ["reminder.family_id", "reminder.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("family_id", "reminder_id", "occurrence", "subscription_id"),
        UniqueConstraint("subscription_id", "day"),
        Index("ix_delivery_ended_at_due_at", "ended_at", "due_at"),
    )
    classified: ClassVar[dict[str, str]] = {
        "id": "id: of this line; 30 days",
        "family_id": "link: the family; empty for a test",
        "reminder_id": "link: the reminder; empty for a test",
        "occurrence": "time: for which day of the reminder",
        "subscription_id": "link: to which phone",
        "opaque": "id: what a tap on the push opens, which says nothing to anybody else",
        "tag": "id: the same for every try, so that a second one replaces the first",
        "made_at": "time: when it was listed",
        "due_at": "time: not before then",
        "ends_at": "time: of no use from then on",
        "lease_until": "time: until when one worker holds it",
        "attempts": "state: how often it was tried",
        "day": "state: the person's day it was sent on, so that there is one a day",
        "sent_at": "time: when the push service took it",
        "ended_at": "time: when it was sent, or given up",
        "why": "state: why it ended, in one word",
        "told_with": "link: the push of that day that stands for this one too",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    family_id: UUID | None = None
    reminder_id: UUID | None = None
    occurrence: date
    subscription_id: UUID = Field(foreign_key="subscription.id", ondelete="CASCADE")
    opaque: str = Field(default_factory=lambda: secrets.token_urlsafe(16), unique=True)
    tag: str
    made_at: datetime = Field(default_factory=clock.now)
    due_at: datetime
    ends_at: datetime
    lease_until: datetime | None = None
    attempts: int = 0
    day: date | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    why: str = ""
    told_with: UUID | None = None

    # Listing

    @classmethod
    def list_for(cls, reminder: Reminder, subscription: Subscription) -> Self:
        """The line for this day of a reminder and this phone."""
        return cls(
            family_id=reminder.family_id, reminder_id=reminder.id, occurrence=reminder.on_day,
            subscription_id=subscription.id, tag=tag_of(reminder.id, reminder.on_day),
            due_at=reminder.due_at, ends_at=reminder.ends_at,
        )  # fmt: skip

    @classmethod
    def test(cls, subscription: Subscription, now: datetime) -> Self:
        """ "Send me a test": now or not at all."""
        line = new_id()
        return cls(
            id=line, occurrence=now.date(), subscription_id=subscription.id, tag=tag_of(line, now.date()),
            due_at=now, ends_at=now + TEST_LIVES,
        )  # fmt: skip

    @property
    def is_test(self) -> bool:
        return self.reminder_id is None

    # Claiming

    @classmethod
    def is_any_due(cls, db: Session, now: datetime) -> bool:
        """Whether there is anything to claim; only reads."""
        return db.exec(cls._free(now)).first() is not None

    @classmethod
    def claim(cls, db: Session, now: datetime) -> Self | None:
        """The next due line, held by this worker until its lease ends; None if there is none.

        One statement. On PostgreSQL a line another worker is just claiming is passed over; on SQLite the clause
        vanishes, and the write lock does the same. Set apart first (a CTE), so that it is picked exactly once.
        """
        free = cls._free(now).with_for_update(skip_locked=True).cte("free")
        taken = (
            update(cls)
            .where(col(cls.id).in_(select(free.c.id)))
            .values(lease_until=now + LEASE, attempts=col(cls.attempts) + 1)
            .returning(cls)
        )
        return db.scalars(taken, execution_options={"synchronize_session": False}).first()

    @classmethod
    def _free(cls, now: datetime) -> SelectOfScalar[UUID]:
        nobodys = or_(col(cls.lease_until).is_(None), col(cls.lease_until) <= now)
        query = select(cls.id).where(col(cls.ended_at).is_(None), col(cls.due_at) <= now, nobodys)
        return query.order_by(col(cls.due_at), col(cls.id)).limit(1)

    # One a day

    def take_day(self, db: Session, day: date) -> bool:
        """Be the one push of this phone's day; False if another one is."""
        if self.day == day:
            return True
        try:
            with db.begin_nested():
                self.day = day
                db.add(self)
                db.flush()
        except IntegrityError:
            db.refresh(self)
            return False
        return True

    def push_of(self, db: Session, day: date) -> Self | None:
        """The push that has this phone's day."""
        cls = type(self)
        return db.exec(select(cls).where(cls.subscription_id == self.subscription_id, cls.day == day)).first()

    # Ending

    def wait(self, until: datetime, *, was_tried: bool = False) -> None:
        """Not now; held by nobody until then. Past its use it ends instead."""
        if until >= self.ends_at:
            self.end("too-late")
            return
        self.due_at, self.lease_until = until, None
        if not was_tried:
            self.attempts -= 1
            self.day = None

    def end(self, why: str, *, told_with: UUID | None = None) -> None:
        """Over without having been sent; the day is free for another."""
        self.ended_at, self.why, self.told_with = clock.now(), why, told_with
        self.lease_until = self.day = None

    def was_sent(self) -> None:
        """The push service took it."""
        self.sent_at = self.ended_at = clock.now()
        self.why, self.lease_until = "sent", None

    # Looking up

    @classmethod
    def tapped(cls, db: Session, opaque: str, person_id: UUID) -> list[Self]:
        """The push a person tapped and those it stands for; empty for anybody else."""
        query = (
            select(cls)
            .join(Subscription, col(Subscription.id) == cls.subscription_id)
            .where(Subscription.person_id == person_id)
        )
        found = db.exec(query.where(cls.opaque == opaque)).first()
        return [found, *db.exec(query.where(cls.told_with == found.id))] if found else []

    @classmethod
    def forget_old(cls, db: Session, now: datetime) -> None:
        """Lines that ended long ago say nothing to anybody any more."""
        db.execute(delete(cls).where(col(cls.ended_at) < now - KEPT_FOR))


def tag_of(reminder_id: UUID, occurrence: date) -> str:
    """The Topic at the push service and the tag on the screen: 32 letters that say nothing."""
    said = hashlib.sha256(reminder_id.bytes + occurrence.isoformat().encode()).digest()
    return urlsafe_b64encode(said)[:32].decode()
