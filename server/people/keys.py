"""The keys that let people in, and the questions they answer."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import LargeBinary, delete, update
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import Row
from server.core.encryption import sealed_column, words
from server.core.errors import Refused
from server.core.i18n import _
from server.core.tokens import new_id

LIVES = timedelta(minutes=5)
SWEPT_AFTER = timedelta(hours=1)
CHALLENGE_BYTES = 64


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
        "count_fell_at": "time: when its count did not rise, a sign that there may be a copy",
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
    count_fell_at: datetime | None = None
    removed_at: datetime | None = None

    nickname = words("nickname_sealed", owner="person_id")

    @classmethod
    def of(cls, db: Session, person_id: UUID) -> list[Self]:
        """A person's keys, oldest first."""
        query = select(cls).where(cls.person_id == person_id, col(cls.removed_at).is_(None))
        return list(db.exec(query.order_by(col(cls.id))))

    @classmethod
    def by_credential(cls, db: Session, credential: bytes) -> Self | None:
        """The key with this public name, even if its owner took it away."""
        return db.exec(select(cls).where(cls.credential == credential)).first()

    def was_used(self, count: int, is_synced: bool) -> None:
        """It answered rightly. A count that does not rise is a warning to its owner, and never locks anybody out."""
        now = clock.now()
        if count <= self.count and (count or self.count):
            self.count_fell_at = now
        self.count, self.is_synced, self.used_at = count, is_synced, now

    def remove(self) -> None:
        """Its owner took it away; what it opened is closed by `Device.close_opened_with`."""
        self.removed_at = self.removed_at or clock.now()


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
    made_at: datetime = Field(default_factory=clock.now, index=True)
    used_at: datetime | None = None

    @classmethod
    def ask(cls, db: Session, device_id: UUID, purpose: str) -> bytes:
        """A fresh question for this phone and purpose; sweeps old ones away."""
        db.execute(delete(cls).where(col(cls.made_at) < clock.now() - SWEPT_AFTER))
        challenge = cls(device_id=device_id, purpose=purpose, asked=secrets.token_bytes(CHALLENGE_BYTES))
        db.add(challenge)
        db.flush()
        return challenge.asked

    @classmethod
    def use_up(cls, db: Session, device_id: UUID, purpose: str, asked: bytes) -> None:
        """Spend the question that was answered. Refused (410) if it is old, spent, or was asked elsewhere."""
        spent = (
            update(cls)
            .where(
                col(cls.device_id) == device_id, col(cls.purpose) == purpose, col(cls.asked) == asked,
                col(cls.used_at).is_(None), col(cls.made_at) > clock.now() - LIVES,
            )
            .values(used_at=clock.now())
            .returning(col(cls.id))
        )  # fmt: skip
        if db.execute(spent, execution_options={"synchronize_session": False}).first() is None:
            raise Refused(_("That took a little too long. Please try again."), status=410, keep=True)
