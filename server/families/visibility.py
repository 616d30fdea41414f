"""Who can see this? The one function that answers it, and the table of rules it reads.

Pure: no database, no clock, no memory. Pages, exports, counts, files, prints and pushes all ask `decide`, each
time anew and with the facts of that moment, so that a revocation bites on the next request and a queued push is
judged again when it is sent (V16).
"""

from collections.abc import Callable
from datetime import datetime

from server.families.facts import Action, Decision, ItemFacts, Reason, Role, SeatFacts, State
from server.families.rules import ALWAYS, RULES, RUNNING, SEATED, STAFF, Rule

ACTIONS = frozenset(Action)
LOOKING = frozenset({Action.SEE, Action.READ})


def decide(seat: SeatFacts | None, action: str, item: ItemFacts, state: str, now: datetime) -> Decision:
    """Whether this seat may do this to this item while its meeting stands there; `seat` is None for a stranger.

    For `create` the item is the one about to be made. `now` is aware UTC.
    """
    rule = RULES.get(item.kind)
    if seat is None or rule is None or action not in ACTIONS or state not in ALWAYS:
        return Decision(False, Reason.NOT_HERE)  # V0: whatever is not said to be allowed is not
    reason = (
        shut_out(seat, item, now)
        or walled_off(rule, seat, action, item)
        or unseen(rule, seat, action, item, state)
        or beyond_preview(seat, action, item, state, now)
        or refused(rule, seat, action, item, state)
    )
    if reason:
        return Decision(False, reason)
    return Decision(True, Reason.YES, fields(rule, seat, action, item, state))


def shut_out(seat: SeatFacts, item: ItemFacts, now: datetime) -> Reason | None:
    """Who has no place here at all, or none any more."""
    if seat.role not in SEATED or seat.family_id != item.family_id:
        return Reason.NOT_HERE
    if not seat.is_active or is_over(seat.ends_at, now) or is_over(item.ends_at, now):
        return Reason.NOT_HERE  # V17: leaving ends access at once; what was shared stays where it was shared
    if not seat.is_confirmed:
        return Reason.WAITING  # V1: until somebody says "yes, that was Nan"
    if seat.id in item.hidden_from:
        return Reason.NOT_HERE  # V2: before any allow is looked at
    return None


def is_over(end: datetime | None, now: datetime) -> bool:
    return end is not None and now >= end


def walled_off(rule: Rule, seat: SeatFacts, action: str, item: ItemFacts) -> Reason | None:
    """V11: where people attend apart, nothing crosses. What somebody makes carries their own side."""
    ours, theirs = seat.side_id, item.side_id
    if action == Action.CREATE:
        crosses = ours is not None and ours != theirs
    elif seat.id == item.author:
        crosses = False
    elif rule.own_version and seat.role not in STAFF:
        crosses = ours != theirs
    else:
        crosses = None not in (ours, theirs) and ours != theirs
    return Reason.NOT_HERE if crosses else None


def unseen(rule: Rule, seat: SeatFacts, action: str, item: ItemFacts, state: str) -> Reason | None:
    """V15: what a seat may not read is absent for it, whatever it tried to do."""
    if action == Action.CREATE:
        is_there = seat.role in rule.made_by or not rule.is_secret
    else:
        is_there = reads(rule, seat, item, state)
    return None if is_there else Reason.NOT_HERE


def reads(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> bool:
    """It is theirs, or somebody named them and it has been let go."""
    if not rule.only_if(seat, item):
        return False
    if rule.theirs(seat, item):
        return True
    if item.is_withdrawn:
        return False  # V4: taken back is gone for everybody else, from this request on
    return is_named(rule, seat, item) and is_let_go(rule, seat, item, state) or was_told(rule, seat, item)


def is_named(rule: Rule, seat: SeatFacts, item: ItemFacts) -> bool:
    """V3: exactly the seats named at that moment. V5: each for itself; nothing comes from whom it stands with."""
    written_to_child = seat.role == Role.CHILD and seat.id == item.to  # V9
    return seat.role in rule.named and (seat.id in item.audience or written_to_child)


def is_let_go(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> bool:
    """Words wait for their Send, information for its release, a record for its preview."""
    if not rule.waits_for_release or rule.drafts_for_running and seat.role in RUNNING:
        return True
    return item.is_released and not (rule.drafts_for_running and state == State.BEFORE_RELEASE)


def was_told(rule: Rule, seat: SeatFacts, item: ItemFacts) -> bool:
    """V10: only what a child sent, and only to staff it was passed on to with a recorded reason. Never "just me"."""
    sent = item.is_released and bool(item.audience)
    return rule.can_be_passed_on and sent and seat.role in STAFF and seat.id in item.passed_on_to


def beyond_preview(seat: SeatFacts, action: str, item: ItemFacts, state: str, now: datetime) -> Reason | None:
    """V7: nobody acts as another. A preview is only for looking, and never shows its viewer more than their own seat."""
    if seat.seen_by is None:
        return None
    if action != Action.CREATE and not decide(seat.seen_by, Action.READ, item, state, now):
        return Reason.NOT_HERE
    return None if action in LOOKING else Reason.ONLY_LOOKING


def refused(rule: Rule, seat: SeatFacts, action: str, item: ItemFacts, state: str) -> Reason | None:
    """Why somebody who may know of the thing still may not do this to it."""
    refusal = REFUSALS.get(action)
    return refusal(rule, seat, item, state) if refusal else None


def not_making(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> Reason | None:
    if seat.role not in rule.made_by or not rule.made_if(seat, item):
        return Reason.NOT_YOUR_PART
    if item.author not in (None, seat.id):
        return Reason.NOT_YOUR_PART  # V7: nobody speaks as another
    return None if state in rule.made_in else wrong_time(state)


def not_changing(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> Reason | None:
    if not rule.changed_by(seat, item):
        return Reason.NOT_YOURS
    if item.is_withdrawn:
        return Reason.TAKEN_BACK
    if item.is_used:
        return Reason.USED
    return None if state in rule.changed_in else wrong_time(state)


def not_sharing(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> Reason | None:
    """V4: narrowing is never too late, so no state refuses it; `fields` says whether widening is open too."""
    if not rule.shared_by(seat, item):
        return Reason.NOT_YOURS
    return Reason.TAKEN_BACK if item.is_withdrawn else None


def not_taking_back(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> Reason | None:
    if not rule.taken_back_by(seat, item):
        return Reason.NOT_YOURS
    if item.is_used:
        return Reason.USED
    return None if state in rule.taken_back_in else wrong_time(state)


REFUSALS: dict[str, Callable[[Rule, SeatFacts, ItemFacts, str], Reason | None]] = {
    Action.CREATE: not_making,
    Action.CHANGE: not_changing,
    Action.SHARE: not_sharing,
    Action.TAKE_BACK: not_taking_back,
}


def wrong_time(state: str) -> Reason:
    known = {State.PRIVATE_TIME: Reason.FAMILY_TIME, State.CLOSED: Reason.CLOSED}
    return known.get(State(state), Reason.NOT_YET_OR_NO_LONGER)


def fields(rule: Rule, seat: SeatFacts, action: str, item: ItemFacts, state: str) -> frozenset[str]:
    """What to show of it; who else can see it is shown only to those whose it is or who share it."""
    if action == Action.SHARE:
        return frozenset({"narrow", "widen"} if may_widen(rule, seat, item, state) else {"narrow"})
    if action not in LOOKING:
        return frozenset()
    knows_audience = rule.theirs(seat, item) or rule.shared_by(seat, item)
    return rule.fields | {"audience"} if knows_audience else rule.fields


def may_widen(rule: Rule, seat: SeatFacts, item: ItemFacts, state: str) -> bool:
    return rule.widened_by(seat, item) and state in rule.widened_in and not item.is_used
