"""A plan as it was made: what we want for the child, who does what by when, and who said yes."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import kept, sealed_column, words
from server.families.models import Seat, seat_link
from server.meetings.models import Meeting, meeting_link


def plan_link() -> ForeignKeyConstraint:
    """A foreign key to a plan of the same family."""
    return ForeignKeyConstraint(["family_id", "plan_id"], ["plan.family_id", "plan.id"], ondelete="CASCADE")


def task_link() -> ForeignKeyConstraint:
    """A foreign key to a task of the same family."""
    return ForeignKeyConstraint(["family_id", "task_id"], ["task.family_id", "task.id"], ondelete="CASCADE")


class Answer(StrEnum):
    """What somebody said when asked whether they agree. No answer is no row of these, and never a yes."""

    YES = "yes"
    UNSURE = "unsure"


class Plan(FamilyRow, table=True):
    """What one meeting came to. Who has it is said by its agreements: one line for each person it was made with."""

    __table_args__ = (
        meeting_link(),
        seat_link("made_by", ondelete="NO ACTION"),
        UniqueConstraint("family_id", "meeting_id", name="uq_plan_meeting"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the plan",
        "made_at": "time: when it was begun",
        "meeting_id": "link: the meeting it came from",
        "made_by": "link: who wrote it down",
        "tells_services": "setting: whether the people running the meeting hear of progress, said from the start",
        "safety_sealed": "words: what to do if this stops being safe",
    }
    meeting_id: UUID
    made_by: UUID
    tells_services: bool = False
    safety_sealed: bytes | None = sealed_column()

    safety = words("safety_sealed")

    @classmethod
    def start(
        cls,
        db: Session,
        meeting: Meeting,
        by: Seat,
        people: Iterable[UUID],
        *,
        tells_services: bool,
        safety: str,
    ) -> Self:
        """The plan of a meeting, made with these seats; once begun it is the same plan for whoever begins it again."""
        found = cls.of_meeting(db, meeting)
        if found:
            return found
        plan = cls(
            family_id=meeting.family_id, meeting_id=meeting.id, made_by=by.id, tells_services=tells_services
        )
        plan.safety = safety
        db.add(plan)
        db.flush()
        for seat_id in people:
            db.add(PlanAgreement(family_id=plan.family_id, plan_id=plan.id, seat_id=seat_id))
        db.flush()
        return plan

    @classmethod
    def of_meeting(cls, db: Session, meeting: Meeting) -> Self | None:
        """The plan of a meeting, if it was begun."""
        query = select(cls).where(cls.family_id == meeting.family_id, cls.meeting_id == meeting.id)
        return db.exec(query).first()

    @classmethod
    def of_family(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every plan of a family, newest first."""
        query = (
            select(cls)
            .where(cls.family_id == family_id)
            .order_by(col(cls.made_at).desc(), col(cls.id).desc())
        )
        return list(db.exec(query))


class PlanAgreement(FamilyRow, table=True):
    """One person the plan is made with, and what they said to it. Nothing said is never shown as a yes."""

    __tablename__ = "plan_agreement"
    __table_args__ = (
        plan_link(),
        seat_link("seat_id"),
        UniqueConstraint("family_id", "plan_id", "seat_id"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: when they were put on the list",
        "plan_id": "link: the plan",
        "seat_id": "link: whose agreement",
        "answer": "state: yes, or not sure; empty while nothing was said",
        "answered_at": "time: when they said so",
    }
    plan_id: UUID
    seat_id: UUID
    answer: str | None = None
    answered_at: datetime | None = None

    def say(self, answer: Answer) -> None:
        """Yes, or "I am not sure"; saying it again changes nothing, saying the other is fine at any time."""
        if self.answer != answer:
            self.answer, self.answered_at = answer, clock.now()


class Goal(FamilyRow, table=True):
    """Something we want for the child."""

    __table_args__ = (plan_link(), seat_link("made_by", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the goal",
        "made_at": "time: when it was written down",
        "made_by": "link: who wrote it down",
        "plan_id": "link: the plan",
        "what_sealed": "words: what we want",
        "shown_to_sealed": "words: the seats named when it was written",
    }
    made_by: UUID
    plan_id: UUID
    what_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()

    what = words("what_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def write(cls, db: Session, plan: Plan, by: Seat, what: str, shown_to: Iterable[UUID]) -> Self:
        """One more thing we want, for the people named now."""
        goal = cls(family_id=plan.family_id, plan_id=plan.id, made_by=by.id)
        goal.what, goal.shown_to = what, as_text(shown_to)
        db.add(goal)
        db.flush()
        return goal


class Task(FamilyRow, table=True):
    """One job of the plan: who, what, by when, who checks. A service's promise is the same, in the same words."""

    __table_args__ = (
        plan_link(),
        ForeignKeyConstraint(["family_id", "goal_id"], ["goal.family_id", "goal.id"], ondelete="CASCADE"),
        seat_link("made_by", ondelete="NO ACTION"),
        seat_link("checked_by", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the task",
        "made_at": "time: when it was written down",
        "made_by": "link: who wrote it down",
        "plan_id": "link: the plan",
        "goal_id": "link: what it is for",
        "side_id": "link: the side whose people do it, where people attend apart",
        "checked_by": "link: who looks whether it helped",
        "is_promise": "state: whether a service promised it",
        "by_on": "time: the day it should be done by, as a calendar on the wall says",
        "version": "state: how often its words were changed, so that nobody overwrites another unseen",
        "withdrawn_at": "time: when it was taken out again, before the plan was agreed",
        "what_sealed": "words: what will be done",
        "how_we_know_sealed": "words: how we will know that it helped",
        "shown_to_sealed": "words: the seats named when it was written",
    }
    made_by: UUID
    plan_id: UUID
    goal_id: UUID
    side_id: UUID | None = None
    checked_by: UUID
    is_promise: bool = False
    by_on: date
    version: int = 1
    withdrawn_at: datetime | None = None
    what_sealed: bytes | None = sealed_column()
    how_we_know_sealed: bytes | None = sealed_column()
    shown_to_sealed: bytes | None = sealed_column()

    what = words("what_sealed")
    how_we_know = words("how_we_know_sealed")
    shown_to = kept("shown_to_sealed")

    @classmethod
    def write(
        cls,
        db: Session,
        goal: Goal,
        by: Seat,
        what: str,
        owners: Iterable[Seat],
        *,
        by_on: date,
        checked_by: UUID,
        shown_to: Iterable[UUID],
        how_we_know: str = "",
    ) -> Self:
        """A new job for one or more people; it is a promise if one of them works for a service."""
        doing = list(owners)
        task = cls(
            family_id=goal.family_id, plan_id=goal.plan_id, goal_id=goal.id, made_by=by.id, by_on=by_on,
            checked_by=checked_by, is_promise=any(seat.is_professional for seat in doing),
            side_id=next((seat.side_id for seat in doing if seat.side_id), None),
        )  # fmt: skip
        task.what, task.how_we_know = what, how_we_know
        task.shown_to = as_text({*shown_to, checked_by, *(seat.id for seat in doing)})
        db.add(task)
        db.flush()
        for seat in doing:
            task.give_to(db, seat.id)
        return task

    def give_to(self, db: Session, seat_id: UUID) -> "TaskOwner":
        """One more person who does it."""
        owner = TaskOwner(family_id=self.family_id, task_id=self.id, seat_id=seat_id)
        db.add(owner)
        db.flush()
        return owner


class TaskOwner(FamilyRow, table=True):
    """Somebody who does a job, from when until when: who did it before stays written down."""

    __tablename__ = "task_owner"
    __table_args__ = (task_link(), seat_link("seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: when they took it on",
        "task_id": "link: the job",
        "seat_id": "link: who does it",
        "until_at": "time: when somebody else took it over",
    }
    task_id: UUID
    seat_id: UUID
    until_at: datetime | None = None


def as_text(seats: Iterable[UUID]) -> list[str]:
    """Seat ids in the form they are kept in, always in the same order."""
    return sorted(str(seat_id) for seat_id in seats)
