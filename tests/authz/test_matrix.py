"""Every cell of the matrix over HTTP: who may do what to which thing, while its meeting stands where. promise: Z2"""

from collections import Counter

import pytest

from server.families.facts import Action, Kind, State
from tests.authz.conftest import Houses
from tests.authz.doors import DOORS, NO_PAGE_YET
from tests.authz.laid import Laid
from tests.authz.trying import doors_of, faults, is_over_http, somebody
from tests.authz.walking import Walk, walk
from tests.matrix import PRINCIPALS, Cell, cells

pytestmark = pytest.mark.authz
LOOKING = {Action.SEE, Action.READ}
ALL = [cell for cell in cells() if cell.kind not in NO_PAGE_YET]
TO_DO = sorted({(cell.state, cell.kind) for cell in ALL if doors_of(cell)})


@pytest.mark.parametrize(("state", "kind"), TO_DO, ids=str)
def test_doing(houses: Houses, state: State, kind: Kind) -> None:
    house = houses(state)
    wrong = [
        f"{cell.principal} may {cell.action}: {cell.expected}, but {fault}"
        for cell in ALL
        if (cell.state, cell.kind) == (state, kind) and doors_of(cell)
        for fault in faults(house, cell)
    ]
    assert wrong == []


# Where each kind is read, and where it is in a list; one of the words of the kind, or the id of the thing, stands there.
LISTS: dict[Kind, tuple[str, int | str]] = {
    Kind.MEETING_BASICS: ("{meeting}", 0),
    Kind.WHO_IS_COMING: ("{meeting}/people", 0),
    Kind.INFORMATION: ("{meeting}/shared", 0),
    Kind.PREPARATION: ("{meeting}/agenda", 0),
    Kind.CHILD_ANSWER: ("/families/{family_id}/mine/sent", 1),
    Kind.FLAG: ("/families/{family_id}/asks", "flag_id"),
    Kind.QUIET_WORD: ("{meeting}", 0),
    Kind.FAMILY_TIME: ("{meeting}/private-time", 1),
    Kind.PROPOSAL: ("{meeting}", "proposal_id"),
    Kind.PLAN: ("/families/{family_id}/plans/{plan_id}", 0),
    Kind.PROGRESS: ("/families/{family_id}/tasks/{task_id}", 0),
    Kind.SAFETY_SETTING: ("{meeting}/people", 0),
    Kind.LOOK: ("/me/looks", 0),
}
PAGES: dict[Kind, tuple[str, int | str]] = {
    **LISTS,
    Kind.MEETING_BASICS: ("{meeting}", 1),
    Kind.CHILD_ANSWER: ("/families/{family_id}/mine/questions/6", 0),
    Kind.FLAG: ("/families/{family_id}/asks/{flag_id}", 0),
    Kind.FAMILY_TIME: ("{meeting}/private-time", 0),
    Kind.PROPOSAL: ("{meeting}/proposals/{proposal_id}", 0),
    Kind.PLAN: ("/families/{family_id}/tasks/{task_id}", 1),
    Kind.SAFETY_SETTING: ("{meeting}/people", 1),
}
# On the phone it was sent from, an ask stands without the words that were written with it.
OWN_ASKS = "/families/{family_id}/mine/talk"
THING = {
    Kind.MEETING_BASICS: "detail_id", Kind.WHO_IS_COMING: "line_id", Kind.INFORMATION: "information_id",
    Kind.PREPARATION: "point_id", Kind.CHILD_ANSWER: "answer_id", Kind.FLAG: "flag_id",
    Kind.QUIET_WORD: "word_id", Kind.FAMILY_TIME: "note_id", Kind.PROPOSAL: "proposal_id", Kind.PLAN: "task_id",
    Kind.PROGRESS: "update_id", Kind.SAFETY_SETTING: "wish_id",
}  # fmt: skip


@pytest.mark.parametrize("principal", PRINCIPALS)
@pytest.mark.parametrize("state", State)
def test_reading(houses: Houses, state: State, principal: str) -> None:
    house = houses(state)
    seen = walk(house, somebody(house, principal))
    wrong = [
        f"{cell.kind} {cell.action}: {cell.expected}, but {fault}"
        for cell in ALL
        if cell.action in LOOKING and (cell.state, cell.principal) == (state, principal)
        for fault in misread(house.laid, cell, seen)
    ]
    assert wrong == []


def misread(laid: Laid, cell: Cell, seen: Walk) -> list[str]:
    """What is wrong with what somebody was shown of one kind."""
    if cell.expected == "absent":
        traces = [*laid.words[cell.kind], *([str(laid.ids[THING[cell.kind]])] if cell.kind in THING else [])]
        return [f"“{trace}” is on {path}" for trace in traces for path in seen.where(trace)]
    if (cell.kind, cell.principal) == (Kind.FLAG, "child"):
        return [] if seen[laid.path(OWN_ASKS)].says('id="asked"') else ["the ask is not on the child's page"]
    path, what = (LISTS if cell.action == Action.SEE else PAGES)[cell.kind]
    words = str(laid.ids[what]) if isinstance(what, str) else laid.words[cell.kind][what]
    page = seen[laid.path(path)]
    return [] if page.status == 200 and page.says(words) else [f"“{words}” is not on {path} ({page.status})"]


def test_every_cell_is_counted() -> None:
    """No cell of the 9,408 is left out: decided over HTTP, without a door in the house, or of a kind without a page."""
    every = list(cells())
    counted = Counter("over HTTP" if is_over_http(cell) else "no such door" for cell in ALL)
    counted["no page yet"] = len(every) - len(ALL)
    looking = sum(cell.action in LOOKING for cell in ALL)
    print(f"cells: {dict(counted)}, of those over HTTP {looking} by looking; total {counted.total()}")
    assert counted.total() == len(every) == 9408
    assert counted["no page yet"] == len(NO_PAGE_YET) * 6 * 7 * 14
    assert not [key for key in DOORS if key[0] in NO_PAGE_YET]
    assert {cell.kind for cell in ALL} == set(LISTS) == set(PAGES)
