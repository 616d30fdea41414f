"""Where a meeting stands, who may move it on, and what must be in place first. Pure; the diagram is made from this."""

from dataclasses import dataclass
from enum import StrEnum

from server.families.facts import Role, SeatFacts, State
from server.families.rules import RUNNING


class Stage(StrEnum):
    """The stages of a meeting, in their usual order."""

    PREPARING = "preparing"
    INFORMATION_SHARED = "information_shared"
    MEETING_OPEN = "meeting_open"
    PRIVATE_TIME = "private_time"
    PROPOSAL_SHOWN = "proposal_shown"
    AGREED = "agreed"
    IN_REVIEW = "in_review"
    CLOSED = "closed"


class Need(StrEnum):
    """What must be in place before a move; the meeting says which of these are met."""

    STRENGTHS = "a strength beside the worries"
    PRIVATE_TIME_ON = "private family time is part of this meeting"
    WHAT_IF_NO_PLAN = "everyone can see what happens if no plan is agreed"
    REVIEW_DATE = "a day to look at the plan again"
    FOLLOW_UP_PERSON = "somebody who follows up for the services"
    FAMILY_LEAD = "somebody who leads for the family, or that nobody is wanted"
    CHILDREN_ANSWERED = "what happened with what each child said"


class Why(StrEnum):
    """Why a move was refused."""

    YES = "yes"
    NOT_HERE = "not-here"
    NOT_YOUR_PART = "not-your-part"
    NOT_NOW = "not-now"
    NOT_READY = "not-ready"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One way from some stages to another. `from_inside`: only by somebody who is in private family time."""

    starts: tuple[Stage, ...]
    end: Stage
    by: frozenset[str]
    needs: tuple[Need, ...] = ()
    from_inside: bool = False

    def is_for(self, seat: SeatFacts) -> bool:
        """Whether it is this seat's part to make this move at all."""
        is_inside = seat.in_private_time or not self.from_inside
        return seat.role in self.by and is_inside and seat.seen_by is None


@dataclass(frozen=True)
class Answer:
    """Whether a move may be made now, why, and what is still missing. Reads as yes or no."""

    why: Why
    missing: tuple[Need, ...] = ()

    def __bool__(self) -> bool:
        return self.why == Why.YES


GROWN_UPS = frozenset({Role.PARENT, Role.NETWORK})

MOVES: dict[str, Move] = {
    "share_information": Move(
        starts=(Stage.PREPARING,), end=Stage.INFORMATION_SHARED, by=RUNNING, needs=(Need.STRENGTHS,)
    ),
    "open_meeting": Move(starts=(Stage.INFORMATION_SHARED,), end=Stage.MEETING_OPEN, by=RUNNING),
    "put_off": Move(
        starts=(Stage.MEETING_OPEN, Stage.PROPOSAL_SHOWN), end=Stage.INFORMATION_SHARED, by=RUNNING
    ),
    "start_private_time": Move(
        starts=(Stage.MEETING_OPEN, Stage.PROPOSAL_SHOWN),
        end=Stage.PRIVATE_TIME,
        by=RUNNING | GROWN_UPS,
        needs=(Need.PRIVATE_TIME_ON, Need.WHAT_IF_NO_PLAN),
    ),
    # Nobody else ends private family time, no clock does, and no other move leaves it.
    "show_our_plan": Move(
        starts=(Stage.PRIVATE_TIME,), end=Stage.PROPOSAL_SHOWN, by=GROWN_UPS, from_inside=True
    ),
    "come_back": Move(starts=(Stage.PRIVATE_TIME,), end=Stage.MEETING_OPEN, by=GROWN_UPS, from_inside=True),
    "agree": Move(
        starts=(Stage.MEETING_OPEN, Stage.PROPOSAL_SHOWN),
        end=Stage.AGREED,
        by=RUNNING,
        needs=(Need.REVIEW_DATE, Need.FOLLOW_UP_PERSON, Need.FAMILY_LEAD),
    ),
    "hold_review": Move(starts=(Stage.AGREED,), end=Stage.IN_REVIEW, by=RUNNING),
    "carry_on": Move(starts=(Stage.IN_REVIEW,), end=Stage.AGREED, by=RUNNING, needs=(Need.REVIEW_DATE,)),
    "call_off": Move(
        starts=(Stage.PREPARING, Stage.INFORMATION_SHARED),
        end=Stage.CLOSED,
        by=RUNNING,
        needs=(Need.CHILDREN_ANSWERED,),
    ),
    "close": Move(
        starts=(Stage.MEETING_OPEN, Stage.PROPOSAL_SHOWN, Stage.IN_REVIEW),
        end=Stage.CLOSED,
        by=RUNNING,
        needs=(Need.REVIEW_DATE, Need.FOLLOW_UP_PERSON, Need.FAMILY_LEAD, Need.CHILDREN_ANSWERED),
    ),
}

STATES: dict[Stage, State] = {
    Stage.PREPARING: State.BEFORE_RELEASE,
    Stage.INFORMATION_SHARED: State.RELEASED,
    Stage.MEETING_OPEN: State.MEETING_OPEN,
    Stage.PRIVATE_TIME: State.PRIVATE_TIME,
    Stage.PROPOSAL_SHOWN: State.MEETING_OPEN,
    Stage.AGREED: State.AGREED,
    Stage.IN_REVIEW: State.IN_REVIEW,
    Stage.CLOSED: State.CLOSED,
}


def state_of(stage: str) -> State:
    """The state `decide` knows this stage as."""
    return STATES[Stage(stage)]


def may_move(name: str, stage: str, seat: SeatFacts | None, met: frozenset[Need] = frozenset()) -> Answer:
    """Whether this seat may make this move from this stage, with these needs met. Unknown moves are refused."""
    move = MOVES.get(name)
    if move is None or seat is None or not (seat.is_active and seat.is_confirmed):
        return Answer(Why.NOT_HERE)
    if not move.is_for(seat):
        return Answer(Why.NOT_YOUR_PART)
    if stage not in move.starts:
        return Answer(Why.NOT_NOW)
    missing = tuple(need for need in move.needs if need not in met)
    return Answer(Why.NOT_READY, missing) if missing else Answer(Why.YES)


def moves_open_to(seat: SeatFacts | None, stage: str) -> list[str]:
    """Names of the moves to offer this seat now, whether or not everything they need is in place."""
    return [name for name in MOVES if may_move(name, stage, seat, frozenset(Need))]


def diagram() -> str:
    """The stages and moves as a Mermaid diagram, kept beside this file and compared by a test."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.PREPARING}"]
    for name, move in MOVES.items():
        lines += [f"    {start} --> {move.end}: {_label(name, move)}" for start in move.starts]
    return "\n".join([*lines, f"    {Stage.CLOSED} --> [*]", ""])


def _label(name: str, move: Move) -> str:
    who = {
        RUNNING: "coordinator or chair",
        GROWN_UPS: "family",
        RUNNING | GROWN_UPS: "family, coordinator or chair",
    }
    return f"{name.replace('_', ' ')} ({who[move.by]})"


def page() -> str:
    """The committed page `stages.md`: the diagram, what each move needs, and what each stage means for visibility."""
    needs = [f"| {name.replace('_', ' ')} | {'; '.join(m.needs) or 'nothing'} |" for name, m in MOVES.items()]
    states = [f"| {stage} | {state} |" for stage, state in STATES.items()]
    return "\n".join(
        ["# The stages of a meeting", "", "```mermaid", diagram() + "```", ""]
        + ["| move | must be in place first |", "|---|---|", *needs, ""]
        + ["| stage | state in the visibility matrix |", "|---|---|", *states, ""]
    )
