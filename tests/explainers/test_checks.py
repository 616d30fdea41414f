"""`content check` finds each thing that can be wrong, and says where."""

import pytest

from server.explainers.blocks import Unreadable
from server.explainers.checks import problems
from server.explainers.stamping import stamp
from tests.explainers.shelf import Shelf


def found(shelf: Shelf, *, stamped: bool = True) -> list[str]:
    if stamped:
        for piece in shelf.pieces.values():
            stamp(piece, "en")
    return problems(shelf.pieces)


def test_a_tidy_shelf_has_no_faults(shelf: Shelf) -> None:
    assert found(shelf, stamped=False) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("page:second-page", "page:third-page", "'page:third-page' leads nowhere"),
        ("page:second-page", "page:second-page#gone", "'page:second-page#gone' leads nowhere"),
        ("page:second-page", "word:judge", "'word:judge' leads nowhere"),
        ("page:second-page", "helpline:aunt", "'helpline:aunt' leads nowhere"),
        ("page:second-page", "https://example.org", "'https://example.org' leads nowhere"),
        ("page:second-page", "call:emergency", "must end with {#next-steps}"),
        ("{#next-steps}", "{#more-steps}", "must end with {#next-steps}"),
        ("{#why}", "{#main}", "taken by the frame"),
        ("You can say no.", "Ring 0800 1111.", "a long number is typed in"),
        ("You can say no.", "An advocate helps.", "'advocate' is used but not linked"),
        ("You can say no.", "[A](word:advocate) [b](word:advocate)", "explained 2 times"),
        ("tab: First page", "tab: Your social worker", "gives away 'social'"),
        ("summary: A short summary.", "summary: " + "so " * 26, "summary is longer than 25 words"),
        ("You can say no.", "You can say no. " * 90, "words, more than 350"),
        ("id: first-page", "id: last-page", "the id is 'last-page'"),
        ("stage: before", "stage: after", "the stage is 'after'"),
    ],
)
def test_a_fault_in_the_english_is_found(shelf: Shelf, before: str, after: str, sentence: str) -> None:
    shelf.change(shelf.english, before, after)
    assert any(sentence in problem for problem in found(shelf)), found(shelf)


def test_changed_words_ask_for_a_stamp(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You can say no.", "You may say no.")
    asked = "en/first-page: the words changed; run `content stamp --locale en --page first-page`"
    assert asked in found(shelf, stamped=False)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("{#why", "{#reason", "{#reason} is not in the English"),
        ("## Pam", "Pam", "{#why} is a <p>, the English a <h2>"),
        ("page:second-page", "page:first-page", "does not link to the same places"),
        ("Gallwch ddweud na.", "Ffoniwch 0800 1111.", "a long number is typed in"),
        ("tab: Tudalen", "tab: Cynhadledd", "gives away 'Cynhadledd'"),
        ("lang: cy", "lang: ur", "its head says ur/first-page"),
    ],
)
def test_a_fault_in_a_translation_is_found(shelf: Shelf, before: str, after: str, sentence: str) -> None:
    shelf.change(shelf.welsh, before, after)
    assert any(sentence in problem for problem in found(shelf, stamped=False)), found(shelf)


def test_nothing_is_called_reviewed_once_the_english_has_moved_on(shelf: Shelf) -> None:
    shelf.status("reviewed", translator="Siân", reviewer="Gwen", reviewed_on="2026-11-20")
    assert found(shelf) == []
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    assert found(shelf) == ["cy/first-page: it says 'reviewed', but the English has changed since"]


def test_a_missing_or_older_part_is_no_fault(shelf: Shelf) -> None:
    shelf.leave_out("why")
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    assert found(shelf) == []


def test_a_hard_word_must_be_explained_in_the_right_shape(shelf: Shelf) -> None:
    shelf.change(shelf.folder / "glossary" / "en.md", "**advocate**: someone", "advocate: someone")
    with pytest.raises(ValueError, match="must be written as"):
        found(shelf)


def test_a_file_that_cannot_be_read_is_named(shelf: Shelf) -> None:
    shelf.change(shelf.english, "{#why}\n", "")
    with pytest.raises(Unreadable, match="first-page.md"):
        found(shelf)
