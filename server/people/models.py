"""People, the phones they use, and the keys that let them in."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import Row, afterwards
from server.core.encryption import key_ring, sealed_column, words
from server.core.tokens import digest, new_id, new_secret

# How long a phone stays open: for how long untouched, and for how long at most.
IDLE = {"child": timedelta(minutes=15), "staff": timedelta(minutes=15), "family": timedelta(days=30)}
AT_MOST = {"child": timedelta(hours=2), "staff": timedelta(hours=8), "family": timedelta(days=30)}
TOUCH_EVERY = timedelta(minutes=1)


class Person(Row, table=True):
    """Somebody who signs in. A place in a family is a Seat; one person may have several."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of the person; until they are erased",
        "called_sealed": "words: what they want to be called; until they are erased",
        "language": "setting: the language they read",
        "made_at": "time: when they first came in",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    called_sealed: bytes | None = sealed_column()
    language: str = "en"
    made_at: datetime = Field(default_factory=clock.now)

    called = words("called_sealed", owner="id")

    @classmethod
    def welcome(cls, db: Session, called: str, *, language: str = "en") -> Self:
        """A new person, with a key of their own for their words."""
        person = cls(language=language)
        key_ring(db).make(person.id)
        person.called = called
        db.add(person)
        db.flush()
        return person


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
        "opened_at": "time: when it was let in",
        "used_at": "time: last used, to close it when idle; shown only to its owner",
        "checked_at": "time: when its owner last proved who they are",
        "locked_at": "time: when Leave was pressed",
        "closed_at": "time: when it was signed out",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    token: bytes = Field(sa_type=LargeBinary, unique=True)
    area: str = "door"
    about: str = ""
    opened_at: datetime = Field(default_factory=clock.now)
    used_at: datetime = Field(default_factory=clock.now)
    checked_at: datetime | None = None
    locked_at: datetime | None = None
    closed_at: datetime | None = None

    @classmethod
    def by_cookie(cls, db: Session, cookie: str) -> Self | None:
        """The phone this cookie belongs to, unless it was signed out."""
        found = db.exec(select(cls).where(cls.token == digest(cookie))).first()
        return found if found and found.closed_at is None else None

    @classmethod
    def opened(cls, db: Session, area: str, about: str, person: Person | None = None) -> tuple[Self, str]:
        """A newly opened phone and the cookie that stands for it (only its digest is kept)."""
        cookie = new_secret()
        device = cls(token=digest(cookie), area=area, about=about, person_id=person.id if person else None)
        db.add(device)
        db.flush()
        return device, cookie

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def is_open(self, now: datetime) -> bool:
        """Let in, not signed out, and neither idle nor old beyond its limit."""
        if self.person_id is None or self.closed_at is not None:
            return False
        return now - self.used_at < IDLE[self.area] and now - self.opened_at < AT_MOST[self.area]

    def turn_key(self) -> str:
        """A fresh cookie for the same phone; the old one stops working at once."""
        cookie = new_secret()
        self.token = digest(cookie)
        return cookie

    def lock(self) -> str:
        """Leave: nothing private opens until its owner proves who they are. Returns the fresh cookie."""
        self.locked_at = self.locked_at or clock.now()
        return self.turn_key()

    def let_in(self, person: Person, area: str) -> str:
        """This phone is now this person's, freshly proven. Returns the fresh cookie."""
        now = clock.now()
        self.person_id, self.area, self.locked_at = person.id, area, None
        self.opened_at = self.used_at = self.checked_at = now
        return self.turn_key()

    def close(self) -> None:
        """Sign out: the cookie stops working on the very next request."""
        self.closed_at = self.closed_at or clock.now()

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


class Passkey(Row, table=True):
    """One passkey of a person."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of this key",
        "person_id": "link: whose key",
        "credential": "secret: the key's public name, made by the phone",
        "public_key": "secret: the public half",
        "count": "state: uses as the phone counts them; zero for synced keys",
        "is_synced": "state: whether the phone copies it to the owner's other devices",
        "nickname_sealed": "words: the owner's own name for it",
        "made_at": "time: when it was made",
        "used_at": "time: when it last opened something",
        "removed_at": "time: when its owner took it away",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    credential: bytes = Field(sa_type=LargeBinary, unique=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    count: int = 0
    is_synced: bool = False
    nickname_sealed: bytes | None = sealed_column()
    made_at: datetime = Field(default_factory=clock.now)
    used_at: datetime | None = None
    removed_at: datetime | None = None

    nickname = words("nickname_sealed", owner="person_id")


class Challenge(Row, table=True):
    """One question to a passkey: for one phone, one purpose, one use, five minutes."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of this question",
        "device_id": "link: the phone it was asked of",
        "purpose": "state: making a key, signing in, unlocking or checking",
        "asked": "secret: 64 random bytes; five minutes",
        "made_at": "time: when it was asked",
        "used_at": "time: when it was answered",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    device_id: UUID = Field(foreign_key="device.id", ondelete="CASCADE", index=True)
    purpose: str
    asked: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(default_factory=clock.now)
    used_at: datetime | None = None


def works_for(db: Session, person: Person) -> list[UUID]:
    """The organisations a person works for now."""
    query = select(Staff.organisation_id).where(Staff.person_id == person.id, col(Staff.left_at).is_(None))
    return list(db.exec(query))
