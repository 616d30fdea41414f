"""A meeting as a calendar file that tells nobody anything: a time, and our own neutral name."""

from datetime import datetime, timedelta

from starlette.responses import Response

from server.core.pages import PRODUCT
from server.meetings.models import Meeting, MeetingDetail

NAME = "our-table.ics"
# How long it takes is not known beforehand; a calendar needs some length to draw.
LENGTH = timedelta(hours=1)


def calendar_file(meeting: Meeting, detail: MeetingDetail) -> Response | None:
    """One event in UTC, RFC 5545; None while day and hour are not settled."""
    starts = detail.starts_at(meeting.zone)
    if starts is None:
        return None
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{PRODUCT}//EN",
        "BEGIN:VEVENT",
        f"UID:{detail.id}",
        f"DTSTAMP:{_utc(detail.changed_at or detail.made_at)}",
        f"DTSTART:{_utc(starts)}",
        f"DTEND:{_utc(starts + LENGTH)}",
        f"SUMMARY:{PRODUCT}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    headers = {"content-disposition": f'attachment; filename="{NAME}"'}
    return Response("\r\n".join([*lines, ""]), media_type="text/calendar", headers=headers)


def _utc(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"
