"""What this room says on the front page, and in the list staff go through for a family."""

from collections.abc import Iterable

from sqlmodel import Session

from server.core.i18n import _, ngettext
from server.families import front
from server.families.facts import Action
from server.families.front import Card, Step
from server.families.models import Seat
from server.meetings import moves, showing
from server.meetings.access import meeting_now
from server.meetings.circle import Circle
from server.meetings.quiet import QuietWord, Signal
from server.meetings.sharing import Information
from server.meetings.stages import Need


def for_family(db: Session, seat: Seat) -> Iterable[Card]:
    """The meeting, and the one thing that would help before it."""
    circle = meeting_now(db, seat)
    if circle is None:
        return
    here, first = showing.path_of(circle.meeting), showing.first_thing(circle)
    if showing.phase(circle) != showing.AFTER:
        yield Card(
            title=_("%(when)s: the meeting") % {"when": _when(circle)} if _when(circle) else _("A meeting is being planned"),
            sentence=_("What would help now: %(what)s") % {"what": first.title},
            link=here, order=10, kind="next", picture="calendar",
        )  # fmt: skip
    else:
        yield Card(title=_("The meeting"), sentence=_when(circle), link=here, order=10, picture="calendar")


def for_child(db: Session, seat: Seat) -> Card | None:
    """When the meeting is, and nothing that has to be done."""
    circle = meeting_now(db, seat)
    if circle is None:
        return None
    here = showing.path_of(circle.meeting)
    return Card(title=_("The meeting"), sentence=_when(circle), link=here, order=60, picture="calendar")


def for_staff(db: Session, seat: Seat) -> Iterable[Card]:
    """Who waits for an answer, and the meeting itself."""
    circle = meeting_now(db, seat)
    if circle is None:
        if seat.runs_the_meeting:
            link = f"/families/{seat.family_id}/meetings/new"
            yield Card(title=_("Set up the meeting"), link=link, order=20, kind="next", picture="calendar")
        return
    here = showing.path_of(circle.meeting)
    waiting = [
        word for word in QuietWord.unseen(db, circle.meeting) if circle.may(Action.READ, word.facts(circle))
    ]
    if waiting:
        title = ngettext(
            "Somebody told you something quietly", "%(n)s quiet words wait for you", len(waiting)
        )
        order = 2 if any(word.signal == Signal.HELP for word in waiting) else 5
        yield Card(
            title=title % {"n": len(waiting)}, link=here, order=order, kind="waiting", picture="speech"
        )
    yield Card(title=_("The meeting"), sentence=_whens(circle), link=here, order=10, picture="calendar")


def before(db: Session, seat: Seat) -> Iterable[Step]:
    """Getting ready, with what the family can see of it already."""
    circle = meeting_now(db, seat)
    if circle is None:
        return
    here, meeting = showing.path_of(circle.meeting), circle.meeting
    can_see = _("The people on the list can see it")
    is_settled = all(detail.on_day and detail.place for detail in circle.details)
    yield Step(words=_("When and where"), is_in_place=is_settled, link=here, family_sees=can_see, order=10)
    family_comes = any(line.seat_id in _family(circle) for line in circle.expected)
    yield Step(
        words=_("Who is coming, and why"),
        is_in_place=family_comes,
        link=f"{here}/people",
        family_sees=can_see,
        order=20,
    )
    yield _shared(circle, here)
    own, others = showing.points(circle)
    yield Step(
        words=_("Points to talk about"), is_in_place=bool(own or others), link=f"{here}/agenda", order=40
    )
    in_place = meeting.has_private_time and bool(meeting.if_no_plan)
    sees = can_see if meeting.if_no_plan else ""
    yield Step(
        words=_("The family’s own time, and what happens if no plan is agreed"),
        is_in_place=in_place, link=f"{here}/family-time" if seat.runs_the_meeting else "", family_sees=sees,
        order=50,
    )  # fmt: skip


def after(db: Session, seat: Seat) -> Iterable[Step]:
    """What must be settled before the meeting is finished (COL-A1)."""
    circle = meeting_now(db, seat)
    if circle is None:
        return
    here, met = showing.path_of(circle.meeting), moves.met(circle)
    link = f"{here}/afterwards" if seat.runs_the_meeting else ""
    yield Step(
        words=_("A day to look at the plan again"), is_in_place=Need.REVIEW_DATE in met, link=link, order=10
    )
    yield Step(
        words=_("Somebody who follows up for the services"),
        is_in_place=Need.FOLLOW_UP_PERSON in met,
        link=link,
        order=20,
    )
    yield Step(
        words=_("Somebody who leads for the family, or nobody if they wish"),
        is_in_place=Need.FAMILY_LEAD in met, link=link, order=30,
    )  # fmt: skip


def _shared(circle: Circle, here: str) -> Step:
    dates = [piece.shared_at for piece in Information.of(circle.db, circle.meeting) if piece.shared_at]
    sees = (
        _("Shared on %(day)s") % {"day": showing.on_the_wall(circle, max(dates))}
        if dates
        else _("The family sees nothing of it yet")
    )
    return Step(
        words=_("Strengths, worries and questions shared"), is_in_place=bool(dates), link=f"{here}/shared",
        family_sees=sees, order=30,
    )  # fmt: skip


def _family(circle: Circle) -> set:
    return {seat.id for seat in circle.seats if seat.is_family}


def _when(circle: Circle) -> str:
    detail = showing.own_detail(circle)
    return showing.when(detail) if detail and detail.on_day else ""


def _whens(circle: Circle) -> str:
    """When each side comes, for those who see both."""
    said = [
        (showing.side_name(circle, detail.side_id), showing.when(detail))
        for detail in showing.own_details(circle)
    ]
    return "; ".join(f"{side}: {when}" if side else when for side, when in said)


def register() -> None:
    """Put this room on the front page; called where its pages are made."""
    front.card("family", for_family)
    front.card("child", for_child)
    front.card("staff", for_staff)
    front.step("before", before)
    front.step("after", after)
