"""How far each language is: the honest count of parts by state."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.explainers.editions import edition
from server.explainers.pieces import SOURCE, Piece
from server.explainers.states import State


@dataclass(frozen=True)
class Row:
    """One language: how many pieces it has, and how many parts are in each state."""

    lang: str
    pieces: int
    parts: Counter[State]


def rows(pieces: Mapping[str, Piece], languages: Sequence[str]) -> list[Row]:
    """A row per language, English left out."""
    return [_row(pieces, lang) for lang in languages if lang != SOURCE]


def _row(pieces: Mapping[str, Piece], lang: str) -> Row:
    parts = Counter(state for piece in pieces.values() for state in edition(piece, lang).states)
    return Row(lang, sum(lang in piece.translations for piece in pieces.values()), parts)
