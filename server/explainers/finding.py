"""Finding a page: shelves to choose from, and a search that works the same on the server and on the phone."""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from server.core.i18n import n_
from server.explainers.editions import Edition, edition
from server.explainers.glossary import meanings
from server.explainers.heads import SourceHead
from server.explainers.pieces import WORDS, Piece, library
from server.explainers.readability import plain

STAGES = {
    "before": n_("Before the meeting"),
    "during": n_("On the day"),
    "after": n_("After the meeting"),
    "any": n_("At any time"),
}
MOST_FOUND = 12


@dataclass(frozen=True)
class Shelf:
    """Pages that belong together, at /pages/<slug>."""

    slug: str
    title: str
    picture: str
    holds: Callable[[SourceHead], bool]


def _grown_up(head: SourceHead) -> bool:
    return head.band is None and head.audience != ["staff"]


def _stage(*stages: str) -> Callable[[SourceHead], bool]:
    return lambda head: _grown_up(head) and head.stage in stages


def _band(band: str) -> Callable[[SourceHead], bool]:
    return lambda head: head.band == band


def _meeting(kind: str) -> Callable[[SourceHead], bool]:
    """Pages that are about this kind of meeting and not about every kind."""
    return lambda head: _grown_up(head) and kind in head.meetings and len(head.meetings) < 3


# Each question on the page "Find a page", and the shelves one can choose between.
QUESTIONS: dict[str, tuple[Shelf, ...]] = {
    n_("Where are you now?"): (
        Shelf("before", n_("I have a meeting coming"), "letter", _stage("before")),
        Shelf("on-the-day", n_("It is today"), "room", _stage("during")),
        Shelf("after", n_("It has happened"), "path", _stage("after")),
        Shelf("any-time", n_("Help, and how this app works"), "heart", _stage("any")),
    ),
    n_("Which meeting is it?"): (
        Shelf("family-group", n_("Family group conference"), "family", _meeting("fgc")),
        Shelf("deciding", n_("Child protection conference"), "everyone", _meeting("cpc")),
        Shelf("extra-help", n_("Child in need meeting"), "with-you", _meeting("cin")),
    ),
    n_("Who are you?"): (
        Shelf("parents", n_("A parent"), "me", lambda head: _grown_up(head) and "parent" in head.audience),
        Shelf(
            "family-and-friends", n_("Family or a friend"), "older", lambda head: "network" in head.audience
        ),
        Shelf("little", n_("A child under 8, with a helper"), "snack", _band("u8")),
        Shelf("children", n_("I am 8 to 12"), "wish", _band("8-12")),
        Shelf("young-people", n_("I am 13 to 17"), "speaks", _band("13-17")),
        Shelf("workers", n_("I work with families"), "worker", lambda head: head.audience == ["staff"]),
    ),
}
SHELVES = {shelf.slug: shelf for shelves in QUESTIONS.values() for shelf in shelves}


def by_stage(shelf: Shelf, language: str, pieces: Mapping[str, Piece]) -> dict[str, list[Edition]]:
    """What stands on a shelf, under the name of its stage, in reading order."""
    held = [piece for piece in pieces.values() if piece.id != WORDS and shelf.holds(piece.original.head)]
    groups = {
        title: [edition(piece, language) for piece in held if piece.original.head.stage == stage]
        for stage, title in STAGES.items()
    }
    return {title: found for title, found in groups.items() if found}


@dataclass(frozen=True)
class Entry:
    """One thing to be found: where it is, what it is called, and the words it can be found by, best first."""

    path: str
    title: str
    summary: str
    headings: str
    lang: str

    @property
    def words(self) -> tuple[list[str], list[str]]:
        return in_parts(self.title), in_parts(f"{self.summary} {self.headings}")


def entries(language: str, pieces: Mapping[str, Piece]) -> Iterator[Entry]:
    """Every piece and every hard word, as a reader of one language finds it."""
    for piece in pieces.values():
        if piece.id == WORDS:
            names = [block.name for block in piece.original.blocks]
            for word in meanings(pieces, names, language):
                yield Entry(f"/{WORDS}#{word.name}", plain(word.term), plain(word.meaning), "", word.lang)
            continue
        made = edition(piece, language)
        headings = " ".join(plain(block.text) for block in made.blocks if block.kind.startswith("h"))
        yield Entry(f"/{piece.id}", made.title, made.summary, headings, made.head_lang)


@cache
def index(language: str) -> list[Entry]:
    """What can be found in one language, read once."""
    return list(entries(language, library()))


def as_json(found: list[Entry]) -> str:
    """The same for the phone: a list of [path, title, summary, headings, language]."""
    lists = [[each.path, each.title, each.summary, each.headings, each.lang] for each in found]
    return json.dumps(lists, ensure_ascii=False, separators=(",", ":"))


def search(language: str, asked: str) -> list[Entry]:
    """The pages that fit what was typed, best first. `web/src/reading/search.ts` does the same without a network."""
    parts = in_parts(asked)
    scored = [(score(entry, parts), place, entry) for place, entry in enumerate(index(language))]
    return [entry for points, _, entry in sorted(scored, key=lambda each: (-each[0], each[1])) if points][
        :MOST_FOUND
    ]


def score(entry: Entry, parts: list[str]) -> int:
    """How well an entry fits: a word counts 1, in the title 4; one that fits every word comes before any that does not."""
    title, rest = entry.words
    points = [4 if _begins(title, part) else 1 if _begins(rest, part) else 0 for part in parts]
    return sum(points) + (100 if points and all(points) else 0)


def _begins(words: list[str], part: str) -> bool:
    return any(word.startswith(part) for word in words)


def in_parts(text: str) -> list[str]:
    """Words in small letters and without marks, so that "Llŷr" is found by "llyr"."""
    marks_off = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if unicodedata.category(letter) != "Mn"
    )
    return "".join(
        letter if letter.isalnum() or unicodedata.category(letter) == "Mc" else " "
        for letter in marks_off.lower()
    ).split()
