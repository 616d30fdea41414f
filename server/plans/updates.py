"""What people said about a job since it was agreed, and what that makes of it. Nothing here is ever written over."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.families.models import seat_link
from server.plans.models import Task, plan_link, task_link


class Said(StrEnum):
    """What can be said about a job."""

    DONE = "done"
    UNDONE = "undone"
    NOT_YET = "not_yet"
    HAND = "hand"
    CHANGED = "changed"
    WELL = "well"
    ASKED = "asked"
    OFFERED = "offered"
    TAKEN = "taken"
    KEPT = "kept"


class Status(StrEnum):
    """How a job stands, in the words people see: not started yet, doing it, done, needs a hand, plan changed."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    HAND = "hand"
    CHANGED = "changed"


LEADS_TO = {
    Said.DONE: Status.DONE,
    Said.NOT_YET: Status.DOING,
    Said.HAND: Status.HAND,
    Said.CHANGED: Status.CHANGED,
    Said.TAKEN: Status.OPEN,
}


class Update(FamilyRow, table=True):
    """One thing somebody said about a job: who, for whom, when, to whom. The newest that counts is how it stands."""

    __tablename__ = "task_update"
    __table_args__ = (
        plan_link(),
        task_link(),
        seat_link("seat_id", ondelete="NO ACTION"),
        UniqueConstraint("family_id", "task_id", "number"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: made on the phone when it was said, so that the same thing arrives once",
        "made_at": "time: when it arrived",
        "plan_id": "link: the plan",
        "task_id": "link: the job",
        "number": "state: its place among what was said about this job",
        "seat_id": "link: who said it",
        "for_seat_id": "link: for whom it was done, or who was asked to take it over",
        "side_id": "link: the side of whoever said it, where people attend apart",
        "kind": "state: done, not yet, needs a hand and so on",
        "withdrawn_at": "time: when its author took the words back",
        "note_sealed": "words: anything they added",
        "told_sealed": "words: the seats who were told",
    }
    plan_id: UUID
    task_id: UUID
    number: int
    seat_id: UUID
    for_seat_id: UUID | None = None
    side_id: UUID | None = None
    kind: str
    withdrawn_at: datetime | None = None
    note_sealed: bytes | None = sealed_column()
    told_sealed: bytes | None = sealed_column()

    note = words("note_sealed")
    told = kept("told_sealed")

    @classmethod
    def of_plan(cls, db: Session, family_id: UUID, plan_id: UUID, task_id: UUID | None = None) -> list[Self]:
        """Everything said about a plan's jobs, or one of them, oldest first."""
        query = (
            select(cls).where(cls.family_id == family_id, cls.plan_id == plan_id).order_by(col(cls.number))
        )
        return list(db.exec(query.where(cls.task_id == task_id) if task_id else query))

    def take_back(self) -> None:
        """Gone for everybody but its author."""
        self.withdrawn_at = self.withdrawn_at or clock.now()


class Adjustment(FamilyRow, table=True):
    """A job that was changed after it was agreed: the old words, the new ones, who and why."""

    __table_args__ = (task_link(), seat_link("seat_id", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this change",
        "made_at": "time: when it was changed",
        "task_id": "link: the job",
        "seat_id": "link: who changed it",
        "side_id": "link: the side of whoever changed it",
        "version": "state: the version it made",
        "reason_sealed": "words: why",
        "before_sealed": "words: what, how we know and by when, as it was",
        "after_sealed": "words: the same as it became",
    }
    task_id: UUID
    seat_id: UUID
    side_id: UUID | None = None
    version: int
    reason_sealed: bytes | None = sealed_column()
    before_sealed: bytes | None = sealed_column()
    after_sealed: bytes | None = sealed_column()

    reason = words("reason_sealed")
    before = kept("before_sealed")
    after = kept("after_sealed")

    @classmethod
    def of(cls, db: Session, task: Task) -> list[Self]:
        """Every change of a job, newest first."""
        query = select(cls).where(cls.family_id == task.family_id, cls.task_id == task.id)
        return list(db.exec(query.order_by(col(cls.version).desc())))


def status_after(said: Iterable[Update]) -> Status:
    """How a job stands after all this, oldest first; "undone" brings back what was before."""
    stood = [Status.OPEN]
    for update in said:
        if update.kind in LEADS_TO:
            stood.append(LEADS_TO[Said(update.kind)])
        elif update.kind == Said.UNDONE and stood[-1] == Status.DONE:
            stood.pop()
    return stood[-1]
