"""A content file cut into named blocks."""

import unicodedata

import pytest

from server.explainers.blocks import Unreadable, fingerprint, read_blocks


def test_a_block_has_its_name_words_and_the_fingerprint_it_was_made_from() -> None:
    key, rights = read_blocks("{#key src=3f7bf420}\n- one\n- two\n\n{#rights .critical}\nYou can\nsay no.\n")
    assert (key.name, key.kind, key.text, key.src, key.critical) == (
        "key",
        "ul",
        "- one\n- two",
        "3f7bf420",
        False,
    )
    assert (rights.name, rights.kind, rights.src, rights.critical) == ("rights", "p", None, True)


def test_headings_and_numbered_lists_are_blocks_too() -> None:
    kinds = [block.kind for block in read_blocks("{#a}\n## Why\n\n{#b}\n1. first\n2. then\n")]
    assert kinds == ["h2", "ol"]


def test_a_fingerprint_is_eight_hex_digits_of_the_words_alone() -> None:
    assert fingerprint("You can say no.") == fingerprint("  You can\n   say no.\n")
    assert fingerprint("Siân") == fingerprint(unicodedata.normalize("NFD", "Siân"))
    assert fingerprint("You can say no.") != fingerprint("You cannot say no.")
    assert len(fingerprint("x")) == 8


def test_the_fingerprint_is_the_one_that_was_written_down() -> None:
    """Stamps in hundreds of files depend on it: it may never change by accident."""
    assert fingerprint("You can say no.") == "86a7f834"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Words without a name.", "no {#name}"),
        ("{#a}\nOne.\n\n{#a}\nTwo.", "used twice"),
        ("{#a .loud}\nOne.", "only class is .critical"),
        ("{#a}\n> quoted", "only headings, paragraphs and lists"),
        ("{#a}\n```\ncode\n```", "only headings, paragraphs and lists"),
    ],
)
def test_what_breaks_the_format_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence.replace("{", r"\{").replace("}", r"\}")):
        read_blocks(text)


def test_targets_are_listed_in_order() -> None:
    (block,) = read_blocks("{#a}\nAsk an [advocate](word:advocate) or [read](page:help).")
    assert block.targets == ["word:advocate", "page:help"]
