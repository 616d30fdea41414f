"""What this room says on the front page, and in the list staff go through for a family."""

from collections.abc import Iterable

from sqlmodel import Session

from server.core.i18n import _
from server.families import front
from server.families.front import Card, Step
from server.families.models import Seat
from server.meetings.models import Meeting
from server.plans.access import board_now
from server.plans.beginning import may_begin, plan_of
from server.plans.board import Board
from server.plans.lines import PlanLines, waiting
from server.plans.updates import Status


def path_of(board: Board) -> str:
    return f"/families/{board.plan.family_id}/plans/{board.plan.id}"


def for_family(db: Session, seat: Seat) -> Iterable[Card]:
    """Somebody who asks, the question whether I agree, my next job, and the plan itself."""
    board = board_now(db, seat)
    if board is None:
        return
    lines, home = PlanLines.of(board), path_of(board)
    yield from _offers(lines)
    if board.may_answer and board.my_agreement and not board.my_agreement.answer:
        title, words = _("Do you agree with the plan?"), _("You can say yes, or that you are not sure.")
        yield Card(title=title, sentence=words, link=home, order=6, kind="next", picture="plan")
    mine = [job for job in lines.jobs if job.may_tick and job.is_mine and job.status != Status.DONE]
    if mine:
        link = f"/families/{seat.family_id}/tasks/{mine[0].task.id}"
        yield Card(
            title=_("A job of yours"),
            sentence=mine[0].task.what or "",
            link=link,
            order=30,
            kind="next",
            picture="tick",
        )
    if lines.could_use_a_hand:
        words = _(
            "Some of these jobs could use a hand. Plans change, and that is normal. What would make it easier?"
        )
        yield Card(
            title=_("A good time to look at the plan together"),
            sentence=words,
            link=home,
            order=25,
            kind="next",
            picture="hand",
        )
    yield _place(home)


def for_child(db: Session, seat: Seat) -> Card | None:
    """The plan, and nothing that has to be done."""
    board = board_now(db, seat)
    return _place(path_of(board), order=65) if board else None


def for_staff(db: Session, seat: Seat) -> Iterable[Card]:
    """News the family waits for, first: services are asked first."""
    board = board_now(db, seat)
    if board is None:
        return
    lines = PlanLines.of(board)
    for job in sorted(lines.jobs, key=lambda job: -job.days_waiting):
        if job.waiting_since and (job.is_mine or board.i_run_this):
            link = f"/families/{seat.family_id}/tasks/{job.task.id}"
            yield Card(
                title=waiting(job),
                sentence=job.task.what or "",
                link=link,
                order=4,
                kind="waiting",
                picture="speech",
            )
    if lines.could_use_a_hand and board.plan.tells_services:
        title = _("A good time to look at the plan together")
        yield Card(title=title, link=path_of(board), order=8, kind="waiting", picture="hand")
    yield _place(path_of(board))


def _offers(lines: PlanLines) -> Iterable[Card]:
    for job in lines.jobs:
        for offer in job.offers_to_me:
            title = _("%(name)s asks whether you could do something") % {
                "name": lines.board.called(offer.seat_id)
            }
            link = f"/families/{job.task.family_id}/tasks/{job.task.id}"
            yield Card(
                title=title, sentence=job.task.what or "", link=link, order=4, kind="next", picture="change"
            )


def _place(home: str, order: int = 20) -> Card:
    return Card(title=_("The plan"), link=home, order=order, picture="plan")


def during(db: Session, seat: Seat) -> Step | None:
    """Whether the plan is written down."""
    meeting = Meeting.now(db, seat.family_id)
    if meeting is None:
        return None
    found = plan_of(db, meeting)
    if found is None and not may_begin(db, meeting, seat):
        return None
    board = board_now(db, seat) if found else None
    link = f"/families/{seat.family_id}/meetings/{meeting.id}/plan"
    return Step(
        words=_("The plan is written down"), is_in_place=bool(board and board.tasks), link=link, order=60
    )


def after(db: Session, seat: Seat) -> Step | None:
    """Whether everyone the plan was made with has said what they think of it."""
    board = board_now(db, seat)
    if board is None:
        return None
    said = all(line.answer for line in board.agreements)
    words = _("Everyone has said whether they agree, or that they are not sure")
    return Step(words=words, is_in_place=said, link=f"{path_of(board)}/agree", order=40)


def register() -> None:
    """Put this room on the front page; called where its pages are made."""
    front.card("family", for_family)
    front.card("child", for_child)
    front.card("staff", for_staff)
    front.step("during", during)
    front.step("after", after)
