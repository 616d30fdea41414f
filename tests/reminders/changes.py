"""What happens meanwhile, for tests: somebody’s own rhythm, and a job as its owner holds it."""

from server.people.models import Person
from server.plans.access import board_for, jobs_of
from server.plans.models import Task
from server.reminders.models import Rhythm
from tests.plans.laid import seat_of


def rhythm_of(cast, name, **wishes):
    def wish(db):
        rhythm = Rhythm.to_change(db, db.get_one(Person, cast.people[name].person_id))
        for what, value in wishes.items():
            setattr(rhythm, what, value)

    return wish


def job_of(db, cast, name, task_id):
    seat = seat_of(db, cast, name)
    board = board_for(db, seat, db.get_one(Task, (cast.family_id, task_id)).plan_id)
    assert board
    return next(job for job in jobs_of(board) if job.task.id == task_id)
