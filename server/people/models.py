"""People, and the phones they use."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from sqlalchemy import LargeBinary, delete
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import Row, afterwards
from server.core.encryption import VaultKey, key_ring, sealed_column, words
from server.core.tokens import digest, new_id, new_secret
from server.people.keys import Challenge as Challenge
from server.people.keys import Passkey as Passkey

# How long a phone stays open: for how long untouched, and for how long at most.
IDLE = {"child": timedelta(minutes=15), "staff": timedelta(minutes=15), "family": timedelta(days=30)}
AT_MOST = {"child": timedelta(hours=2), "staff": timedelta(hours=8), "family": timedelta(days=30)}
CHECK_LASTS = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=1)
# A new person waits this long for somebody to say who they are; then the door closes by itself.
WAITS = timedelta(hours=72)
# Somebody who comes back with a new phone waits this long, so that the old phone can say no.
OBJECT_WITHIN = timedelta(hours=24)
# A cookie that begins like this opens nothing; it can be seen without asking the database.
LOCKED = "locked."
LEAVE_ONCE = timedelta(seconds=10)
AT_THE_DOOR = timedelta(days=1)


class Person(Row, table=True):
    """Somebody who signs in. A place in a family is a Seat; one person may have several."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of the person; until they are erased",
        "called_sealed": "words: what they want to be called; until they are erased",
        "language": "setting: the language they read",
        "area": "state: family, staff or child: which pages they come to and how long a phone stays open",
        "may_have_key": "state: whether this person makes passkeys; a child under 13 comes in beside a grown-up instead",
        "waits_since": "time: when they came in, until somebody says who they are",
        "made_at": "time: when they first came in",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    called_sealed: bytes | None = sealed_column()
    language: str = "en"
    area: str = "family"
    may_have_key: bool = True
    waits_since: datetime | None = None
    made_at: datetime = Field(default_factory=clock.now)

    called = words("called_sealed", owner="id")

    @classmethod
    def welcome(
        cls,
        db: Session,
        called: str,
        *,
        language: str = "en",
        area: str = "family",
        may_have_key: bool = True,
    ) -> Self:
        """A new person, with a key of their own for their words."""
        person = cls(language=language, area=area, may_have_key=may_have_key)
        key_ring(db).make(person.id)
        person.called = called
        db.add(person)
        db.flush()
        return person

    @property
    def is_waiting(self) -> bool:
        """Came in, and nobody has said yet that it is really them."""
        return self.waits_since is not None

    def waited_too_long(self, now: datetime) -> bool:
        """Nobody said so in time: as if they had never come in."""
        return self.waits_since is not None and now - self.waits_since >= WAITS

    def forget(self, db: Session) -> None:
        """It was somebody else: the person is gone with their phones and keys, and the words with their key."""
        db.execute(delete(VaultKey).where(col(VaultKey.owner_id) == self.id))
        db.delete(self)
        db.flush()


class Staff(Row, table=True):
    """A person who works for an organisation. It opens no family by itself: that takes a seat."""

    classified: ClassVar[dict[str, str]] = {
        "person_id": "link: who works there",
        "organisation_id": "link: where",
        "since": "time: from when",
        "left_at": "time: until when",
    }
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", ondelete="CASCADE")
    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id", ondelete="CASCADE")
    since: datetime = Field(default_factory=clock.now)
    left_at: datetime | None = None


class Device(Row, table=True):
    """One phone or browser that was let in, or that is just asking at the door (no person yet)."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of this sign-in",
        "person_id": "link: who came in; nobody yet while at the door",
        "token": "secret: SHA-256 of the cookie, so that a stolen database opens nothing; until closed",
        "area": "state: family, staff or child, which decides how long it stays open",
        "about": "state: kind of browser in two words, shown only to its owner",
        "passkey_id": "link: the key that last opened it, so that taking the key away closes it",
        "opened_at": "time: when it was let in",
        "used_at": "time: last used, to close it when idle; shown only to its owner",
        "checked_at": "time: when its owner last proved who they are",
        "locked_at": "time: when Leave was pressed",
        "token_before": "secret: SHA-256 of the cookie before Leave, so that Leave twice is Leave once",
        "held_at": "time: when somebody came back with it as a person who has other phones",
        "opens_at": "time: when such a phone opens, unless another one says no",
        "closes_at": "time: when an older phone closes because of it",
        "closed_at": "time: when it was signed out",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    token: bytes = Field(sa_type=LargeBinary, unique=True)
    area: str = "door"
    about: str = ""
    passkey_id: UUID | None = Field(default=None, foreign_key="passkey.id", ondelete="SET NULL")
    opened_at: datetime = Field(default_factory=clock.now)
    used_at: datetime = Field(default_factory=clock.now)
    checked_at: datetime | None = None
    locked_at: datetime | None = None
    token_before: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    held_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None

    @classmethod
    def by_cookie(cls, db: Session, cookie: str) -> Self | None:
        """The phone this cookie belongs to, unless it was signed out."""
        found = db.exec(select(cls).where(cls.token == digest(cookie))).first()
        return found if found and found.closed_at is None else None

    @classmethod
    def just_left(cls, db: Session, cookie: str) -> Self | None:
        """The phone that pressed Leave with this cookie."""
        return db.exec(select(cls).where(cls.token_before == digest(cookie))).first()

    @classmethod
    def opened(
        cls, db: Session, area: str, about: str, person: Person | None = None, **more: Any
    ) -> tuple[Self, str]:
        """A newly opened phone and the cookie that stands for it (only its digest is kept)."""
        cookie = new_secret()
        device = cls(
            token=digest(cookie), area=area, about=about, person_id=person.id if person else None, **more
        )
        db.add(device)
        db.flush()
        return device, cookie

    @classmethod
    def at_the_door(cls, db: Session, about: str) -> tuple[Self, str]:
        """A phone that asks to be let in; those that came no further are swept away after a day."""
        old = col(cls.person_id).is_(None), col(cls.opened_at) < clock.now() - AT_THE_DOOR
        db.execute(delete(cls).where(*old))
        return cls.opened(db, "door", about)

    @classmethod
    def of(cls, db: Session, person_id: UUID) -> list[Self]:
        """A person's phones that are open, or wait to be; the one used last comes first."""
        query = select(cls).where(cls.person_id == person_id, col(cls.closed_at).is_(None))
        now = clock.now()
        return [device for device in db.exec(query.order_by(col(cls.used_at).desc())) if device.is_open(now)]

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def is_open(self, now: datetime) -> bool:
        """Let in, not signed out, and neither idle nor old beyond its limit."""
        if self.person_id is None or self.closed_at is not None:
            return False
        if self.closes_at is not None and now >= self.closes_at:
            return False
        if self.held_at is not None and self.opens_at is None and now - self.held_at >= WAITS:
            return False
        return now - self.used_at < IDLE[self.area] and now - self.opened_at < AT_MOST[self.area]

    def is_held(self, now: datetime) -> bool:
        """Came back as somebody who has other phones, and may not see anything yet."""
        return self.held_at is not None and (self.opens_at is None or now < self.opens_at)

    def was_checked(self, now: datetime) -> bool:
        """Its owner proved who they are a moment ago."""
        return self.checked_at is not None and now - self.checked_at < CHECK_LASTS

    def turn_key(self, beginning: str = "") -> str:
        """A fresh cookie for the same phone; the old one stops working at once."""
        cookie = beginning + new_secret()
        self.token = digest(cookie)
        return cookie

    def lock(self) -> str:
        """Leave: nothing private opens until its owner proves who they are. Returns the fresh cookie."""
        self.token_before = self.token
        self.locked_at = clock.now()
        return self.turn_key(LOCKED)

    def lock_again(self) -> str:
        """The answer to Leave was lost: one more fresh, locked cookie."""
        return self.turn_key(LOCKED)

    def prove(self, passkey_id: UUID | None) -> str:
        """Its owner is back: unlocked, a fresh cookie. Only a key shows that it is really them; words do not."""
        self.locked_at = self.token_before = None
        self.used_at = clock.now()
        if passkey_id:
            self.passkey_id, self.checked_at = passkey_id, clock.now()
        return self.turn_key()

    def close(self) -> None:
        """Sign out: the cookie stops working on the very next request."""
        self.closed_at = self.closed_at or clock.now()

    def shut_out(self, db: Session) -> None:
        """It was not its owner who came back with this phone: it closes, and the older ones stay."""
        self.close()
        for other in db.exec(select(Device).where(Device.person_id == self.person_id)):
            other.closes_at = None

    @classmethod
    def close_opened_with(cls, db: Session, passkey_id: UUID) -> None:
        """Everything a key opened is signed out at once."""
        for device in db.exec(select(cls).where(cls.passkey_id == passkey_id)):
            device.close()

    def touch(self, db: Session) -> None:
        """Remember that it was used, at most once a minute, after reading."""
        now, device_id = clock.now(), self.id
        if now - self.used_at >= TOUCH_EVERY:
            afterwards(db, lambda session: _touch(session, device_id, now))


def _touch(session: Session, device_id: UUID, now: datetime) -> None:
    device = session.get(Device, device_id)
    if device is not None:
        device.used_at = now
        session.add(device)


def works_for(db: Session, person: Person) -> list[UUID]:
    """The organisations a person works for now."""
    query = select(Staff.organisation_id).where(Staff.person_id == person.id, col(Staff.left_at).is_(None))
    return list(db.exec(query))
