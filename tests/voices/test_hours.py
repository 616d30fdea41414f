"""Working days and hours, so that no page pretends somebody is reading. promise: H7"""

from datetime import UTC, date, datetime

import pytest

from server.voices.hours import bank_holidays, is_working_day, nobody_reads_now, working_days_after


@pytest.mark.parametrize(
    ("at", "nobody"),
    [
        (datetime(2026, 11, 23, 8, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), False),  # nine o'clock in summer
    ],
)
def test_nobody_reads_at_night_at_weekends_or_on_bank_holidays(at, nobody):
    assert nobody_reads_now(at) is nobody


def test_bank_holidays_of_england_and_wales():
    assert sorted(bank_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25),
        date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),
    ]  # fmt: skip
    assert {date(2027, 12, 27), date(2027, 12, 28), date(2027, 3, 26)} <= bank_holidays(2027)


def test_working_days_skip_weekends_and_holidays():
    assert working_days_after(date(2026, 11, 23), 3) == date(2026, 11, 26)
    assert working_days_after(date(2026, 12, 23), 3) == date(2026, 12, 30)
    assert not is_working_day(date(2026, 12, 28))
