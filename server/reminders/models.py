"""Which phones may be nudged, when each person wants it, and what they are to be reminded of."""

from base64 import urlsafe_b64encode
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow, Row
from server.core.encryption import kept, sealed_column, words
from server.core.tokens import digest, new_id
from server.families.models import Seat, seat_link
from server.people.models import Device, Person
from server.plans.models import Task, task_link
from server.reminders.moments import NINE, Quiet, end_of, first_time, moment

A_WEEK = timedelta(days=7)


class Subscription(Row, table=True):
    """One phone that may be nudged. A browser that renews its address keeps its row, so nothing on its way is lost."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of this subscription",
        "person_id": "link: who is nudged",
        "device_id": "link: the phone; signed out, it is nudged no more",
        "endpoint_sealed": "words: the address at the push service",
        "keys_sealed": "words: the phone's public key and secret, to encrypt for it alone",
        "endpoint_digest": "secret: SHA-256 of the address, to find it again; until stopped",
        "made_at": "time: when it was switched on",
        "dropped_at": "time: when the push service said the address is gone",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    device_id: UUID = Field(foreign_key="device.id", ondelete="CASCADE", unique=True)
    endpoint_sealed: bytes | None = sealed_column()
    keys_sealed: bytes | None = sealed_column()
    endpoint_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    made_at: datetime = Field(default_factory=clock.now)
    dropped_at: datetime | None = None

    endpoint = words("endpoint_sealed", owner="person_id")
    keys = kept("keys_sealed", owner="person_id")

    @classmethod
    def keep(cls, db: Session, device: Device, endpoint: str, keys: dict[str, str]) -> Self:
        """Nudge this phone at this address from now on. The same again changes nothing."""
        assert device.person_id is not None
        name = digest(endpoint)
        own = cls.on(db, device)
        for other in db.exec(select(cls).where(cls.endpoint_digest == name, cls.device_id != device.id)):
            db.delete(other)  # the same browser under an earlier sign-in, perhaps of somebody else
        db.flush()
        own = own or cls(person_id=device.person_id, device_id=device.id, endpoint_digest=name)
        own.endpoint_digest, own.dropped_at = name, None
        own.endpoint, own.keys = endpoint, keys
        db.add(own)
        db.flush()
        return own

    @classmethod
    def on(cls, db: Session, device: Device) -> Self | None:
        """The subscription of one phone; the push service may have dropped it."""
        return db.exec(select(cls).where(cls.device_id == device.id)).first()

    @classmethod
    def stop(cls, db: Session, person: Person, endpoint: str) -> None:
        """No more nudges there; only for one's own."""
        query = select(cls).where(cls.endpoint_digest == digest(endpoint), cls.person_id == person.id)
        for found in db.exec(query):
            db.delete(found)

    @classmethod
    def alive(cls, db: Session, person_id: UUID) -> list[Self]:
        """Every phone of a person that may be nudged."""
        query = select(cls).where(cls.person_id == person_id, col(cls.dropped_at).is_(None))
        return list(db.exec(query.order_by(col(cls.id))))

    @property
    def short_name(self) -> str:
        """How a page names it to its own browser; nothing if the address is gone, so that the browser makes a new one."""
        name = urlsafe_b64encode(self.endpoint_digest).decode()[:16]
        return name if self.dropped_at is None else ""


class Rhythm(Row, table=True):
    """When one person wants to be nudged."""

    classified: ClassVar[dict[str, str]] = {
        "person_id": "link: whose wish",
        "quiet_from": "setting: the phone stays still from this hour on their wall",
        "quiet_until": "setting: until this hour",
        "zone": "setting: the clock on their wall",
        "paused_until": "setting: nothing before this moment",
        "is_off": "setting: nothing at all",
    }
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    zone: str = "Europe/London"
    paused_until: datetime | None = None
    is_off: bool = False

    @classmethod
    def of(cls, db: Session, person_id: UUID) -> Self:
        """What this person chose; what everybody begins with if they chose nothing."""
        return db.get(cls, person_id) or cls(person_id=person_id)

    @classmethod
    def to_change(cls, db: Session, person: Person) -> Self:
        """The same, kept when it is changed."""
        rhythm = cls.of(db, person.id)
        db.add(rhythm)
        return rhythm

    @property
    def quiet(self) -> Quiet:
        return Quiet(self.quiet_from, self.quiet_until, self.zone)

    def pause(self) -> None:
        """Nothing for a week."""
        self.paused_until = clock.now() + A_WEEK

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def stop_all(self) -> None:
        """ "Don't send me anything": holds for every phone, at once."""
        self.is_off = True

    def go_on(self) -> None:
        """Neither paused nor off."""
        self.is_off, self.paused_until = False, None


class Reminder(FamilyRow, table=True):
    """Somebody is to be reminded of a job they do: on a day, at an hour, by the family's own clock."""

    __table_args__ = (
        seat_link("seat_id"),
        task_link(),
        UniqueConstraint("family_id", "seat_id", "task_id"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this reminder",
        "made_at": "time: when it was reckoned",
        "seat_id": "link: who is reminded",
        "task_id": "link: of what",
        "for_on": "time: the day the job is for, when this was reckoned",
        "on_day": "time: the day to remind, as the family's wall says",
        "at_time": "time: the hour, as the family's wall says",
        "zone": "setting: the clock on the family's wall",
        "off_at": "setting: when its owner said no to it",
        "listed_on": "state: the day for which the pushes were listed",
    }
    seat_id: UUID
    task_id: UUID
    for_on: date
    on_day: date = Field(index=True)
    at_time: time = NINE
    zone: str = "Europe/London"
    off_at: datetime | None = None
    listed_on: date | None = None

    @classmethod
    def reckoned(cls, task: Task, seat_id: UUID, zone: str, since: datetime) -> Self | None:
        """What somebody who took a job on then is reminded of by default; None if its day is too near for that."""
        on = first_time(task.by_on, since, zone)
        if on is None:
            return None
        return cls(
            family_id=task.family_id, seat_id=seat_id, task_id=task.id, for_on=task.by_on, on_day=on, zone=zone
        )  # fmt: skip

    @classmethod
    def of(cls, db: Session, seat: Seat) -> dict[UUID, Self]:
        """Every reminder of a seat, by job."""
        query = select(cls).where(cls.family_id == seat.family_id, cls.seat_id == seat.id)
        return {found.task_id: found for found in db.exec(query)}

    @property
    def due_at(self) -> datetime:
        """The moment the family's clock shows that day and hour."""
        return moment(self.on_day, self.at_time, self.zone)

    @property
    def ends_at(self) -> datetime:
        """From then on it is of no use."""
        return end_of(self.for_on, self.zone)

    @property
    def is_off(self) -> bool:
        return self.off_at is not None

    def could_come(self, now: datetime) -> bool:
        """Whether there is still a day for it."""
        return first_time(self.for_on, now, self.zone, self.at_time) is not None

    def move(self, by_on: date, now: datetime) -> None:
        """The job has another day now."""
        on = first_time(by_on, now, self.zone, self.at_time)
        self.for_on, self.on_day = by_on, on or self.on_day
        self.listed_on = None if on else self.on_day

    def switch(self, on: bool, now: datetime) -> None:
        """On again means from now on: nothing old arrives late."""
        self.off_at = None if on else self.off_at or now
        if on:
            self.move(self.for_on, now)
