"""A plan already agreed, for tests: one goal, a job for Nan, one for Amira and Dev together, and Sam's promise."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from server.core.encryption import key_ring
from server.families.models import Seat
from server.meetings.models import Meeting
from server.meetings.stages import Stage
from server.plans.models import Goal, Plan, Task
from tests.cast import Cast
from tests.visitor import Page, Visitor

FRIDAY = date(2026, 11, 27)
LISTED = ("priya", "hope", "sam", "amira", "nan", "dev", "leila", "joe", "grace", "tom")
UNTIL_AGREED = (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.AGREED)


@dataclass
class LaidPlan:
    """Ids and addresses of what was laid."""

    family_id: UUID
    meeting_id: UUID
    plan_id: UUID
    goal_id: UUID
    school: UUID
    tea: UUID
    passes: UUID

    @property
    def home(self) -> str:
        return f"/families/{self.family_id}/plans/{self.plan_id}"

    def job(self, task_id: UUID) -> str:
        return f"/families/{self.family_id}/tasks/{task_id}"


def seat_of(db: Session, cast: Cast, name: str) -> Seat:
    """One of the cast's seats, as a row."""
    return db.get_one(Seat, (cast.family_id, cast.people[name].seat_id))


def lay_meeting(db: Session, cast: Cast, *stages: Stage) -> Meeting:
    """A family group conference that came this far."""
    priya = seat_of(db, cast, "priya")
    meeting = Meeting(family_id=cast.family_id, made_by=priya.id, kind="fgc", nation="england")
    db.add(meeting)
    db.flush()
    for stage in stages:
        meeting.enter(db, stage, priya)
    return meeting


def lay_task(db: Session, cast: Cast, goal: Goal, what: str, *owners: str, **more: object) -> Task:
    """One job for these people, by Friday, looked at by Priya, shown to everyone listed."""
    shown_to = [cast.people[name].seat_id for name in LISTED]
    words = {"by_on": FRIDAY, "checked_by": cast.priya.seat_id, "shown_to": shown_to, **more}
    doing = [seat_of(db, cast, name) for name in owners]
    return Task.write(db, goal, seat_of(db, cast, "priya"), what, doing, **words)  # type: ignore[arg-type]


def lay_plan(
    db: Session, cast: Cast, *, stages: tuple[Stage, ...] = UNTIL_AGREED, tells_services: bool = False
) -> LaidPlan:
    """The plan of a meeting that came this far."""
    key_ring(db).admit(cast.family_id)
    meeting, priya = lay_meeting(db, cast, *stages), seat_of(db, cast, "priya")
    people = [cast.people[name].seat_id for name in LISTED]
    plan = Plan.start(db, meeting, priya, people, tells_services=tells_services, safety="Ring Priya.")  # type: ignore[arg-type]
    goal = Goal.write(db, plan, priya, "Joe gets to school rested", people)  # type: ignore[arg-type]
    school = lay_task(db, cast, goal, "Walk Joe to school", "nan", how_we_know="He is there at nine")
    tea = lay_task(db, cast, goal, "Cook tea on Tuesdays", "amira", "dev")
    passes = lay_task(db, cast, goal, "Bring the bus passes", "sam")
    return LaidPlan(cast.family_id, meeting.id, plan.id, goal.id, school.id, tea.id, passes.id)


def sends_as_shown(visitor: Visitor, path: str, **words: str) -> Page:
    """Open the page of a form and send it as it stands there, with these words typed in."""
    fields: dict[str, Any] = visitor.opens(path).form(path)
    return visitor.sends(path, **{**fields, **words})
