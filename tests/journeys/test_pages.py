"""Every page of the house, as each person who can come to it finds it. promise: X1 W7 C2 C7"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from server.core.i18n import LANGUAGES
from server.explainers.pieces import library
from server.people.models import Person
from tests.journeys.conftest import phones
from tests.journeys.looking import Looker
from tests.journeys.street import Street, lay_street, lived_in

ROW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SPOKEN = [tag for tag in LANGUAGES if "-X" not in tag]
NOT_A_PAGE = re.compile(r"\.ics$|^/demo/")


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    laid = tmp_path_factory.mktemp("street")
    lay_street(laid)
    with lived_in(laid, tmp_path_factory.mktemp("served")) as street:
        yield street


@pytest.fixture(scope="module")
def looker() -> Looker:
    """One for the whole file: what two people see alike is examined once."""
    return Looker()


def kind_of(path: str) -> str:
    """Pages of one kind have one address but for whose they are."""
    address, _, query = path.partition("?")
    return ROW.sub("…", address) + ("?" if query else "")


def crawl(
    page: Page,
    start: str,
    looker: Looker,
    who: str,
    *,
    elsewhere: bool = False,
    without: frozenset[str] = frozenset(),
) -> int:
    """Open every kind of page that links lead to (but `without` these), and look at each; how many there were."""
    todo, met = [start], set()
    while todo:
        path = todo.pop(0)
        if kind_of(path) in met:
            continue
        met.add(kind_of(path))
        answer = page.goto(path)
        where = f"{who} on {kind_of(path)}"
        assert answer and answer.status == 200, f"{where}: {answer and answer.status}"
        links = looker.look(page, where)
        inside = {link.partition("#")[0] for link in links if link.startswith("/")}
        todo += sorted(link for link in inside - without if is_wanted(link, signed_in=not elsewhere))
    return len(met)


def is_wanted(path: str, *, signed_in: bool) -> bool:
    """Public pages are the same for everybody, so that only a stranger reads them all."""
    is_public = urlsplit(path).path.split("/")[1] in LANGUAGES
    return not NOT_A_PAGE.search(path) and not (is_public and signed_in)


PEOPLE = [
    "amira",
    "nan",
    "joe",
    "leila",
    "priya",
    "sam",
    "dee",
    "grace",
    "tom",
    "megan",
    "beth",
    "ffion",
    "hope",
]


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_of(who: str, street: Street, browser: Browser, looker: Looker) -> None:
    looker.faults.clear()
    with phones(browser, street.origin) as phone:
        page = phone(street.people[who], service_workers="block", reduced_motion="reduce")
        seen = crawl(page, "/home", looker, who)
    assert not looker.faults, "\n".join(looker.faults)
    assert seen >= 8


@pytest.mark.parametrize("language", SPOKEN)
def test_pages_for_strangers(language: str, street: Street, browser: Browser, looker: Looker) -> None:
    """Every page in English; in the other languages those that stand for all the others."""
    strangers(language, street, browser, looker, frozenset() if language == "en" else all_but_some(language))


@pytest.mark.long
@pytest.mark.parametrize("language", SPOKEN)
def test_every_page_for_strangers(language: str, street: Street, browser: Browser, looker: Looker) -> None:
    strangers(language, street, browser, looker, frozenset())


# The longest, the shortest, a walk, children's, and those with numbers, tables and many hard words.
SOME = {
    "what-this-meeting-is-for", "getting-ready", "deciding-meeting", "coming-safely", "help", "words", "about-translations",
    "the-meeting-little", "the-meeting-for-you", "the-meeting-teen", "walk-deciding", "your-plan-here", "reading-the-report",
}  # fmt: skip


def all_but_some(language: str) -> frozenset[str]:
    """The addresses of the other pieces."""
    return frozenset(f"/{language}/{name}" for name in library() if name not in SOME)


def strangers(
    language: str, street: Street, browser: Browser, looker: Looker, without: frozenset[str]
) -> None:
    looker.faults.clear()
    with phones(browser, street.origin) as phone:
        page = phone(service_workers="block", reduced_motion="reduce")
        for start in (f"/{language}/", f"/{language}/join", f"/{language}/sign-in", f"/{language}/quiet"):
            crawl(page, start, looker, f"a stranger reading {language}", elsewhere=True, without=without)
    assert not looker.faults, "\n".join(looker.faults)


@pytest.mark.parametrize("who", ["nan", "priya", "joe", "megan"])
def test_every_page_from_right_to_left(who: str, street: Street, browser: Browser, looker: Looker) -> None:
    looker.faults.clear()
    with street.store.writing() as db:
        db.get_one(Person, street.people[who].person_id).language = "ur"
    with phones(browser, street.origin) as phone:
        page = phone(street.people[who], service_workers="block", reduced_motion="reduce")
        crawl(page, "/home", looker, f"{who} in Urdu")
        assert page.evaluate("document.documentElement.dir") == "rtl"
    assert not looker.faults, "\n".join(looker.faults)
