"""Writing a plan down: begin it, say what we want, add a job, change one, take one out."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MySeat
from server.families.models import Seat
from server.plans.access import GoalToWrite, JobToChange, MeetingToPlan, MyJob, PlanToWrite
from server.plans.beginning import begin, could_be_asked, plan_of, proposed
from server.plans.forms import Change, NewTask, Start, Wanted
from server.plans.lines import sight_of_job
from server.plans.routes.plan import plan_path

making = Pages()


@making.get("/families/{family_id}/meetings/{meeting_id}/plan")
def new_plan(meeting: MeetingToPlan, seat: MySeat, db: Db) -> Response:
    found = plan_of(db, meeting)
    if found:
        return see_other(f"/families/{seat.family_id}/plans/{found.id}")
    return page("plans/start", meeting=meeting, people=could_be_asked(db, seat), leads=_leads(db, seat))


@making.post("/families/{family_id}/meetings/{meeting_id}/plan")
def start_plan(meeting: MeetingToPlan, seat: MySeat, db: Db, said: Annotated[Start, Form()]) -> Response:
    plan = begin(db, meeting, seat, said.people, tells_services=said.tells == "services", safety=said.safety)
    return see_other(f"/families/{seat.family_id}/plans/{plan.id}")


def _leads(db: Db, seat: Seat) -> list[Seat]:
    return [other for other in could_be_asked(db, seat) if other.is_family_lead]


@making.get("/families/{family_id}/plans/{plan_id}/goals/new")
def new_goal(board: PlanToWrite) -> Response:
    return page("plans/goal", home=plan_path(board), proposed=proposed(board.db, board.meeting, board.me))


@making.post("/families/{family_id}/plans/{plan_id}/goals")
def write_goal(board: PlanToWrite, said: Annotated[Wanted, Form()]) -> Response:
    board.write_goal(said.what)
    return see_other(plan_path(board))


@making.get("/families/{family_id}/goals/{goal_id}/tasks/new")
def new_task(found: GoalToWrite) -> Response:
    board, goal = found
    words = proposed(board.db, board.meeting, board.me)
    return page("plans/task", board=board, goal=goal, home=plan_path(board), proposed=words)


@making.post("/families/{family_id}/goals/{goal_id}/tasks")
def write_task(found: GoalToWrite, said: Annotated[NewTask, Form()]) -> Response:
    board, goal = found
    only = said.some if said.shown == "some" else None
    board.write_task(
        goal, said.what, owners=said.owners, by_on=said.by_on(board.today), checked_by=said.checked_by,
        only=only, how_we_know=said.how_we_know,
    )  # fmt: skip
    return see_other(plan_path(board))


@making.get("/families/{family_id}/tasks/{task_id}/change")
def new_words(job: JobToChange) -> Response:
    return page("plans/change", job=job, board=job.board, task=job.task, sight_words=sight_of_job(job))


@making.post("/families/{family_id}/tasks/{task_id}/change")
def change_task(job: MyJob, said: Annotated[Change, Form()]) -> Response:
    words = said.model_dump(include={"what", "how_we_know", "who", "reason", "version", "key"})
    job.adjust(by_on=said.by_on(job.board.today), **words)
    return see_other(f"/families/{job.task.family_id}/tasks/{job.task.id}")


@making.post("/families/{family_id}/tasks/{task_id}/take-out")
def take_out(job: MyJob) -> Response:
    job.take_out()
    return see_other(plan_path(job.board))
