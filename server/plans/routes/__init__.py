"""The pages of a plan: reading it, making it, and saying how a job goes."""

from itertools import chain

from server.plans import cards
from server.plans.routes.jobs import jobs
from server.plans.routes.making import making
from server.plans.routes.plan import reading
from server.plans.routes.swaps import swaps

PARTS = (reading, making, jobs, swaps)
plans = list(chain.from_iterable(part.routes for part in PARTS))
cards.register()
