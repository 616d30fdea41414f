"""The rules, one entry for each kind of thing, and the questions they ask. Read by `visibility.decide` alone."""

from collections.abc import Callable
from dataclasses import dataclass

from server.families.facts import ItemFacts, Kind, Role, SeatFacts, State

Test = Callable[[SeatFacts, ItemFacts], bool]
Roles = frozenset[str]
States = frozenset[str]

FAMILY: Roles = frozenset({Role.CHILD, Role.PARENT, Role.NETWORK})
BESIDE: Roles = frozenset({Role.ADVOCATE, Role.SUPPORTER})
RUNNING: Roles = frozenset({Role.COORDINATOR, Role.CHAIR})
STAFF: Roles = RUNNING | {Role.SOCIAL_WORKER, Role.PROFESSIONAL, Role.DUTY_LEAD}
SEATED: Roles = FAMILY | BESIDE | STAFF
AT_TABLE: Roles = SEATED - {Role.DUTY_LEAD}
TRACED: Roles = frozenset(Kind) - {Kind.FLAG, Kind.QUIET_WORD, Kind.FAMILY_TIME, Kind.LOOK}

ALWAYS: States = frozenset(State)
UNTIL_CLOSED: States = ALWAYS - {State.CLOSED}
LIVE: States = frozenset({State.MEETING_OPEN, State.AGREED, State.IN_REVIEW})
IN_HAND: States = frozenset({State.AGREED, State.IN_REVIEW})


# Questions a rule may ask about one seat and one item. None of them asks who is whose parent (V8).


def yes(seat: SeatFacts, item: ItemFacts) -> bool:
    return True


def no(seat: SeatFacts, item: ItemFacts) -> bool:
    return False


def wrote(seat: SeatFacts, item: ItemFacts) -> bool:
    return seat.id == item.author


def holds(seat: SeatFacts, item: ItemFacts) -> bool:
    """Wrote it, or it is theirs: their task, their note, their setting."""
    return seat.id == item.author or seat.id in item.owners


def runs(seat: SeatFacts, item: ItemFacts) -> bool:
    """Runs the meeting. Only asked of somebody who may read the item already."""
    return seat.role in RUNNING


def wrote_or_runs(seat: SeatFacts, item: ItemFacts) -> bool:
    return wrote(seat, item) or runs(seat, item)


def holds_or_runs(seat: SeatFacts, item: ItemFacts) -> bool:
    return holds(seat, item) or runs(seat, item)


def runs_or_is_about_them(seat: SeatFacts, item: ItemFacts) -> bool:
    return wrote_or_runs(seat, item) or seat.id == item.about


def in_the_room(seat: SeatFacts, item: ItemFacts) -> bool:
    """V6: private family time belongs to those in it, and no professional is ever in it."""
    return seat.in_private_time and seat.role in FAMILY | BESIDE


def is_on_the_task(seat: SeatFacts, item: ItemFacts) -> bool:
    """The owners of a task, or a grown-up of the family named on it who did it for them."""
    named = seat.id in item.audience and seat.role in {Role.PARENT, Role.NETWORK}
    return seat.id in item.owners or named


def is_not_the_one_concerned(seat: SeatFacts, item: ItemFacts) -> bool:
    """V13: a hide, an exclusion or a phone is never shown to the person it is about, unless it is their own."""
    return holds(seat, item) or seat.id != item.about


def was_looked_at(seat: SeatFacts, item: ItemFacts) -> bool:
    """Professionals' looks at my own things. A flag or a quiet word leaves no trace on a phone that is shared."""
    return seat.id in item.owners and item.looked_by in STAFF and item.looked_at in TRACED


@dataclass(frozen=True, kw_only=True)
class Rule:
    """All there is to say about one kind. V4: whoever shares can narrow in every state, so only widening has states."""

    fields: frozenset[str]
    made_by: Roles
    made_in: States = UNTIL_CLOSED
    made_if: Test = yes
    theirs: Test = wrote  # reads it because it is their own
    named: Roles = frozenset()  # who can be put in an audience at all
    only_if: Test = yes  # and beyond all that
    changed_by: Test = wrote
    changed_in: States = UNTIL_CLOSED
    shared_by: Test = wrote
    widened_by: Test = no
    widened_in: States = UNTIL_CLOSED
    taken_back_by: Test = wrote
    taken_back_in: States = ALWAYS
    waits_for_release: bool = False
    drafts_for_running: bool = False  # the people running the meeting, if named, read it before its release
    can_be_passed_on: bool = False  # under the exception the child was told of
    own_version: bool = False  # each side has its own
    is_secret: bool = False  # even its page does not exist for those who could never make one


def shown(fields: str) -> frozenset[str]:
    return frozenset(fields.split())


CHILDS_WORDS = Rule(
    fields=shown("words wish"),
    made_by=frozenset({Role.CHILD}),
    named=AT_TABLE,
    widened_by=wrote,
    waits_for_release=True,
    can_be_passed_on=True,
)

RULES: dict[str, Rule] = {
    Kind.MEETING_BASICS: Rule(
        fields=shown("kind nation when where entrance"),
        made_by=RUNNING,
        named=AT_TABLE,
        changed_by=wrote_or_runs,
        shared_by=wrote_or_runs,
        widened_by=wrote_or_runs,
        taken_back_by=wrote_or_runs,
        own_version=True,
    ),
    Kind.WHO_IS_COMING: Rule(
        fields=shown("called job why"),
        made_by=RUNNING,
        named=AT_TABLE,
        changed_by=wrote_or_runs,
        shared_by=runs_or_is_about_them,
        widened_by=wrote_or_runs,
        taken_back_by=wrote_or_runs,
    ),
    Kind.INFORMATION: Rule(
        fields=shown("words writer released_at"),
        made_by=STAFF - {Role.DUTY_LEAD},
        made_in=UNTIL_CLOSED - {State.PRIVATE_TIME},  # what the family was given holds still while they talk
        named=AT_TABLE,
        changed_by=wrote_or_runs,
        changed_in=UNTIL_CLOSED - {State.PRIVATE_TIME},
        shared_by=wrote_or_runs,
        widened_by=runs,
        taken_back_by=wrote_or_runs,
        waits_for_release=True,
        drafts_for_running=True,
        own_version=True,
    ),
    Kind.PREPARATION: Rule(
        fields=shown("words"), made_by=AT_TABLE - {Role.SUPPORTER}, named=AT_TABLE, widened_by=wrote
    ),
    Kind.CHILD_ANSWER: CHILDS_WORDS,
    Kind.DRAWING: CHILDS_WORDS,
    Kind.FLAG: Rule(
        fields=shown("words sent_at seen_at"),
        made_by=FAMILY | BESIDE,
        made_in=ALWAYS,
        named=STAFF,
        changed_by=no,
        shared_by=no,
        taken_back_by=no,
    ),
    Kind.QUIET_WORD: Rule(
        fields=shown("words sent_at"),
        made_by=AT_TABLE,
        theirs=no,  # not shown again on the phone it was sent from
        named=RUNNING | {Role.DUTY_LEAD},
        changed_by=no,
        shared_by=runs,
        widened_by=runs,
        widened_in=ALWAYS,
        taken_back_by=no,
    ),
    Kind.FAMILY_TIME: Rule(
        fields=shown("words"),
        made_by=FAMILY,
        made_in=frozenset({State.PRIVATE_TIME}),
        made_if=in_the_room,
        theirs=holds,
        named=FAMILY | BESIDE,
        only_if=in_the_room,
        changed_by=holds,
        changed_in=frozenset({State.PRIVATE_TIME}),
        is_secret=True,
    ),
    Kind.PROPOSAL: Rule(
        fields=shown("words"),
        made_by=FAMILY,
        made_in=frozenset({State.PRIVATE_TIME}),
        made_if=in_the_room,
        theirs=holds,
        named=AT_TABLE,
        changed_by=holds,
        changed_in=frozenset({State.MEETING_OPEN}),
        widened_by=wrote,
    ),
    Kind.PLAN: Rule(
        fields=shown("what who by_when checked_by"),
        made_by=RUNNING,
        made_in=LIVE,
        theirs=holds,
        named=AT_TABLE,
        changed_by=holds_or_runs,
        changed_in=LIVE,
        shared_by=holds_or_runs,
        taken_back_by=wrote_or_runs,
        taken_back_in=frozenset({State.MEETING_OPEN}),  # once agreed it is changed, with the old version kept
    ),
    Kind.PROGRESS: Rule(
        fields=shown("state words"),
        made_by=AT_TABLE,
        made_in=IN_HAND,
        made_if=is_on_the_task,
        theirs=holds,
        named=AT_TABLE,
        changed_by=holds,
        changed_in=IN_HAND,
        shared_by=holds,
        taken_back_by=holds,
    ),
    Kind.CONTACT: Rule(
        fields=shown("phone email address"),
        made_by=SEATED,
        made_in=ALWAYS,
        named=frozenset({Role.COORDINATOR}),
        changed_in=ALWAYS,
    ),
    Kind.RECORD: Rule(
        fields=shown("words"),
        made_by=RUNNING,
        made_in=LIVE,
        named=AT_TABLE,
        changed_in=LIVE,
        widened_by=wrote,
        waits_for_release=True,
        own_version=True,
    ),
    Kind.SAFETY_SETTING: Rule(
        fields=shown("what from_whom"),
        made_by=SEATED,
        made_in=ALWAYS,
        theirs=holds,
        named=frozenset({Role.COORDINATOR}),
        only_if=is_not_the_one_concerned,
        changed_by=holds,
        changed_in=ALWAYS,
        shared_by=holds,
        taken_back_by=holds,
    ),
    Kind.LOOK: Rule(
        fields=shown("who job when kind purpose"),
        made_by=frozenset(),  # the system writes it, nobody at the table
        theirs=was_looked_at,
        changed_by=no,
        shared_by=no,
        taken_back_by=no,
    ),
}
assert set(RULES) == set(Kind)
