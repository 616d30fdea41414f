"""The rules one by one, as the people of the cast would meet them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.families.facts import Action, Decision, ItemFacts, Kind, Reason, Role, SeatFacts, State
from server.families.reasons import SENTENCES, sentence
from server.families.visibility import decide
from tests.matrix import ITEMS, NOW, SEATS, known_as

pytestmark = pytest.mark.authz


def seat(principal: str, **more: Any) -> SeatFacts:
    """The seat of one of the matrix's principals, with something changed."""
    known = SEATS[principal]
    assert known
    return replace(known, **more)


def item(kind: Kind, *audience: str, **more: Any) -> ItemFacts:
    """The matrix's item of a kind, sent or released, with other people named."""
    named = frozenset(map(known_as, audience)) if audience else ITEMS[kind].audience
    return replace(ITEMS[kind], **{"is_released": True, "audience": named, **more})


def may(who: SeatFacts, action: Action, thing: ItemFacts, state: State = State.MEETING_OPEN) -> Decision:
    return decide(who, action, thing, state, NOW)


def reads(principal: str, thing: ItemFacts, state: State = State.MEETING_OPEN, **more: Any) -> bool:
    return bool(may(seat(principal, **more), Action.READ, thing, state))


ANSWER = item(Kind.CHILD_ANSWER, "Priya", "Amira")


def test_a_waiting_seat_sees_nothing_and_makes_nothing() -> None:
    waiting = seat("parent", is_confirmed=False)
    assert may(waiting, Action.READ, ITEMS[Kind.PREPARATION]) == Decision(False, Reason.WAITING)
    assert may(waiting, Action.CREATE, ITEMS[Kind.PREPARATION]).is_hidden


def test_leaving_ends_access_at_once_even_to_ones_own_words() -> None:  # promise: Z7
    assert reads("parent", ITEMS[Kind.PREPARATION])
    assert not reads("parent", ITEMS[Kind.PREPARATION], is_active=False)


def test_what_somebody_shared_stays_shared_when_they_leave() -> None:
    assert reads("coordinator", item(Kind.PREPARATION, "Priya", author=known_as("Rob")))


def test_a_supporter_is_there_until_their_time_ends_and_not_a_moment_longer() -> None:
    basics = ITEMS[Kind.MEETING_BASICS]
    assert reads("supporter", basics, ends_at=NOW + timedelta(seconds=1))
    assert not reads("supporter", basics, ends_at=NOW)


def test_notes_are_gone_when_their_time_is_over_swept_or_not() -> None:
    assert reads("parent", item(Kind.FAMILY_TIME, ends_at=NOW + timedelta(seconds=1)))
    assert not reads("parent", item(Kind.FAMILY_TIME, ends_at=NOW))


def test_a_childs_answer_is_for_those_the_child_named_and_only_once_it_is_sent() -> None:  # promise: H11
    assert reads("coordinator", ANSWER) and reads("parent", ANSWER)
    assert not reads("network", ANSWER) and not reads("chair", ANSWER) and not reads("duty_lead", ANSWER)
    assert not reads("coordinator", replace(ANSWER, is_released=False))
    assert reads("child", replace(ANSWER, is_released=False))


@pytest.mark.parametrize("principal", sorted(set(SEATS) - {"child"}))
def test_just_me_is_for_nobody_else(principal: str) -> None:  # promise: H11
    just_me = item(Kind.CHILD_ANSWER, audience=frozenset(), passed_on_to=frozenset({known_as("Dee")}))
    for state in State:
        assert decide(SEATS[principal], Action.SEE, just_me, state, NOW).is_hidden


def test_a_brother_is_somebody_else_too() -> None:
    assert not reads("child", replace(ANSWER, author=known_as("Leila"), audience=frozenset()))


def test_the_exception_reaches_those_it_was_recorded_for_and_no_family() -> None:
    told = replace(ANSWER, passed_on_to=frozenset(map(known_as, ("Dee", "Nan", "Yusuf"))))
    assert reads("duty_lead", told)
    assert not reads("network", told) and not reads("supporter", told) and not reads("chair", told)
    assert not reads("duty_lead", replace(told, is_released=False))
    assert not reads("duty_lead", replace(told, kind=Kind.PREPARATION))


def test_taking_back_works_at_once_and_twice() -> None:
    gone = replace(ANSWER, is_withdrawn=True)
    assert may(seat("child"), Action.TAKE_BACK, ANSWER)
    assert not reads("coordinator", gone) and reads("child", gone)
    assert may(seat("child"), Action.TAKE_BACK, gone)
    assert may(seat("child"), Action.CHANGE, gone).reason == Reason.TAKEN_BACK
    assert may(seat("child"), Action.SHARE, gone).reason == Reason.TAKEN_BACK


def test_used_words_stay_as_they_were_but_can_still_be_narrowed() -> None:
    used = replace(ANSWER, is_used=True)
    assert may(seat("child"), Action.CHANGE, used).reason == Reason.USED
    assert may(seat("child"), Action.TAKE_BACK, used).reason == Reason.USED
    assert may(seat("child"), Action.SHARE, used).fields == {"narrow"}
    assert may(seat("child"), Action.SHARE, ANSWER).fields == {"narrow", "widen"}


def test_what_is_written_to_a_child_is_visible_to_that_child() -> None:
    to_joe = item(Kind.PLAN, "Amira", to=known_as("Joe"))
    assert reads("child", to_joe)
    assert not reads("child", replace(to_joe, to=known_as("Leila")))
    assert not reads("child", replace(to_joe, hidden_from=frozenset({known_as("Joe")})))
    assert not reads("network", item(Kind.INFORMATION, "Priya", to=known_as("Nan")))
    assert not reads("child", item(Kind.INFORMATION, "Priya", to=known_as("Joe"), is_released=False))


def test_a_draft_is_for_its_author_and_whoever_runs_the_meeting_if_named() -> None:
    draft = item(Kind.INFORMATION, "Priya", "Amira", "Helen", is_released=False)
    assert reads("social_worker", draft) and reads("coordinator", draft)
    assert not reads("parent", draft) and not reads("professional", draft) and not reads("chair", draft)
    shown = replace(draft, is_released=True)
    assert reads("parent", shown) and not reads("parent", shown, State.BEFORE_RELEASE)


def test_only_those_running_the_meeting_release() -> None:
    worry = item(Kind.INFORMATION)
    assert may(seat("coordinator"), Action.SHARE, worry).fields == {"narrow", "widen"}
    assert may(seat("social_worker"), Action.SHARE, worry).fields == {"narrow"}


def test_each_side_has_its_own_version() -> None:  # promise: X13
    other = known_as("Dad's side")
    for kind in (Kind.MEETING_BASICS, Kind.INFORMATION, Kind.RECORD):
        one = item(kind, "Amira", "Priya")
        assert reads("parent", one)
        assert not reads("parent", replace(one, side_id=None)), "one document for two sides"
        assert not reads("parent", one, side_id=other) and not reads("parent", one, side_id=None)
        assert reads("coordinator", one) or kind == Kind.RECORD


def test_a_child_of_both_households_sits_on_neither_side() -> None:
    for_both = item(Kind.PLAN, "Joe", side_id=known_as("Dad's side"))
    assert reads("child", for_both, side_id=None)
    assert not reads("child", for_both)


def test_what_somebody_makes_carries_their_own_side() -> None:
    mine = replace(ITEMS[Kind.PREPARATION], id=None)
    assert may(seat("parent"), Action.CREATE, mine)
    assert may(seat("parent"), Action.CREATE, replace(mine, side_id=None)).is_hidden
    assert may(seat("coordinator"), Action.CREATE, replace(mine, author=None))


def test_moving_to_another_side_does_not_take_away_ones_own_words() -> None:
    assert reads("parent", ITEMS[Kind.PREPARATION], side_id=known_as("Dad's side"))


def test_nobody_speaks_as_another() -> None:
    as_joe = replace(ITEMS[Kind.CHILD_ANSWER], id=None)
    assert may(seat("child"), Action.CREATE, as_joe)
    assert not may(seat("child", id=known_as("Leila")), Action.CREATE, as_joe)


def test_a_preview_shows_what_the_other_would_see_of_what_the_viewer_may_read() -> None:
    amira = seat("parent", is_confirmed=False)
    as_amira = amira.previewed_by(seat("coordinator"))
    worry = item(Kind.INFORMATION)
    assert may(as_amira, Action.READ, worry)
    assert may(as_amira, Action.CHANGE, worry).reason == Reason.ONLY_LOOKING
    assert may(as_amira, Action.CREATE, ITEMS[Kind.PREPARATION]).reason == Reason.ONLY_LOOKING
    for private in (Kind.PREPARATION, Kind.FAMILY_TIME, Kind.PROGRESS):
        assert may(as_amira, Action.READ, item(private)).is_hidden
        assert may(as_amira, Action.CHANGE, item(private)).is_hidden
    assert not may(seat("network").previewed_by(seat("coordinator")), Action.READ, worry)


def test_a_flag_is_for_the_named_worker_and_the_duty_lead_only() -> None:  # promise: H8
    flag = item(Kind.FLAG, "Sam", "Dee", "Amira", "Nan", "Grace", "Yusuf")
    assert reads("social_worker", flag) and reads("duty_lead", flag) and reads("child", flag)
    for principal in ("parent", "network", "advocate", "supporter", "coordinator", "chair", "professional"):
        assert not reads(principal, flag)


def test_a_quiet_word_is_not_shown_again_where_it_was_written() -> None:
    word = item(Kind.QUIET_WORD, "Priya", "Dee", "Nan", "Sam", "Amira", owners=frozenset({known_as("Amira")}))
    assert reads("coordinator", word) and reads("duty_lead", word)
    assert not reads("parent", word) and not reads("network", word) and not reads("social_worker", word)
    passing_on = may(seat("coordinator"), Action.SHARE, word, State.CLOSED)
    assert passing_on.fields == {"narrow", "widen"}


def test_private_time_is_for_those_in_the_room() -> None:  # promise: Z10
    notes = item(Kind.FAMILY_TIME, "Joe", "Nan", "Grace", "Yusuf", "Priya", "Olu")
    assert reads("network", notes) and not reads("network", notes, in_private_time=False)
    assert not reads("parent", notes, in_private_time=False), "its author, who stayed outside this time"
    assert not reads("advocate", notes) and reads("advocate", notes, in_private_time=True)
    assert not reads("coordinator", notes, in_private_time=True)
    new = replace(notes, id=None, author=None)
    outside = may(seat("network", in_private_time=False), Action.CREATE, new, State.PRIVATE_TIME)
    assert outside.reason == Reason.NOT_YOUR_PART
    assert may(seat("parent"), Action.CREATE, new).reason == Reason.NOT_YET_OR_NO_LONGER


def test_the_proposal_comes_out_of_the_room() -> None:
    new = replace(ITEMS[Kind.PROPOSAL], id=None, author=None)
    assert may(seat("network"), Action.CREATE, new, State.PRIVATE_TIME)
    assert not may(seat("network", in_private_time=False), Action.CREATE, new, State.PRIVATE_TIME)


def test_a_tick_is_made_by_whose_task_it_is_or_by_a_grown_up_named_on_it() -> None:
    new = replace(item(Kind.PROGRESS, "Amira", "Joe", "Sam"), id=None, author=None)
    able = {p for p in SEATS if decide(SEATS[p], Action.CREATE, new, State.AGREED, NOW)}
    assert able == {"network", "parent"}
    promise = replace(new, owners=frozenset({known_as("Sam")}))
    assert may(seat("social_worker"), Action.CREATE, promise, State.AGREED)


def test_a_tick_made_for_somebody_can_be_undone_by_whose_task_it_is() -> None:
    for_nan = item(Kind.PROGRESS, author=known_as("Amira"))
    assert may(seat("network"), Action.TAKE_BACK, for_nan, State.AGREED)
    assert may(seat("parent"), Action.TAKE_BACK, for_nan, State.AGREED)


def test_contact_details_are_for_their_owner_and_the_coordinator_whoever_is_named() -> None:  # promise: Z6
    everybody = ("Joe", "Nan", "Grace", "Yusuf", "Priya", "Hope", "Sam", "Helen", "Dee")
    number = item(Kind.CONTACT, *everybody)
    assert {p for p in SEATS if decide(SEATS[p], Action.READ, number, State.RELEASED, NOW)} == {
        "parent",
        "coordinator",
    }


def test_a_hide_is_never_shown_to_the_person_it_is_about() -> None:
    about_priya = item(Kind.SAFETY_SETTING, about=known_as("Priya"))
    assert not reads("coordinator", about_priya) and reads("parent", about_priya)
    assert reads("parent", item(Kind.SAFETY_SETTING, about=known_as("Amira"))), "her own phone"


def test_looks_show_professionals_at_ones_own_things_and_nothing_that_was_secret() -> None:  # promise: G6
    look = item(Kind.LOOK)
    assert reads("parent", look) and not reads("social_worker", look) and not reads("network", look)
    assert not reads("parent", replace(look, looked_by=Role.NETWORK))
    assert not reads("parent", replace(look, looked_by=None))
    for silent in (Kind.FLAG, Kind.QUIET_WORD, Kind.FAMILY_TIME, Kind.LOOK, None, "diary"):
        assert not reads("parent", replace(look, looked_at=silent))
    assert not reads("parent", item(Kind.LOOK, "Amira", owners=frozenset(), author=known_as("Amira")))


def test_the_names_of_fields_follow_the_reader() -> None:
    line = item(Kind.WHO_IS_COMING)
    assert may(seat("parent"), Action.READ, line).fields == {"called", "job", "why"}
    assert may(seat("coordinator"), Action.SEE, line).fields == {"called", "job", "why", "audience"}
    assert may(seat("coordinator"), Action.CHANGE, line).fields == frozenset()
    flag = item(Kind.FLAG)
    assert "audience" in may(seat("child"), Action.READ, flag).fields
    assert "audience" not in may(seat("duty_lead"), Action.READ, flag).fields


def test_the_coordinator_can_take_a_task_back_only_until_it_is_agreed() -> None:
    task = ITEMS[Kind.PLAN]
    assert may(seat("coordinator"), Action.TAKE_BACK, task, State.MEETING_OPEN)
    refused = may(seat("coordinator"), Action.TAKE_BACK, task, State.AGREED)
    assert refused.reason == Reason.NOT_YET_OR_NO_LONGER


WAITS = {
    State.PRIVATE_TIME: Reason.FAMILY_TIME,
    State.CLOSED: Reason.CLOSED,
    State.BEFORE_RELEASE: Reason.NOT_YET_OR_NO_LONGER,
}


@pytest.mark.parametrize("state", WAITS)
def test_a_refusal_says_what_it_waits_for(state: State) -> None:
    new = replace(ITEMS[Kind.PLAN], id=None)
    assert may(seat("coordinator"), Action.CREATE, new, state).reason == WAITS[state]


def test_every_reason_is_a_kind_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    for reason in Reason:
        assert sentence(reason).endswith(".")
        assert not {"forbidden", "denied", "unauthorised", "permission", "invalid"} & set(
            sentence(reason).lower().split()
        )


def test_a_decision_reads_as_yes_or_no() -> None:
    assert may(seat("parent"), Action.READ, ITEMS[Kind.PREPARATION])
    assert not may(seat("network"), Action.READ, ITEMS[Kind.PREPARATION])
