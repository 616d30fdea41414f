"""What is on the table before a journey begins: an agreed plan, or a meeting people are asked to."""

from datetime import time, timedelta
from uuid import UUID

from sqlmodel import Session

from server.core import clock
from server.core.encryption import key_ring
from server.families.models import Family, Seat
from server.meetings import planning
from server.meetings.access import circle_of
from server.plans.updates import Update
from tests.cast import Cast, Member
from tests.journeys.conftest import House
from tests.plans.laid import LaidPlan, lay_plan

COMES = ("amira", "nan", "dev", "joe", "leila", "grace", "sam", "priya")


def plan_at(house: House) -> LaidPlan:
    """The plan of a meeting that is over."""
    with house.store.writing() as db:
        return lay_plan(db, house.cast)


def meeting_at(house: House, *comes: str) -> str:
    """A family group conference in a week, with these people asked to it; its address."""
    with house.store.writing() as db:
        key_ring(db).admit(house.cast.family_id)
        family = db.get_one(Family, house.cast.family_id)
        meeting = planning.set_up(db, family, seat_of(db, house.cast, house.cast.priya), "fgc")
        for detail in meeting.details(db):
            on = clock.now().date() + timedelta(days=7)
            planning.settle(detail, on, time(16), "The library", "Ask for Priya")
            db.add(detail)
        round_it = circle_of(db, meeting, seat_of(db, house.cast, house.cast.priya))
        for name in comes or COMES:
            planning.expect(round_it, seat=seat_of(db, house.cast, house.cast.people[name]), why="")
        return f"/families/{family.id}/meetings/{meeting.id}"


def seat_of(db: Session, cast: Cast, member: Member) -> Seat:
    return db.get_one(Seat, (cast.family_id, member.seat_id))


def said_about(house: House, plan: LaidPlan, task_id: UUID) -> list[tuple[str, str]]:
    """(what, in which words): everything said about one job, in the order it arrived."""
    with house.store.reading() as db:
        key_ring(db).admit(house.cast.family_id)
        rows = Update.of_plan(db, house.cast.family_id, plan.plan_id)
        return [(str(row.kind), row.note or "") for row in rows if row.task_id == task_id]
