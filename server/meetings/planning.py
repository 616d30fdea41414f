"""Setting a meeting up: its kind, a version of when and where for each side, and who is asked to come."""

from uuid import UUID

from sqlmodel import Session

from server.core import clock
from server.families.facts import Action, ItemFacts, Kind
from server.families.models import Family, Seat
from server.families.seating import sides_of
from server.families.wishes import may_be_asked
from server.meetings.circle import Circle
from server.meetings.kinds import KINDS
from server.meetings.models import Attendance, Meeting, MeetingDetail


def set_up(db: Session, family: Family, by: Seat, kind: str) -> Meeting:
    """A new meeting with an empty version of when and where for each side. Raises what `decide` refuses."""
    meeting = Meeting(
        family_id=family.id, made_by=by.id, kind=kind, nation=family.nation,
        has_private_time=KINDS[kind].always_private_time,
    )  # fmt: skip
    item = ItemFacts(kind=Kind.MEETING_BASICS, family_id=family.id, author=by.id)
    Circle(db, meeting, by, [by], [], []).require(Action.CREATE, item)
    db.add(meeting)
    db.flush()
    for side_id in _sides(db, family.id):
        db.add(MeetingDetail(family_id=family.id, meeting_id=meeting.id, side_id=side_id))
    db.flush()
    return meeting


def _sides(db: Session, family_id: UUID) -> list[UUID | None]:
    """Every side that has a version of its own; also those on no side, where some of the family are."""
    sides: list[UUID | None] = [side.id for side in sides_of(db, family_id)]
    unsided = any(seat.side_id is None and not seat.is_professional for seat in Seat.around(db, family_id))
    return [*sides, None] if unsided or not sides else sides


def versions_missing(db: Session, meeting: Meeting) -> list[UUID | None]:
    """Sides that were set up after the meeting and have no version of when and where yet."""
    there = {detail.side_id for detail in meeting.details(db)}
    return [side_id for side_id in _sides(db, meeting.family_id) if side_id not in there]


def add_versions(circle: Circle) -> None:
    """An empty version of when and where for each side that has none."""
    for side_id in versions_missing(circle.db, circle.meeting):
        detail = MeetingDetail(
            family_id=circle.meeting.family_id, meeting_id=circle.meeting.id, side_id=side_id
        )
        circle.require(Action.CHANGE, circle.basics(detail))
        circle.db.add(detail)
    circle.db.flush()


def settle(detail: MeetingDetail, on: object, at: object, place: str, entrance: str) -> None:
    """When and where; a day that was said before and is another now is shown as changed."""
    new = (on, at, place, entrance)
    old = (detail.on_day, detail.at_time, detail.place or "", detail.entrance or "")
    if detail.on_day is not None and new != old:
        detail.changed_at = clock.now()
    detail.on_day, detail.at_time, detail.place, detail.entrance = new  # type: ignore[assignment]


def expect(
    circle: Circle,
    *,
    seat: Seat | None = None,
    called: str = "",
    job: str = "",
    why: str = "",
    side_id: UUID | None = None,
) -> Attendance:
    """Ask somebody to come: a seat at the table, or a first name. Refused where somebody asked not to invite them."""
    name = (seat.called if seat else called) or ""
    may_be_asked(circle.db, circle.seat, name)
    line = Attendance(
        family_id=circle.meeting.family_id, meeting_id=circle.meeting.id, made_by=circle.seat.id,
        seat_id=seat.id if seat else None, side_id=seat.side_id if seat else side_id,
        called=name, job=job or (seat.relation if seat else "") or "", why=why,
    )  # fmt: skip
    circle.require(Action.CREATE, circle.coming(line))
    circle.db.add(line)
    circle.db.flush()
    circle.expected.append(line)
    return line
