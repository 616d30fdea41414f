"""A meeting: its kind, each side's own time and place, where it stands, and who is coming."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import ClassVar, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlmodel import Session, col, select

from server.core.db import CLUSTERED, FamilyRow, once
from server.core.encryption import sealed_column, words
from server.families.facts import State
from server.families.models import Seat, seat_link
from server.meetings.stages import Stage, state_of

Kind = Literal["fgc", "cpc", "cin"]
ORDER = list(Stage)


def meeting_link() -> ForeignKeyConstraint:
    """A foreign key to a meeting of the same family."""
    return ForeignKeyConstraint(
        ["family_id", "meeting_id"], ["meeting.family_id", "meeting.id"], ondelete="CASCADE"
    )


class Meeting(FamilyRow, table=True):
    """One meeting of one family. When and where is said by its details: one for each side of the family."""

    __table_args__ = (seat_link("made_by", ondelete="NO ACTION"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the meeting",
        "made_at": "time: when it was set up",
        "made_by": "link: who set it up",
        "kind": "state: family group conference, child protection conference or child-in-need meeting",
        "nation": "setting: England or Wales; terms and rights differ",
        "zone": "setting: the clock the family's wall shows",
        "has_private_time": "setting: whether time for the family alone is part of it",
        "if_no_plan_sealed": "words: what happens if no plan is agreed, said before the family talks alone",
        "review_on": "time: the day to look at the plan again",
        "no_lead_wanted": "setting: the family said nobody needs to lead for them",
    }
    made_by: UUID
    kind: str
    nation: str
    zone: str = "Europe/London"
    has_private_time: bool = False
    if_no_plan_sealed: bytes | None = sealed_column()
    review_on: date | None = None
    no_lead_wanted: bool = False

    if_no_plan = words("if_no_plan_sealed")

    @classmethod
    @once
    def of(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every meeting of a family, newest first."""
        query = select(cls).where(cls.family_id == family_id).order_by(col(cls.id).desc())
        return list(db.exec(query))

    @classmethod
    def now(cls, db: Session, family_id: UUID) -> Self | None:
        """The meeting that matters now: the newest that is not closed, else the newest."""
        found = cls.of(db, family_id)
        still_on = [meeting for meeting in found if meeting.stage(db) != Stage.CLOSED]
        return next(iter(still_on or found), None)

    def details(self, db: Session) -> list["MeetingDetail"]:
        """When and where, one for each side, in the order they were made."""
        query = select(MeetingDetail).where(
            MeetingDetail.family_id == self.family_id, MeetingDetail.meeting_id == self.id
        )
        return list(db.exec(query.order_by(col(MeetingDetail.id))))

    def detail(self, db: Session, side_id: UUID | None) -> "MeetingDetail | None":
        """When and where for one side (None: for those on neither side)."""
        return next((found for found in self.details(db) if found.side_id == side_id), None)

    def sides(self, db: Session) -> list[UUID | None]:
        """The sides that attend apart; only `[None]` where everybody meets together."""
        apart: list[UUID | None] = [found.side_id for found in self.details(db) if found.side_id]
        return apart or [None]

    @once
    def changes(self, db: Session) -> list["StageChange"]:
        """Every step the meeting took, oldest first: who and when."""
        query = select(StageChange).where(
            StageChange.family_id == self.family_id, StageChange.meeting_id == self.id
        )
        return list(db.exec(query.order_by(col(StageChange.number))))

    def stage(self, db: Session, side_id: UUID | None = None) -> Stage:
        """Where it stands for one side; without a side, how far it has come altogether."""
        return stood(self.changes(db), side_id)

    def state(self, db: Session, side_id: UUID | None = None) -> State:
        """Where it stands, as `decide` knows it."""
        return state_of(self.stage(db, side_id))

    def state_for(self, db: Session, seat: Seat) -> State:
        """Where it stands for a seat: its own side's stage, and nothing of the other's."""
        return self.state(db, seat.side_id)

    def enter(self, db: Session, stage: Stage, by: Seat, side_id: UUID | None = None) -> None:
        """Write down the next step; whether it may be taken is asked in `moves.py`."""
        step = StageChange(
            family_id=self.family_id, meeting_id=self.id, number=len(self.changes(db)) + 1, stage=stage,
            seat_id=by.id, side_id=side_id,
        )  # fmt: skip
        db.add(step)
        db.flush()

    def expected(self, db: Session) -> list["Attendance"]:
        """Everyone who is asked to come, in the order they were put on the list."""
        query = select(Attendance).where(
            Attendance.family_id == self.family_id,
            Attendance.meeting_id == self.id,
            col(Attendance.taken_off_at).is_(None),
        )
        return list(db.exec(query.order_by(col(Attendance.id))))


def stood(changes: list["StageChange"], side_id: UUID | None) -> Stage:
    """Where a meeting with these steps stands for one side; without a side, how far it has come altogether."""
    if side_id is not None:
        return latest(change for change in changes if change.side_id in (None, side_id))
    sides = {change.side_id for change in changes if change.side_id}
    if not sides:
        return latest(changes)
    return altogether({latest(c for c in changes if c.side_id in (None, side)) for side in sides})


def latest(changes: Iterable["StageChange"]) -> Stage:
    """The stage of the last step; a meeting begins with preparing."""
    stage = Stage.PREPARING
    for change in changes:
        stage = Stage(change.stage)
    return stage


def altogether(stages: set[Stage]) -> Stage:
    """One answer for sides that stand apart: the furthest; family time only where all of them have it."""
    if len(stages) == 1:
        return next(iter(stages))
    together = {Stage.MEETING_OPEN if stage == Stage.PRIVATE_TIME else stage for stage in stages}
    return max(together, key=ORDER.index)


class MeetingDetail(FamilyRow, table=True):
    """When and where, as one side knows it. The other side's is another row."""

    __tablename__ = "meeting_detail"
    __table_args__ = (meeting_link(), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this version",
        "made_at": "time: when it was set up",
        "meeting_id": "link: the meeting",
        "side_id": "link: the side it is for; empty where everybody meets together",
        "on_day": "time: the day, as the calendar on the wall says",
        "at_time": "time: the hour, as the clock on the wall says",
        "changed_at": "time: when the day, hour or place was last changed",
        "place_sealed": "words: where",
        "entrance_sealed": "words: which door, whom to ask for",
    }
    meeting_id: UUID
    side_id: UUID | None = None
    on_day: date | None = None
    at_time: time | None = None
    changed_at: datetime | None = None
    place_sealed: bytes | None = sealed_column()
    entrance_sealed: bytes | None = sealed_column()

    place = words("place_sealed")
    entrance = words("entrance_sealed")

    def starts_at(self, zone: str) -> datetime | None:
        """The moment it starts, aware UTC; None while the day is not settled."""
        if self.on_day is None or self.at_time is None:
            return None
        return datetime.combine(self.on_day, self.at_time, ZoneInfo(zone)).astimezone(UTC)


class StageChange(FamilyRow, table=True):
    """One step of a meeting: which stage it came to, who took it, and when."""

    __tablename__ = "stage_change"
    # Numbered, so that two people who take the same step at once cannot both have taken it.
    __table_args__ = (
        UniqueConstraint("family_id", "meeting_id", "number"),
        meeting_link(),
        seat_link("seat_id", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this step",
        "made_at": "time: when",
        "meeting_id": "link: the meeting",
        "number": "state: its place among the steps of the meeting",
        "seat_id": "link: who took the step",
        "side_id": "link: the side it is for, where two sides attend apart",
        "stage": "state: the stage it came to",
    }
    meeting_id: UUID
    number: int
    seat_id: UUID
    side_id: UUID | None = None
    stage: str


class Attendance(FamilyRow, table=True):
    """Somebody who is asked to come: first name, job, and why they come. Never an address or a number."""

    __table_args__ = (
        meeting_link(),
        seat_link("seat_id"),
        seat_link("made_by", ondelete="NO ACTION"),
        CLUSTERED,
    )
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of this line",
        "made_at": "time: when they were put on the list",
        "made_by": "link: who put them on the list",
        "meeting_id": "link: the meeting",
        "seat_id": "link: their seat; empty for somebody who does not use the app",
        "side_id": "link: the side they come with",
        "called_sealed": "words: first name",
        "job_sealed": "words: who they are to the child, or their job",
        "why_sealed": "words: why they come and what they bring",
        "is_coming": "state: asked, coming or not coming, as they or the coordinator said",
        "taken_off_at": "time: when they were taken off the list",
    }
    made_by: UUID
    meeting_id: UUID
    seat_id: UUID | None = None
    side_id: UUID | None = None
    called_sealed: bytes | None = sealed_column()
    job_sealed: bytes | None = sealed_column()
    why_sealed: bytes | None = sealed_column()
    is_coming: str = "asked"
    taken_off_at: datetime | None = None

    called = words("called_sealed")
    job = words("job_sealed")
    why = words("why_sealed")
