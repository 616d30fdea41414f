"""A tripwire for long words and long sentences."""

import pytest

from server.explainers.readability import plain, read, sentences, syllables


@pytest.mark.parametrize(
    ("word", "beats"),
    [
        ("you", 1), ("child", 1), ("asked", 1), ("wanted", 2), ("safe", 1), ("comes", 1), ("table", 2), ("while", 1),
        ("people", 2), ("family", 3), ("meeting", 2), ("advocate", 3), ("conference", 3), ("coordinator", 5),
        ("usual", 3), ("being", 2), ("social", 2), ("999", 1),
    ],
)  # fmt: skip
def test_beats_of_a_word(word: str, beats: int) -> None:
    assert syllables(word) == beats


def test_marks_and_addresses_are_not_words() -> None:
    assert (
        plain("## Why\n- **Ask** an [advocate](word:advocate).\n1. Then rest.")
        == "Why\nAsk an advocate.\nThen rest."
    )


def test_the_end_of_a_line_ends_a_sentence() -> None:
    assert sentences("a time that works\nhelp with travel\nfood") == [
        "a time that works",
        "help with travel",
        "food",
    ]


@pytest.mark.parametrize("text", ["پہلا جملہ۔ دوسرا جملہ؟ تیسرا۔", "First. Second? Third!"])
def test_sentences_end_in_every_script(text: str) -> None:
    assert len(sentences(text)) == 3


def test_plain_writing_scores_low_and_a_statute_high() -> None:
    easy = read("You can ask who is coming. You can say who is missing. You can bring a friend.")
    statute = read(
        "The local authority must, before making an application for an order in respect of the child, offer a family "
        "group decision-making meeting to every individual with parental responsibility, unless the authority "
        "considers that a meeting would not be in accordance with the best interests of the child."
    )
    assert easy.grade < 2
    assert statute.grade > 15
    assert (easy.longest, statute.longest > 40) == (6, True)
