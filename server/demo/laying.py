"""What families of the demonstration are laid with: people, meetings, words and jobs."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from server.core import clock
from server.core.i18n import UK
from server.core.tokens import new_secret
from server.families.audiences import default_audience
from server.families.facts import Kind
from server.families.front import Area
from server.families.invitations import SMALL
from server.families.models import PROFESSIONAL_ROLES, Family, Role, Seat
from server.meetings.agenda import AgendaPoint, For
from server.meetings.circle import Circle
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.meetings.sharing import Information, Sort
from server.organisations.models import Organisation
from server.people.models import Person, Staff
from server.plans.models import Goal, Plan, Task
from server.plans.updates import Said as Saying
from server.plans.updates import Update


@dataclass
class Laid:
    """What was laid so far, for demo.json: people in order, families with their meetings and plan."""

    db: Session
    council: Organisation
    people: list[dict[str, Any]] = field(default_factory=list)
    families: list[dict[str, Any]] = field(default_factory=list)


def sit(laid: Laid, family: Family, key: str, called: str, role: Role, relation: str, **more: Any) -> Seat:
    """One person with a confirmed seat, and a door on the front page."""
    area: Area = "staff" if role in PROFESSIONAL_ROLES else "child" if role is Role.CHILD else "family"
    person = Person.welcome(laid.db, called, area=area, may_have_key=more.get("band") not in SMALL)
    seat = Seat(
        family_id=family.id, person_id=person.id, role=role, called=called, relation=relation,
        confirmed_at=clock.now(), **more,
    )  # fmt: skip
    laid.db.add(seat)
    if seat.is_professional:
        laid.db.add(Staff(person_id=person.id, organisation_id=laid.council.id))
    laid.db.flush()
    laid.people.append(
        {
            "key": key,
            "name": called,
            "role": relation,
            "family_id": str(family.id),
            "person_id": str(person.id),
            "area": area,
            "enter_path": f"/demo/enter/{key}",
            "enter_token": new_secret(),
        }  # fmt: skip
    )
    return seat


def remember(laid: Laid, key: str, family: Family, meeting: Meeting, plan: Plan | None) -> None:
    """Note a family for demo.json."""
    home = f"/families/{family.id}"
    laid.families.append(
        {
            "key": key,
            "id": str(family.id),
            "name": family.name,
            "path": home,
            "meeting_ids": [str(meeting.id)],
            "meeting_path": f"{home}/meetings/{meeting.id}",
            "plan_path": f"{home}/plans/{plan.id}" if plan else None,
        }  # fmt: skip
    )


def today() -> date:
    """The day on the wall in the UK."""
    return clock.now().astimezone(UK).date()


def lay_meeting(db: Session, family: Family, by: Seat, kind: str, **more: Any) -> Meeting:
    meeting = Meeting(family_id=family.id, made_by=by.id, kind=kind, nation=family.nation, **more)
    db.add(meeting)
    db.flush()
    return meeting


def where(
    db: Session, meeting: Meeting, side_id: UUID | None, on: date, at: time, place: str, entrance: str
) -> None:
    detail = MeetingDetail(
        family_id=meeting.family_id, meeting_id=meeting.id, side_id=side_id, on_day=on, at_time=at,
        place=place, entrance=entrance,
    )  # fmt: skip
    db.add(detail)
    db.flush()


def ask_to_come(db: Session, meeting: Meeting, by: Seat, seat: Seat, why: str) -> None:
    line = Attendance(
        family_id=meeting.family_id, made_by=by.id, meeting_id=meeting.id, seat_id=seat.id, side_id=seat.side_id,
        called=seat.called, job=seat.relation, why=why, is_coming="coming",
    )  # fmt: skip
    db.add(line)
    db.flush()


def write_down(db: Session, desk: Circle, sort: Sort, what: str, side_id: UUID | None) -> Information:
    piece = Information.begun(desk, sort, side_id)
    piece.what = what
    piece.name(default_audience(Kind.INFORMATION, desk.me, desk.table))
    db.add(piece)
    db.flush()
    return piece


def point(db: Session, meeting: Meeting, seat: Seat, what: str, meant_for: For) -> None:
    circle = Circle.of(db, meeting, seat)
    written = AgendaPoint.begun(circle)
    written.say(what, meant_for, circle)
    db.add(written)
    db.flush()


def job(
    db: Session,
    goal: Goal,
    by: Seat,
    what: str,
    owners: list[Seat],
    days: int,
    checks: Seat,
    named: list[UUID],
) -> Task:
    return Task.write(
        db, goal, by, what, owners, by_on=today() + timedelta(days=days), checked_by=checks.id, shown_to=named
    )


def say(db: Session, task: Task, seat: Seat, kind: Saying, note: str, told: list[UUID]) -> None:
    number = (
        len([one for one in Update.of_plan(db, task.family_id, task.plan_id) if one.task_id == task.id]) + 1
    )
    update = Update(
        family_id=task.family_id, plan_id=task.plan_id, task_id=task.id, number=number, seat_id=seat.id, kind=kind,
        note=note or None, told=[str(one) for one in told],
    )  # fmt: skip
    db.add(update)
    db.flush()
