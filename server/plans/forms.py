"""What may be said about a plan and its jobs."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator

from server.core.errors import Refused
from server.core.forms import MaybeWords, Said, Words
from server.core.i18n import _
from server.plans.models import Answer


def _maybe_id(value: object) -> UUID | None:
    """An id made on the phone, or none where a form came without."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


class Tick(Said):
    """A tap. `key` was made on the phone and becomes the id of what was said."""

    key: Annotated[UUID | None, BeforeValidator(_maybe_id)] = None


class Done(Tick):
    """Done, and for whom if it is somebody else's job."""

    for_whom: UUID | None = None
    note: MaybeWords = ""


class Note(Tick):
    """A tap with words, if any."""

    note: MaybeWords = ""


class Telling(Note):
    """News that goes to the people named on the page it was sent from: `told` is their seats, as the page had them."""

    told: str = ""

    def seats(self) -> set[str]:
        return set(self.told.split())


class GoodWords(Tick):
    """Something good."""

    note: Words


class Way(Said):
    """What would help."""

    help: Literal["doing", "hand", "swap", "change", "done"]


class Offer(Note):
    """Whom to ask to take a job over."""

    to: UUID


class OfferAnswer(Tick):
    """Yes or no to somebody who asked for a swap."""

    giver: UUID
    answer: Literal["yes", "no"]


class Agreeing(Said):
    """Yes, or not sure."""

    answer: Answer


class Start(Said):
    """A new plan: who it is made with, and who hears when a job needs a hand."""

    people: list[UUID] = []
    tells: Literal["family", "services"]
    safety: MaybeWords = ""


class Wanted(Said):
    """What we want for the child."""

    what: Words


class ByDay(Said):
    """A form with a day in three fields."""

    by_day: str = ""
    by_month: str = ""
    by_year: str = ""

    def by_on(self, today: date) -> date:
        """The day that was typed; refused where there is no such day or it is long gone."""
        try:
            on = date(int(self.by_year), int(self.by_month), int(self.by_day))
        except (ValueError, OverflowError):
            raise Refused(_("We couldn’t read that date. For example, 5 3 2027."), field="by") from None
        if not today.year - 1 <= on.year <= today.year + 10:
            raise Refused(_("Please look at the year again."), field="by")
        return on


class NewTask(ByDay):
    """One job: what, who, by when, who checks, and who can see it."""

    what: Words
    how_we_know: MaybeWords = ""
    owners: list[UUID] = []
    checked_by: UUID
    shown: Literal["everyone", "some"]
    some: list[UUID] = []


class Change(ByDay, Tick):
    """New words or another day for a job, and why."""

    what: Words
    how_we_know: MaybeWords = ""
    who: UUID | None = None
    reason: MaybeWords = ""
    version: int
