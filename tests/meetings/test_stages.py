"""Where a meeting can go from where it stands, and who takes it there."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from server.families.facts import State
from server.meetings import stages
from server.meetings.stages import MOVES, Need, Stage, Why, may_move, moves_open_to, state_of
from tests.matrix import SEATS

pytestmark = pytest.mark.authz
ALL_MET = frozenset(Need)
EXPECTED = {
    ("preparing", "share_information", "information_shared"),
    ("information_shared", "open_meeting", "meeting_open"),
    ("meeting_open", "put_off", "information_shared"),
    ("proposal_shown", "put_off", "information_shared"),
    ("meeting_open", "start_private_time", "private_time"),
    ("proposal_shown", "start_private_time", "private_time"),
    ("private_time", "show_our_plan", "proposal_shown"),
    ("private_time", "come_back", "meeting_open"),
    ("meeting_open", "agree", "agreed"),
    ("proposal_shown", "agree", "agreed"),
    ("agreed", "hold_review", "in_review"),
    ("in_review", "carry_on", "agreed"),
    ("preparing", "call_off", "closed"),
    ("information_shared", "call_off", "closed"),
    ("meeting_open", "close", "closed"),
    ("proposal_shown", "close", "closed"),
    ("in_review", "close", "closed"),
}


def test_the_diagram_is_the_one_that_is_kept() -> None:
    kept = Path(stages.__file__).with_suffix(".md").read_text()
    write = 'python -c "from server.meetings import stages; print(stages.page(), end=str())" > server/meetings/stages.md'
    assert kept == stages.page(), f"the stages changed; look at the new diagram and keep it: {write}"


def test_a_meeting_goes_these_ways_and_no_other() -> None:
    ways = {(str(start), name, str(move.end)) for name, move in MOVES.items() for start in move.starts}
    assert ways == EXPECTED


def test_every_stage_can_be_reached_and_every_stage_but_the_last_can_be_left() -> None:
    assert {move.end for move in MOVES.values()} | {Stage.PREPARING} == set(Stage)
    assert {start for move in MOVES.values() for start in move.starts} == set(Stage) - {Stage.CLOSED}


def test_every_move_is_judged_for_everybody_everywhere() -> None:
    for name, stage, principal in product(MOVES, Stage, SEATS):
        answer = may_move(name, stage, SEATS[principal], ALL_MET)
        assert bool(answer) == (_is_their_part(name, principal) and stage in MOVES[name].starts)


def _is_their_part(name: str, principal: str) -> bool:
    family = principal in ("parent", "network", "other_family")
    running = principal in ("coordinator", "chair")
    if name in ("show_our_plan", "come_back"):
        return principal in ("parent", "network")
    return family or running if name == "start_private_time" else running


@pytest.mark.parametrize("principal", sorted(set(SEATS) - {"parent", "network"}))
def test_only_the_family_in_the_room_ends_private_time(principal: str) -> None:  # promise: TRU-D2
    assert moves_open_to(SEATS[principal], Stage.PRIVATE_TIME) == []


def test_family_outside_the_room_does_not_end_it() -> None:
    nan = SEATS["network"]
    assert nan and moves_open_to(nan, Stage.PRIVATE_TIME) == ["show_our_plan", "come_back"]
    assert moves_open_to(replace(nan, in_private_time=False), Stage.PRIVATE_TIME) == []


def test_what_is_missing_is_said() -> None:
    answer = may_move("agree", Stage.PROPOSAL_SHOWN, SEATS["coordinator"], frozenset({Need.REVIEW_DATE}))
    assert not answer and answer.why == Why.NOT_READY
    assert answer.missing == (Need.FOLLOW_UP_PERSON, Need.FAMILY_LEAD)


def test_a_meeting_is_not_closed_before_every_child_heard_what_happened() -> None:  # promise: CYP-A1
    everything_else = ALL_MET - {Need.CHILDREN_ANSWERED}
    for name, stage in (
        ("call_off", Stage.PREPARING),
        ("close", Stage.MEETING_OPEN),
        ("close", Stage.IN_REVIEW),
    ):
        answer = may_move(name, stage, SEATS["coordinator"], everything_else)
        assert answer.missing == (Need.CHILDREN_ANSWERED,)


def test_a_meeting_is_not_finished_before_what_follows_is_settled() -> None:  # promise: COL-A1
    settled = {Need.REVIEW_DATE, Need.FOLLOW_UP_PERSON, Need.FAMILY_LEAD}
    for name, stage in (
        ("agree", Stage.PROPOSAL_SHOWN),
        ("close", Stage.PROPOSAL_SHOWN),
        ("close", Stage.IN_REVIEW),
    ):
        assert settled <= set(may_move(name, stage, SEATS["coordinator"]).missing)


def test_a_refusal_says_why() -> None:
    priya, amira = SEATS["coordinator"], SEATS["parent"]
    assert priya and amira
    assert may_move("open_meeting", Stage.AGREED, priya).why == Why.NOT_NOW
    assert may_move("open_meeting", Stage.INFORMATION_SHARED, amira).why == Why.NOT_YOUR_PART
    assert may_move("dissolve", Stage.PREPARING, priya).why == Why.NOT_HERE
    for nobody in (None, replace(priya, is_active=False), replace(priya, is_confirmed=False)):
        assert may_move("open_meeting", Stage.INFORMATION_SHARED, nobody).why == Why.NOT_HERE
    as_priya = priya.previewed_by(amira)
    assert may_move("open_meeting", Stage.INFORMATION_SHARED, as_priya).why == Why.NOT_YOUR_PART


def test_every_stage_is_a_state_for_visibility() -> None:
    assert {state_of(stage) for stage in Stage} == set(State)
    assert state_of("proposal_shown") == State.MEETING_OPEN
    assert state_of("private_time") == State.PRIVATE_TIME
