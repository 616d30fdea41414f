"""Asking somebody to take a job over, and answering."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.plans.access import JobIDo, MyJob
from server.plans.forms import Offer, OfferAnswer
from server.plans.routes.jobs import job_path

swaps = Pages()


@swaps.get("/families/{family_id}/tasks/{task_id}/swap")
def whom_to_ask(job: JobIDo) -> Response:
    return page("plans/swap", job=job, home=job_path(job), people=job.could_take_over)


@swaps.post("/families/{family_id}/tasks/{task_id}/swap")
def ask_to_swap(job: MyJob, said: Annotated[Offer, Form()]) -> Response:
    job.hand_to(said.to, said.key, note=said.note)
    return see_other(job_path(job))


@swaps.post("/families/{family_id}/tasks/{task_id}/swap/answer")
def answer_swap(job: MyJob, said: Annotated[OfferAnswer, Form()]) -> Response:
    job.answer_swap(said.giver, said.answer == "yes", said.key)
    return see_other(job_path(job))
