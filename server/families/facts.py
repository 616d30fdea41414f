"""The words visibility is spoken in: who sits where, what a thing is, where the meeting stands, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self
from uuid import UUID


class Role(StrEnum):
    """What a seat is at the table. A role alone never lets anybody read; it makes a seat eligible to be asked."""

    CHILD = "child"
    PARENT = "parent"
    NETWORK = "network"
    ADVOCATE = "advocate"
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    SOCIAL_WORKER = "social_worker"
    PROFESSIONAL = "professional"
    DUTY_LEAD = "duty_lead"


class Kind(StrEnum):
    """What a thing is. V12: there is no kind for presence, receipts or last-seen, so nobody can be shown any."""

    MEETING_BASICS = "meeting_basics"
    WHO_IS_COMING = "who_is_coming"
    INFORMATION = "information"
    PREPARATION = "preparation"
    CHILD_ANSWER = "child_answer"
    DRAWING = "drawing"
    FLAG = "flag"
    QUIET_WORD = "quiet_word"
    FAMILY_TIME = "family_time"
    PROPOSAL = "proposal"
    PLAN = "plan"
    PROGRESS = "progress"
    CONTACT = "contact"
    RECORD = "record"
    SAFETY_SETTING = "safety_setting"
    LOOK = "look"


class Action(StrEnum):
    """What somebody wants to do. `see` is to have it in a list or a count; `share` is to share, narrow or hide."""

    SEE = "see"
    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    SHARE = "share"
    TAKE_BACK = "take_back"


class State(StrEnum):
    """Where the meeting a thing belongs to stands."""

    BEFORE_RELEASE = "before_release"
    RELEASED = "released"
    MEETING_OPEN = "meeting_open"
    PRIVATE_TIME = "private_time"
    AGREED = "agreed"
    IN_REVIEW = "in_review"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why, as the id of a plain sentence (`server.families.reasons`). Fixed ids: a reason carries no content (V14)."""

    YES = "yes"
    NOT_HERE = "not-here"
    WAITING = "waiting"
    NOT_YOUR_PART = "not-your-part"
    NOT_YOURS = "not-yours"
    NOT_YET_OR_NO_LONGER = "not-yet-or-no-longer"
    FAMILY_TIME = "family-time"
    CLOSED = "closed"
    USED = "used"
    TAKEN_BACK = "taken-back"
    ONLY_LOOKING = "only-looking"


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatFacts:
    """One person's place in one family. `ends_at`: end of a time-boxed seat, aware UTC.

    `seen_by`: set for a preview only; the seat of whoever looks at a page as this seat would see it.
    """

    id: UUID
    family_id: UUID
    role: str
    person_id: UUID | None = None
    side_id: UUID | None = None
    stands_with: UUID | None = None
    is_confirmed: bool = True
    is_active: bool = True
    in_private_time: bool = False
    ends_at: datetime | None = None
    seen_by: "SeatFacts | None" = None

    @classmethod
    def of(cls, seat: "SeatRow", *, in_private_time: bool = False, ends_at: datetime | None = None) -> Self:
        """The facts of a seat row; who takes part in private family time is known to the meeting, not the seat."""
        return cls(
            id=seat.id,
            family_id=seat.family_id,
            role=seat.role,
            person_id=seat.person_id,
            side_id=seat.side_id,
            stands_with=seat.stands_with,
            is_confirmed=seat.is_confirmed,
            is_active=seat.is_active,
            in_private_time=in_private_time,
            ends_at=ends_at,
        )

    def previewed_by(self, viewer: "SeatFacts") -> "SeatFacts":
        """This seat once confirmed, to show the viewer what it would see of what the viewer may read; read-only."""
        return replace(self, seen_by=viewer, is_confirmed=True)


class SeatRow(Protocol):
    """What `SeatFacts.of` reads from a seat row."""

    id: UUID
    family_id: UUID
    role: str
    person_id: UUID | None
    side_id: UUID | None
    stands_with: UUID | None

    @property
    def is_confirmed(self) -> bool: ...
    @property
    def is_active(self) -> bool: ...


Seats = frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemFacts:
    """One thing in one family. Everybody in it is named by the id of their seat.

    `about`: the person it concerns; `to`: whom it is written to; `owners`: whose task, note or item it is;
    `passed_on_to`: told under the exception the child was told of, each with a recorded reason;
    `is_released`: sent, released or given out by whoever decides that; `is_used`: recorded as used at the meeting;
    `ends_at`: from then on it is gone, even if not swept yet; `looked_by`, `looked_at`: only for a look.
    """

    kind: str
    family_id: UUID
    id: UUID | None = None
    author: UUID | None = None
    about: UUID | None = None
    to: UUID | None = None
    owners: Seats = frozenset()
    audience: Seats = frozenset()
    hidden_from: Seats = frozenset()
    passed_on_to: Seats = frozenset()
    side_id: UUID | None = None
    is_released: bool = False
    is_withdrawn: bool = False
    is_used: bool = False
    ends_at: datetime | None = None
    looked_by: str | None = None
    looked_at: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, why, and what of it: names of fields to show, or for `share` which of `narrow` and `widen`.

    `if decide(...)` reads as yes or no. `is_hidden`: answer exactly as if the thing did not exist (404, V15).
    """

    allowed: bool
    reason: Reason
    fields: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def is_hidden(self) -> bool:
        return self.reason in (Reason.NOT_HERE, Reason.WAITING)


def ids(seats: Iterable[SeatFacts]) -> Seats:
    """The ids of some seats."""
    return frozenset(seat.id for seat in seats)
