"""How a request reaches a plan, a goal or a job: through my seat, and only if it is shown to me."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlmodel import Session

from server.core.db import once
from server.core.errors import NOT_FOUND
from server.core.sessions import SAFE, Db
from server.families.access import MySeat, RunningSeat
from server.families.facts import Action
from server.families.models import Seat
from server.meetings.access import MyMeeting
from server.meetings.models import Meeting
from server.plans.board import Board
from server.plans.jobs import Job
from server.plans.models import Goal, Plan, Task
from server.plans.reads import locked


def board_for(db: Session, seat: Seat, plan_id: UUID, only: UUID | None = None) -> Board | None:
    """A plan with everything on it (or only one job), if it is shown to this seat."""
    board = Board.of(db, seat, plan_id, only)
    return board if board and board.may(Action.READ, board.facts) else None


@once
def board_now(db: Session, seat: Seat) -> Board | None:
    """The plan that matters now: the newest this seat is shown."""
    boards = (board_for(db, seat, plan.id) for plan in Plan.of_family(db, seat.family_id))
    return next((board for board in boards if board), None)


def jobs_of(board: Board) -> list[Job]:
    """Every job of a plan I am shown: services' promises first, then by day."""
    jobs = [Job(board, task) for task in board.tasks]
    shown = [job for job in jobs if board.may(Action.READ, job.facts)]
    return sorted(shown, key=lambda job: (not job.task.is_promise, job.task.by_on, job.task.id))


def my_plan(plan_id: UUID, seat: MySeat, db: Db, request: Request) -> Board:
    """A plan I am shown, with what I may see of it; 404 for everybody else."""
    return _board_of(db, seat, request, plan_id)


def _board_of(db: Session, seat: Seat, request: Request, plan_id: UUID, only: UUID | None = None) -> Board:
    if request.method not in SAFE:
        locked(db, seat.family_id, plan_id)
    board = board_for(db, seat, plan_id, only)
    if board is None:
        raise NOT_FOUND
    return board


MyPlan = Annotated[Board, Depends(my_plan)]


def plan_to_write(board: MyPlan) -> Board:
    """A plan I may write goals and jobs into now; 403 for everyone else who is shown it."""
    board.open_to_me(Action.CREATE, board.new_facts())
    return board


PlanToWrite = Annotated[Board, Depends(plan_to_write)]


def my_goal(goal_id: UUID, seat: MySeat, db: Db, request: Request) -> tuple[Board, Goal]:
    """Something the plan wants, and the plan; 404 where it is not shown to me."""
    goal = db.get(Goal, (seat.family_id, goal_id))
    if goal is None:
        raise NOT_FOUND
    board = my_plan(goal.plan_id, seat, db, request)
    if not board.may(Action.READ, board.goal_facts(goal)):
        raise NOT_FOUND
    return board, goal


MyGoal = Annotated[tuple[Board, Goal], Depends(my_goal)]


def goal_to_write(found: MyGoal) -> tuple[Board, Goal]:
    """A goal I may write jobs for now."""
    plan_to_write(found[0])
    return found


GoalToWrite = Annotated[tuple[Board, Goal], Depends(goal_to_write)]


def my_job(task_id: UUID, seat: MySeat, db: Db, request: Request) -> Job:
    """A job I am shown; 404 for everybody else."""
    task = db.get(Task, (seat.family_id, task_id))
    if task is None:
        raise NOT_FOUND
    jobs = jobs_of(_board_of(db, seat, request, task.plan_id, only=task_id))
    if not jobs:
        raise NOT_FOUND
    return jobs[0]


MyJob = Annotated[Job, Depends(my_job)]


def job_i_do(job: MyJob) -> Job:
    """A job that is mine to say something about; 403 for others who are shown it."""
    job.board.open_to_me(Action.CREATE, job.new_facts)
    if not job.is_mine:
        job.not_my_part()
    return job


JobIDo = Annotated[Job, Depends(job_i_do)]


def job_to_change(job: MyJob) -> Job:
    """A job whose words I may change now; 403 for others who are shown it."""
    job.board.open_to_me(Action.CHANGE, job.facts)
    return job


JobToChange = Annotated[Job, Depends(job_to_change)]


def meeting_to_plan(meeting: MyMeeting, _: RunningSeat) -> Meeting:
    """A meeting I run, whose plan I may begin; 403 for others who are asked to it."""
    return meeting


MeetingToPlan = Annotated[Meeting, Depends(meeting_to_plan)]
