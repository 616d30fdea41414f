"""The pages of a plan: reading it, making it, and saying how a job goes."""

from fastapi import APIRouter

from server.plans import cards
from server.plans.routes.jobs import jobs
from server.plans.routes.making import making
from server.plans.routes.plan import reading
from server.plans.routes.swaps import swaps

plans = APIRouter()
for part in (reading, making, jobs, swaps):
    plans.include_router(part)
cards.register()
