"""Who may do what, and when: the whole matrix, a second opinion, and what no grant may ever do."""

import ast
import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest

from server.families import rules, visibility
from server.families.facts import Action, Decision, ItemFacts, Kind, Reason, Role, SeatFacts, State
from server.families.visibility import decide
from tests.matrix import ITEMS, NOW, PRINCIPALS, SEATS, cells, item_in, known_as, rows
from tests.oracle import agrees, judge
from tests.worlds import Case, random_cases, seed

pytestmark = pytest.mark.authz
TOUCHING = [action for action in Action if action != Action.CREATE]


def answer(decision: Decision) -> str:
    """In the words of the matrix."""
    return "allowed" if decision else "absent" if decision.is_hidden else "refused"


def disagreement(case: Case) -> str:
    """What the two policies say differently about one case, or nothing."""
    ours, theirs = decide(*case), judge(*case)
    return "" if agrees(ours, theirs, case[1]) else f"{ours}\n{theirs}\n{case}"


def test_the_matrix_states_every_cell_and_no_other() -> None:  # promise: Z2
    assert rows() == set(product(Kind, Action, State))
    assert len(list(cells())) == len(PRINCIPALS) * len(Kind) * len(Action) * len(State) == 9408


def test_every_cell_of_the_matrix_holds() -> None:  # promise: Z2
    wrong = []
    for cell in cells():
        said = answer(decide(SEATS[cell.principal], cell.action, item_in(cell), cell.state, NOW))
        if said != cell.expected:
            wrong.append(f"{cell}: {said}")
    assert not wrong, "\n".join(wrong)


def test_two_policies_never_disagree() -> None:  # promise: Z3
    for case in random_cases(seed(), 10_000):
        assert not disagreement(case), disagreement(case)


@pytest.mark.long
def test_two_policies_never_disagree_in_a_million_worlds() -> None:  # promise: Z3
    for case in random_cases(seed(), 1_000_000):
        assert not disagreement(case), disagreement(case)


def test_hidden_from_beats_every_grant() -> None:  # promise: Z9
    for seat, action, item, state, now in random_cases(seed(), 5_000):
        if seat:
            hidden = replace(item, hidden_from=item.hidden_from | {seat.id})
            assert decide(seat, action, hidden, state, now).is_hidden


def test_hiding_from_one_changes_nothing_for_another() -> None:
    for seat, action, item, state, now in random_cases(seed(), 5_000):
        hidden = replace(item, hidden_from=item.hidden_from | {known_as("somebody else")})
        assert decide(seat, action, item, state, now) == decide(seat, action, hidden, state, now)


@pytest.mark.parametrize("role", Role)
def test_a_role_lets_nobody_read_by_itself(role: Role) -> None:
    newcomer = SeatFacts(
        id=known_as("a newcomer"), family_id=ITEMS[Kind.PLAN].family_id, role=role, in_private_time=True
    )
    for kind, action, state in product(Kind, TOUCHING, State):
        item = replace(ITEMS[kind], side_id=None, is_released=True)
        assert decide(newcomer, action, item, state, NOW) == Decision(False, Reason.NOT_HERE)


def test_somebody_added_later_gains_nothing_old() -> None:  # promise: Z8
    for seat, action, item, state, now in random_cases(seed(), 5_000):
        if seat and action in TOUCHING:
            later = replace(seat, id=known_as("added later"))
            assert decide(later, action, item, state, now).is_hidden


def test_naming_one_person_shows_nothing_to_another() -> None:
    for seat, action, item, state, now in random_cases(seed(), 5_000):
        if seat and action in TOUCHING and item.audience:
            wider = replace(item, audience=item.audience | {known_as("one more")})
            assert decide(seat, action, item, state, now) == decide(seat, action, wider, state, now)


def test_who_may_not_read_may_do_nothing_else_and_cannot_tell_it_exists() -> None:
    for seat, action, item, state, now in random_cases(seed(), 10_000):
        if action in TOUCHING and not decide(seat, Action.READ, item, state, now):
            decision = decide(seat, action, item, state, now)
            assert decision.is_hidden and not decision.fields


def test_what_is_listed_can_be_read_and_the_other_way_round() -> None:
    for seat, _, item, state, now in random_cases(seed(), 5_000):
        assert decide(seat, Action.SEE, item, state, now) == decide(seat, Action.READ, item, state, now)


def test_professionals_meet_private_family_time_as_if_it_were_empty() -> None:  # promise: Z10
    dice = Random(seed())
    for role, action, state in product(sorted(rules.STAFF), Action, State):
        seat = SeatFacts(id=known_as("x"), family_id=known_as("f"), role=role, in_private_time=True)
        item = ItemFacts(kind=Kind.FAMILY_TIME, family_id=seat.family_id, **_every_grant(seat.id, dice))
        assert decide(seat, action, item, state, NOW) == Decision(False, Reason.NOT_HERE)


def _every_grant(me: UUID, dice: Random) -> dict[str, Any]:
    grants = ("audience", "owners", "passed_on_to")
    return {name: frozenset({me}) for name in grants if dice.random() < 0.8} | {"author": me, "to": me}


@pytest.mark.parametrize("kind", Kind)
def test_nothing_crosses_the_wall_between_two_households(kind: Kind) -> None:  # promise: Z16
    mine, theirs = known_as("my side"), known_as("their side")
    for role, action, state in product(sorted(rules.SEATED), Action, State):
        seat = SeatFacts(
            id=known_as("x"), family_id=known_as("f"), role=role, side_id=mine, in_private_time=True
        )
        grants = frozenset({seat.id})
        item = ItemFacts(
            kind=kind, family_id=seat.family_id, side_id=theirs, owners=grants, audience=grants, to=seat.id,
            is_released=True, looked_by=Role.CHAIR, looked_at=Kind.PREPARATION,
        )  # fmt: skip
        assert decide(seat, action, item, state, NOW).is_hidden


AMIRA = SEATS["parent"]
assert AMIRA
UNKNOWN = [
    (AMIRA, Action.READ, replace(ITEMS[Kind.PREPARATION], kind="diary"), State.RELEASED),
    (AMIRA, "export", ITEMS[Kind.PREPARATION], State.RELEASED),
    (AMIRA, Action.READ, ITEMS[Kind.PREPARATION], "paused"),
    (replace(AMIRA, role="admin"), Action.READ, ITEMS[Kind.PREPARATION], State.RELEASED),
    (replace(AMIRA, role="operator"), Action.CREATE, ITEMS[Kind.PREPARATION], State.RELEASED),
    (None, Action.CREATE, ITEMS[Kind.FLAG], State.RELEASED),
]


@pytest.mark.parametrize("case", UNKNOWN)
def test_whatever_is_not_known_is_not_there(case: tuple[SeatFacts, str, ItemFacts, str]) -> None:
    assert decide(*case, NOW) == Decision(False, Reason.NOT_HERE)


def test_there_is_no_seat_that_may_do_everything() -> None:  # promise: Z14
    words = {node.id for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Name)}
    words |= {node.attr for tree in _trees() for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not {word for word in words if "admin" in word.lower() or "super" in word.lower()}
    texts = {n.value for tree in _trees() for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert not {"*", "all", "any", "operator", "admin"} & texts
    for principal, seat in SEATS.items():
        allowed = {
            cell.kind for cell in cells() if cell.principal == principal and cell.expected == "allowed"
        }
        assert allowed != set(Kind), f"{principal} ({seat}) reaches every kind"


def test_every_rule_stands_where_it_acts() -> None:
    source = "".join(Path(file).read_text() for file in _files())
    assert [rule for rule in range(18) if not re.search(rf"\bV{rule}\b", source)] == []


def _files() -> list[str]:
    here = Path(visibility.__file__).parent
    return [str(here / name) for name in ("facts.py", "rules.py", "visibility.py")]


def _trees() -> list[ast.Module]:
    return [ast.parse(Path(file).read_text()) for file in _files()]
