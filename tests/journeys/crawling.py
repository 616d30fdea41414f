"""From page to page by its links, looking at each kind of page once."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page

from server.core.i18n import LANGUAGES
from tests.journeys.looking import Looker

ROW = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_A_PAGE = re.compile(r"\.ics$|^/demo/")


def kind_of(path: str) -> str:
    """Pages of one kind have one address but for whose they are."""
    address, _, query = path.partition("?")
    return ROW.sub("…", address) + ("?" if query else "")


def crawl(
    page: Page,
    starts: list[str],
    looker: Looker,
    who: str,
    *,
    public: str = "",
    without: frozenset[str] = frozenset(),
) -> int:
    """Open every kind of page that links lead to (but `without` these), and look at each; how many there were.

    `public` names the one language whose public pages are read; without it they are left to strangers.
    """
    todo, met = [*starts], set()
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
        todo += sorted(link for link in inside - without if is_wanted(link, public))
    return len(met)


def is_wanted(path: str, public: str) -> bool:
    """Whether to go there: not to files, and to public pages in one language only."""
    spoken = urlsplit(path).path.split("/")[1]
    return not NOT_A_PAGE.search(path) and (spoken not in LANGUAGES or spoken == public)
