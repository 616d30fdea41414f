"""A way in, for one person, once: a link, and a short name with three spoken words."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from sqlalchemy import LargeBinary, update
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import Row
from server.core.encryption import key_ring
from server.core.tokens import digest, new_id, new_secret, same, slow_digest
from server.people import spoken
from server.people.models import Person

LINK_LIVES = timedelta(hours=72)
WORDS_LIVE = timedelta(minutes=10)
WRONG_TRIES = 5
SALT_BYTES = 16
# An answer may be lost on the way: the same form from the same page may ask for it again this long.
ASK_AGAIN = timedelta(minutes=10)
SHORTEST_KEY = 36


@dataclass(frozen=True)
class WayIn:
    """What is told to the person, once; the database keeps only digests."""

    link_token: str
    handle: str
    words: str
    link_until: datetime
    words_until: datetime

    @property
    def spoken(self) -> str:
        """What is said over the telephone and typed in."""
        return f"{self.handle} {self.words}"


class Ticket(Row):
    """The secrets of one invitation, whatever it opens."""

    classified: ClassVar[dict[str, str]] = {
        "link_token": "secret: SHA-256 of the link's 256 random bits; until used",
        "handle": "secret: the short name before the three spoken words; until used",
        "words_salt": "secret: salt of the spoken words; until used",
        "words_digest": "secret: scrypt of the spoken words; until used",
        "words_until": "time: spoken words die ten minutes after they were shown",
        "wrong_tries": "state: wrong words so far; five end them",
        "until": "time: the link dies then",
        "used_at": "time: when somebody came in with it",
        "used_with": "secret: SHA-256 of the form it was used with, so that a lost answer can be asked for again",
        "device_id": "link: the phone that came in with it",
        "cancelled_at": "time: when it was taken back or replaced",
    }
    link_token: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    handle: str | None = Field(default=None, max_length=12, unique=True)
    words_salt: bytes | None = Field(default=None, sa_type=LargeBinary)
    words_digest: bytes | None = Field(default=None, sa_type=LargeBinary)
    words_until: datetime
    wrong_tries: int = 0
    until: datetime
    used_at: datetime | None = None
    used_with: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    device_id: UUID | None = Field(default=None, foreign_key="device.id", ondelete="SET NULL")
    cancelled_at: datetime | None = None

    @classmethod
    def made(cls, db: Session, *, lives: timedelta = LINK_LIVES, **said: Any) -> tuple[Self, WayIn]:
        """A new one, and what to tell the person it is for."""
        now = clock.now()
        way_in = WayIn(
            new_secret(), _free_handle(cls, db), spoken.new_words(), now + lives, now + min(lives, WORDS_LIVE)
        )
        salt = os.urandom(SALT_BYTES)
        ticket = cls(
            link_token=digest(way_in.link_token), handle=way_in.handle, words_salt=salt,
            words_digest=slow_digest(way_in.words, salt), words_until=way_in.words_until,
            until=way_in.link_until, **said,
        )  # fmt: skip
        db.add(ticket)
        db.flush()
        return ticket, way_in

    @classmethod
    def by_link(cls, db: Session, token: str) -> Self | None:
        """The living invitation of a link."""
        found = db.exec(select(cls).where(col(cls.link_token) == digest(token))).first()
        return found if found and found.is_live else None

    @classmethod
    def by_handle(cls, db: Session, handle: str) -> Self | None:
        """The invitation of a short name, if its words still live; held for this transaction, so that tries count."""
        found = db.exec(select(cls).where(col(cls.handle) == handle).with_for_update()).first()
        return found if found and found.words_live else None

    @classmethod
    def by_form(cls, db: Session, form_key: str) -> Self | None:
        """The invitation this very form used up a moment ago."""
        if len(form_key) < SHORTEST_KEY:
            return None
        found = db.exec(select(cls).where(col(cls.used_with) == digest(form_key))).first()
        return found if found and found.used_at and clock.now() - found.used_at < ASK_AGAIN else None

    @property
    def is_live(self) -> bool:
        return self.used_at is None and self.cancelled_at is None and clock.now() < self.until

    @property
    def words_live(self) -> bool:
        """Whether the spoken words still work; the link may live on without them."""
        return self.is_live and clock.now() < self.words_until and self.wrong_tries < WRONG_TRIES

    def fits(self, words: str) -> bool:
        """Whether these are the words; a wrong try is counted."""
        assert self.words_salt is not None and self.words_digest is not None
        if same(slow_digest(words, self.words_salt), self.words_digest):
            return True
        self.wrong_tries += 1
        return False

    def use_up(self, db: Session, form_key: str) -> bool:
        """Come in with it; False when somebody else was quicker. Its secrets are gone from then on."""
        kind = type(self)
        used_with = digest(form_key) if len(form_key) >= SHORTEST_KEY else None
        keys = [column == getattr(self, column.name) for column in kind.__table__.primary_key]  # type: ignore[attr-defined]
        used = (
            update(kind)
            .where(*keys, col(kind.used_at).is_(None), col(kind.cancelled_at).is_(None))
            .values(used_at=clock.now(), used_with=used_with, **EMPTIED)
            .returning(col(kind.used_at))
        )
        won = db.execute(used, execution_options={"synchronize_session": False}).first() is not None
        db.refresh(self)
        return won

    def cancel(self) -> None:
        """Take it back, or replace it with another."""
        self.cancelled_at = self.cancelled_at or clock.now()
        for name, value in EMPTIED.items():
            setattr(self, name, value)


EMPTIED = {"link_token": None, "handle": None, "words_salt": None, "words_digest": None}


def _free_handle(kind: type[Ticket], db: Session) -> str:
    while True:
        handle = spoken.new_handle()
        if db.exec(select(kind.handle).where(col(kind.handle) == handle)).first() is None:
            return handle


class StaffInvitation(Ticket, table=True):
    """A way in for somebody who works for an organisation and has no family to sit with yet."""

    __tablename__ = "staff_invitation"
    classified: ClassVar[dict[str, str]] = {
        **Ticket.classified,
        "id": "id: of the invitation",
        "person_id": "link: whom it lets in",
        "made_at": "time: when it was made",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    made_at: datetime = Field(default_factory=clock.now)

    def person(self, db: Session) -> Person:
        """Whom it lets in."""
        key_ring(db).admit(self.person_id)
        return db.get_one(Person, self.person_id)
