"""Taking a meeting from one stage to the next: what each step is called, what it needs, and writing it down."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from starlette.exceptions import HTTPException

from server import audit
from server.core.errors import NOT_FOUND, SENTENCES, Refused
from server.core.i18n import _, n_
from server.families.facts import Reason
from server.families.reasons import sentence
from server.meetings.circle import Circle
from server.meetings.private_time import PrivateTime
from server.meetings.sharing import Information, worried_without_strength
from server.meetings.stages import MOVES, Answer, Need, Stage, Why, may_move, moves_open_to

SENTENCES["uq_stage_change"] = (
    None,
    n_("Somebody else took this step just now. Please look at the page again."),
)

# What upper rooms know: whether something they look after is in place, as far as the one who asks may know.
# A need nobody looks after is met.
Looker = Callable[[Circle], bool]
_lookers: dict[Need, Looker] = {}


def looks_after(need: Need, looker: Looker) -> None:
    """Let an upper room say whether a need is met (the voices: whether every child heard what happened)."""
    _lookers[need] = looker


@dataclass(frozen=True)
class Step:
    """One step as people read it: on the button, as a question, and what happens then."""

    button: str
    question: str
    then: str


STEPS: dict[str, Step] = {
    "open_meeting": Step(
        n_("The meeting begins"),
        n_("Does the meeting begin now?"),
        n_("Everyone’s page changes to what is needed today."),
    ),
    "put_off": Step(
        n_("Put the meeting off"),
        n_("Put the meeting off?"),
        n_("Everyone goes back to getting ready. Nothing that was written is lost."),
    ),
    "start_private_time": Step(
        n_("Start the family’s own time"),
        n_("Start the family’s own time?"),
        n_("The workers leave the room. Nobody who works with the family can open what is written. Only the family ends it."),
    ),
    "come_back": Step(
        n_("We come back to the meeting"),
        n_("Come back to the meeting?"),
        n_("Your own time ends. Your notes stay with you. Nothing is shown to anybody else."),
    ),
    "agree": Step(
        n_("The plan is agreed"),
        n_("Is the plan agreed?"),
        n_("From now on the pages show the plan, and when you look at it again."),
    ),
    "hold_review": Step(
        n_("Look at the plan again"),
        n_("Do you look at the plan again now?"),
        n_("Everyone sees that the plan is being looked at again."),
    ),
    "carry_on": Step(
        n_("Carry on with the plan"),
        n_("Carry on with the plan?"),
        n_("The plan goes on, with the next day to look at it again."),
    ),
    "call_off": Step(
        n_("Call the meeting off"),
        n_("Call the meeting off?"),
        n_("The meeting does not happen. Nothing new can be added to it. This cannot be undone."),
    ),
    "close": Step(
        n_("Finish"),
        n_("Is everything finished?"),
        n_("Nothing new can be added to this meeting. This cannot be undone."),
    ),
}  # fmt: skip

NEEDS: dict[Need, str] = {
    Need.STRENGTHS: n_("a strength beside the worries"),
    Need.PRIVATE_TIME_ON: n_("the family’s own time switched on for this meeting"),
    Need.WHAT_IF_NO_PLAN: n_("what happens if no plan is agreed, written down for everyone"),
    Need.REVIEW_DATE: n_("a day to look at the plan again"),
    Need.FOLLOW_UP_PERSON: n_("somebody who follows up for the services"),
    Need.FAMILY_LEAD: n_("somebody who leads for the family, or that nobody is wanted"),
    Need.CHILDREN_ANSWERED: n_("what happened with what each child said"),
}


def met(circle: Circle) -> frozenset[Need]:
    """The needs that are in place now."""
    db, meeting = circle.db, circle.meeting
    pieces = Information.of(db, meeting)
    readers = {reader for piece in pieces for reader in piece.readers}
    found = {
        Need.STRENGTHS: not worried_without_strength(pieces, readers),
        Need.PRIVATE_TIME_ON: meeting.has_private_time,
        Need.WHAT_IF_NO_PLAN: bool(meeting.if_no_plan),
        Need.REVIEW_DATE: meeting.review_on is not None,
        Need.FOLLOW_UP_PERSON: any(seat.is_follow_up for seat in circle.seats),
        Need.FAMILY_LEAD: meeting.no_lead_wanted or any(seat.is_family_lead for seat in circle.seats),
    }
    found |= {need: looker(circle) for need, looker in _lookers.items()}
    return frozenset(need for need in Need if found.get(need, True))


def side_for(circle: Circle, side_id: UUID | None) -> UUID | None:
    """The side a step is for: my own; those on neither side name one where sides attend apart."""
    sides = circle.meeting.sides(circle.db)
    own = circle.seat.side_id
    if own in sides and side_id in (own, None):
        return own
    if own in sides or side_id not in sides:
        raise NOT_FOUND
    return side_id


def offered(circle: Circle, side_id: UUID | None) -> list[str]:
    """The steps to offer me now; those that have a page of their own are offered there."""
    stage = circle.stage(side_id)
    return [name for name in moves_open_to(circle.me, stage) if name in STEPS]


def ask(circle: Circle, name: str, side_id: UUID | None) -> Answer:
    """Whether I may take this step for this side now. A step that is not mine is 403, an unknown one 404."""
    answer = may_move(name, circle.stage(side_id), circle.me, met(circle))
    if answer.why == Why.NOT_HERE:
        raise NOT_FOUND
    if answer.why == Why.NOT_YOUR_PART:
        raise HTTPException(403, sentence(Reason.NOT_YOUR_PART))
    return answer


def take(circle: Circle, name: str, side_id: UUID | None) -> None:
    """Take the step and write down who and when. The same step again changes nothing; too early says what is missing."""
    meeting, db = circle.meeting, circle.db
    answer = ask(circle, name, side_id)
    end = MOVES[name].end
    if answer.why == Why.NOT_NOW:
        if circle.stage(side_id) == end:
            return
        raise Refused(sentence(Reason.NOT_YET_OR_NO_LONGER), status=409)
    if answer.why == Why.NOT_READY:
        raise Refused(_("This is still needed first: %(what)s.") % {"what": missing(answer)}, status=409)
    if end == Stage.PRIVATE_TIME:
        PrivateTime.begin(circle, side_id)
    elif name in {"come_back", "show_our_plan"}:
        _end(circle, side_id)
    meeting.enter(db, end, circle.seat, side_id)
    circle.moved()
    audit.did(db, circle.seat, name, "meeting", meeting.id)


def missing(answer: Answer) -> str:
    """What is still needed, in one line."""
    return "; ".join(_(NEEDS[need]) for need in answer.missing)


def _end(circle: Circle, side_id: UUID | None) -> None:
    time = PrivateTime.of(circle.db, circle.meeting, side_id)
    if time is not None:
        time.end()
        circle.db.add(time)
