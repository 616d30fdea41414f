"""The few joined reads a whole plan is loaded with, so that a page costs the same however much is on it."""

from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, col, select

from server.families.models import Hide, Seat
from server.meetings.models import Meeting
from server.plans.models import Goal, Plan, PlanAgreement, Task, TaskOwner


def plan_and_meeting(
    db: Session, family_id: UUID, plan_id: UUID
) -> tuple[Plan, Meeting, list[PlanAgreement]] | None:
    """A plan, the meeting it came from and whoever it was made with; None if it is not of this family."""
    query = (
        select(Plan, Meeting, PlanAgreement)
        .join(Meeting, and_(col(Meeting.family_id) == Plan.family_id, col(Meeting.id) == Plan.meeting_id))
        .outerjoin(
            PlanAgreement,
            and_(col(PlanAgreement.family_id) == Plan.family_id, col(PlanAgreement.plan_id) == Plan.id),
        )
        .where(Plan.family_id == family_id, Plan.id == plan_id)
        .order_by(col(PlanAgreement.id))
    )
    rows = db.exec(query).all()
    return (rows[0][0], rows[0][1], [row[2] for row in rows if row[2]]) if rows else None


def everyone(db: Session, family_id: UUID) -> tuple[dict[UUID, Seat], list[Hide]]:
    """Every seat of a family, leavers too (what they did keeps their name), and every hide in force."""
    query = (
        select(Seat, Hide)
        .outerjoin(
            Hide,
            and_(
                col(Hide.family_id) == Seat.family_id,
                col(Hide.owner_id) == Seat.id,
                col(Hide.lifted_at).is_(None),
            ),
        )
        .where(Seat.family_id == family_id)
        .order_by(col(Seat.id))
    )
    rows = db.exec(query).all()
    return {seat.id: seat for seat, _hide in rows}, [hide for _seat, hide in rows if hide]


def goals_and_tasks(
    db: Session, plan: Plan, only: UUID | None = None
) -> tuple[list[Goal], list[Task], dict[UUID, list[TaskOwner]]]:
    """What we want, the jobs for it that still stand (or only one), and who does each now, as they were made."""
    query = (
        select(Goal, Task, TaskOwner)
        .outerjoin(
            Task,
            and_(
                col(Task.family_id) == Goal.family_id,
                col(Task.goal_id) == Goal.id,
                col(Task.withdrawn_at).is_(None),
            ),
        )
        .outerjoin(
            TaskOwner,
            and_(
                col(TaskOwner.family_id) == Task.family_id,
                col(TaskOwner.task_id) == Task.id,
                col(TaskOwner.until_at).is_(None),
            ),
        )
        .where(Goal.family_id == plan.family_id, Goal.plan_id == plan.id)
        .order_by(col(Goal.id), col(Task.id), col(TaskOwner.id))
    )
    if only:
        query = query.where(Task.id == only)
    goals: dict[UUID, Goal] = {}
    tasks: dict[UUID, Task] = {}
    owners: dict[UUID, list[TaskOwner]] = {}
    for goal, task, owner in db.exec(query):
        goals[goal.id] = goal
        if task:
            tasks[task.id] = task
        if owner:
            owners.setdefault(task.id, []).append(owner)
    return list(goals.values()), list(tasks.values()), owners


def locked(db: Session, family_id: UUID, plan_id: UUID) -> None:
    """Let one writer of a plan through at a time, where the database lets several write."""
    db.exec(select(Plan.id).where(Plan.family_id == family_id, Plan.id == plan_id).with_for_update()).all()
