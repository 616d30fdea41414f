"""Working hours in England and Wales, so that a page never pretends somebody is reading."""

from datetime import date, datetime, time, timedelta

from server.core.i18n import UK

OPENS, ENDS = time(9), time(17)
SATURDAY = 5


def nobody_reads_now(at: datetime) -> bool:
    """Whether it is night, a weekend or a bank holiday at this aware moment."""
    local = at.astimezone(UK)
    return not is_working_day(local.date()) or not OPENS <= local.time() < ENDS


def is_working_day(on: date) -> bool:
    """Monday to Friday, and not a bank holiday of England and Wales."""
    return on.weekday() < SATURDAY and on not in bank_holidays(on.year)


def working_days_after(on: date, days: int) -> date:
    """The day that is this many working days later."""
    while days > 0:
        on += timedelta(days=1)
        days -= is_working_day(on)
    return on


def bank_holidays(year: int) -> set[date]:
    """The usual bank holidays of England and Wales; one-off extra days are not known here."""
    easter = _easter(year)
    new_year = _next_weekday(date(year, 1, 1), set())
    christmas = _next_weekday(date(year, 12, 25), set())
    return {
        new_year,
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(date(year, 5, 1)),
        _first_monday(date(year, 5, 25)),
        _first_monday(date(year, 8, 25)),
        christmas,
        _next_weekday(date(year, 12, 26), {christmas}),
    }


def _next_weekday(on: date, taken: set[date]) -> date:
    """The day itself, or the first weekday after it that is not a holiday already."""
    while on.weekday() >= SATURDAY or on in taken:
        on += timedelta(days=1)
    return on


def _first_monday(since: date) -> date:
    return since + timedelta(days=-since.weekday() % 7)


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian method (Meeus, Astronomical Algorithms, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - skipped + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
