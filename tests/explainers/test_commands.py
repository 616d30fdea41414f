"""`our-table content check | status | stamp`."""

from datetime import UTC, datetime

import pytest

from server.core import clock
from server.explainers import commands
from server.explainers.commands import content_command
from server.explainers.editions import edition
from server.explainers.states import State
from tests.explainers.shelf import Shelf


@pytest.fixture(autouse=True)
def here(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands work on the small shelf."""
    monkeypatch.setattr(commands, "content_folder", lambda: shelf.folder)


def state(shelf: Shelf, number: int) -> State:
    return edition(shelf.pieces["first-page"], "cy").states[number]


def test_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert content_command(["check"]) == 0
    assert capsys.readouterr().out == "3 pieces read. All is well.\n"


def test_check_names_what_is_wrong(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.change(shelf.english, "page:second-page", "page:nowhere")
    assert content_command(["check"]) == 1
    assert "the link 'page:nowhere' leads nowhere" in capsys.readouterr().out


def test_a_broken_file_is_a_sentence_not_a_trace(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.change(shelf.english, "stage: before", "stage: someday")
    assert content_command(["check"]) == 1
    assert "first-page.md" in capsys.readouterr().out


def test_status_counts_parts_by_what_may_be_said_of_them(
    shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.leave_out("why")
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    assert content_command(["status"]) == 0
    lines = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
    assert lines["language"] == ["pieces", "reviewed", "draft", "machine", "stale", "missing"]
    assert lines["cy"] == ["1", "0", "0", "2", "1", "3"]
    assert lines["ur"] == ["0", "0", "0", "0", "0", "6"]


def test_stamping_one_block_makes_only_that_block_fresh(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    shelf.change(shelf.english, "## Why", "## The reason")
    assert content_command(["stamp", "--locale", "cy", "--page", "first-page", "--block", "key"]) == 0
    assert (state(shelf, 0), state(shelf, 1)) == (State.MACHINE, State.STALE)


def test_stamping_a_page_makes_all_of_it_fresh(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    shelf.change(shelf.english, "summary: A short summary.", "summary: Another summary.")
    assert content_command(["stamp", "--locale", "en", "--page", "first-page"]) == 0
    assert content_command(["stamp", "--locale", "cy", "--page", "first-page"]) == 0
    assert content_command(["check"]) == 0
    assert state(shelf, 0) is State.MACHINE


def test_stamping_english_writes_the_day(shelf: Shelf) -> None:
    shelf.change(shelf.english, "You come first.", "Your family comes first.")
    with clock.freeze(datetime(2026, 12, 24, 23, 30, tzinfo=UTC)):
        content_command(["stamp", "--locale", "en"])
    assert str(shelf.pieces["first-page"].original.head.changed_on) == "2026-12-24"


def test_stamping_changes_nothing_else_in_the_file(shelf: Shelf) -> None:
    before = shelf.welsh.read_text(encoding="utf-8")
    content_command(["stamp", "--locale", "cy"])
    assert shelf.welsh.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--locale", "ur", "--page", "first-page"], "not there in 'ur' yet"),
        (["--locale", "cy", "--page", "no-page"], "there is no page 'no-page'"),
        (["--locale", "cy", "--block", "key"], "say which page the block is on"),
        (["--locale", "cy", "--page", "first-page", "--block", "gone"], "there is no {#gone}"),
    ],
)
def test_what_cannot_be_stamped_is_refused(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert content_command(["stamp", *words]) == 1
    assert sentence in capsys.readouterr().out
