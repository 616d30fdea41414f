"""Houses with everything laid, made once for each state and shared by the tests of one process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from server.families.facts import State
from tests.authz.house import House, SetTable, set_table

Houses = Callable[[State | None], House]


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> SetTable:
    """Two families with all their things, to copy from."""
    return set_table(tmp_path_factory.mktemp("set"))


@pytest.fixture(scope="session")
def houses(table: SetTable, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """`houses(State.AGREED)` is a house whose meeting stands there; who changes it, puts it back."""
    standing: dict[State | None, House] = {}
    with ExitStack() as doors:

        def house(state: State | None) -> House:
            if state not in standing:
                built = House(table, tmp_path_factory.mktemp("house"), state)
                standing[state] = doors.enter_context(closing(built))
            return standing[state]

        yield house
