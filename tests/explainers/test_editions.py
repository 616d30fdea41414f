"""What a reader of one language gets: the best words for each part, honestly labelled."""

import pytest

from server.explainers.editions import Edition, edition
from server.explainers.showing import things
from server.explainers.states import State
from tests.explainers.shelf import Shelf

REVIEWED = {"translator": "Siân", "reviewer": "Gwen", "reviewed_on": "2026-11-20"}


def welsh(shelf: Shelf) -> Edition:
    return edition(shelf.pieces["first-page"], "cy")


def names(shelf: Shelf) -> list[tuple[State, list[str], list[str]]]:
    """(state, names shown in English, names shown in Welsh) of each part."""
    return [
        (part.state, [block.name for block in part.english], [block.name for block in part.translated])
        for part in welsh(shelf).parts
    ]


def test_english_is_the_original_and_needs_no_label(shelf: Shelf) -> None:
    made = edition(shelf.pieces["first-page"], "en")
    assert made.state is State.ORIGINAL
    assert [block.name for block in made.blocks] == ["key", "why", "rights", "next-steps"]


@pytest.mark.parametrize("status", ["machine", "draft"])
def test_critical_words_that_nobody_checked_come_in_english_first(shelf: Shelf, status: str) -> None:
    if status == "draft":
        shelf.status("draft", translator="Siân")
    state = State(status)
    assert names(shelf) == [
        (state, [], ["key", "why"]),
        (state, ["rights"], ["rights"]),
        (state, [], ["next-steps"]),
    ]


def test_words_that_were_checked_stand_alone(shelf: Shelf) -> None:
    shelf.status("reviewed", **REVIEWED)
    assert [english for _, english, _ in names(shelf)] == [[], [], []]
    assert welsh(shelf).state is State.REVIEWED


def test_a_missing_part_is_english(shelf: Shelf) -> None:
    shelf.leave_out("why")
    assert names(shelf)[1] == (State.MISSING, ["why"], [])


def test_an_older_part_keeps_its_words_and_says_so(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You come first.", "You and your family come first.")
    assert names(shelf)[0] == (State.STALE, [], ["key"])


@pytest.mark.parametrize("reviewed", [True, False])
def test_an_older_critical_part_is_english_even_when_it_was_once_checked(
    shelf: Shelf, reviewed: bool
) -> None:
    if reviewed:
        shelf.status("reviewed", **REVIEWED)
    shelf.change(shelf.english, "You can say no.", "You can say no, or not yet.")
    assert (State.STALE, ["rights"], []) in names(shelf)


def test_a_typo_of_spacing_makes_nothing_stale(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You can say no.", "You can\nsay  no.")
    assert State.STALE not in welsh(shelf).states


def test_without_any_translation_it_is_one_english_part(shelf: Shelf) -> None:
    made = edition(shelf.pieces["first-page"], "ur")
    assert (made.state, made.head_lang, made.title) == (State.MISSING, "en", "First page")
    assert [len(part.english) for part in made.parts] == [4]


def test_a_whole_page_can_be_critical(shelf: Shelf) -> None:
    shelf.change(shelf.english, "minutes: 1", "minutes: 1\ncritical: true")
    assert [english for _, english, _ in names(shelf)] == [["key", "why", "rights", "next-steps"]]


def test_labels_are_in_both_languages_and_give_the_day_of_the_change(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You come first.", "You and your family come first.")
    shelf.change(shelf.english, "changed_on: 2026-11-23", "changed_on: 2026-11-20")
    shelf.leave_out("next-steps")
    shown = things(shelf.pieces["first-page"], "cy", shelf.pieces)
    assert "Translated by a computer. No one has checked it." in shown["chip"].english
    assert "Some parts are older than the English" in shown["chip"].english
    said = [part.label.english for part in shown["shown"] if part.label]
    assert said == [
        "The English changed on Friday 20 November 2026. This part is older.",
        "This part matters most, so the English comes first. No one has checked the translation.",
        "This part is only in English so far.",
    ]


def test_a_checked_page_says_who_could_tell_when(shelf: Shelf) -> None:
    shelf.status("reviewed", **REVIEWED)
    shown = things(shelf.pieces["first-page"], "cy", shelf.pieces)
    assert shown["chip"].english == "Checked by a fluent speaker on Friday 20 November 2026."
    assert [part.label for part in shown["shown"]] == [None] * 4


def test_the_second_copy_of_a_block_has_no_id(shelf: Shelf) -> None:
    shown = things(shelf.pieces["first-page"], "cy", shelf.pieces)
    critical = next(part for part in shown["shown"] if part.english)
    assert 'id="' not in critical.english
    assert 'id="rights"' in critical.own


def test_no_source_fingerprint_reaches_the_page(shelf: Shelf) -> None:
    shown = things(shelf.pieces["first-page"], "cy", shelf.pieces)
    assert "src" not in "".join(part.own for part in shown["shown"])
