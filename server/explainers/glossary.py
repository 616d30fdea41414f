"""The hard words: each explained once at the end of the page that uses it, and all on a page of their own."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from server.explainers.blocks import Block, Unreadable
from server.explainers.editions import Edition, state_of
from server.explainers.pieces import SOURCE, WORDS, Piece
from server.explainers.states import State

TERM = re.compile(r"\*\*(?P<term>[^*]+)\*\*:? *(?P<meaning>.+)", re.S)


@dataclass(frozen=True)
class Meaning:
    """One hard word, explained in `lang`."""

    name: str
    term: str
    meaning: str
    lang: str


def words_used(edition: Edition) -> list[str]:
    """Names of the hard words this page links to, in order of first use."""
    targets = (target for block in edition.blocks for target in block.targets)
    return list(
        dict.fromkeys(target.removeprefix("word:") for target in targets if target.startswith("word:"))
    )


def meanings(pieces: Mapping[str, Piece], names: list[str], lang: str) -> Iterator[Meaning]:
    """The words explained, in this language where the explanation is fresh, otherwise in English."""
    glossary = pieces[WORDS]
    english = {block.name: block for block in glossary.original.blocks}
    for name in names:
        block, language = _best(glossary, english[name], lang)
        term, meaning = explained(block)
        yield Meaning(name, term, meaning, language)


def explained(block: Block) -> tuple[str, str]:
    """(term, meaning) of a glossary block. Raises Unreadable where it is not written as `**term**: meaning`."""
    found = TERM.fullmatch(block.text)
    if not found:
        raise Unreadable(f"{block.name!r} must be written as **term**: meaning")
    return found["term"].rstrip(":"), " ".join(found["meaning"].split())


def _best(glossary: Piece, block: Block, lang: str) -> tuple[Block, str]:
    translation = glossary.translations.get(lang)
    if translation is None or state_of(block, translation) in {State.MISSING, State.STALE}:
        return block, SOURCE
    return translation.blocks[block.name], lang
