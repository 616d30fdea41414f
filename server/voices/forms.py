"""What may be said on the pages of this room."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from server.core.forms import MaybeWords, Said, Words
from server.families.audiences import Choice
from server.voices.flags import About, Soon

Back = Literal["", "check"]
Reply = Literal["right", "not_quite", "more"]


class OneAnswer(Said):
    """One question answered, skipped, or left for later."""

    said: MaybeWords = ""
    picked: list[str] = Field(default_factory=list)
    then: Literal["continue", "skip", "dont-know", "stop"] = "continue"
    back: Back = ""

    @property
    def state(self) -> str:
        return {"skip": "skipped", "dont-know": "dont-know"}.get(self.then, "answered")


class Hearing(Said):
    """Who hears one answer, and how. Nothing chosen keeps it just for me."""

    audience: Choice | Literal[""] = ""
    how: Literal["i_say_it", "helper_says_it", "show_my_words", "not_aloud", ""] = ""
    then: Literal["continue", "skip", "stop"] = "continue"
    back: Back = ""


class AllBut(Said):
    """Who shall not hear it."""

    apart_from: list[str] = Field(default_factory=list)
    then: Literal["continue", "stop"] = "continue"
    back: Back = ""


class Sending(Said):
    """Send, with the mark of what was looked at."""

    seen: str = ""


class Asking(Said):
    """A child wants to talk to somebody. `soon` is the button they tapped; without it they only stopped."""

    soon: Soon | None = None
    what: MaybeWords = ""


class OneTap(Said):
    """A child asks for an advocate, or for whoever runs the meeting."""

    about: Literal[About.ADVOCATE, About.CHAIR]


class SayToChild(Said):
    """What a child who asked is told."""

    answer: Words


class Opened(Said):
    """Let a child have their say, with a helper."""

    helper: UUID


class Happened(Said):
    """What happened with one answer; one of the three is enough."""

    did: MaybeWords = ""
    why_not: MaybeWords = ""
    next: MaybeWords = ""


class Replied(Said):
    """What a child says to what happened."""

    reply: Reply
    reply_words: MaybeWords = ""
    then: Literal["continue", "stop"] = "continue"


class ToldSomebody(Said):
    """A worker had to tell somebody whom the child did not choose."""

    to: UUID
    why: Words
    told_first: Literal["yes", "no"]
    is_kept: Literal["yes", ""] = ""
