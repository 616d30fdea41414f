"""What a plan page costs: the same few reads, however much is on it."""

from sqlalchemy import event

from server.core.encryption import key_ring
from server.plans.models import Goal
from server.plans.updates import Said, Update
from tests.plans.laid import lay_task


def reads_of(store, open_page):
    """Every SELECT that opening a page makes."""
    seen = []

    def note(connection, cursor, statement, *_):
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(store.reader, "before_cursor_execute", note)
    try:
        open_page()
    finally:
        event.remove(store.reader, "before_cursor_execute", note)
    return seen


def fill(store, cast, plan):
    """Thirty jobs, each with something said about it."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        goal = db.get_one(Goal, (cast.family_id, plan.goal_id))
        for number in range(27):
            task = lay_task(db, cast, goal, f"Job {number}", "nan" if number % 3 else "dev")
            update = Update(
                family_id=cast.family_id, plan_id=plan.plan_id, task_id=task.id, number=1, seat_id=cast.nan.seat_id,
                side_id=cast.side_id, kind=Said.DONE,
            )  # fmt: skip
            update.told, update.note = [str(cast.nan.seat_id)], "It went well"
            db.add(update)


def test_thirty_jobs_cost_as_many_reads_as_three(store, visitor, cast, plan):
    nan = visitor(cast.nan)
    few = reads_of(store, lambda: nan.opens(plan.home))
    fill(store, cast, plan)
    many = reads_of(store, lambda: nan.opens(plan.home))
    assert len(many) == len(few) <= 10, "\n".join(many)
