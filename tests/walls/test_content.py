"""Walls round the content: easy enough to read, honest about its translations, and never telling."""

import re

import pytest

from server.explainers.blocks import Block
from server.explainers.checks import problems
from server.explainers.glossary import WORDS, explained
from server.explainers.pieces import Piece, library
from server.explainers.readability import WORD, Reading, plain, read, sentences
from server.meetings.plain_words import plainer

PIECES = list(library().values())
TRANSLATED = [(piece, lang) for piece in PIECES for lang in piece.translations]
# band: grade, average words a sentence, longest sentence
ADULT = (5.0, 12.0, 20)
TARGETS = {"u8": (1.5, 7.0, 8), "8-12": (3.0, 9.0, 12), "13-17": (5.0, 12.0, 18)}
MOST_SENTENCES = 3
# A fair length for a sentence in languages that no grade exists for.
LONGEST_IN = {"cy": 26, "ur": 32}
CODES = {"E01", "E02", "E06", "E10", "E32", "K02"}


def name(value: object) -> str:
    return value.id if isinstance(value, Piece) else str(value)


def reading(piece: Piece) -> Reading:
    """How hard the piece is; a hard word's own name is not counted where it is being explained."""
    texts = [
        explained(block)[1] if piece.id == WORDS else plain(block.text) for block in piece.original.blocks
    ]
    return read("\n".join(texts))


def test_the_content_has_no_faults() -> None:
    assert problems(library()) == []


def test_the_first_six_are_there_in_three_languages() -> None:
    first = {piece.original.head.code: set(piece.translations) for piece in PIECES}
    assert {code: first[code] for code in CODES} == dict.fromkeys(CODES, {"cy", "ur"})


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_english_is_easy_to_read(piece: Piece) -> None:
    grade, average, longest = TARGETS[piece.original.head.band] if piece.original.head.band else ADULT
    found = reading(piece)
    assert found.words < 100 or found.grade <= grade
    assert found.average <= average
    assert found.longest <= longest, found.longest_sentence


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_paragraphs_are_short(piece: Piece) -> None:
    long = {
        block.name: paragraph
        for block in piece.original.blocks
        for paragraph in _paragraphs(block)
        if len(sentences(paragraph)) > MOST_SENTENCES
    }
    assert long == {}


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_a_childs_screen_is_short(piece: Piece) -> None:
    if not piece.original.head.band:
        return
    sections: list[int] = []
    for block in piece.original.blocks:
        if block.kind == "h2":
            sections.append(0)
        sections[-1] += len(WORD.findall(plain(block.text)))
    assert max(sections) <= 60


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_no_blaming_word_is_used(piece: Piece) -> None:
    advice = plainer(" ".join(plain(block.text) for block in piece.original.blocks))
    assert [each for each in advice if each.kind == "suggest"] == []


@pytest.mark.parametrize(("piece", "lang"), TRANSLATED, ids=name)
def test_no_one_has_checked_a_translation_so_none_says_so(piece: Piece, lang: str) -> None:
    assert piece.translations[lang].head.status == "machine"


@pytest.mark.parametrize(("piece", "lang"), TRANSLATED, ids=name)
def test_a_translation_has_every_part_and_each_of_a_likely_length(piece: Piece, lang: str) -> None:
    translation = piece.translations[lang]
    for block in piece.original.blocks:
        ratio = _letters(translation.blocks[block.name]) / _letters(block)
        assert 0.5 <= ratio <= 2.0 or _letters(block) < 25, (block.name, ratio)


@pytest.mark.parametrize(("piece", "lang"), TRANSLATED, ids=name)
def test_translated_sentences_are_short(piece: Piece, lang: str) -> None:
    blocks = piece.translations[lang].blocks.values()
    longest = max(
        (each for block in blocks for each in _sentences(block)), key=lambda each: len(each.split())
    )
    assert len(longest.split()) <= LONGEST_IN[lang], longest


def test_urdu_speaks_to_women_and_men_alike() -> None:
    """`آپ … سکتے ہیں` speaks to a man, `سکتی ہیں` to a woman; the texts use forms that speak to both."""
    to_one = re.compile(
        r"آپ (?!(?:ک[ےیا]|کو|نے|سے|پر) )(?:(?! کہ )[^۔؟،:])*(?:(?:تے|تی|رہے|رہی) ہیں|[یئ]ں گ[ےی])"
    )
    found = [
        f"{piece.id} {block.name}: {each[0]}"
        for piece in PIECES
        for block in piece.translations["ur"].blocks.values()
        for each in to_one.finditer(block.text)
    ]
    assert found == []


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_what_matters_most_is_marked_critical(piece: Piece) -> None:
    """Numbers to ring in danger, and words of the law, come in English first until someone has checked."""
    for block in piece.original.blocks:
        if "call:emergency" in block.targets or re.search(r"\bthe law says\b|\bfree legal\b", block.text):
            assert block.critical, block.name


def test_legal_words_wait_for_someone_who_knows_the_law() -> None:
    for piece in PIECES:
        check = piece.original.head.legal_check
        assert not check.by
        if any(re.search(r"\bthe law says\b|\bcourt\b", block.text) for block in piece.original.blocks):
            assert check.needed, piece.id


def _sentences(block: Block) -> list[str]:
    return sentences(plain(block.text))


def _paragraphs(block: Block) -> list[str]:
    """Each paragraph or list item, without the bold name it may begin with."""
    unnamed = re.sub(r"\*\*[^*]+\*\* ", "", block.text)
    return plain(unnamed).splitlines() if block.kind in {"ul", "ol"} else [plain(unnamed)]


def _letters(block: Block) -> int:
    return len(plain(block.text))
