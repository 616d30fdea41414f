"""Walls round the content: easy enough to read, honest about its translations, and never telling."""

import re
from pathlib import Path

import pytest

from server.core.i18n import SPOKEN
from server.explainers.blocks import Block
from server.explainers.checks import problems
from server.explainers.glossary import explained
from server.explainers.pieces import WORDS, Piece, library
from server.explainers.readability import WORD, Reading, plain, read, sentences
from server.meetings.plain_words import plainer

ROOT = Path(__file__).resolve().parents[2]
PIECES = list(library().values())
OTHERS = [tag for tag in SPOKEN if tag != "en"]
each_language = pytest.mark.parametrize("lang", OTHERS)
# band: grade, average words a sentence, longest sentence
ADULT = (5.0, 12.0, 20)
STAFF = (9.0, 16.0, 25)
TARGETS = {"u8": (1.5, 7.0, 8), "8-12": (3.0, 9.0, 12), "13-17": (5.0, 12.0, 18)}
MOST_ON_A_SCREEN = {"u8": 60, "8-12": 75, "13-17": 120}
MOST_SENTENCES = 3
# More than three sentences are as good where all of them are very short ("In danger now? Call 999.").
MOST_WORDS = 38
# A fair length for a sentence in languages that no grade exists for.
LONGEST_IN = {"cy": 28, "pl": 26, "ro": 30, "ur": 32, "ar": 26, "bn": 26, "pa": 32}
# What must be there in every language; Welsh has everything.
CORE = {
    *(
        f"E{number:02}"
        for number in (
            1,
            2,
            3,
            4,
            6,
            10,
            13,
            15,
            19,
            20,
            21,
            27,
            29,
            32,
            35,
            36,
            39,
            41,
            42,
            44,
            45,
            48,
            49,
            50,
        )
    ),
    *(f"K{number:02}" for number in (1, 2, 3, 4, 6, 7, 9, 13, 16)),
}
BANDS = {
    "u8": {1, 4, 6, 7, 8, 9, 11, 13, 16},
    "8-12": {2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16},
    "13-17": {3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16},
}


def translated_into(lang: str) -> list[Piece]:
    return [piece for piece in PIECES if lang in piece.translations]


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


def test_the_whole_library_is_there() -> None:
    codes = {piece.original.head.code for piece in PIECES}
    assert (
        sum(piece.original.head.kind == "walk" for piece in PIECES) == 6
    )  # three meetings, grown-ups and children
    assert codes >= {
        *(f"E{n:02}" for n in range(1, 53)),
        *(f"K{n:02}" for n in range(1, 17)),
        *(f"S{n:02}" for n in range(1, 9)),
    }
    for band, numbers in BANDS.items():
        there = {
            piece.original.head.code
            for piece in PIECES
            if piece.original.head.band == band and piece.original.head.kind == "page"
        }
        assert there == {f"K{number:02}" for number in numbers}, band
    glossary = next(piece for piece in PIECES if piece.id == WORDS)
    assert len(glossary.original.blocks) >= 40


@pytest.mark.parametrize(
    ("audience", "mechanisms"),
    [("parent", ("collaboration", "trust", "participation")), ("child", ("trust", "participation"))],
)
def test_every_cell_of_the_grid_is_covered(audience: str, mechanisms: tuple[str, ...]) -> None:
    """Before, during and after × what makes a meeting work (review, figure 2; for children figure 10)."""
    heads = [piece.original.head for piece in PIECES if audience in piece.original.head.audience]
    covered = {(head.stage, each) for head in heads for each in head.mechanisms}
    assert {
        (stage, each) for stage in ("before", "during", "after") for each in mechanisms
    } - covered == set()


@each_language
def test_every_language_has_the_core_set_and_welsh_has_everything(lang: str) -> None:
    missing = [
        piece.id
        for piece in PIECES
        if lang not in piece.translations
        and (lang == "cy" or piece.id == WORDS or piece.original.head.code in CORE)
    ]
    assert missing == []


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_english_is_easy_to_read(piece: Piece) -> None:
    head = piece.original.head
    grade, average, longest = (
        TARGETS[head.band] if head.band else STAFF if head.audience == ["staff"] else ADULT
    )
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
        if len(sentences(paragraph)) > MOST_SENTENCES and len(WORD.findall(paragraph)) > MOST_WORDS
    }
    assert long == {}


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_a_childs_screen_is_short(piece: Piece) -> None:
    most = MOST_ON_A_SCREEN.get(piece.original.head.band or "")
    if most is None:
        return
    sections = [0]
    for block in piece.original.blocks:
        if block.kind == "h2":
            sections.append(0)
        sections[-1] += len(WORD.findall(plain(block.text)))
    assert max(sections) <= most


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_no_blaming_word_is_used(piece: Piece) -> None:
    if piece.id == "plain-words":
        return  # it is about those very words
    advice = plainer(" ".join(plain(block.text) for block in piece.original.blocks))
    assert [each for each in advice if each.kind == "suggest"] == []


@each_language
def test_no_one_has_checked_a_translation_so_none_says_so(lang: str) -> None:
    for piece in translated_into(lang):
        assert piece.translations[lang].head.status == "machine", piece.id


@each_language
def test_a_translation_has_every_part_and_each_of_a_likely_length(lang: str) -> None:
    for piece in translated_into(lang):
        translation = piece.translations[lang]
        for block in piece.original.blocks:
            ratio = _letters(translation.blocks[block.name]) / _letters(block)
            assert 0.45 <= ratio <= 2.2 or _letters(block) < 25, (piece.id, block.name, ratio)


@each_language
def test_translated_sentences_are_short(lang: str) -> None:
    for piece in translated_into(lang):
        blocks = piece.translations[lang].blocks.values()
        longest = max(
            (each for block in blocks for each in _sentences(block)), key=lambda each: len(each.split())
        )
        assert len(longest.split()) <= LONGEST_IN[lang], f"{piece.id}: {longest}"


def test_urdu_speaks_to_women_and_men_alike() -> None:
    """`آپ … سکتے ہیں` speaks to a man, `سکتی ہیں` to a woman; the texts use forms that speak to both."""
    to_one = re.compile(
        r"آپ (?!(?:ک[ےیا]|کو|نے|سے|پر) )(?:(?! کہ )[^۔؟،:])*(?:(?:تے|تی|رہے|رہی) ہیں|[یئ]ں گ[ےی])"
    )
    found = [
        f"{piece.id} {block.name}: {each[0]}"
        for piece in translated_into("ur")
        for block in piece.translations["ur"].blocks.values()
        for each in to_one.finditer(block.text)
    ]
    assert found == []


@pytest.mark.parametrize("piece", PIECES, ids=name)
def test_what_matters_most_is_marked_critical(piece: Piece) -> None:
    """Numbers to ring in danger, and words of the law, come in English first until someone has checked."""
    for block in piece.original.blocks:
        if block.kind.startswith("h"):
            continue
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


def test_our_urdu_letters_are_all_that_our_urdu_is_written_in() -> None:
    cut = re.search('URDU = "(.*)"', (ROOT / "web" / "letters.ts").read_text())
    written = [
        *ROOT.glob("content/ur/*/*.md"),
        ROOT / "content/glossary/ur.md",
        *ROOT.glob("locales/ur/*/*.po"),
    ]
    used = set(re.findall("[\u0600-\u06ff]", "".join(file.read_text() for file in written)))
    assert cut and used - set(cut[1]) == set()
