"""Every page of the house, opened by one person: with the real ids of everything laid there, or link by link."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from tests.authz.house import House
from tests.authz.laid import Laid
from tests.authz.wire import Answer
from tests.cast import Member

# What stands in a gap that is not the id of anything laid.
GIVEN = {"name": ("start_private_time", "agree"), "number": ("6", "7"), "opaque": ("nothing-there",)}
GAP = re.compile(r"\{(\w+)(?::\w+)?\}")
LINK = re.compile(rb'<a [^>]*?href="(/[^"]*)"')
FORM = re.compile(rb'<form [^>]*?action="(/[^"]*)"')
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
START = (
    "/home",
    "/me",
    "/families/{family_id}",
    "/families/{family_id}/meeting",
    "/families/{family_id}/plan",
)


@dataclass
class Walk:
    """What one person was shown, by address."""

    pages: dict[str, Answer]

    def where(self, words: str) -> list[str]:
        """The addresses whose answers carry these words, apart from those that were asked for with them."""
        return [path for path, answer in self.pages.items() if words not in path and answer.says(words)]

    def __getitem__(self, path: str) -> Answer:
        return self.pages[path]

    @property
    def links(self) -> set[str]:
        """Every address on these pages that stays with us."""
        return _found(LINK, self.pages.values())

    @property
    def forms(self) -> set[str]:
        """Every address a form on these pages is sent to."""
        return _found(FORM, self.pages.values())


def _found(pattern: re.Pattern[bytes], answers: Iterable[Answer]) -> set[str]:
    said = (unescape(one.decode()) for answer in answers for one in pattern.findall(answer.body))
    return {path.partition("#")[0] for path in said}


def filled(laid: Laid, path: str) -> Iterator[str]:
    """The path with the ids of what is laid; once for each thing a gap could be filled with."""
    found = [GAP.sub(r"{\1}", path)]
    for gap in GAP.findall(path):
        values = GIVEN[gap] if gap in GIVEN else (str(laid.ids[gap]),)
        found = [one.replace("{" + gap + "}", value) for one in found for value in values]
    yield from found


def walk(house: House, who: Member | None, laid: Laid | None = None) -> Walk:
    """Open every page there is; nothing that reading leaves behind stays in the house."""
    paths = [one for page in house.pages for one in filled(laid or house.laid, page)]
    answers = {path: house.wire.asks(who, path) for path in paths}
    house.undo()
    return Walk(answers)


def crawl(house: House, who: Member, laid: Laid | None = None) -> Walk:
    """Follow every link from the first pages on, as a person with much time would."""
    laid, seen = laid or house.laid, Walk({})
    ahead = [laid.path(path) for path in START]
    while ahead:
        path = ahead.pop()
        if path in seen.pages or not is_private(path):
            continue
        answer = house.wire.asks(who, path)
        seen.pages[path] = answer
        ahead += sorted(Walk({path: answer}).links) + ([answer.goes_to] if answer.status == 303 else [])
    house.undo()
    return seen


def is_private(path: str) -> bool:
    """Whether an address is of our own pages, not of those that anybody may read."""
    return path.startswith(("/families", "/home", "/me", "/reminders", "/welcome", "/n/"))
