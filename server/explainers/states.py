"""What may honestly be said of a translation, a page or a part of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.core.asking import Asking, only
from server.core.i18n import _, day, n_


class State(StrEnum):
    """How far a piece of text in the reader's language can be trusted."""

    ORIGINAL = "original"
    REVIEWED = "reviewed"
    DRAFT = "draft"
    MACHINE = "machine"
    STALE = "stale"
    MISSING = "missing"


LABELS: dict[State, str] = {
    State.REVIEWED: n_("Checked by a fluent speaker on %(date)s."),
    State.DRAFT: n_("Translated by a person. Not checked yet."),
    State.MACHINE: n_(
        "Translated by a computer. No one has checked it. Parts may be wrong. "
        "Please ask for an interpreter for anything important."
    ),
    State.STALE: n_("The English changed on %(date)s. This part is older."),
    State.MISSING: n_("This part is only in English so far."),
}
PAGE_MISSING = n_("This page is only in English so far.")
SOME_PARTS = n_("Some parts are older than the English, or only in English so far.")
ENGLISH_FIRST = n_("This part matters most, so the English comes first. No one has checked the translation.")
ENGLISH_INSTEAD = n_("This part matters most and the English has changed, so it is in English for now.")


@dataclass(frozen=True)
class Label:
    """The same sentence in the reader's language and in English, so that whoever helps can read it too."""

    words: str
    english: str


def label(say: Callable[[], str], language: str) -> Label:
    """Say a sentence in this language and in English; the English is empty for a reader of English."""
    with speaking(language):
        words = say()
    with speaking("en"):
        english = say()
    return Label(words, "" if language == "en" else english)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Sentences and dates in this language, outside a request."""
    token = only(Asking(locale=language, prefix=f"/{language}"))
    try:
        yield
    finally:
        token.var.reset(token)


def page_words(state: State, checked_on: date | None, *, uneven: bool) -> str:
    """What may be said of a whole page, in the language being spoken."""
    if state is State.MISSING:
        return _(PAGE_MISSING)
    words = _(LABELS[state]) % {"date": day(checked_on) if checked_on else ""}
    return f"{words} {_(SOME_PARTS)}" if uneven else words


def part_words(state: State, changed_on: date, *, critical: bool) -> str:
    """What must be said of one part, in the language being spoken; empty where the page has said it all."""
    if state is State.MISSING:
        return _(LABELS[state])
    if state is State.STALE:
        return _(ENGLISH_INSTEAD) if critical else _(LABELS[state]) % {"date": day(changed_on)}
    return _(ENGLISH_FIRST) if critical and state is not State.REVIEWED else ""
