"""Numbers a person can ring or text, from content/helplines.toml. No number is written anywhere else."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import cache
from typing import Annotated, Literal

from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, StringConstraints

from server.core.i18n import catalogue, clock_time, comma, n_
from server.core.places import site

CHECK_AGAIN_AFTER = timedelta(days=90)
Number = Annotated[str, StringConstraints(pattern=r"^\d[\d ]+\d$")]
Say = Callable[[str], str]


class Helpline(BaseModel):
    """One line: `hours` is "always", (from, to) on working days, or None where nobody has made sure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    nation: list[Literal["england", "wales"]]
    audience: list[Literal["child", "parent", "network", "anyone"]]
    call: Number | None = None
    text: Number | None = None
    hours: Literal["always"] | tuple[time, time] | None = None
    free: bool = False
    checked_on: date

    @property
    def check_again_on(self) -> date:
        """The day after which nobody should rely on it without looking it up again."""
        return self.checked_on + CHECK_AGAIN_AFTER

    def call_link(self) -> Markup:
        """The number to ring, as a link, and nothing more: HTML."""
        return _link("tel", self.call or "")

    def ways(self, language: str) -> Markup:
        """The numbers as links, then what is known of them, in this language: HTML."""
        say = catalogue(language).gettext
        call = self.call_link() if self.call else None
        text = _text_way(self.text, say) if self.text else None
        known = [sentence for sentence in (self._free(say), self._where(say), self._open(say)) if sentence]
        after = Markup(" ({})").format(f"{comma(language)} ".join(known)) if known else ""
        return Markup(" · ").join(way for way in (call, text) if way) + after

    def _free(self, say: Say) -> str:
        return say(n_("free")) if self.free else ""

    def _where(self, say: Say) -> str:
        if len(self.nation) != 1:
            return ""
        return say(n_("England only") if "england" in self.nation else n_("Wales only"))

    def _open(self, say: Say) -> str:
        if self.hours is None:
            return ""
        if self.hours == "always":
            return say(n_("day and night"))
        start, end = map(clock_time, self.hours)
        return say(n_("Monday to Friday, %(start)s to %(end)s")) % {"start": start, "end": end}


def _link(scheme: str, number: str) -> Markup:
    digits = number.replace(" ", "")
    return Markup('<a class="call" dir="ltr" translate="no" href="{}:{}">{}</a>').format(
        scheme, digits, number
    )


def _text_way(number: str, say: Say) -> Markup:
    words = escape(say(n_("text %(number)s")))
    return Markup(str(words).replace("%(number)s", _link("sms", number)))


@cache
def helplines() -> Mapping[str, Helpline]:
    """Every line by its key, in the order of the file."""
    found = tomllib.loads((site() / "content" / "helplines.toml").read_text(encoding="utf-8"))
    return {key: Helpline(**line) for key, line in found.items()}


def last_checked() -> date:
    """The day of the oldest check of any number."""
    return min(line.checked_on for line in helplines().values())
