"""A block as HTML. Links say where they lead: `page:`, `word:` (the glossary), `helpline:`, or `call:` a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from server.core.helplines import helplines
from server.explainers.blocks import Block, markdown

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True)
class Place:
    """Where words are shown: the language of the page, and that of the words."""

    page: str
    words: str


def html(block: Block, place: Place, *, anchor: bool = True) -> Markup:
    """The block as HTML, with its name as `id` unless it is the second copy on the page."""
    tokens = [_shown(token, place) for token in block.tokens]
    if anchor:
        tokens[0].attrs = {"id": block.name}
    return _rendered(tokens)


def _rendered(tokens: "Sequence[Token]") -> Markup:
    return Markup(markdown().renderer.render(tokens, markdown().options, {}))


def _shown(token: "Token", place: Place) -> "Token":
    return token.copy(
        attrs=dict(token.attrs), children=_linked(token.children, place) if token.children else None
    )


def _linked(children: "Sequence[Token]", place: Place) -> "list[Token]":
    shown = []
    rest = iter(children)
    for token in rest:
        if token.type != "link_open":
            shown.append(token)
            continue
        inside = []
        for inner in rest:
            if inner.type == "link_close":
                break
            inside.append(inner)
        words = _rendered(inside)
        link = _link(str(token.attrs["href"]), words, place)
        shown.append(token.copy(type="html_inline", tag="", attrs={}, nesting=0, content=str(link)))
    return shown


def _link(target: str, words: Markup, place: Place) -> Markup:
    scheme, _, name = target.partition(":")
    if scheme == "helpline":
        return Markup('<strong dir="auto">{}</strong> {}').format(words, helplines()[name].ways(place.words))
    if scheme == "call":
        return helplines()[name].call_link()
    if scheme == "word":
        return Markup('<a class="word" href="#word-{}">{}</a>').format(name, words)
    if scheme == "page":
        return Markup('<a href="/{}/{}">{}</a>').format(place.page, name, words)
    raise ValueError(f"no such kind of link: {escape(target)}")
