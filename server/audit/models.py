"""Who did what and who looked: one chained line each, and no content."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from server.core.db import CLUSTERED, FamilyRow, afterwards
from server.core.encryption import VaultKey

# Lines of one family form a chain; the number in the line keeps two writers from taking the same place.
START = b"\x00" * 32


class Look(FamilyRow, table=True):
    """A professional opened something, or somebody did something, and when."""

    __table_args__ = (UniqueConstraint("family_id", "number"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family it happened in",
        "id": "id: of this line",
        "made_at": "time: when it happened",
        "number": "state: its place in the family's chain",
        "seat_id": "link: who looked or acted",
        "did": "state: what was done, from a short list of words",
        "kind": "state: what kind of thing",
        "item_id": "link: which thing",
        "about_seat_id": "link: whose thing it is, who may therefore see this line",
        "before": "secret: SHA-256 of the line before",
        "chained": "secret: SHA-256 of this line",
    }
    number: int
    seat_id: UUID
    did: str
    kind: str
    item_id: UUID | None = None
    about_seat_id: UUID | None = None
    before: bytes
    chained: bytes

    def expected(self) -> bytes:
        """What `chained` must be if nobody changed this line or the one before."""
        said = "|".join(
            str(part)
            for part in (
                self.family_id, self.id, self.made_at.timestamp(), self.number, self.seat_id, self.did,
                self.kind, self.item_id, self.about_seat_id,
            )
        )  # fmt: skip
        return hashlib.sha256(self.before + said.encode()).digest()


def looked(db: Session, seat: object, kind: str, item_id: UUID | None, *, whose: UUID | None) -> None:
    """A professional's seat opened a thing of `whose`; written before the answer leaves."""
    _later(db, seat, "looked", kind, item_id, whose)


def did(
    db: Session, seat: object, what: str, kind: str, item_id: UUID | None, *, whose: UUID | None = None
) -> None:
    """Somebody's seat did something worth keeping; written in the same transaction."""
    _later(db, seat, what, kind, item_id, whose)


def _later(db: Session, seat: object, what: str, kind: str, item_id: UUID | None, whose: UUID | None) -> None:
    family_id, seat_id = seat.family_id, seat.id  # type: ignore[attr-defined]

    def write(session: Session) -> None:
        # One writer of a family's chain at a time: whoever waits here reads the last line after the other's commit.
        session.exec(select(VaultKey.owner_id).where(VaultKey.owner_id == family_id).with_for_update()).all()
        last = session.exec(
            select(Look).where(Look.family_id == family_id).order_by(col(Look.number).desc()).limit(1)
        ).first()
        look = Look(
            family_id=family_id, number=last.number + 1 if last else 1, seat_id=seat_id, did=what, kind=kind,
            item_id=item_id, about_seat_id=whose, before=last.chained if last else START, chained=b"",
        )  # fmt: skip
        look.chained = look.expected()
        session.add(look)
        session.flush()

    afterwards(db, write)


def chain_is_whole(db: Session, family_id: UUID) -> bool:
    """Whether every line of a family's log stands as it was written, none missing and none added."""
    before = START
    lines = db.exec(select(Look).where(Look.family_id == family_id).order_by(col(Look.number)))
    for number, look in enumerate(lines, start=1):
        if (look.number, look.before) != (number, before) or look.chained != look.expected():
            return False
        before = look.chained
    return True


def lines_about(db: Session, seat: object) -> list[tuple[datetime, UUID, str, str]]:
    """When, who (seat), what and which kind, for everything done with this seat's own things; newest first."""
    family_id, seat_id = seat.family_id, seat.id  # type: ignore[attr-defined]
    found = db.exec(
        select(Look)
        .where(Look.family_id == family_id, Look.about_seat_id == seat_id)
        .order_by(col(Look.number).desc())
    )
    return [(look.made_at, look.seat_id, look.did, look.kind) for look in found]


def openings(
    db: Session, family_id: UUID, items: Iterable[UUID]
) -> dict[UUID, list[tuple[UUID, datetime, datetime]]]:
    """Item → (seat, first time, last time) for each seat that opened it, in the order they first did."""
    query = select(Look).where(
        Look.family_id == family_id, Look.did == "looked", col(Look.item_id).in_(list(items))
    )
    times: dict[UUID, dict[UUID, list[datetime]]] = {}
    for look in db.exec(query.order_by(col(Look.number))):
        if look.item_id is not None:
            times.setdefault(look.item_id, {}).setdefault(look.seat_id, []).append(look.made_at)
    return {item: [(seat, at[0], at[-1]) for seat, at in seats.items()] for item, seats in times.items()}
