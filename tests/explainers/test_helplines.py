"""Numbers a person can ring: only those somebody made sure of."""

from datetime import date

import pytest
from pydantic import ValidationError

from server.core.helplines import Helpline, helplines

SURE = {
    "999", "101", "0800 1111", "080880 23456", "0800 528 0731", "0808 801 0366", "0808 800 5000", "0808 2000 247",
    "0808 80 10 800", "0808 801 0327", "116 123", "111",
}  # fmt: skip
SURE_TO_TEXT = {"84001", "07860 077333", "85258"}
HOURS_SURE = {
    "emergency", "help-at-hand", "family-rights-group", "domestic-abuse-england", "live-fear-free", "samaritans",
}  # fmt: skip


def test_only_numbers_that_were_made_sure_of_are_there() -> None:
    assert {line.call for line in helplines().values() if line.call} == SURE
    assert {line.text for line in helplines().values() if line.text} == SURE_TO_TEXT


def test_hours_are_given_only_where_they_are_sure() -> None:
    assert {key for key, line in helplines().items() if line.hours} == HOURS_SURE


def test_a_line_for_england_is_never_offered_as_if_it_covered_wales() -> None:
    assert helplines()["family-rights-group"].nation == ["england"]
    assert "England only" in helplines()["family-rights-group"].ways("en")
    assert "Wales only" in helplines()["live-fear-free"].ways("en")


def test_a_number_is_due_again_after_ninety_days() -> None:
    line = Helpline(
        name="X", nation=["wales"], audience=["child"], call="0800 1111", checked_on=date(2026, 11, 23)
    )
    assert line.check_again_on == date(2027, 2, 21)


@pytest.mark.parametrize("number", ["0800-1111", "call me", "0800 1111 "])
def test_a_number_is_digits_and_spaces(number: str) -> None:
    with pytest.raises(ValidationError):
        Helpline(name="X", nation=["wales"], audience=["child"], call=number, checked_on=date(2026, 11, 23))
