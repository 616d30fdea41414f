"""What may be said about a meeting."""

from datetime import date, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator

from server.core.errors import Refused
from server.core.forms import MaybeWords, Name, Said, Words
from server.core.i18n import _
from server.meetings.agenda import For
from server.meetings.models import Kind
from server.meetings.quiet import AT_THE_MEETING, FROM_FAMILY_TIME, Signal
from server.meetings.sharing import Sort

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _or_none(value: object) -> object:
    return None if value == "" else value


MaybeId = Annotated[UUID | None, BeforeValidator(_or_none)]
MaybeTime = Annotated[time | None, BeforeValidator(_or_none)]


def whole_day(day: str, month: str, year: str, field: str) -> date | None:
    """A day typed in three fields; None where all are empty; refused where there is no such day, or not in our time."""
    if not (day.strip() or month.strip() or year.strip()):
        return None
    try:
        found = date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        raise Refused(_("We couldn’t read that date. For example, 5 3 2027."), field=field) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused(_("Please look at the year again."), field=field)
    return found


class NewMeeting(Said):
    """Which kind of meeting."""

    kind: Kind


class When(Said):
    """When and where, for one side."""

    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    at_time: MaybeTime = None
    place: MaybeWords = ""
    entrance: MaybeWords = ""

    @property
    def on(self) -> date | None:
        return whole_day(self.on_day, self.on_month, self.on_year, "on")


class Extra(Said):
    """Whether the family has time alone, and what happens if no plan is agreed."""

    private_time: Literal["yes", "no"] = "no"
    if_no_plan: MaybeWords = ""


class NewLine(Said):
    """Somebody who is asked to come: a seat at the table, or a first name."""

    who: MaybeId = None
    called: MaybeWords = ""
    job: MaybeWords = ""
    why: MaybeWords = ""
    side: UUID | Literal["neither", ""] = ""


class Coming(Said):
    """Yes or no."""

    coming: Literal["coming", "not_coming"]


class NotInvited(Said):
    """Somebody not to invite."""

    called: Name
    because: MaybeWords = ""


class Point(Said):
    """A point to talk about, and for whom it is."""

    what: Words
    meant_for: For = For.ONLY_ME


class Way(Said):
    """Up or down."""

    to: Literal["up", "down"]


class Piece(Said):
    """Something the family should know before the meeting."""

    sort: Sort
    what: Words
    side: MaybeId = None


class Changed(Said):
    """The same, said better; why is asked when people have read it already."""

    what: Words
    why: MaybeWords = ""


class Sharing(Said):
    """Which pieces, with whom, and why a word was kept."""

    pieces: list[UUID] = []
    people: list[UUID] = []
    reason: MaybeWords = ""


class Quiet(Said):
    """A quiet word."""

    what: Words


class Sign(Said):
    """One of the small signals during the meeting, or that more days to read would help."""

    signal: Literal["break", "understand", "slow", "more_days"]


class Call(Said):
    """What may leave private family time: no words."""

    call: Literal["need_you", "more_time", "help"]


class StepFor(Said):
    """Which side a step is for, where sides attend apart."""

    side: MaybeId = None


class Afterwards(Said):
    """What must be settled before a meeting is finished."""

    review_day: str = ""
    review_month: str = ""
    review_year: str = ""
    follow_up: MaybeId = None
    lead: str = ""

    @property
    def review_on(self) -> date | None:
        return whole_day(self.review_day, self.review_month, self.review_year, "review")


class Note(Said):
    """A note in private family time."""

    what: Words
    shown: Literal["me", "room"]


class Draft(Said):
    """The draft of the plan, and the version it was written on."""

    draft: MaybeWords = ""
    version: int = 0


class Pen(Said):
    """Who writes now."""

    to: UUID


class Shown(Said):
    """The plan as it will be shown."""

    plan: Words


assert {Signal(name) for name in ("break", "understand", "slow")} == set(AT_THE_MEETING)
assert {Signal(name) for name in ("need_you", "more_time", "help")} == set(FROM_FAMILY_TIME)
