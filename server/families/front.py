"""What the front page and a family's page show: each room says its own part, so that this one need not know them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlmodel import Session

from server.families.models import Seat

Area = Literal["family", "child", "staff"]
Stage = Literal["before", "during", "after"]
STAGES: tuple[Stage, ...] = ("before", "during", "after")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One thing on the front page. `next` can be done now, `waiting` waits for an answer, `place` is always there.

    Small `order` comes first; the first `next` stands alone at the top. Words are in the reader's language.
    """

    title: str
    sentence: str = ""
    link: str = ""
    order: int = 50
    kind: Literal["next", "place", "waiting"] = "place"
    picture: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the list staff go through for a family: it blocks nothing, and says what the family can see."""

    words: str
    is_in_place: bool
    link: str = ""
    family_sees: str = ""
    order: int = 50


Shown = TypeVar("Shown", Card, Step)
CardSource = Callable[[Session, Seat], Card | Iterable[Card] | None]
StepSource = Callable[[Session, Seat], Step | Iterable[Step] | None]
_cards: dict[str, list[CardSource]] = {"family": [], "child": [], "staff": []}
_steps: dict[str, list[StepSource]] = {stage: [] for stage in STAGES}


def card(area: Area, source: CardSource) -> None:
    """Let a room show something on the front page of one area; called once, where the room's pages are made."""
    if source not in _cards[area]:
        _cards[area].append(source)


def step(stage: Stage, source: StepSource) -> None:
    """Let a room add to the list staff go through for a family."""
    if source not in _steps[stage]:
        _steps[stage].append(source)


def area_of(seat: Seat) -> Area:
    """Which front page a seat has."""
    if seat.is_professional:
        return "staff"
    return "child" if seat.role == "child" else "family"


def cards(db: Session, seat: Seat) -> list[Card]:
    """Everything a confirmed seat is shown on the front page, first things first."""
    found = (found for source in _cards[area_of(seat)] for found in _each(source(db, seat)))
    return sorted(found, key=lambda shown: shown.order)


def steps(db: Session, seat: Seat) -> dict[Stage, list[Step]]:
    """The staff's list for a family, by stage."""
    return {stage: sorted(_steps_of(stage, db, seat), key=lambda shown: shown.order) for stage in STAGES}


def _steps_of(stage: Stage, db: Session, seat: Seat) -> Iterable[Step]:
    return (found for source in _steps[stage] for found in _each(source(db, seat)))


def _each(said: Shown | Iterable[Shown] | None) -> Iterable[Shown]:
    if said is None:
        return ()
    return (said,) if isinstance(said, Card | Step) else said
