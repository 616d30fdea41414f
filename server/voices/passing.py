"""The one exception a child is told of: passing on what they sent to those whose job is keeping children safe."""

from uuid import UUID

from server import audit
from server.core.errors import Refused
from server.core.i18n import _
from server.families.facts import Kind
from server.families.models import Seat
from server.families.rules import STAFF
from server.voices.access import AnswerHeard
from server.voices.shared import PassedOn


def who_can_be_told(found: AnswerHeard) -> list[Seat]:
    """The other workers round this family; nobody of the family, ever."""
    told = {line.to_seat_id for line in found.heard.passed_on.get(found.answer.id, [])} | {found.seat.id}
    return [
        seat
        for seat in found.heard.circle.seats
        if seat.role in STAFF and seat.is_confirmed and seat.id not in told
    ]


def pass_on(found: AnswerHeard, to: UUID, *, why: str, told_first: bool, kept: bool) -> None:
    """Write down what was shared with whom and why; from now on they can read this one answer."""
    if to not in {seat.id for seat in who_can_be_told(found)}:
        raise Refused(_("Please choose one of these."), field="to")
    line = PassedOn(
        family_id=found.answer.family_id, answer_id=found.answer.id, seat_id=found.seat.id, to_seat_id=to,
        told_first=told_first, is_kept_from_child=kept,
    )  # fmt: skip
    line.why = why
    found.heard.circle.db.add(line)
    whose = None if kept else found.answer.seat_id
    audit.did(found.heard.circle.db, found.seat, "passed on", Kind.CHILD_ANSWER, found.answer.id, whose=whose)
