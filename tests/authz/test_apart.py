"""One family never reaches another, and "not yours" is the same as "does not exist". promise: Z4, Z5"""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from server.core import clock
from server.families.facts import State
from tests.authz.conftest import Houses
from tests.authz.house import House
from tests.authz.trying import masked
from tests.authz.walking import UUID_TEXT, Walk, crawl, filled, walk
from tests.authz.wire import Answer
from tests.cast import MONDAY, Member

pytestmark = pytest.mark.authz
STANDS = State.PRIVATE_TIME
# Between them, these two show every thing that has an address anybody is shown.
SHOWS = (State.MEETING_OPEN, State.PRIVATE_TIME)
FAMILY_A = (
    "priya",
    "hope",
    "sam",
    "helen",
    "dee",
    "amira",
    "tom",
    "joe",
    "leila",
    "nan",
    "dev",
    "grace",
    "yusuf",
)
FAMILY_B = ("priya", "hope", "sam", "helen", "dee", "amira", "tom", "joe", "leila", "nan", "grace", "yusuf")
SOME_OF_B = ("priya", "sam", "amira", "joe", "leila")
BESIDE = ("stone", "cerys", "olu", "rob")


@pytest.fixture(scope="module")
def captured(houses: Houses) -> tuple[list[str], list[str]]:
    """(pages, forms): every address with an id in it that anybody of the first family is ever shown."""
    pages, forms = set(), set()
    with clock.freeze(MONDAY):
        for house in map(houses, SHOWS):
            for seen in (crawl(house, house.laid.cast.people[name]) for name in FAMILY_A):
                pages |= {path for path in seen.pages if UUID_TEXT.search(path)}
                forms |= {path for path in seen.forms if UUID_TEXT.search(path)}
    return sorted(pages), sorted(forms)


def outsiders(house: House) -> Iterator[tuple[str, Member | None]]:
    """Everybody who has no business in the first family."""
    yield from ((f"{name} of the other family", house.others.cast.people[name]) for name in FAMILY_B)
    yield from ((name, house.laid.cast.people[name]) for name in BESIDE)
    yield "a stranger", None


def is_shut(answer: Answer, who: Member | None) -> bool:
    return answer.status == 404 or (who is None and answer.is_door)


def test_the_crawl_goes_everywhere(captured: tuple[list[str], list[str]], houses: Houses) -> None:
    pages, forms = captured
    ids = {found for path in [*pages, *forms] for found in UUID_TEXT.findall(path)}
    print(f"captured: {len(pages)} pages, {len(forms)} forms, {len(ids)} ids")
    laid = houses(STANDS).laid.ids
    never = {gap for gap, found in laid.items() if str(found) not in ids}
    assert never == {"device_id", "draft_id", "family_draft_id", "private_time_id", "voice_id"}


@pytest.mark.parametrize("index", range(len(FAMILY_B) + len(BESIDE) + 1))
def test_no_outsider_opens_anything(
    houses: Houses, captured: tuple[list[str], list[str]], index: int
) -> None:
    house = houses(STANDS)
    name, who = list(outsiders(house))[index]
    version, (pages, forms) = house.version, captured
    wrong = [path for path in pages if not is_shut(house.wire.asks(who, path), who)]
    wrong += [f"POST {path}" for path in forms if not is_shut(house.wire.says(who, path), who)]
    assert wrong == [], name
    assert house.version == version


@pytest.mark.parametrize("name", SOME_OF_B)
def test_no_id_of_theirs_works_inside_ones_own_family(
    houses: Houses, captured: tuple[list[str], list[str]], name: str
) -> None:
    """The ids of one family, asked for under the address of another: once all of them, once only the last one."""
    house = houses(STANDS)
    who, (pages, forms) = house.others.cast.people[name], captured
    version, wrong, tried = house.version, [], 0
    for method, path in [("GET", path) for path in pages] + [("POST", path) for path in forms]:
        for mixed in _mixed(house, path):
            tried += 1
            answer = house.wire.asks(who, mixed) if method == "GET" else house.wire.says(who, mixed)
            # A child who has not been asked yet is sent to their own first page, whatever the id.
            is_own_start = answer.goes_to == f"/families/{house.others.ids['family_id']}/mine"
            if answer.status not in (403, 404) and not is_own_start:
                wrong.append(f"{method} {mixed}: {answer.status}")
            wrong += [f"{method} {mixed} tells" for word in _theirs(house) if answer.says(word)]
    assert wrong == [] and tried
    assert house.version == version


def _mixed(house: House, path: str) -> set[str]:
    """An address of the first family under the second one's id, and with the second one's meeting where it has one."""
    ours, others = house.laid.ids, house.others.ids
    if not path.startswith(f"/families/{ours['family_id']}/"):
        return set()
    family = path.replace(str(ours["family_id"]), str(others["family_id"]))
    meeting = family.replace(str(ours["meeting_id"]), str(others["meeting_id"]))
    own = {str(found) for found in others.values()}
    return {mixed for mixed in (family, meeting) if set(UUID_TEXT.findall(mixed)) - own}


def _theirs(house: House) -> list[str]:
    return [word for words in house.laid.words.values() for word in words if "of ours" in word]


def test_not_mine_is_the_same_as_not_there(houses: Houses) -> None:
    """Each address of a thing that is there and not mine, beside the same address of a thing that is not there."""
    house = houses(STANDS)
    pairs, wrong = 0, []
    for who in (house.laid.cast.people[name] for name in ("rob", "olu", "stone", "tom", "leila", "helen")):
        for method, path in _everything(house):
            version = house.version
            answer = _ask(house, who, method, path)
            if answer.status != 404:
                if house.version != version:
                    house.undo()
                continue
            for nothing in _nothings(path, str(who.family_id)):
                pairs += 1
                if masked(answer, path) != masked(_ask(house, who, method, nothing), nothing):
                    wrong.append(f"{who.name}: {method} {path} beside {nothing}")
    print(f"pairs: {pairs}")
    assert wrong == [] and pairs >= 1000


def _everything(house: House) -> Iterator[tuple[str, str]]:
    """Every page and every form about one thing, with the real ids in it."""
    for method, paths in (("GET", house.pages), ("POST", house.forms)):
        for template in paths:
            yield from ((method, path) for path in filled(house.laid, template) if UUID_TEXT.search(path))


def _ask(house: House, who: Member, method: str, path: str) -> Answer:
    return house.wire.asks(who, path) if method == "GET" else house.wire.says(who, path, {"at": "/home"})


def _nothings(path: str, own: str) -> Iterator[str]:
    """The same address with its last id, and with all of them but one's own family's, made up."""
    found = UUID_TEXT.findall(path)
    if found[-1] != own:
        yield str(uuid4()).join(path.rsplit(found[-1], 1))
    if len(found) > 1:
        yield UUID_TEXT.sub(lambda one: own if one[0] == own else str(uuid4()), path)


def test_walks_meet_everything_there_is(houses: Houses) -> None:
    """The walk used here and in the matrix fills every gap of every address."""
    house = houses(STANDS)
    assert not [path for page in house.pages for path in filled(house.laid, page) if "{" in path]
    assert isinstance(walk(house, None), Walk)
