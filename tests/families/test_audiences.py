"""Who is named when something is made, and what a child's choice means."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from server.families.audiences import Choice, Table, chosen_audience, default_audience, may_be_named
from server.families.facts import Kind, Role, SeatFacts
from tests.matrix import ITEMS, SEATS, known_as

pytestmark = pytest.mark.authz
SEATED = [seat for seat in SEATS.values() if seat and seat.family_id == ITEMS[Kind.PLAN].family_id]
DAD = SeatFacts(
    id=known_as("Tom"), family_id=SEATED[0].family_id, role=Role.PARENT, side_id=known_as("Dad's side")
)
LEILA = replace(SEATED[0], id=known_as("Leila"), in_private_time=False)
TABLE = Table.of([*SEATED, DAD, LEILA])
NAMES = {
    known_as(name): name
    for name in [
        "Joe",
        "Leila",
        "Amira",
        "Nan",
        "Grace",
        "Yusuf",
        "Priya",
        "Hope",
        "Sam",
        "Helen",
        "Dee",
        "Rob",
        "Tom",
    ]
}


def names(seats: frozenset[UUID]) -> set[str]:
    return {NAMES[seat] for seat in seats}


def start(kind: Kind, author: str, *named: str) -> set[str]:
    seat = next(seat for seat in TABLE.seats if seat.id == known_as(author))
    return names(default_audience(kind, seat, TABLE, named=frozenset(map(known_as, named))))


def test_a_new_thing_starts_with_the_audience_of_the_design() -> None:
    attending = {"Joe", "Leila", "Amira", "Nan", "Grace", "Hope", "Sam", "Helen"}
    assert start(Kind.WHO_IS_COMING, "Priya") == attending | {"Tom"}
    assert start(Kind.INFORMATION, "Sam") == {"Priya"}
    assert start(Kind.FLAG, "Joe", "Sam") == {"Sam", "Dee"}
    assert start(Kind.QUIET_WORD, "Amira") == {"Priya"}
    assert start(Kind.FAMILY_TIME, "Amira") == {"Joe", "Nan"}
    assert start(Kind.PROPOSAL, "Amira") == {"Joe", "Leila", "Nan", "Priya", "Hope", "Sam"}
    assert start(Kind.CONTACT, "Amira") == {"Priya"}


@pytest.mark.parametrize("kind", [Kind.PREPARATION, Kind.CHILD_ANSWER, Kind.DRAWING, Kind.PLAN, Kind.LOOK])
def test_a_persons_own_words_start_with_nobody(kind: Kind) -> None:
    assert start(kind, "Joe") == set()


def test_naming_somebody_by_mistake_does_not_name_them() -> None:
    assert start(Kind.CONTACT, "Amira", "Nan", "Hope") == {"Priya"}
    assert start(Kind.FAMILY_TIME, "Amira", "Priya", "Leila") == {"Joe", "Nan"}
    assert start(Kind.PREPARATION, "Amira", "Tom", "Dee", "Rob", "Grace", "Amira") == {"Grace"}


def test_without_a_coordinator_the_chair_hears_the_quiet_word() -> None:
    table = Table.of(seat for seat in SEATED if seat.role != Role.COORDINATOR)
    assert names(default_audience(Kind.QUIET_WORD, SEATED[1], table)) == {"Hope"}


CHOSEN = {
    Choice.JUST_ME: set[str](),
    Choice.DECIDE_LATER: set[str](),
    Choice.MY_HELPER: {"Grace"},
    Choice.RUNNING_THE_MEETING: {"Priya", "Hope"},
    Choice.EVERYONE: {"Joe", "Amira", "Nan", "Grace", "Priya", "Hope", "Sam", "Helen"},
    Choice.EVERYONE_EXCEPT: {"Joe", "Nan", "Grace", "Priya", "Hope", "Sam", "Helen"},
}


@pytest.mark.parametrize("choice", Choice)
def test_a_childs_choice_names_real_people(choice: Choice) -> None:
    chosen = chosen_audience(choice, LEILA, TABLE, apart_from=frozenset({known_as("Amira")}))
    assert names(chosen) == CHOSEN[choice]


def test_everyone_never_reaches_over_the_wall() -> None:
    assert "Tom" not in names(chosen_audience(Choice.EVERYONE, LEILA, TABLE))
    both = replace(LEILA, side_id=None)
    assert "Tom" in names(chosen_audience(Choice.EVERYONE, both, TABLE))


def test_a_seat_that_is_gone_is_never_named() -> None:
    rob = SEATS["ex_member"]
    assert rob and not any(may_be_named(kind, rob) for kind in Kind)
    assert not may_be_named("diary", SEATED[0])


def test_whoever_is_named_by_default_can_be_named() -> None:
    for kind, author in product(Kind, TABLE.seats):
        named = default_audience(kind, author, TABLE)
        assert all(may_be_named(kind, seat) for seat in TABLE.seats if seat.id in named)
        assert author.id not in named
