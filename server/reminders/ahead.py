"""Looking ahead: reminders for jobs whose day comes near, and a line in the ledger for each phone when one is due."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from server.core.db import FamilyRow, Row, Store
from server.families.models import Seat
from server.meetings.models import Meeting
from server.plans.models import Plan, Task, TaskOwner
from server.reminders.ledger import Delivery
from server.reminders.models import Reminder, Subscription

# A reminder comes at most a day before; two more, because it is tomorrow already somewhere.
NEAR = timedelta(days=3)


def look_ahead(store: Store, now: datetime) -> int:
    """List every push that has become due; how many were listed. Any number of workers may do so at once."""
    with store.reading() as db:
        if not (
            _jobs_without(db, now, lock=False)
            or _jobs_moved(db, lock=False)
            or _unlisted(db, now, lock=False)
        ):
            return 0
    with store.writing() as db:
        _reckon(db, now)
        return sum(_list(db, reminder, now) for reminder in _unlisted(db, now, lock=True))


def _reckon(db: Session, now: datetime) -> None:
    """A reminder for everybody who took on a job for a near day, and a new day for those whose job was moved."""
    for task, owner, zone in _jobs_without(db, now, lock=True):
        reminder = Reminder.reckoned(task, owner.seat_id, zone, owner.made_at)
        if reminder:
            _add_once(db, reminder)
    for reminder, task in _jobs_moved(db, lock=True):
        reminder.move(task.by_on, now)
        db.add(reminder)
    db.flush()


def _list(db: Session, reminder: Reminder, now: datetime) -> int:
    """A line for each phone its owner had when it became due; none for a phone that came later."""
    due = reminder.due_at
    if due > now:
        return 0
    reminder.listed_on = reminder.on_day
    db.add(reminder)
    if now >= reminder.ends_at:
        return 0
    person_id = _person_of(db, reminder)
    phones = (
        [phone for phone in Subscription.alive(db, person_id) if phone.made_at <= due] if person_id else []
    )
    return sum(_add_once(db, Delivery.list_for(reminder, phone)) for phone in phones)


def _person_of(db: Session, reminder: Reminder) -> UUID | None:
    return db.get_one(Seat, (reminder.family_id, reminder.seat_id)).person_id


def _add_once(db: Session, row: Row) -> bool:
    """Two workers may look ahead at the same moment; the unique key lets one line stand."""
    try:
        with db.begin_nested():
            db.add(row)
            db.flush()
    except IntegrityError:
        return False
    return True


def _jobs_without(db: Session, now: datetime, *, lock: bool) -> list[tuple[Task, TaskOwner, str]]:
    """Jobs for a near day whose owner has no reminder yet, with the zone of the family's wall."""
    today = now.date()
    reminded = select(Reminder.id).where(
        Reminder.family_id == TaskOwner.family_id,
        Reminder.task_id == TaskOwner.task_id,
        Reminder.seat_id == TaskOwner.seat_id,
    )
    query = (
        select(Task, TaskOwner, Meeting.zone)
        .join(TaskOwner, _same_family(TaskOwner, Task, col(TaskOwner.task_id) == Task.id))
        .join(Plan, _same_family(Plan, Task, col(Plan.id) == Task.plan_id))
        .join(Meeting, _same_family(Meeting, Plan, col(Meeting.id) == Plan.meeting_id))
        .where(
            col(Task.by_on) >= today - NEAR, col(Task.by_on) <= today + NEAR, col(Task.withdrawn_at).is_(None),
            col(TaskOwner.until_at).is_(None), ~reminded.exists(),
        )
    )  # fmt: skip
    if lock:
        query = query.with_for_update(of=TaskOwner, skip_locked=True)
    found = db.exec(query).all()
    return [
        (task, owner, zone)
        for task, owner, zone in found
        if Reminder.reckoned(task, owner.seat_id, zone, owner.made_at)
    ]


def _jobs_moved(db: Session, *, lock: bool) -> list[tuple[Reminder, Task]]:
    """Reminders whose job has another day now."""
    query = (
        select(Reminder, Task)
        .join(Task, _same_family(Task, Reminder, col(Task.id) == Reminder.task_id))
        .where(col(Task.by_on) != Reminder.for_on)
    )
    if lock:
        query = query.with_for_update(of=Reminder, skip_locked=True)
    return [(reminder, task) for reminder, task in db.exec(query)]


def _unlisted(db: Session, now: datetime, *, lock: bool) -> list[Reminder]:
    """Reminders that are due and not listed yet."""
    query = select(Reminder).where(
        col(Reminder.on_day) <= now.date() + timedelta(days=1),
        or_(col(Reminder.listed_on).is_(None), col(Reminder.listed_on) != Reminder.on_day),
        col(Reminder.off_at).is_(None),
    )
    if lock:
        query = query.with_for_update(skip_locked=True)
    return [reminder for reminder in db.exec(query) if reminder.due_at <= now]


def _same_family(
    one: type[FamilyRow], other: type[FamilyRow], also: ColumnElement[bool]
) -> ColumnElement[bool]:
    return and_(col(one.family_id) == other.family_id, also)
