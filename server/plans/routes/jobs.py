"""One job: read it, tick it, take the tick back, say that it needs longer or a hand."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from starlette.responses import Response

from server.core.answering import Pages
from server.core.errors import NOT_FOUND, see_other
from server.core.pages import page
from server.plans.access import JobIDo, MyJob
from server.plans.forms import Done, GoodWords, Telling, Tick, Way
from server.plans.jobs import Job
from server.plans.lines import hearers_of_job, in_words, note, row, sight_of_job, story
from server.plans.routes.plan import look, plan_path
from server.plans.updates import Said

jobs = Pages()
WAYS = {"doing": "not-yet", "hand": "hand", "swap": "swap", "change": "change"}


def job_path(job: Job) -> str:
    """Where a job is read."""
    return f"/families/{job.task.family_id}/tasks/{job.task.id}"


@jobs.get("/families/{family_id}/tasks/{task_id}")
def show_job(job: MyJob) -> Response:
    note_look(job)
    seen_by, heard_by = sight_of_job(job), hearers_of_job(job)
    return page(
        "plans/job", job=job, board=job.board, home=job_path(job), row=row(job), in_words=in_words,
        note=note(job), story=story(job), sight_words=seen_by, hearers=heard_by,
    )  # fmt: skip


def note_look(job: Job) -> None:
    """A professional who reads what family members said about a job leaves one line for each of them."""
    staff = {seat.id for seat in job.board.seats.values() if seat.is_professional}
    for seat_id in sorted({update.seat_id for update in job.said} - staff):
        if job.me.is_professional:
            look(job.board, job.task.id, seat_id)


@jobs.post("/families/{family_id}/tasks/{task_id}/done")
def done(job: MyJob, said: Annotated[Done, Form()]) -> Response:
    job.mark_done(said.key, for_whom=said.for_whom, note=said.note)
    return see_other(plan_path(job.board))


@jobs.post("/families/{family_id}/tasks/{task_id}/undo")
def undo(job: MyJob, said: Annotated[Tick, Form()]) -> Response:
    job.undo_done(said.key)
    return see_other(plan_path(job.board))


@jobs.get("/families/{family_id}/tasks/{task_id}/help")
def what_would_help(job: JobIDo) -> Response:
    return page("plans/help", job=job, home=job_path(job))


@jobs.post("/families/{family_id}/tasks/{task_id}/help")
def this_would_help(job: JobIDo, said: Annotated[Way, Form()]) -> Response:
    if said.help == "done":
        job.mark_done()
        return see_other(plan_path(job.board))
    return see_other(f"{job_path(job)}/{WAYS[said.help]}")


@jobs.get("/families/{family_id}/tasks/{task_id}/not-yet")
def before_not_yet(job: JobIDo) -> Response:
    return page("plans/not_yet", job=job, home=job_path(job), told=job.who_hears(Said.NOT_YET))


@jobs.post("/families/{family_id}/tasks/{task_id}/not-yet")
def not_yet(job: MyJob, said: Annotated[Telling, Form()]) -> Response:
    job.say_not_yet(said.key, note=said.note, told=said.seats())
    return see_other(job_path(job))


@jobs.get("/families/{family_id}/tasks/{task_id}/hand")
def before_a_hand(job: JobIDo) -> Response:
    return page("plans/hand", job=job, home=job_path(job), told=job.who_hears(Said.HAND))


@jobs.post("/families/{family_id}/tasks/{task_id}/hand")
def a_hand(job: MyJob, said: Annotated[Telling, Form()]) -> Response:
    job.ask_for_a_hand(said.key, note=said.note, told=said.seats())
    return see_other(job_path(job))


@jobs.post("/families/{family_id}/tasks/{task_id}/well")
def going_well(job: MyJob, said: Annotated[GoodWords, Form()]) -> Response:
    job.say_well(said.key, note=said.note)
    return see_other(job_path(job))


@jobs.post("/families/{family_id}/tasks/{task_id}/ask")
def please_update_us(job: MyJob, said: Annotated[Tick, Form()]) -> Response:
    job.ask_for_news(said.key)
    return see_other(job_path(job))


@jobs.post("/families/{family_id}/tasks/{task_id}/said/{update_id}/take-back")
def take_back(job: MyJob, update_id: UUID) -> Response:
    said = next((update for update in job.said if update.id == update_id), None)
    if said is None:
        raise NOT_FOUND
    job.take_back_words(said)
    return see_other(job_path(job))
