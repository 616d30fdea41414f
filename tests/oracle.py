"""A second, independent answer to "who can see this?", from the design's tables, in sets and not in rules.

It shares only the vocabulary (`facts`) with what it judges. Where `visibility` asks one seat one question after another,
this draws for each item the circles of everybody who may do each thing, and looks whether the seat stands inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.families.facts import Action, Decision, ItemFacts, SeatFacts

# One line for each role: kinds by their number in the design. May make · may be named in an audience of.
#            makes                                    may be named
ROLES = """
child         4 5 6 7 8 9 10 12 13 15                  | 1 2 3 4 5 6 9 10 11 12 14
parent        4 7 8 9 10 12 13 15                      | 1 2 3 4 5 6 9 10 11 12 14
network       4 7 8 9 10 12 13 15                      | 1 2 3 4 5 6 9 10 11 12 14
advocate      4 7 8 12 13 15                           | 1 2 3 4 5 6 9 10 11 12 14
supporter     7 8 12 13 15                             | 1 2 3 4 5 6 9 10 11 12 14
coordinator   1 2 3 4 8 11 12 13 14 15                 | 1 2 3 4 5 6 7 8 10 11 12 13 14 15
chair         1 2 3 4 8 11 12 13 14 15                 | 1 2 3 4 5 6 7 8 10 11 12 14
social_worker 3 4 8 12 13 15                           | 1 2 3 4 5 6 7 10 11 12 14
professional  3 4 8 12 13 15                           | 1 2 3 4 5 6 7 10 11 12 14
duty_lead     13 15                                    | 7 8
"""
KINDS = """meeting_basics who_is_coming information preparation child_answer drawing flag quiet_word
family_time proposal plan progress contact record safety_setting look"""
NUMBER = {name: number for number, name in enumerate(KINDS.split(), start=1)}
STATES = """B before_release, R released, O meeting_open, P private_time, A agreed, V in_review, C closed"""
STATE = dict(pair.split() for pair in STATES.split(", "))
# States by letter: making · changing · taking back · widening, for each kind's number. `-` is never.
WHEN = """
 1 BROPAV  BROPAV  BROPAVC BROPAV
 2 BROPAV  BROPAV  BROPAVC BROPAV
 3 BROAV   BROAV   BROPAVC BROPAV
 4 BROPAV  BROPAV  BROPAVC BROPAV
 5 BROPAV  BROPAV  BROPAVC BROPAV
 6 BROPAV  BROPAV  BROPAVC BROPAV
 7 BROPAVC -       -       -
 8 BROPAV  -       -       BROPAVC
 9 P       P       BROPAVC -
10 P       O       BROPAVC BROPAV
11 OAV     OAV     O       -
12 AV      AV      BROPAVC -
13 BROPAVC BROPAVC BROPAVC -
14 OAV     OAV     BROPAVC BROPAV
15 BROPAVC BROPAVC BROPAVC -
16 -       -       -       -
"""
# Circles by letter, for each kind's number: whose own it is · who changes · shares · takes back · widens.
# a author, o owners, r the people running the meeting, t whom it is about, - nobody.
CIRCLES = """
 1 a  ar  ar  ar ar
 2 a  ar  art ar ar
 3 a  ar  ar  ar r
 4 a  a   a   a  a
 5 a  a   a   a  a
 6 a  a   a   a  a
 7 a  -   -   -  -
 8 -  -   r   -  r
 9 ao ao  a   a  -
10 ao ao  a   a  a
11 ao aor aor ar -
12 ao ao  ao  ao -
13 a  a   a   a  -
14 a  a   a   a  a
15 ao ao  ao  ao -
16 o  -   -   -  -
"""
VERBS = ("own", "change", "share", "take_back", "widen")


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


MAKES: dict[str, set[int]] = {}
NAMED: dict[str, set[int]] = {}
for _line in ROLES.strip().splitlines():
    _role, _kinds = _line.split(maxsplit=1)
    MAKES[_role], NAMED[_role] = ({int(n) for n in half.split()} for half in _kinds.split("|"))
TIMES = {
    int(n): dict(zip(("create", "change", "take_back", "widen"), rest, strict=True))
    for n, *rest in _lines(WHEN)
}
RINGS = {int(n): dict(zip(VERBS, rest, strict=True)) for n, *rest in _lines(CIRCLES)}

FAMILY = {"child", "parent", "network"}
PROFESSIONALS = {"coordinator", "chair", "social_worker", "professional", "duty_lead"}
OWN_VERSION = {1, 3, 14}


@dataclass(frozen=True)
class Verdict:
    """allowed; absent (as if it did not exist); for a share, whether it may also be widened."""

    allowed: bool
    absent: bool
    widen: bool = False
    sees_audience: bool = False


def agrees(decision: Decision, verdict: Verdict, action: str) -> bool:
    """Whether the other policy decided the same, down to what may be done with the audience."""
    told = {
        "narrow": verdict.allowed and action == "share",
        "widen": verdict.widen,
        "audience": verdict.sees_audience,
    }
    same_fields = all((name in decision.fields) == shown for name, shown in told.items())
    return same_fields and (decision.allowed, decision.is_hidden) == (verdict.allowed, verdict.absent)


ABSENT, REFUSED = Verdict(False, True), Verdict(False, False)


def judge(seat: SeatFacts | None, action: str, item: ItemFacts, state: str, now: datetime) -> Verdict:
    """The oracle's answer to the same question as `visibility.decide`."""
    number = NUMBER.get(item.kind)
    if number is None or seat is None or state not in STATE.values() or action not in set(Action):
        return ABSENT
    standing = _standing(seat, item, now)
    if action == "create":
        return _making(seat, item, state, number) if standing else ABSENT
    readers = _readers({seat}, item, state, number) if standing else set()
    if seat not in readers:
        return ABSENT
    if seat.seen_by and not judge(seat.seen_by, "read", item, state, now).allowed:
        return ABSENT
    if action in ("see", "read"):
        ring = _ring("own", number, item, seat) | _ring("share", number, item, seat)
        return Verdict(True, False, sees_audience=seat.id in ring)
    if seat.seen_by or seat.id not in _ring(action, number, item, seat):
        return REFUSED
    return _doing(seat, action, item, state, number)


def _standing(seat: SeatFacts, item: ItemFacts, now: datetime) -> bool:
    ends = [end for end in (seat.ends_at, item.ends_at) if end is not None]
    conditions = {
        seat.role in MAKES,
        seat.family_id == item.family_id,
        seat.is_active and seat.is_confirmed,
        all(now < end for end in ends),
        seat.id not in item.hidden_from,
    }
    return conditions == {True}


def _making(seat: SeatFacts, item: ItemFacts, state: str, number: int) -> Verdict:
    if seat.side_id is not None and item.side_id != seat.side_id:
        return ABSENT
    if number == 9 and seat.role not in FAMILY:
        return ABSENT
    grown_up_named = seat.id in item.audience and seat.role in ("parent", "network")
    fits = {9: seat.in_private_time, 10: seat.in_private_time, 12: seat.id in item.owners or grown_up_named}
    speaks_for_self = item.author is None or item.author == seat.id
    in_time = state in _states(TIMES[number]["create"])
    able = number in MAKES[seat.role] and fits.get(number, True) and speaks_for_self and in_time
    return Verdict(True, False) if able and not seat.seen_by else REFUSED


def _readers(seats: set[SeatFacts], item: ItemFacts, state: str, number: int) -> set[SeatFacts]:
    own = {s for s in seats if s.id in _ring("own", number, item, s)}
    named = {
        s for s in seats if number in NAMED[s.role] and (s.id in item.audience or _is_letter_to(s, item))
    }
    if number in (5, 6, 14) and not item.is_released:
        named = set()
    if number == 3 and (state == "before_release" or not item.is_released):
        named = {s for s in named if s.role in ("coordinator", "chair")}
    told = {s for s in seats if s.id in item.passed_on_to and s.role in PROFESSIONALS}
    if number not in (5, 6) or not item.is_released or not item.audience:
        told = set()
    others = set() if item.is_withdrawn else named | told
    return {s for s in own | others if not _walled(s, item, number)} - _never(seats, item, number)


def _is_letter_to(seat: SeatFacts, item: ItemFacts) -> bool:
    return (seat.role, seat.id) == ("child", item.to)


def _walled(seat: SeatFacts, item: ItemFacts, number: int) -> bool:
    if item.author == seat.id:
        return False
    sides = {seat.side_id, item.side_id}
    if number in OWN_VERSION and seat.role not in PROFESSIONALS:
        return len(sides) == 2
    return len(sides - {None}) == 2


def _never(seats: set[SeatFacts], item: ItemFacts, number: int) -> set[SeatFacts]:
    """The last column of the design's table: whatever was granted, never these."""
    if number == 9:
        return {s for s in seats if s.role in PROFESSIONALS or not s.in_private_time}
    if number == 15:
        return {s for s in seats if s.id == item.about and s.id not in item.owners | {item.author}}
    if number == 16:
        untold = item.looked_at not in NUMBER or NUMBER[item.looked_at] in (7, 8, 9, 16)
        return seats if untold or item.looked_by not in PROFESSIONALS else set()
    return set()


def _ring(verb: str, number: int, item: ItemFacts, seat: SeatFacts) -> set[UUID | None]:
    running = {seat.id} if seat.role in ("coordinator", "chair") else set()
    people: dict[str, Iterable[UUID | None]] = {
        "a": [item.author], "o": item.owners, "r": running, "t": [item.about], "-": [],
    }  # fmt: skip
    return {person for letter in RINGS[number][verb] for person in people[letter]}


def _doing(seat: SeatFacts, action: str, item: ItemFacts, state: str, number: int) -> Verdict:
    if action == "take_back":
        stopped = item.is_used or state not in _states(TIMES[number]["take_back"])
    elif action == "change":
        stopped = item.is_used or item.is_withdrawn or state not in _states(TIMES[number]["change"])
    else:
        stopped = item.is_withdrawn
    widens = seat.id in _ring("widen", number, item, seat) and state in _states(TIMES[number]["widen"])
    return (
        REFUSED if stopped else Verdict(True, False, widen=action == "share" and widens and not item.is_used)
    )


def _states(letters: str) -> set[str]:
    return {STATE[letter] for letter in letters if letter in STATE}
