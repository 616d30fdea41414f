"""An edition made ready for its template: labels in two languages, blocks as HTML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from server.core.helplines import helplines
from server.explainers.blocks import Block
from server.explainers.editions import Edition, Part, best_words, edition
from server.explainers.glossary import meanings, words_used
from server.explainers.pieces import SOURCE, Piece
from server.explainers.states import Label, State, label, page_words, part_words
from server.explainers.wording import Place, html

KEY = "key"  # the block with the main things, set apart at the top


@dataclass(frozen=True)
class Shown:
    """One run of blocks: a label if it needs one, the English if that comes first, and the reader's own language."""

    label: Label | None
    english: Markup
    own: Markup
    is_key: bool


def things(piece: Piece, language: str, pieces: Mapping[str, Piece]) -> dict[str, Any]:
    """Everything that `pages/explainers/explainer.html` shows of a piece in one language."""
    made = edition(piece, language)
    return {
        "edition": made,
        "chip": _chip(made),
        "shown": list(_shown(made, made.parts)),
        "terms": list(meanings(pieces, words_used(made), language)),
        "numbers": _numbers(made),
        "onward": _onward(piece, language, pieces),
    }


@dataclass(frozen=True)
class Scene:
    """One step of a walk through the meeting: its picture, and its words as a page of their own would show them."""

    picture: str
    shown: list[Shown]


def scenes(piece: Piece, language: str) -> list[Scene]:
    """A walk, parted at its headings; the name of each heading is the name of its picture."""
    groups: list[list[Block]] = []
    for block in piece.original.blocks:
        if block.kind == "h2":
            groups.append([])
        groups[-1].append(block)
    made = edition(piece, language)
    return [Scene(group[0].name, list(_shown(made, best_words(piece, language, group)))) for group in groups]


def _chip(made: Edition) -> Label | None:
    if made.state is State.ORIGINAL:
        return None
    translation = made.piece.translations.get(made.lang)
    checked_on = translation.head.reviewed_on if translation else None
    uneven = bool({State.STALE, State.MISSING} & set(made.states))
    return label(lambda: page_words(made.state, checked_on, uneven=uneven), made.lang)


def _shown(made: Edition, parts: list[Part]) -> Iterator[Shown]:
    for part in parts:
        own = part.translated if made.lang != SOURCE else part.english
        english = part.english if made.lang != SOURCE else []
        if (own or english)[0].name == KEY:
            yield _one(made, part, english[:1], own[:1], is_key=True)
            own, english = own[1:], english[1:]
        if own or english:
            yield _one(made, part, english, own)


def _one(
    made: Edition, part: Part, english: Sequence[Block], own: Sequence[Block], *, is_key: bool = False
) -> Shown:
    changed_on = made.piece.original.head.changed_on
    said = label(lambda: part_words(part.state, changed_on, critical=part.critical), made.lang)
    is_said = made.state is State.MISSING  # of the whole page, at its top
    first = english if made.lang != SOURCE else []
    return Shown(
        label=said if said.words and not is_said else None,
        english=_html(first, Place(made.lang, SOURCE), anchor=not own),
        own=_html(own, Place(made.lang, made.lang)),
        is_key=is_key,
    )


def _html(blocks: Sequence[Block], place: Place, *, anchor: bool = True) -> Markup:
    return Markup("").join(html(block, place, anchor=anchor) for block in blocks)


def _numbers(made: Edition) -> dict[str, Any] | None:
    targets = (target for block in made.blocks for target in block.targets)
    keys = [target.partition(":")[2] for target in targets if target.startswith("helpline:")]
    if not keys:
        return None
    oldest = min((helplines()[key] for key in keys), key=lambda line: line.checked_on)
    return {"checked_on": oldest.checked_on, "check_again_on": oldest.check_again_on}


def _onward(piece: Piece, language: str, pieces: Mapping[str, Piece]) -> Edition | None:
    """What to read next: the piece it names, else the next one behind the same doors."""
    head = piece.original.head
    if head.then:
        return edition(pieces[head.then], language)
    heads = [(each.original.head, each) for each in pieces.values()]
    after = [
        each for that, each in heads if that.doors and that.band == head.band and that.order > head.order
    ]
    return edition(after[0], language) if after and head.doors else None
