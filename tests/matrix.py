"""The matrix, cell by cell, and the cast and things its cells speak of (described at the top of `matrix.toml`)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from server.families.facts import Action, ItemFacts, Kind, Role, SeatFacts, State
from server.families.rules import STAFF

FILE = Path(__file__).with_name("matrix.toml")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
# Each principal, in the order of the file, and who of `tests/cast.py` it is.
PRINCIPALS = {
    "child": "joe",
    "parent": "amira",
    "network": "nan",
    "advocate": "grace",
    "supporter": "yusuf",
    "coordinator": "priya",
    "chair": "hope",
    "social_worker": "sam",
    "professional": "helen",
    "duty_lead": "dee",
    "visitor": None,
    "operator": "olu",
    "ex_member": "rob",
    "other_family": "stone",
}
EXPECTED = {"y": "allowed", "n": "refused", ".": "absent"}


@dataclass(frozen=True)
class Cell:
    """One cell. `expected`: allowed, refused (403, a plain sentence) or absent (404, as if it did not exist)."""

    principal: str
    kind: Kind
    action: Action
    state: State
    expected: str


def cells() -> Iterator[Cell]:
    """Every cell of the file; KeyError or ValueError where a row is missing, misspelt or not 14 letters long."""
    tables = tomllib.loads(FILE.read_text())
    for kind, action, state in ((k, a, s) for k in Kind for a in Action for s in State):
        row = tables[kind][action][state].replace(" ", "")
        for principal, letter in zip(PRINCIPALS, row, strict=True):
            yield Cell(principal, kind, action, state, EXPECTED[letter])


def rows() -> set[tuple[str, str, str]]:
    """Every (kind, action, state) the file has, known to the code or not."""
    tables = tomllib.loads(FILE.read_text())
    return {(k, a, s) for k, actions in tables.items() for a, states in actions.items() for s in states}


def known_as(name: str) -> UUID:
    """The same id for the same name, each time."""
    return uuid5(UUID(int=0), name)


TABLE, STONES, OUR_SIDE = known_as("Amira's family"), known_as("Mr Stone's family"), known_as("Amira's side")


def _seat(name: str, role: Role, **more: Any) -> SeatFacts:
    side = None if role in STAFF else OUR_SIDE
    return SeatFacts(**{"id": known_as(name), "family_id": TABLE, "role": role, "side_id": side, **more})


SEATS: dict[str, SeatFacts | None] = {
    "child": _seat("Joe", Role.CHILD, in_private_time=True),
    "parent": _seat("Amira", Role.PARENT, in_private_time=True),
    "network": _seat("Nan", Role.NETWORK, in_private_time=True),
    "advocate": _seat("Grace", Role.ADVOCATE, stands_with=known_as("Leila")),
    "supporter": _seat(
        "Yusuf", Role.SUPPORTER, stands_with=known_as("Amira"), ends_at=NOW + timedelta(hours=3)
    ),
    "coordinator": _seat("Priya", Role.COORDINATOR),
    "chair": _seat("Hope", Role.CHAIR),
    "social_worker": _seat("Sam", Role.SOCIAL_WORKER),
    "professional": _seat("Helen", Role.PROFESSIONAL),
    "duty_lead": _seat("Dee", Role.DUTY_LEAD),
    "visitor": None,
    "operator": None,
    "ex_member": _seat("Rob", Role.NETWORK, is_active=False),
    "other_family": _seat("Mr Stone", Role.PARENT, family_id=STONES, side_id=None),
}


def _item(kind: Kind, author: str | None, *audience: str, owner: str | None = None, **more: Any) -> ItemFacts:
    return ItemFacts(
        kind=kind,
        family_id=TABLE,
        side_id=OUR_SIDE,
        id=known_as(kind),
        author=known_as(author) if author else None,
        audience=frozenset(map(known_as, audience)),
        owners=frozenset({known_as(owner)} if owner else ()),
        **more,
    )


LISTED = ("Joe", "Amira", "Nan", "Grace", "Priya", "Hope", "Sam", "Helen")
ITEMS: dict[Kind, ItemFacts] = {
    item.kind: item  # type: ignore[misc]
    for item in (
        _item(Kind.MEETING_BASICS, "Priya", *LISTED, "Yusuf"),
        _item(Kind.WHO_IS_COMING, "Priya", *LISTED, about=known_as("Nan")),
        _item(Kind.INFORMATION, "Sam", "Priya", "Amira"),
        _item(Kind.PREPARATION, "Amira"),
        _item(Kind.CHILD_ANSWER, "Joe", is_released=True),
        _item(Kind.DRAWING, "Joe", is_released=True),
        _item(Kind.FLAG, "Joe", "Sam", "Dee"),
        _item(Kind.QUIET_WORD, "Amira", "Priya"),
        _item(Kind.FAMILY_TIME, "Amira", "Joe", "Nan"),
        _item(Kind.PROPOSAL, "Amira", "Joe", "Nan", "Priya", "Hope", "Sam"),
        _item(
            Kind.PLAN,
            "Priya",
            *("Joe", "Amira", "Nan", "Priya", "Hope", "Sam"),
            owner="Nan",
            about=known_as("Joe"),
        ),
        _item(Kind.PROGRESS, "Nan", "Amira", owner="Nan"),
        _item(Kind.CONTACT, "Amira", "Priya"),
        _item(Kind.RECORD, "Hope", "Amira"),
        _item(Kind.SAFETY_SETTING, "Amira", "Priya", about=known_as("Rob")),
        _item(Kind.LOOK, None, owner="Amira", looked_by=Role.SOCIAL_WORKER, looked_at=Kind.PREPARATION),
    )
}
RELEASED_IN = {
    Kind.INFORMATION: frozenset(State) - {State.BEFORE_RELEASE},
    Kind.RECORD: frozenset({State.AGREED, State.IN_REVIEW, State.CLOSED}),
}


def item_in(cell: Cell) -> ItemFacts:
    """The item a cell speaks of; for `create` a new one by whoever makes it."""
    item = ITEMS[cell.kind]
    if cell.kind in RELEASED_IN:
        item = replace(item, is_released=cell.state in RELEASED_IN[cell.kind])
    maker = SEATS[cell.principal]
    if cell.action == Action.CREATE:
        return replace(item, id=None, author=maker.id if maker else None)
    return item
