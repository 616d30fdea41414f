"""Random small worlds to ask about, the same ones for the same seed. `TABLE_SEED=123 pytest …` replays a run."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from server.families.facts import Action, ItemFacts, Kind, Role, SeatFacts, State

WAYS_IN = (
    "",
    "author",
    "author owners",
    "owners",
    "audience",
    "audience about",
    "audience owners",
    "audience owners about",
    "audience passed_on_to",
    "to",
)
Case = tuple[SeatFacts | None, str, ItemFacts, str, datetime]


def random_cases(seed: int, count: int) -> Iterator[Case]:
    """So many questions about small, crowded random worlds: most gates open, each of them shut now and then."""
    dice = Random(seed)
    for _ in range(count):
        yield random_case(dice)


def plain_cases(seed: int) -> Iterator[Case]:
    """Every kind, action, state and role with each way of being in an item, nothing else going on; shuffled."""
    now = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    me, family = UUID(int=1), UUID(int=2)
    grid = list(product(Kind, Action, State, Role, (True, False), WAYS_IN))
    Random(seed).shuffle(grid)
    for kind, action, state, role, inside, ways in grid:
        ways_in: dict[str, Any] = {
            way: me if way in ("author", "about", "to") else frozenset({me}) for way in ways.split()
        }
        item = ItemFacts(
            kind=kind, family_id=family, is_released=True, looked_by="chair", looked_at="plan", **ways_in
        )  # fmt: skip
        yield SeatFacts(id=me, family_id=family, role=role, in_private_time=inside), action, item, state, now


def seed() -> int:
    """The seed of this run, printed so that a failure can be replayed."""
    chosen = int(os.environ.get("TABLE_SEED", 0)) or Random().getrandbits(32)
    print(f"TABLE_SEED={chosen}")
    return chosen


def random_case(dice: Random) -> Case:
    """One question: a seat, an action, an item, a state and the time."""
    now = datetime.fromisoformat("2026-11-23T10:00:00+00:00")
    people = [_id(dice) for _ in range(4)]
    families, sides = [_id(dice), _id(dice)], [_id(dice), _id(dice), None]
    seat = _random_seat(dice, people[0], people, families[0], sides, now)
    if dice.random() < 0.08:
        seat = seat.previewed_by(_random_seat(dice, people[1], people, families[0], sides, now))
    item = _random_item(dice, people, families, sides, now)
    action = dice.choice([*Action]) if dice.random() < 0.99 else "export"
    state = dice.choice([*State]) if dice.random() < 0.99 else "paused"
    return (seat if dice.random() < 0.99 else None), action, item, state, now


def _random_seat(
    dice: Random, me: UUID, people: list[UUID], family: UUID, sides: list[UUID | None], now: datetime
) -> SeatFacts:
    return SeatFacts(
        id=me,
        family_id=family,
        role=dice.choice([*Role]) if dice.random() < 0.98 else "operator",
        side_id=dice.choice(sides) if dice.random() < 0.25 else None,
        stands_with=dice.choice([None, *people]),
        is_confirmed=dice.random() < 0.98,
        is_active=dice.random() < 0.98,
        in_private_time=dice.random() < 0.7,
        ends_at=_end(dice, now),
    )


def _random_item(
    dice: Random, people: list[UUID], families: list[UUID], sides: list[UUID | None], now: datetime
) -> ItemFacts:
    def some(chance: float) -> frozenset[UUID]:
        return frozenset(person for person in people if dice.random() < chance)

    return ItemFacts(
        kind=dice.choice([*Kind]) if dice.random() < 0.99 else "diary",
        family_id=families[dice.random() < 0.02],
        id=_id(dice),
        author=dice.choice([None, people[0], *people]),
        about=dice.choice([None, *people]),
        to=dice.choice([None, *people]),
        owners=some(0.3),
        audience=some(0.4),
        hidden_from=some(0.03),
        passed_on_to=some(0.2),
        side_id=dice.choice(sides) if dice.random() < 0.25 else None,
        is_released=dice.random() < 0.7,
        is_withdrawn=dice.random() < 0.1,
        is_used=dice.random() < 0.1,
        ends_at=_end(dice, now),
        looked_by=dice.choice([None, "operator", *Role]),
        looked_at=dice.choice([None, "diary", *Kind]),
    )


def _end(dice: Random, now: datetime) -> datetime | None:
    if dice.random() < 0.93:
        return None
    return now + timedelta(minutes=dice.choice([-1, 0, 1, 60, 60, 60]))


def _id(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128))
