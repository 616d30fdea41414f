"""`content check`: everything that can be wrong with the content, each as a sentence that says where."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from server.core.helplines import helplines
from server.explainers.blocks import Block, Unreadable
from server.explainers.discreet import telling_words
from server.explainers.editions import head_is_stale, state_of
from server.explainers.glossary import explained
from server.explainers.pieces import SOURCE, WORDS, Piece, Translation
from server.explainers.readability import WORD, plain
from server.explainers.states import State

MOST_WORDS = {"child": 120, "others": 350}
LONGEST_SUMMARY = 25
TAKEN = {"main", "leave", "main-form"}  # ids of the page frame
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
LONG_NUMBER = re.compile(r"\d(?: ?\d){2,}")


def problems(pieces: Mapping[str, Piece]) -> list[str]:
    """Every fault, in reading order; an empty list when all is well."""
    return [problem for piece in pieces.values() for problem in _piece(piece, pieces)]


def _piece(piece: Piece, pieces: Mapping[str, Piece]) -> Iterator[str]:
    original = piece.original
    where = f"{SOURCE}/{piece.id}"
    yield from (f"{where}: {problem}" for problem in chain(_original(piece), _ending(piece, pieces)))
    for block in original.blocks:
        yield from (f"{where} {{#{block.name}}}: {problem}" for problem in _block(block, pieces))
    if piece.id == WORDS:
        yield from (f"{where}: {problem}" for problem in _glossary(piece))
    else:
        yield from (f"{where}: {problem}" for problem in _hard_words(piece, pieces))
    for lang, translation in piece.translations.items():
        yield from (f"{lang}/{piece.id}: {problem}" for problem in _translation(piece, lang, translation))


def _original(piece: Piece) -> Iterator[str]:
    head, original = piece.original.head, piece.original
    if original.file.stem != head.id and piece.id != WORDS:
        yield f"the file is called {original.file.stem!r}, the id is {head.id!r}"
    if original.file.parent.name != head.stage and piece.id != WORDS:
        yield f"the file lies in {original.file.parent.name!r}, the stage is {head.stage!r}"
    if head.stamp != original.fingerprint:
        yield f"the words changed; run `content stamp --locale {SOURCE} --page {head.id}`"
    if len(head.summary.split()) > LONGEST_SUMMARY:
        yield f"the summary is longer than {LONGEST_SUMMARY} words"
    for found in telling_words(f"{head.id} {head.tab}", SOURCE):
        yield f"the address or tab gives away {found!r}"
    most = MOST_WORDS["child" if head.band else "others"]
    count = sum(len(WORD.findall(plain(block.text))) for block in original.blocks)
    if count > most and piece.id != WORDS:  # nobody reads the word list from top to bottom
        yield f"{count} words, more than {most}"


def _ending(piece: Piece, pieces: Mapping[str, Piece]) -> Iterator[str]:
    if piece.id == WORDS:
        return
    last = piece.original.blocks[-1]
    if last.name != "next-steps" or not any(target.startswith("page:") for target in last.targets):
        yield "it must end with {#next-steps}, with a link to another page"
    then = piece.original.head.then
    if then and not _leads_somewhere(f"page:{then}", pieces):
        yield f"what comes next, {then!r}, is not there"


def _block(block: Block, pieces: Mapping[str, Piece]) -> Iterator[str]:
    if block.name in TAKEN:
        yield "this name is taken by the frame of the page"
    for target in block.targets:
        if not _leads_somewhere(target, pieces):
            yield f"the link {target!r} leads nowhere"
    if LONG_NUMBER.search(LINK.sub("", block.text)):
        yield "a long number is typed in; use a link to helpline: or call:"


def _leads_somewhere(target: str, pieces: Mapping[str, Piece]) -> bool:
    scheme, _, name = target.partition(":")
    page, _, anchor = name.partition("#")
    if scheme == "page":
        names = {block.name for block in pieces[page].original.blocks} if page in pieces else set()
        return page in pieces and (not anchor or anchor in names)
    if scheme == "word":
        return name in {block.name for block in pieces[WORDS].original.blocks}
    return scheme in {"helpline", "call"} and name in helplines()


def _glossary(piece: Piece) -> Iterator[str]:
    every = [
        *piece.original.blocks,
        *(b for each in piece.translations.values() for b in each.blocks.values()),
    ]
    for block in every:
        try:
            explained(block)
        except Unreadable as wrong:
            yield str(wrong)


def _hard_words(piece: Piece, pieces: Mapping[str, Piece]) -> Iterator[str]:
    text = " ".join(plain(block.text) for block in piece.original.blocks).lower()
    links = [target for block in piece.original.blocks for target in block.targets]
    for block in pieces[WORDS].original.blocks:
        term, times = explained(block)[0], links.count(f"word:{block.name}")
        if times > 1:
            yield f"{term!r} is explained {times} times; once is enough"
        has_its_own_page = f"page:{block.name}" in links
        if not times and not has_its_own_page and re.search(rf"\b{re.escape(term)}s?\b", text):
            yield f"{term!r} is used but not linked to its meaning"


def _translation(piece: Piece, lang: str, translation: Translation) -> Iterator[str]:
    head = translation.head
    if (head.id, head.lang) != (piece.id, lang):
        yield f"its head says {head.lang}/{head.id}"
    for found in telling_words(head.tab, lang):
        yield f"the tab gives away {found!r}"
    english = {block.name: block for block in piece.original.blocks}
    for name in translation.blocks.keys() - english.keys():
        yield f"{{#{name}}} is not in the English"
    states = {name: state_of(block, translation) for name, block in english.items()}
    for name, state in states.items():
        if state not in {State.MISSING, State.STALE}:
            yield from _same_shape(english[name], translation.blocks[name])
    stale = set(states.values()) & {State.MISSING, State.STALE} or head_is_stale(piece, lang)
    if head.status == "reviewed" and stale:
        yield "it says 'reviewed', but the English has changed since"


def _same_shape(english: Block, other: Block) -> Iterator[str]:
    if english.kind != other.kind:
        yield f"{{#{other.name}}} is a <{other.kind}>, the English a <{english.kind}>"
    if sorted(english.targets) != sorted(other.targets):
        yield f"{{#{other.name}}} does not link to the same places as the English"
    if LONG_NUMBER.search(LINK.sub("", other.text)):
        yield f"{{#{other.name}}}: a long number is typed in; use a link"
