"""Every public page, made once: the front page, each piece, and what is said of our translations."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from server.core import clock
from server.core.assets import inline_sheet_hash
from server.core.headers import ALWAYS, PRIVATE, public_headers
from server.core.i18n import LANGUAGES, SPOKEN, UK
from server.core.pages import render
from server.explainers.editions import edition
from server.explainers.finding import QUESTIONS, SHELVES, Shelf, as_json, by_stage, entries
from server.explainers.pieces import SOURCE, Piece, library
from server.explainers.serving import PublicPage
from server.explainers.showing import scenes, things
from server.explainers.table import rows

ABOUT = "about-translations"
JSON = b"application/json"
DOORS = ("before", "today", "after", "children")


@cache
def public_pages() -> dict[str, PublicPage]:
    """Every page of content/ by path, as it was when first asked for."""
    return pages_of(library())


def pages_of(pieces: Mapping[str, Piece]) -> dict[str, PublicPage]:
    """Path → page, in every language on offer; English also without a language in the address."""
    pages = {path: page for language in LANGUAGES for path, page in _in_language(language, pieces)}
    bare = {
        path.removeprefix(f"/{SOURCE}"): page
        for path, page in pages.items()
        if path.startswith(f"/{SOURCE}/")
    }
    return pages | bare | {"/offline": _offline()}


def _offline() -> PublicPage:
    """What the phone shows with no signal: the same in every language at once."""
    return PublicPage(lambda: _tight(render("offline", SOURCE)), SOURCE, [*ALWAYS, *PRIVATE[:1]])


def front(language: str, pieces: Mapping[str, Piece] | None = None) -> dict[str, Any]:
    """What `pages/explainers/front.html` needs: for each door, the editions behind it."""
    found = (pieces or library()).values()
    behind = {door: [edition(piece, language) for piece in found if door in _doors(piece)] for door in DOORS}
    return {"behind": behind}


def _doors(piece: Piece) -> list[str]:
    return list(piece.original.head.doors)


def _in_language(language: str, pieces: Mapping[str, Piece]) -> Iterator[tuple[str, PublicPage]]:
    home = _page("front", language, "/", lambda: front(language, pieces))
    yield f"/{language}", home
    yield f"/{language}/", home
    yield f"/{language}/find", _page("find", language, "/find", lambda: {"questions": QUESTIONS})
    yield f"/{language}/soon", _page("soon", language, "/soon", dict)
    for slug, shelf in SHELVES.items():
        yield (
            f"/{language}/pages/{slug}",
            _page("shelf", language, f"/pages/{slug}", partial(_shelf, shelf, language, pieces)),
        )
    for piece in pieces.values():
        shown = partial(_things, piece, language, pieces)
        template = (
            "about" if piece.id == ABOUT else "walk" if piece.original.head.kind == "walk" else "explainer"
        )
        yield f"/{language}/{piece.id}", _page(template, language, f"/{piece.id}", shown)
    plain_headers = [*ALWAYS, *PRIVATE[:1]]
    yield (
        f"/{language}/pages.json",
        PublicPage(lambda: as_json(list(entries(language, pieces))), language, plain_headers, JSON),
    )


def _shelf(shelf: Shelf, language: str, pieces: Mapping[str, Piece]) -> dict[str, Any]:
    return {"shelf": shelf, "groups": by_stage(shelf, language, pieces)}


def _things(piece: Piece, language: str, pieces: Mapping[str, Piece]) -> dict[str, Any]:
    """What a piece shows; the one about our translations also counts them, and a walk has its scenes."""
    shown = things(piece, language, pieces)
    if piece.id == ABOUT:
        shown["rows"] = rows(pieces, SPOKEN)
    if piece.original.head.kind == "walk":
        shown["scenes"] = scenes(piece, language)
    return shown


def _page(template: str, language: str, path: str, shown: Callable[[], dict[str, Any]]) -> PublicPage:
    def write() -> str:
        today = clock.now().astimezone(UK).date()
        return _tight(
            render(f"explainers/{template}", language, path=path, inline=True, today=today, **shown())
        )

    return PublicPage(write, language, [*public_headers(inline_sheet_hash()), (b"x-robots-tag", b"all")])


def _tight(text: str) -> str:
    """Without empty lines and indents, which templates leave behind."""
    return "\n".join(line for line in (line.strip() for line in text.splitlines()) if line)
