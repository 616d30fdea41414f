"""Every public page, made once: the front page, each piece, and what is said of our translations."""

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from server.core import clock
from server.core.assets import inline_sheet_hash
from server.core.headers import ALWAYS, PRIVATE, public_headers
from server.core.i18n import LANGUAGES, SPOKEN, UK
from server.core.pages import render
from server.explainers.editions import edition
from server.explainers.finding import QUESTIONS, SHELVES, Shelf, as_json, by_stage, index
from server.explainers.pieces import SOURCE, library, piece_ids
from server.explainers.serving import Headers, PublicPage
from server.explainers.showing import scenes, things
from server.explainers.table import rows

ABOUT = "about-translations"
JSON = b"application/json"
PLAIN = [*ALWAYS, *PRIVATE[:1]]
DOORS = ("before", "today", "after", "children")


@cache
def public_pages() -> dict[str, PublicPage]:
    """Path → page, in every language on offer; English also without a language in the address."""
    pages = {path: page for language in LANGUAGES for path, page in _in_language(language)}
    bare = {
        path.removeprefix(f"/{SOURCE}"): page
        for path, page in pages.items()
        if path.startswith(f"/{SOURCE}/")
    }
    return pages | bare | {"/offline": _offline()}


def _offline() -> PublicPage:
    """What the phone shows with no signal: the same in every language at once."""
    return PublicPage(lambda: _tight(render("offline", SOURCE)), SOURCE, PLAIN)


def _in_language(language: str) -> Iterator[tuple[str, PublicPage]]:
    home = _page("front", language, "/", partial(front, language))
    yield f"/{language}", home
    yield f"/{language}/", home
    yield f"/{language}/find", _page("find", language, "/find", lambda: {"questions": QUESTIONS})
    yield f"/{language}/soon", _page("soon", language, "/soon", dict)
    for slug, shelf in SHELVES.items():
        path = f"/pages/{slug}"
        yield f"/{language}{path}", _page("shelf", language, path, partial(_shelf, shelf, language))
    for id in piece_ids():
        yield f"/{language}/{id}", PublicPage(partial(_piece, id, language), language, _headers())
    yield f"/{language}/pages.json", PublicPage(lambda: as_json(index(language)), language, PLAIN, JSON)


def front(language: str) -> dict[str, Any]:
    """What `pages/explainers/front.html` needs: for each door, the editions behind it."""
    pieces = library().values()
    return {
        "behind": {
            door: [edition(piece, language) for piece in pieces if door in piece.original.head.doors]
            for door in DOORS
        }
    }


def _shelf(shelf: Shelf, language: str) -> dict[str, Any]:
    return {"shelf": shelf, "groups": by_stage(shelf, language, library())}


def _piece(id: str, language: str) -> str:
    """A piece; the one about our translations also counts them, and a walk has its scenes."""
    pieces = library()
    piece = pieces[id]
    shown, template = things(piece, language, pieces), "explainer"
    if id == ABOUT:
        shown["rows"], template = rows(pieces, SPOKEN), "about"
    if piece.original.head.kind == "walk":
        shown["scenes"], template = scenes(piece, language), "walk"
    return _written(template, language, f"/{id}", shown)


def _page(template: str, language: str, path: str, shown: Callable[[], dict[str, Any]]) -> PublicPage:
    return PublicPage(lambda: _written(template, language, path, shown()), language, _headers())


def _written(template: str, language: str, path: str, shown: dict[str, Any]) -> str:
    today = clock.now().astimezone(UK).date()
    return _tight(render(f"explainers/{template}", language, path=path, inline=True, today=today, **shown))


@cache
def _headers() -> Headers:
    return [*public_headers(inline_sheet_hash()), (b"x-robots-tag", b"all")]


def _tight(text: str) -> str:
    """Without empty lines and indents, which templates leave behind."""
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line)
