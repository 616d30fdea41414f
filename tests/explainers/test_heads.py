"""Front matter: what a file must say of itself, and what it may not claim."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from server.explainers.heads import SourceHead, TranslationHead

ENGLISH: dict[str, Any] = {
    "id": "getting-ready", "code": "E10", "title": "Getting ready", "tab": "Getting ready", "summary": "Four steps.",
    "audience": ["parent"], "stage": "before", "jurisdiction": ["england"], "minutes": 3, "order": 1,
    "legal_check": {"needed": False}, "stamp": "0a1b2c3d", "changed_on": date(2026, 11, 2),
}  # fmt: skip
WELSH: dict[str, Any] = {
    "id": "getting-ready", "title": "Paratoi", "tab": "Paratoi", "summary": "Pedwar cam.", "lang": "cy",
    "src": "0a1b2c3d", "status": "machine",
}  # fmt: skip
CHECKED = {"status": "reviewed", "translator": "Siân", "reviewer": "Gwen", "reviewed_on": date(2026, 11, 20)}


def test_a_full_head_is_read() -> None:
    assert SourceHead(**ENGLISH).code == "E10"
    assert TranslationHead(**WELSH).status == "machine"
    assert TranslationHead(**WELSH | CHECKED).reviewer == "Gwen"


@pytest.mark.parametrize("head", [ENGLISH, WELSH])
def test_an_unknown_key_is_refused(head: dict[str, Any]) -> None:
    kind = SourceHead if "code" in head else TranslationHead
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        kind(**head | {"tittle": "x"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"band": "9-11"},
        {"stage": "later"},
        {"code": "X1"},
        {"minutes": 0},
        {"id": "Getting Ready"},
        {"stamp": "zz"},
    ],
)
def test_a_value_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SourceHead(**ENGLISH | wrong)


@pytest.mark.parametrize("missing", ["reviewer", "reviewed_on"])
def test_nobody_says_reviewed_without_a_reviewer_and_a_day(missing: str) -> None:
    with pytest.raises(ValidationError, match="needs the name of the reviewer and the day"):
        TranslationHead(**WELSH | CHECKED | {missing: None})


def test_nobody_reviews_their_own_words() -> None:
    with pytest.raises(ValidationError, match="cannot review their own words"):
        TranslationHead(**WELSH | CHECKED | {"reviewer": "Siân"})


@pytest.mark.parametrize(
    "claim", [{"reviewer": "Gwen"}, {"reviewed_on": date(2026, 1, 1)}, {"translator": "Siân"}]
)
def test_a_computer_has_no_translator_and_no_reviewer(claim: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="no translator and no reviewer"):
        TranslationHead(**WELSH | claim)
