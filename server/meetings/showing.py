"""A meeting as one person is shown it: when and where, what comes first, and where to go from there."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from server.core import clock
from server.core.i18n import _, clock_time, day, n_
from server.families.facts import Action
from server.families.front import Card
from server.meetings.agenda import AgendaPoint
from server.meetings.circle import Circle
from server.meetings.kinds import KINDS
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.meetings.private_time import Proposal
from server.meetings.sharing import Information
from server.meetings.stages import Stage

READY, TODAY, AFTER = "ready", "today", "after"
PHASES = {
    Stage.PREPARING: READY,
    Stage.INFORMATION_SHARED: READY,
    Stage.MEETING_OPEN: TODAY,
    Stage.PRIVATE_TIME: TODAY,
    Stage.PROPOSAL_SHOWN: TODAY,
    Stage.AGREED: AFTER,
    Stage.IN_REVIEW: AFTER,
    Stage.CLOSED: AFTER,
}
STAGES = {
    Stage.PREPARING: n_("Getting ready"),
    Stage.INFORMATION_SHARED: n_("Getting ready: information is shared"),
    Stage.MEETING_OPEN: n_("The meeting is on"),
    Stage.PRIVATE_TIME: n_("The family is having its own time"),
    Stage.PROPOSAL_SHOWN: n_("The family has shown its plan"),
    Stage.AGREED: n_("The plan is agreed"),
    Stage.IN_REVIEW: n_("Looking at the plan again"),
    Stage.CLOSED: n_("Finished"),
}


def path_of(meeting: Meeting) -> str:
    """Where a meeting's own page is."""
    return f"/families/{meeting.family_id}/meetings/{meeting.id}"


def when(detail: MeetingDetail | None) -> str:
    """`Wednesday 9 December 2026, 4pm`, or that it is not settled."""
    if detail is None or detail.on_day is None:
        return _("The day is not settled yet")
    if detail.at_time is None:
        return day(detail.on_day)
    return f"{day(detail.on_day)}, {clock_time(detail.at_time)}"


def side_name(circle: Circle, side_id: UUID | None) -> str:
    """How the coordinator tells the sides apart; empty where everybody meets together. Never for family."""
    if side_id is None:
        return _("Those on neither side") if circle.side_names else ""
    return circle.side_names.get(side_id, "")


def own_details(circle: Circle) -> list[MeetingDetail]:
    """Each version of when and where that I may read."""
    return [detail for detail in circle.details if circle.may(Action.READ, circle.basics(detail))]


def own_detail(circle: Circle) -> MeetingDetail | None:
    """The version that is mine: my side's, else the first I may read."""
    found = own_details(circle)
    return next(
        (detail for detail in found if detail.side_id == circle.seat.side_id), next(iter(found), None)
    )


def was_called_off(circle: Circle, side_id: UUID | None) -> bool:
    """Whether it was closed without ever having begun."""
    stages = {change.stage for change in circle.changes if change.side_id in (None, side_id)}
    return Stage.CLOSED in stages and Stage.MEETING_OPEN not in stages


def as_card(circle: Circle, detail: MeetingDetail) -> dict:
    """What `meeting.card` draws."""
    settled = "changed" if detail.changed_at else "agreed"
    state = settled if detail.on_day else "suggested"
    if was_called_off(circle, detail.side_id):
        state = "cancelled"
    return {
        "when": when(detail),
        "where": detail.place or "",
        "state": state,
        "kind": _(KINDS[circle.meeting.kind].called),
        "lines": [("house", detail.entrance)] if detail.entrance else [],
        "calendar": f"{path_of(circle.meeting)}/our-table.ics"
        if detail.at_time and state != "cancelled"
        else "",
    }


def phase(circle: Circle) -> str:
    """Getting ready, today, or afterwards."""
    meeting, detail = circle.meeting, own_detail(circle)
    found = PHASES[circle.stage()]
    today = clock.now().astimezone(ZoneInfo(meeting.zone)).date()
    is_today = found == READY and detail is not None and detail.on_day == today
    return TODAY if is_today else found


def coming(circle: Circle) -> list[Attendance]:
    """Everyone on the list I may read."""
    return [line for line in circle.expected if circle.may(Action.READ, circle.coming(line))]


def informed(circle: Circle) -> list[Information]:
    """What was shared with me, and my own drafts; strengths first."""
    return [
        piece
        for piece in Information.of(circle.db, circle.meeting)
        if circle.may(Action.READ, piece.facts(circle))
    ]


def points(circle: Circle) -> tuple[list[AgendaPoint], list[AgendaPoint]]:
    """My own points, and those others let me read."""
    seen = [
        point
        for point in AgendaPoint.of(circle.db, circle.meeting)
        if circle.may(Action.READ, point.facts(circle))
    ]
    own = [point for point in seen if point.seat_id == circle.seat.id]
    return own, [point for point in seen if point.seat_id != circle.seat.id]


def proposals(circle: Circle) -> list[Proposal]:
    """Plans the family showed to me, newest first."""
    return [
        shown
        for shown in Proposal.of(circle.db, circle.meeting)
        if circle.may(Action.READ, shown.facts(circle))
    ]


def settled(circle: Circle) -> list[tuple[str, str]]:
    """(what, who or when) of what comes afterwards; a family lead shows on their own side and to workers."""
    said = [
        (_("You look at the plan again"), day(circle.meeting.review_on) if circle.meeting.review_on else "")
    ]
    said += [
        (_("Follows up for the services"), seat.called or "") for seat in circle.seats if seat.is_follow_up
    ]
    for seat in circle.seats:
        if seat.is_family_lead and (circle.seat.is_professional or seat.side_id == circle.seat.side_id):
            said.append((_("Leads for the family"), seat.called or ""))
    return [(what, who) for what, who in said if who]


def is_private_now(circle: Circle) -> bool:
    return circle.stage() == Stage.PRIVATE_TIME


def first_thing(circle: Circle) -> Card:
    """The one thing that would help now."""
    here = path_of(circle.meeting)
    if phase(circle) == AFTER:
        return _card(
            _("See the plan"),
            _("Who does what, and by when."),
            f"/families/{circle.meeting.family_id}/plan",
            "plan",
        )
    if is_private_now(circle) and circle.seat.id in circle.inside:
        return _card(
            _("Your family’s own time"),
            _("Write, think and talk. Only you end it."),
            f"{here}/private-time",
            "lock",
        )
    shown = proposals(circle)
    if shown and phase(circle) == TODAY:
        return _card(_("The plan your family showed"), "", f"{here}/proposals/{shown[0].id}", "plan")
    if any(piece.is_shared for piece in informed(circle)) and phase(circle) == READY:
        return _card(
            _("Read what was shared"),
            _("Take your time. You can ask about every line."),
            f"{here}/shared",
            "book",
        )
    if not points(circle)[0]:
        return _card(
            _("What do you want to talk about?"),
            _("Write it down, for yourself first. You choose who sees it."),
            f"{here}/agenda",
            "pencil",
        )
    return _card(_("Who is coming"), _("See who comes, and why."), f"{here}/people", "people")


def places(circle: Circle) -> list[Card]:
    """Where to go from the meeting's page; what is there to find is said, never how much others wrote."""
    here = path_of(circle.meeting)
    found = [
        _card(
            _("What we talk about"),
            _("Add your own points. You choose who sees each one."),
            f"{here}/agenda",
            "pencil",
        ),
        _card(_("Who is coming, and why"), "", f"{here}/people", "people"),
        _card(_("What people shared before the meeting"), "", f"{here}/shared", "book"),
    ]
    if proposals(circle):
        found.append(
            _card(_("The plan the family showed"), "", f"{here}/proposals/{proposals(circle)[0].id}", "plan")
        )
    if circle.inside and circle.seat.id in circle.inside:
        found.append(_card(_("Your family’s own time"), "", f"{here}/private-time", "lock"))
    if not circle.seat.runs_the_meeting:
        found.append(_card(_("Tell the coordinator something quietly"), "", f"{here}/quiet", "speech"))
    return found


def _card(title: str, sentence: str, link: str, picture: str) -> Card:
    return Card(title=title, sentence=sentence, link=link, picture=picture, kind="next", order=20)


def on_the_wall(circle: Circle, at: datetime) -> str:
    """`Monday 23 November 2026`, by the clock of the meeting's place."""
    return day(at.astimezone(ZoneInfo(circle.meeting.zone)).date())
