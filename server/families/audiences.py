"""Who is named when something is made: the audience an item starts with, and whom it can be widened to.

An audience is the people named at that moment (V3). A seat still waiting can be named; it sees nothing until it is
confirmed. Whoever comes later is named by somebody, or sees nothing old.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from server.families.facts import Kind, Role, SeatFacts, Seats, ids
from server.families.rules import AT_TABLE, FAMILY, RULES, RUNNING, STAFF


class Choice(StrEnum):
    """What a child, or anybody else, can choose for one answer. Nothing is chosen beforehand."""

    JUST_ME = "just_me"
    MY_HELPER = "my_helper"
    RUNNING_THE_MEETING = "running_the_meeting"
    EVERYONE = "everyone"
    EVERYONE_EXCEPT = "everyone_except"
    DECIDE_LATER = "decide_later"


@dataclass(frozen=True)
class Table:
    """Everyone with a seat in one family, waiting or confirmed."""

    seats: tuple[SeatFacts, ...]

    @classmethod
    def of(cls, seats: Iterable[SeatFacts]) -> "Table":
        return cls(tuple(seat for seat in seats if seat.is_active))

    def with_role(self, *roles: str) -> Seats:
        """Everyone in these roles."""
        return ids(seat for seat in self.seats if seat.role in roles)

    def reached_by(self, author: SeatFacts) -> tuple[SeatFacts, ...]:
        """Everyone of the same family on the author's side of the wall, or on neither side (V11)."""
        sides = {author.side_id, None} if author.side_id else {seat.side_id for seat in self.seats}
        return tuple(
            seat for seat in self.seats if seat.family_id == author.family_id and seat.side_id in sides
        )

    def at_the_meeting(self, author: SeatFacts) -> Seats:
        """Everyone who attends. A supporter is only ever named one thing at a time, the duty lead never attends."""
        attend = AT_TABLE - {Role.SUPPORTER}
        return ids(seat for seat in self.reached_by(author) if seat.role in attend)

    def running_the_meeting(self) -> Seats:
        """The coordinator and the chair."""
        return self.with_role(*RUNNING)

    def coordinators(self) -> Seats:
        """The coordinator, or the chair where the meeting has no coordinator."""
        return self.with_role(Role.COORDINATOR) or self.with_role(Role.CHAIR)

    def helpers_of(self, author: SeatFacts) -> Seats:
        """Whoever stands beside the author: an advocate or a supporter."""
        return ids(seat for seat in self.seats if seat.stands_with == author.id)

    def in_private_time(self) -> Seats:
        """The family, and whoever they asked to stay, in private family time."""
        return ids(seat for seat in self.seats if seat.in_private_time and seat.role not in STAFF)


def may_be_named(kind: str, seat: SeatFacts) -> bool:
    """Whether this seat can be put in the audience of such an item at all."""
    rule = RULES.get(kind)
    if rule is None or not seat.is_active or seat.role not in rule.named:
        return False
    return kind != Kind.FAMILY_TIME or seat.in_private_time


START: dict[str, Callable[[SeatFacts, Table], Seats]] = {
    Kind.MEETING_BASICS: lambda author, table: table.at_the_meeting(author),
    Kind.WHO_IS_COMING: lambda author, table: table.at_the_meeting(author),
    Kind.INFORMATION: lambda author, table: table.coordinators(),
    Kind.FLAG: lambda author, table: table.with_role(Role.DUTY_LEAD),
    Kind.QUIET_WORD: lambda author, table: table.coordinators(),
    Kind.FAMILY_TIME: lambda author, table: table.in_private_time(),
    Kind.PROPOSAL: lambda author, table: table.with_role(*FAMILY, *RUNNING, Role.SOCIAL_WORKER),
    Kind.CONTACT: lambda author, table: table.with_role(Role.COORDINATOR),
}


def default_audience(kind: str, author: SeatFacts, table: Table, *, named: Seats = frozenset()) -> Seats:
    """Ids of the seats who see a new item besides its author; `named` are those picked for it by a person.

    Whatever is not in START begins with those picked and nobody else: preparation, a child's words, tasks, records.
    """
    start = START[kind](author, table) if kind in START else frozenset()
    return frozenset(
        seat.id
        for seat in table.reached_by(author)
        if seat.id in start | named and seat.id != author.id and may_be_named(kind, seat)
    )


def chosen_audience(
    choice: Choice, author: SeatFacts, table: Table, *, apart_from: Seats = frozenset()
) -> Seats:
    """Ids of the seats a choice means today, so that they can be shown by name before anything is sent."""
    meant = {
        Choice.MY_HELPER: table.helpers_of(author),
        Choice.RUNNING_THE_MEETING: table.running_the_meeting(),
        Choice.EVERYONE: table.at_the_meeting(author),
        Choice.EVERYONE_EXCEPT: table.at_the_meeting(author) - apart_from,
    }.get(choice, frozenset())
    return meant - {author.id}
