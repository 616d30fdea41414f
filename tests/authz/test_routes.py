"""Which forms there are, what each does, and that nothing is done to a kind of thing without a cell for it. promise: Z2"""

import pytest

from server.families import visibility
from server.families.facts import ItemFacts, Kind, SeatFacts, State
from server.families.rules import Rule
from tests.authz.conftest import Houses
from tests.authz.deeds import OWN_OR_DOORS, deeds
from tests.authz.doors import DOORS, NO_PAGE_YET
from tests.authz.house import SetTable
from tests.authz.walking import walk

pytestmark = pytest.mark.authz


def test_every_form_says_what_it_does(table: SetTable) -> None:
    forms = {path for path in table.forms if not path.startswith(OWN_OR_DOORS)}
    assert forms == set(deeds())


def test_what_no_form_does_has_no_door_and_all_else_has_one() -> None:
    done = {deed for each in deeds().values() for deed in each}
    assert done == set(DOORS)
    assert not {kind for kind, _ in done} & NO_PAGE_YET


def test_every_door_leads_to_a_form_that_does_it(table: SetTable) -> None:
    meeting = "/families/{family_id}/meetings/{meeting_id}"
    known = deeds()
    for deed, doors in DOORS.items():
        for door in doors:
            path = door.path.replace("{meeting}", meeting)
            fits = [form for form in known if _shape(form) == _shape(path)]
            assert any(deed in known[form] for form in fits), (deed, door.path)


def test_every_page_asks_the_one_function_and_no_page_knows_a_kind_without_pages(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over all pages, as everybody: `decide` is asked about each kind that has pages, and about no other."""
    asked: set[str] = set()

    def noticed(
        rule: Rule, seat: SeatFacts, action: str, item: ItemFacts, state: str, *, before=visibility.unseen
    ):
        asked.add(item.kind)
        return before(rule, seat, action, item, state)

    monkeypatch.setattr(visibility, "unseen", noticed)
    house = houses(State.PRIVATE_TIME)
    for name in ("joe", "amira", "priya", "sam"):
        walk(house, house.laid.cast.people[name])
    assert asked == set(Kind) - NO_PAGE_YET


def _shape(path: str) -> list[str]:
    """A path with every gap the same, numbers too."""
    return ["*" if part.startswith("{") or part.isdecimal() else part for part in path.strip("/").split("/")]
