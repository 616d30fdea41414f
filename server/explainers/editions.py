"""A piece as a reader of one language gets it: the best words there are for each part, honestly labelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from server.explainers.blocks import Block, fingerprint
from server.explainers.pieces import SOURCE, Piece, Translation
from server.explainers.states import State


@dataclass(frozen=True)
class Part:
    """Neighbouring blocks that share a state. `english` comes first where the words may not be trusted alone."""

    state: State
    critical: bool
    english: list[Block]
    translated: list[Block]


@dataclass(frozen=True)
class Edition:
    """One piece in one language. `title`, `tab`, `summary` are in `head_lang`."""

    piece: Piece
    lang: str
    state: State
    head_lang: str
    title: str
    tab: str
    summary: str

    @cached_property
    def parts(self) -> list[Part]:
        """All its words; put together when asked for, as most lists of pieces show only titles."""
        return best_words(self.piece, self.lang, self.piece.original.blocks)

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block shown, in whichever language."""
        for part in self.parts:
            yield from part.english
            yield from part.translated

    @property
    def states(self) -> list[State]:
        """The state of each English block in this language."""
        return [
            state_of(block, self.piece.translations.get(self.lang)) for block in self.piece.original.blocks
        ]


def edition(piece: Piece, lang: str) -> Edition:
    """The piece for a reader of this language; where there is no translation it is the English, and says so."""
    translation = piece.translations.get(lang)
    head = translation.head if translation else piece.original.head
    return Edition(
        piece=piece,
        lang=lang,
        state=_page_state(lang, translation),
        head_lang=lang if translation else SOURCE,
        title=head.title,
        tab=head.tab,
        summary=head.summary,
    )


def head_is_stale(piece: Piece, lang: str) -> bool:
    """Whether the English title, tab or summary changed after it was translated."""
    return piece.translations[lang].head.src != fingerprint(piece.original.head.words)


def state_of(block: Block, translation: Translation | None) -> State:
    """What may be said of one block of a translation."""
    found = translation.blocks.get(block.name) if translation else None
    if translation is None or found is None:
        return State.MISSING
    if found.src != block.fingerprint:
        return State.STALE
    return State(translation.head.status)


def _page_state(lang: str, translation: Translation | None) -> State:
    if lang == SOURCE:
        return State.ORIGINAL
    return State(translation.head.status) if translation else State.MISSING


def best_words(piece: Piece, lang: str, blocks: list[Block]) -> list[Part]:
    """These of its English blocks, each in the best words there are for it."""
    if lang == SOURCE:
        return [Part(State.ORIGINAL, False, blocks, [])]
    translation = piece.translations.get(lang)

    def way(block: Block) -> tuple[State, bool]:
        state = state_of(block, translation)
        return state, state is not State.MISSING and (block.critical or piece.original.head.critical)

    return [_part(*found, list(group), translation) for found, group in groupby(blocks, way)]


def _part(state: State, critical: bool, blocks: list[Block], translation: Translation | None) -> Part:
    if translation is None or state is State.MISSING or (state is State.STALE and critical):
        return Part(state, critical, blocks, [])
    translated = [translation.blocks[block.name] for block in blocks]
    careful = critical and state is not State.REVIEWED
    return Part(state, critical, blocks if careful else [], translated)
