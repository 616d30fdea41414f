"""Everyone round one meeting, as one request sees them; every question of who may do what goes to `decide`."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlmodel import Session
from starlette.exceptions import HTTPException

from server import audit
from server.core import clock
from server.core.errors import NOT_FOUND, Refused
from server.families.audiences import Table
from server.families.facts import Action, Decision, ItemFacts, Kind, Reason, Role, SeatFacts, Seats, State
from server.families.models import Hide, Seat
from server.families.reasons import sentence
from server.families.seating import sides_of
from server.families.visibility import decide
from server.meetings.models import Attendance, Meeting, MeetingDetail, StageChange, stood
from server.meetings.stages import Stage, state_of

WRONG_TIME = {Reason.NOT_YET_OR_NO_LONGER, Reason.FAMILY_TIME, Reason.CLOSED, Reason.USED, Reason.TAKEN_BACK}


@dataclass
class Circle:
    """One meeting and the seats round it, seen from one seat. `inside`: who is in private family time."""

    db: Session
    meeting: Meeting
    seat: Seat
    seats: list[Seat]
    expected: list[Attendance]
    hides: list[Hide]
    inside: Seats = frozenset()

    @classmethod
    def of(cls, db: Session, meeting: Meeting, seat: Seat) -> "Circle":
        """Load what is needed to judge everything on one page: four small reads, whatever the page shows."""
        return cls(
            db,
            meeting,
            seat,
            Seat.around(db, meeting.family_id),
            meeting.expected(db),
            Hide.standing(db, meeting.family_id),
        )

    def facts(self, seat: Seat) -> SeatFacts:
        return SeatFacts.of(seat, in_private_time=seat.id in self.inside)

    @property
    def me(self) -> SeatFacts:
        return self.facts(self.seat)

    @property
    def table(self) -> Table:
        return Table.of(self.facts(seat) for seat in self.seats)

    @property
    def attending(self) -> Seats:
        """The seats of those who are asked to come, and of those who run the meeting."""
        asked = {line.seat_id for line in self.expected if line.seat_id}
        return frozenset(asked | {seat.id for seat in self.seats if seat.runs_the_meeting})

    @property
    def shown_the_list(self) -> Seats:
        """Who is shown everybody on it. A supporter attends, and is named for each other thing by itself."""
        return self.attending - self.table.with_role(Role.SUPPORTER)

    def called(self, seat_id: UUID | None) -> str:
        """A first name, also of somebody who has left; empty for nobody."""
        found = next((seat for seat in self.seats if seat.id == seat_id), None)
        if found is None and seat_id is not None:
            found = self.db.get(Seat, (self.meeting.family_id, seat_id))
        return (found.called or "") if found else ""

    def hidden_from(self, author: UUID | None, item_id: UUID | None) -> Seats:
        """Whom a thing is hidden from: by a wish about it, or about everything its author made."""
        return frozenset(
            hide.from_seat_id
            for hide in self.hides
            if (item_id and hide.item_id == item_id) or (hide.item_id is None and hide.owner_id == author)
        )

    @cached_property
    def changes(self) -> list[StageChange]:
        """Every step the meeting took, read once."""
        return self.meeting.changes(self.db)

    @cached_property
    def details(self) -> list[MeetingDetail]:
        """When and where, one for each side, read once."""
        return self.meeting.details(self.db)

    @cached_property
    def side_names(self) -> dict[UUID, str]:
        """How the coordinator tells the sides apart; never for family."""
        return {side.id: side.label or "" for side in sides_of(self.db, self.meeting.family_id)}

    def stage(self, side_id: UUID | None = None) -> Stage:
        """Where the meeting stands for a side, else for mine."""
        return stood(self.changes, side_id or self.seat.side_id)

    def state(self, side_id: UUID | None = None) -> State:
        """The same, as `decide` knows it."""
        return state_of(self.stage(side_id))

    def moved(self) -> None:
        """The meeting took a step: look again where it stands."""
        vars(self).pop("changes", None)

    def may(self, action: Action, item: ItemFacts) -> Decision:
        """Whether I may do this; the state is that of the item's side, else of mine."""
        return decide(self.me, action, item, self.state(item.side_id), clock.now())

    def others_who_may_read(self, item: ItemFacts) -> list[Seat]:
        """Everyone else who can read this now: what stands in "who can see this"."""
        state, now = self.state(item.side_id), clock.now()
        return [
            seat
            for seat in self.seats
            if seat.id != self.seat.id and decide(self.facts(seat), Action.READ, item, state, now)
        ]

    def require(self, action: Action, item: ItemFacts) -> Decision:
        """Go on only if I may. Hidden is 404; not mine is 403 and says whose; the wrong time is 409."""
        answer = self.may(action, item)
        if answer.is_hidden:
            raise NOT_FOUND
        if answer.reason in WRONG_TIME:
            raise Refused(sentence(answer.reason), status=409)
        if not answer:
            raise HTTPException(403, sentence(answer.reason))
        return answer

    def looked(self, item: ItemFacts) -> None:
        """Write down that somebody who works with the family opened a thing of theirs (G1)."""
        author = next((seat for seat in self.seats if seat.id == item.author), None)
        is_theirs = author is None or not author.is_professional
        if self.seat.is_professional and is_theirs:
            audit.looked(self.db, self.seat, item.kind, item.id, whose=item.author)

    def basics(self, detail: MeetingDetail) -> ItemFacts:
        """When and where, for the side it belongs to."""
        return ItemFacts(
            kind=Kind.MEETING_BASICS,
            family_id=detail.family_id,
            id=detail.id,
            author=self.meeting.made_by,
            audience=self.attending,
            side_id=detail.side_id,
        )

    def coming(self, line: Attendance) -> ItemFacts:
        """One line of who is coming; whom it is about is always shown their own, on the side they stand on today."""
        seat = next((seat for seat in self.seats if seat.id == line.seat_id), None)
        return ItemFacts(
            kind=Kind.WHO_IS_COMING,
            family_id=line.family_id,
            id=line.id,
            author=line.made_by,
            about=line.seat_id,
            audience=self.shown_the_list | ({line.seat_id} if line.seat_id else set()),
            hidden_from=self.hidden_from(line.made_by, line.id) | self.hidden_from(line.seat_id, line.id),
            side_id=seat.side_id if seat else line.side_id,
        )
