"""Who comes to these pages, and how the worker reaches a job on somebody's behalf."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlmodel import Session
from starlette.exceptions import HTTPException

from server.core import clock
from server.core.asking import asking
from server.core.encryption import key_ring
from server.core.i18n import _
from server.core.sessions import Db
from server.families.access import MySeats
from server.families.facts import State
from server.families.models import Seat
from server.families.rules import IN_HAND
from server.meetings.models import Meeting
from server.people.access import Me, OpenDevice
from server.people.models import Device, Person
from server.plans.access import JobIDo, board_for, jobs_of
from server.plans.jobs import Job
from server.plans.models import Plan, Task
from server.plans.routes.jobs import job_path
from server.plans.routes.plan import plan_path
from server.plans.updates import Status
from server.reminders.ledger import Delivery
from server.reminders.models import Reminder


def reminded(person: Me) -> Person:
    """Somebody who may be nudged. A child's pages leave nothing on a phone, and never ring it."""
    if asking().area == "child":
        raise HTTPException(403, _("Reminders are for grown-ups’ phones. Nothing will come to this phone."))
    return person


Reminded = Annotated[Person, Depends(reminded)]


def my_phone(_: Reminded, device: OpenDevice) -> Device:
    """The phone in my hand."""
    return device


MyPhone = Annotated[Device, Depends(my_phone)]


@dataclass
class Mine:
    """A job I do, and the reminder that belongs to it; None when its day is too near for one."""

    job: Job
    reminder: Reminder | None

    @property
    def is_coming(self) -> bool:
        """Whether there will be a nudge."""
        found = self.reminder
        return found is not None and not found.is_off and found.due_at > clock.now()

    @property
    def could_come(self) -> bool:
        """Whether its owner said no, and could still change their mind."""
        found = self.reminder
        return found is not None and found.is_off and found.could_come(clock.now())


def my_jobs(_: Reminded, seats: MySeats, db: Db) -> list[Mine]:
    """Every open job of mine, over all my tables, by day."""
    found = [mine for seat in seats if seat.is_confirmed for mine in _jobs_of_seat(db, seat)]
    return sorted(found, key=lambda mine: (mine.job.task.by_on, mine.job.task.id))


MyJobs = Annotated[list[Mine], Depends(my_jobs)]


def _jobs_of_seat(db: Session, seat: Seat) -> list[Mine]:
    kept = Reminder.of(db, seat)
    boards = (board_for(db, seat, plan.id) for plan in Plan.of_family(db, seat.family_id))
    jobs = [job for board in boards if board and board.state in IN_HAND for job in jobs_of(board)]
    mine = [job for job in jobs if job.is_mine and job.status != Status.DONE]
    return [Mine(job, kept.get(job.task.id) or reckoned(job)) for job in mine]


def reckoned(job: Job) -> Reminder | None:
    """The reminder my job has if nobody chose anything."""
    owners = job.board.owners[job.task.id]
    since = next(owner.made_at for owner in owners if owner.seat_id == job.me.id)
    return Reminder.reckoned(job.task, job.me.id, job.board.meeting.zone, since)


def my_reminder(job: JobIDo, db: Db, _: Reminded) -> Mine:
    """The reminder of a job of mine, kept from now on because I choose something about it."""
    found = Reminder.of(db, job.me).get(job.task.id) or reckoned(job)
    if found:
        db.add(found)
    return Mine(job, found)


MyReminder = Annotated[Mine, Depends(my_reminder)]


def job_for(db: Session, seat: Seat, task_id: UUID) -> Job | None:
    """A job as this seat may see it now, for the worker; None if it may not, or the job is not there any more."""
    key_ring(db).admit(seat.family_id)
    task = db.get(Task, (seat.family_id, task_id))
    board = board_for(db, seat, task.plan_id) if task else None
    return next((job for job in jobs_of(board) if job.task.id == task_id), None) if board else None


def door_of(db: Session, person: Person, opaque: str) -> str | None:
    """Where a tapped nudge leads this person now; None if it was never theirs, or nothing of it is left for them."""
    lines = Delivery.tapped(db, opaque, person.id)
    if lines and lines[0].is_test:
        return "/reminders"
    jobs = [job for job in (_job_behind(db, person, line) for line in lines) if job]
    if len(jobs) == 1:
        return job_path(jobs[0])
    plans = {plan_path(job.board) for job in jobs}
    return plans.pop() if len(plans) == 1 else "/home" if plans else None


def _job_behind(db: Session, person: Person, line: Delivery) -> Job | None:
    reminder = db.get(Reminder, (line.family_id, line.reminder_id))
    seat = db.get(Seat, (reminder.family_id, reminder.seat_id)) if reminder else None
    is_mine = seat is not None and seat.person_id == person.id
    return job_for(db, seat, reminder.task_id) if reminder and seat and is_mine else None


def is_in_private_time(db: Session, person: Person, seat: Seat) -> bool:
    """Whether the family of this seat, or any this person belongs to, talks alone now; their side of it only."""
    tables = [
        other for other in Seat.of_person(db, person) if other.is_family or other.family_id == seat.family_id
    ]
    return any(
        meeting.state_for(db, table) == State.PRIVATE_TIME
        for table in tables
        for meeting in Meeting.of(db, table.family_id)
    )
