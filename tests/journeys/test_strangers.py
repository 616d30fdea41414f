"""The public pages as somebody without an account finds them, in every language. promise: X1 W7 C2 C7"""

import pytest
from playwright.sync_api import Browser

from server.core.i18n import SPOKEN
from server.explainers.finding import SHELVES
from server.explainers.pieces import library
from tests.journeys.conftest import phones
from tests.journeys.crawling import crawl
from tests.journeys.looking import Looker
from tests.journeys.street import Street

# One of each kind stands for the others; `make test-long` opens them all.
SOME = {
    "coming-safely",
    "help",
    "words",
    "about-translations",
    "the-meeting-little",
    "walk-deciding",
    "pages/parents",
}


def but_some(language: str) -> frozenset[str]:
    """The addresses of all the others."""
    names = {*library(), *(f"pages/{slug}" for slug in SHELVES)}
    return frozenset(f"/{language}/{name}" for name in names - SOME)


def reads(language: str, street: Street, browser: Browser, looker: Looker, without: frozenset[str]) -> int:
    """Somebody opens every page there is, but `without` these; how many there were."""
    looker.faults.clear()
    starts = [f"/{language}/{name}" for name in ("", "join", "sign-in", "quiet", *sorted(SOME))]
    with phones(browser, street.origin) as phone:
        page = phone(service_workers="block", reduced_motion="reduce")
        who = f"a stranger reading {language}"
        seen = crawl(page, starts, looker, who, public=language, without=without)
    assert not looker.faults, "\n".join(looker.faults)
    return seen


@pytest.mark.parametrize("language", SPOKEN)
def test_pages_of_each_kind(language: str, street: Street, browser: Browser, looker: Looker) -> None:
    assert reads(language, street, browser, looker, but_some(language)) >= len(SOME)


@pytest.mark.long
@pytest.mark.parametrize("language", SPOKEN)
def test_every_page(language: str, street: Street, browser: Browser, looker: Looker) -> None:
    assert reads(language, street, browser, looker, frozenset()) > 100
