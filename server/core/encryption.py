"""People's words, sealed before they reach the database.

Each owner (a family, a person, the private time of one meeting) has a key of its own, wrapped by the master key.
A sealed value is bound to its owner, table, row and column: moved anywhere else it does not open.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, event, inspect
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Field, Session, SQLModel

from server.core import clock

FORMAT = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class NotAdmitted(LookupError):
    """Somebody's words were asked for without the step that lets this request in."""


class Broken(ValueError):
    """A sealed value was changed, moved, or sealed with another key."""


class VaultKey(SQLModel, table=True):
    """One owner's key, wrapped by the master key. Destroying this row makes the owner's words unreadable."""

    __tablename__ = "vault_key"
    classified: ClassVar[dict[str, str]] = {
        "owner_id": "id: whose words this key opens",
        "wrapped": "secret: the key, wrapped by the master key; kept until erasure",
        "made_at": "time: when the key was made",
    }
    owner_id: UUID = Field(primary_key=True)
    wrapped: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = Field(default_factory=clock.now)


def make_master_key(path: Path) -> None:
    """Write a fresh master key (32 bytes) that only its owner may read; refuses to overwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))


class Master:
    """The master key, held in memory; wraps and unwraps the owners' keys."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("The master key must be exactly 32 bytes.")
        self._cipher = AESGCM(key)

    def wrap(self, owner_id: UUID, key: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, b"wrap" + owner_id.bytes)

    def unwrap(self, owner_id: UUID, wrapped: bytes) -> bytes:
        try:
            return self._cipher.decrypt(
                wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], b"wrap" + owner_id.bytes
            )
        except InvalidTag as wrong:
            raise Broken("This master key does not open this database.") from wrong


class KeyRing:
    """The keys one request may use: filled by `admit`, empty otherwise."""

    def __init__(self, session: Session, master: Master) -> None:
        self._session, self._master = session, master
        self._ciphers: dict[UUID, AESGCM] = {}

    def make(self, owner_id: UUID) -> None:
        """Give a new owner a key."""
        key = AESGCM.generate_key(256)
        self._session.add(VaultKey(owner_id=owner_id, wrapped=self._master.wrap(owner_id, key)))
        self._ciphers[owner_id] = AESGCM(key)

    def admit(self, owner_id: UUID) -> None:
        """Let this request open one owner's words. Called only by the steps in `access.py`."""
        if owner_id in self._ciphers:
            return
        with self._session.no_autoflush:
            kept = self._session.get(VaultKey, owner_id)
        if kept is None:
            raise NotAdmitted("There is no key for this owner any more.")
        self._ciphers[owner_id] = AESGCM(self._master.unwrap(owner_id, kept.wrapped))

    def has(self, owner_id: UUID) -> bool:
        """Whether this request was let in to this owner's words."""
        return owner_id in self._ciphers

    def seal(self, owner_id: UUID, place: bytes, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return FORMAT + nonce + self._cipher(owner_id).encrypt(nonce, plain, self._bound(owner_id, place))

    def open(self, owner_id: UUID, place: bytes, sealed: bytes) -> bytes:
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher(owner_id).decrypt(nonce, rest, self._bound(owner_id, place))
        except InvalidTag as wrong:
            raise Broken("These words were changed or moved.") from wrong

    def _cipher(self, owner_id: UUID) -> AESGCM:
        if owner_id not in self._ciphers:
            raise NotAdmitted("This request was not let in to these words.")
        return self._ciphers[owner_id]

    @staticmethod
    def _bound(owner_id: UUID, place: bytes) -> bytes:
        return FORMAT + owner_id.bytes + place


def key_ring(session: AnySession) -> KeyRing:
    """The key ring of a session."""
    return cast(KeyRing, session.info["keys"])


def sealed_column(*, optional: bool = True) -> Any:
    """A column that holds sealed bytes."""
    return Field(default=None, sa_type=LargeBinary, nullable=optional)


def words(column: str, *, owner: str = "family_id") -> Any:
    """A readable face for a sealed text column; `owner` names the attribute that holds the key's owner."""
    return _face(column, owner, str.encode, bytes.decode)


def kept(column: str, *, owner: str = "family_id") -> Any:
    """A readable face for a sealed column that holds a small JSON value (list, dict, string or number)."""
    return _face(column, owner, lambda value: json.dumps(value, ensure_ascii=False).encode(), json.loads)


class _Face(property):
    column: str
    owner: str
    to_bytes: Any


def _face(column: str, owner: str, to_bytes: Any, from_bytes: Any) -> Any:
    def read(row: Any) -> Any:
        said = _unsealed(row)
        if column not in said:
            sealed = getattr(row, column)
            if sealed is None:
                return None
            said[column] = from_bytes(_ring_of(row).open(getattr(row, owner), _place(row, column), sealed))
        return said[column]

    def write(row: Any, value: Any) -> None:
        _unsealed(row)[column] = value
        # An empty mark makes the row dirty; the real bytes are written when the session flushes.
        setattr(row, column, None if value is None else b"")

    face = _Face(read, write)
    face.column, face.owner, face.to_bytes = column, owner, to_bytes
    return face


def faces(model: type) -> dict[str, _Face]:
    """Every readable face of a sealed column, by name."""
    return {
        name: face for kind in model.__mro__ for name, face in vars(kind).items() if isinstance(face, _Face)
    }


def _unsealed(row: Any) -> dict[str, Any]:
    return cast(dict[str, Any], inspect(row).info.setdefault("said", {}))


def _ring_of(row: Any) -> KeyRing:
    session = AnySession.object_session(row)
    if session is None:
        raise NotAdmitted("This row does not belong to a request.")
    return key_ring(session)


def _place(row: Any, column: str) -> bytes:
    row_id = getattr(row, "id", None)
    return f"{row.__tablename__}.{column}:{row_id}".encode()


@event.listens_for(AnySession, "before_flush")
def seal_new_words(session: AnySession, *_: Any) -> None:
    """Turn what was said in this transaction into sealed bytes, just before it is written."""
    for row in [*session.new, *session.dirty]:
        for face in faces(type(row)).values():
            if getattr(row, face.column, None) == b"":
                plain = face.to_bytes(_unsealed(row)[face.column])
                sealed = key_ring(session).seal(getattr(row, face.owner), _place(row, face.column), plain)
                setattr(row, face.column, sealed)
