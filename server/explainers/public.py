"""Every public page, made once: the front page, each piece, and what is said of our translations."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from server.core import clock
from server.core.assets import inline_sheet_hash
from server.core.headers import ALWAYS, PRIVATE, public_headers
from server.core.i18n import LANGUAGES, UK
from server.core.pages import render
from server.explainers.editions import edition
from server.explainers.pieces import SOURCE, Piece, library
from server.explainers.serving import PublicPage
from server.explainers.showing import things
from server.explainers.states import LABELS, State
from server.explainers.table import rows

ABOUT = "about-translations"
DOORS = ("before", "today", "after", "children")
STATES = (State.REVIEWED, State.DRAFT, State.MACHINE, State.STALE, State.MISSING)


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
    yield f"/{language}/{ABOUT}", _page("about", language, f"/{ABOUT}", lambda: _about(pieces))
    for piece in pieces.values():
        shown = partial(things, piece, language, pieces)
        yield f"/{language}/{piece.id}", _page("explainer", language, f"/{piece.id}", shown)


def _about(pieces: Mapping[str, Piece]) -> dict[str, Any]:
    return {"rows": rows(pieces, list(LANGUAGES)), "states": STATES, "labels": LABELS}


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
