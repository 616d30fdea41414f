"""Reading a plan and agreeing to it."""

from typing import Annotated
from uuid import UUID

from fastapi import Form
from starlette.responses import Response

from server import audit
from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MySeat
from server.families.facts import Kind
from server.meetings.models import Meeting
from server.plans.access import MyPlan, board_now
from server.plans.board import Board
from server.plans.forms import Agreeing
from server.plans.lines import PlanLines, row, sight_of_plan

reading = Pages()


def plan_path(board: Board) -> str:
    """Where a plan is read."""
    return f"/families/{board.plan.family_id}/plans/{board.plan.id}"


@reading.get("/families/{family_id}/plan")
def plan_now(seat: MySeat, db: Db) -> Response:
    board = board_now(db, seat)
    if board:
        return see_other(plan_path(board))
    return page("plans/none", meeting=Meeting.now(db, seat.family_id) if seat.runs_the_meeting else None)


@reading.get("/families/{family_id}/plans/{plan_id}")
def show_plan(board: MyPlan) -> Response:
    lines = PlanLines.of(board)
    note_looks(board, lines)
    return page(
        "plans/plan",
        board=board,
        lines=lines,
        row=row,
        home=plan_path(board),
        sight_words=sight_of_plan(board),
    )


@reading.get("/families/{family_id}/plans/{plan_id}/print")
def plan_on_paper(board: MyPlan) -> Response:
    lines = PlanLines.of(board)
    note_looks(board, lines)
    return page("plans/print", board=board, lines=lines, row=row, home=plan_path(board))


@reading.get("/families/{family_id}/plans/{plan_id}/agree")
def who_agrees(board: MyPlan) -> Response:
    return page("plans/agree", board=board, lines=PlanLines.of(board), home=plan_path(board))


@reading.post("/families/{family_id}/plans/{plan_id}/agree")
def agree(board: MyPlan, said: Annotated[Agreeing, Form()]) -> Response:
    board.agree(said.answer)
    return see_other(f"{plan_path(board)}/agree")


def note_looks(board: Board, lines: PlanLines) -> None:
    """A professional who reads how family members are getting on leaves one line for each of them."""
    if not board.me.is_professional:
        return
    seen = {update.seat_id for job in lines.jobs for update in job.said}
    for seat_id in sorted(seat for seat in seen if not board.seats[seat].is_professional):
        look(board, board.plan.id, seat_id)


def look(board: Board, item_id: UUID, whose: UUID) -> None:
    audit.looked(board.db, board.me, Kind.PROGRESS, item_id, whose=whose)
