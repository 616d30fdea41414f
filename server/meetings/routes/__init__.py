"""The pages of a meeting: before, on the day, and afterwards."""

from server.meetings import cards
from server.meetings.routes.agenda import agenda
from server.meetings.routes.coming import coming
from server.meetings.routes.family_time import family_time
from server.meetings.routes.meeting import meeting
from server.meetings.routes.quiet import quiet
from server.meetings.routes.shared import shared
from server.meetings.routes.steps import steps

meetings = (meeting, steps, coming, agenda, shared, quiet, family_time)
cards.register()
