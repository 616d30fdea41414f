"""The pages of a plan: reading it, making it, and saying how a job goes."""

from server.plans import cards
from server.plans.routes.jobs import jobs
from server.plans.routes.making import making
from server.plans.routes.plan import reading
from server.plans.routes.swaps import swaps

plans = (reading, making, jobs, swaps)
cards.register()
