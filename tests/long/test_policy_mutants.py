"""Can our tests tell a broken policy from a good one? Break it in every small way and see.

What is not noticed changes no answer: `widened_by` is asked only of somebody who may share; nobody running a meeting or
standing outside reads a note of private family time, or the author a quiet word, whatever a later test would say; and
the two words `frozen` and `kw_only` of a dataclass decide nothing.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from server.families import rules, visibility
from server.families.facts import Decision
from tests.long.mutants import mutants
from tests.matrix import NOW, SEATS, cells, item_in
from tests.oracle import Verdict, agrees, judge
from tests.worlds import Case, plain_cases, random_cases, seed

pytestmark = pytest.mark.long
TESTS = ("yes", "no", "wrote", "holds", "runs", "wrote_or_runs", "holds_or_runs", "in_the_room")
STATES = ("ALWAYS", "UNTIL_CLOSED", "LIVE", "IN_HAND")
ROLES = ("FAMILY", "RUNNING", "STAFF", "SEATED", "AT_TABLE")
SWAPS = {
    name: tuple(other for other in group if other != name)
    for group in (TESTS, STATES, ROLES)
    for name in group
}
Decide = Callable[..., Decision]


def test_at_least_95_of_100_broken_policies_are_noticed() -> None:  # promise: Z11
    chosen = seed()
    questions = [*_cells(), *random_cases(chosen, 10_000), *plain_cases(chosen)]
    asked = [(case, judge(*case)) for case in questions]
    survivors, count = [], 0
    for what, decide in broken_policies():
        count += 1
        if decide and not notices(decide, asked):
            survivors.append(what)
    print(
        f"{count - len(survivors)} of {count} broken policies noticed; not noticed:", *survivors, sep="\n  "
    )
    assert len(survivors) <= count * 0.05


def notices(decide: Decide, asked: list[tuple[Case, Verdict]]) -> bool:
    """Whether any answer differs from the second policy's, or fails."""
    try:
        return not all(agrees(decide(*case), verdict, case[1]) for case, verdict in asked)
    except Exception:
        return True


def _cells() -> Iterator[Case]:
    return ((SEATS[cell.principal], cell.action, item_in(cell), cell.state, NOW) for cell in cells())


def broken_policies() -> Iterator[tuple[str, Decide | None]]:
    """What was broken, and the broken `decide`; None if it does not even start."""
    whole = {name: Path(str(module.__file__)).read_text() for name, module in MODULES.items()}
    for name, source in whole.items():
        for what, broken in mutants(source, SWAPS):
            yield f"{name} {what}", _policy({**whole, name: broken})


MODULES: dict[str, ModuleType] = {"rules": rules, "visibility": visibility}


def _policy(sources: dict[str, str]) -> Decide | None:
    kept = dict(sys.modules)
    try:
        for name, source in sources.items():
            module = ModuleType(f"server.families.{name}")
            sys.modules[module.__name__] = module
            exec(compile(source, name, "exec"), module.__dict__)
        return module.decide
    except Exception:
        return None
    finally:
        sys.modules.update({name: kept[name] for name in (m.__name__ for m in MODULES.values())})
