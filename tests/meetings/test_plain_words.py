"""Plainer words, as advice."""

import csv

import pytest

from server.core.places import site
from server.meetings.plain_words import Advice, alternatives, plainer


def terms(text: str) -> list[str]:
    return [advice.term for advice in plainer(text)]


def test_a_term_comes_with_what_could_be_said_instead() -> None:
    assert plainer("He is hard to reach.") == [
        Advice("hard to reach", "we have not reached them yet", "suggest")
    ]


def test_a_word_to_explain_is_told_from_a_word_to_replace() -> None:
    kinds = {advice.term: advice.kind for advice in plainer("The core group met the service user.")}
    assert kinds == {"core group": "explain", "service user": "suggest"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mum was RESISTANT.", ["RESISTANT"]),
        ("Mum was hostile.", ["hostile"]),
        ("a problem family", ["problem family"]),
        ("troubled families", ["troubled families"]),
        ("They have a problem.", []),
        ("inadequate parenting and poor parenting", ["inadequate parenting"]),
        ("an alcoholic", ["alcoholic"]),
        ("Mum reports that", ["Mum reports"]),
        ("why didn’t she leave", ["why didn’t she leave"]),
        ("involved in CCE", ["involved in CCE"]),
        ("under s.17", ["s.17"]),
        ("section 76", ["section 76"]),
        ("the child protection register", ["child protection register"]),
        ("an ICPC on Monday", ["ICPC"]),
        ("family group\n  conference", ["family group\n  conference"]),
    ],
)
def test_each_way_of_writing_a_term_is_found(text: str, found: list[str]) -> None:
    assert terms(text) == found


@pytest.mark.parametrize("text", ["a briefcase", "showcase", "sub-case", "the cased sausage", "peersupport"])
def test_only_whole_words_count(text: str) -> None:
    assert terms(text) == []


@pytest.mark.parametrize(
    "text", ["just in case", "her contact details", "a smart boy", "we will review the plan"]
)
def test_everyday_words_are_left_alone(text: str) -> None:
    assert terms(text) == []


def test_the_longest_term_at_a_place_wins() -> None:
    assert terms("the contact centre") == ["contact centre"]
    assert terms("the placement breakdown") == ["placement breakdown"]


def test_a_term_is_advised_on_once_and_in_the_order_of_the_text() -> None:
    assert terms("Complex. A chaotic home. So complex.") == ["Complex", "chaotic"]


def test_kind_and_plain_writing_gets_no_advice() -> None:
    assert plainer("Amira gets the children to school each day. We worry about the nights.") == []


def test_every_row_of_the_list_is_found_in_each_of_its_writings() -> None:
    with (site() / "content" / "words.en.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert len(rows) == 113
    for row in rows:
        for way in alternatives(row["term"]):
            assert way in {advice.term for advice in plainer(f"They said {way} again.")}, row["term"]


def test_advice_on_a_long_text_is_quick_enough_to_give_while_typing() -> None:
    assert len(plainer("The chaotic family was hard to reach. " * 500)) == 2
