"""The other way to be reminded: a file for any calendar. It holds times and our name, and not one word more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from starlette.responses import Response

from server.core import clock
from server.core.pages import PRODUCT
from server.reminders.models import Reminder

NAME = "our-table.ics"
LENGTH = timedelta(minutes=15)


def calendar_file(reminders: Iterable[Reminder]) -> Response:
    """One event (RFC 5545, in UTC) for each moment there is something to look at, however many things that is."""
    moments = sorted({reminder.due_at: reminder for reminder in reminders}.items())
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{PRODUCT}//EN"]
    for at, reminder in moments:
        lines += _event(at, reminder)
    headers = {"content-disposition": f'attachment; filename="{NAME}"'}
    return Response("\r\n".join([*lines, "END:VCALENDAR", ""]), media_type="text/calendar", headers=headers)


def _event(at: datetime, reminder: Reminder) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{reminder.task_id}",
        f"DTSTAMP:{_utc(clock.now())}",
        f"DTSTART:{_utc(at)}",
        f"DTEND:{_utc(at + LENGTH)}",
        f"SUMMARY:{PRODUCT}",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{PRODUCT}",
        "TRIGGER:PT0M",
        "END:VALARM",
        "END:VEVENT",
    ]


def _utc(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"
