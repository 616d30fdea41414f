"""One plan as one seat may see it: loaded in five small reads, and every thing on it judged by `decide`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.exceptions import HTTPException

from server.core import clock
from server.core.errors import NOT_FOUND, Refused
from server.core.i18n import _
from server.families.facts import Action, Decision, ItemFacts, Kind, Reason, SeatFacts, Seats, State
from server.families.models import Hide, Role, Seat
from server.families.reasons import sentence
from server.families.rules import LIVE, RUNNING
from server.families.visibility import decide
from server.meetings.models import Meeting
from server.plans.models import Answer, Goal, Plan, PlanAgreement, Task, TaskOwner
from server.plans.reads import everyone, goals_and_tasks, plan_and_meeting
from server.plans.updates import Update

WRONG_TIME = {Reason.NOT_YET_OR_NO_LONGER, Reason.FAMILY_TIME, Reason.CLOSED, Reason.USED, Reason.TAKEN_BACK}


@dataclass
class Board:
    """A plan with everyone round it. `state` is where the meeting stands for `me`."""

    db: Session
    me: Seat
    plan: Plan
    meeting: Meeting
    state: State
    agreements: list[PlanAgreement]
    seats: dict[UUID, Seat]
    hides: list[Hide]
    goals: list[Goal] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    owners: dict[UUID, list[TaskOwner]] = field(default_factory=dict)
    updates: dict[UUID, list[Update]] = field(default_factory=dict)

    @classmethod
    def of(cls, db: Session, me: Seat, plan_id: UUID, only: UUID | None = None) -> "Board | None":
        """The whole plan, or only one job of it; None if there is no such plan in my family."""
        found = plan_and_meeting(db, me.family_id, plan_id)
        if not found:
            return None
        plan, meeting, agreements = found
        seats, hides = everyone(db, me.family_id)
        board = cls(db, me, plan, meeting, meeting.state_for(db, me), agreements, seats, hides)
        board._fill(only)
        return board

    def _fill(self, only: UUID | None) -> None:
        self.goals, self.tasks, self.owners = goals_and_tasks(self.db, self.plan, only)
        for update in Update.of_plan(self.db, self.plan.family_id, self.plan.id, only):
            self.updates.setdefault(update.task_id, []).append(update)

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        """The day on the family's wall."""
        return self.day_of(self.now)

    def day_of(self, at: datetime) -> date:
        """The day a moment falls on, there."""
        return at.astimezone(ZoneInfo(self.meeting.zone)).date()

    # Who may

    def may(self, action: Action, item: ItemFacts) -> Decision:
        """Whether I may do this now."""
        return decide(self._facts_of[self.me.id], action, item, self.state, self.now)

    @cached_property
    def _facts_of(self) -> dict[UUID, SeatFacts]:
        return {seat.id: SeatFacts.of(seat) for seat in self.seats.values()}

    def require(self, action: Action, item: ItemFacts) -> Decision:
        """Go on only if I may: 404 where it is hidden, 409 at the wrong time, 403 where it is somebody else's part."""
        answer = self.may(action, item)
        if answer.is_hidden:
            raise NOT_FOUND
        if answer.reason in WRONG_TIME:
            raise Refused(sentence(answer.reason), status=409)
        if not answer:
            raise HTTPException(403, sentence(answer.reason))
        return answer

    def readers(self, item: ItemFacts) -> list[Seat]:
        """Everyone who can read this now, in the order they were asked to the table."""
        return [
            seat
            for seat in self.seats.values()
            if decide(self._facts_of[seat.id], Action.READ, item, self.state, self.now)
        ]

    def hidden_from(self, item_id: UUID | None, makers: Iterable[UUID]) -> Seats:
        """Whom a thing is hidden from: by a wish about it, or about everything one of its makers made."""
        by = set(makers)
        return frozenset(
            hide.from_seat_id
            for hide in self.hides
            if (item_id is not None and hide.item_id == item_id)
            or (hide.item_id is None and hide.owner_id in by and hide.from_seat_id not in by)
        )

    def open_to_me(self, action: Action, item: ItemFacts) -> None:
        """The same for opening a page: whatever is in the way, its sentence stands on a page of its own."""
        answer = self.may(action, item)
        if answer.is_hidden:
            raise NOT_FOUND
        if not answer:
            raise HTTPException(403, sentence(answer.reason))

    # What is what

    @cached_property
    def people(self) -> Seats:
        """The seats the plan was made with."""
        return frozenset(line.seat_id for line in self.agreements)

    @property
    def facts(self) -> ItemFacts:
        """The plan itself."""
        return ItemFacts(
            kind=Kind.PLAN, family_id=self.plan.family_id, id=self.plan.id, author=self.plan.made_by,
            audience=self.people, hidden_from=self.hidden_from(self.plan.id, ()),
        )  # fmt: skip

    def new_facts(self) -> ItemFacts:
        """A goal or job I am about to write."""
        return ItemFacts(
            kind=Kind.PLAN, family_id=self.plan.family_id, author=self.me.id, audience=self.people,
            side_id=self.me.side_id,
        )  # fmt: skip

    def goal_facts(self, goal: Goal) -> ItemFacts:
        return ItemFacts(
            kind=Kind.PLAN, family_id=goal.family_id, id=goal.id, author=goal.made_by,
            audience=frozenset(UUID(seat) for seat in goal.shown_to),
            hidden_from=self.hidden_from(goal.id, {goal.made_by}),
        )  # fmt: skip

    def listed_facts(self, line: PlanAgreement) -> ItemFacts:
        """That somebody is one of those the plan was made with, and their yes."""
        return ItemFacts(
            kind=Kind.PLAN, family_id=line.family_id, id=line.id, author=line.seat_id,
            audience=self.people | self._running_ids, hidden_from=self.hidden_from(line.id, {line.seat_id}),
            side_id=self.seats[line.seat_id].side_id,
        )  # fmt: skip

    def agreement_facts(self, line: PlanAgreement) -> ItemFacts:
        """What somebody said. A yes is for everyone listed; "I am not sure" only for those who run the meeting."""
        listed = self.listed_facts(line)
        return listed if line.answer != Answer.UNSURE else replace(listed, audience=self._running_ids)

    @property
    def _running_ids(self) -> Seats:
        return frozenset(seat.id for seat in self.seats.values() if seat.role in RUNNING)

    # Who is who

    def called(self, seat_id: UUID | None) -> str:
        """A first name, also of somebody who has left; never the name of somebody from the other side."""
        seat = self.seats.get(seat_id) if seat_id else None
        if seat is None or None not in (seat.side_id, self.me.side_id) and seat.side_id != self.me.side_id:
            return _("Somebody else")
        return seat.called or _("Somebody else")

    @property
    def leads(self) -> list[Seat]:
        """Whoever leads for the family, as far as I can know of them."""
        return [seat for seat in self._reachable() if seat.is_family_lead]

    @property
    def running(self) -> list[Seat]:
        """Those who run the meeting or follow up for the services."""
        return [seat for seat in self._reachable() if seat.role in RUNNING or seat.is_follow_up]

    @property
    def coordinators(self) -> list[Seat]:
        """Whom to turn to about the plan."""
        return [seat for seat in self._reachable() if seat.role == Role.COORDINATOR] or self.running

    def _reachable(self) -> list[Seat]:
        sides = {None, self.me.side_id} if self.me.side_id else {seat.side_id for seat in self.seats.values()}
        return [
            seat
            for seat in self.seats.values()
            if seat.is_active and seat.is_confirmed and seat.side_id in sides
        ]

    @property
    def my_agreement(self) -> PlanAgreement | None:
        return next((line for line in self.agreements if line.seat_id == self.me.id), None)

    @property
    def i_run_this(self) -> bool:
        """Whether I write the plan down."""
        return self.me.role in RUNNING

    # Making it

    def agree(self, answer: Answer) -> None:
        """My yes, or "I am not sure". Only for those the plan was made with, and until it is closed."""
        line = self.my_agreement
        if line is None:
            raise HTTPException(403, sentence(Reason.NOT_YOUR_PART))
        if self.state not in LIVE:
            raise Refused(sentence(Reason.NOT_YET_OR_NO_LONGER), status=409)
        line.say(answer)

    @property
    def may_answer(self) -> bool:
        """Whether I am asked if I agree, and it is not too late to say."""
        return self.my_agreement is not None and self.state in LIVE

    @property
    def may_write(self) -> bool:
        return bool(self.may(Action.CREATE, self.new_facts()))

    def write_goal(self, what: str) -> Goal:
        """One more thing we want for the child."""
        self.require(Action.CREATE, self.new_facts())
        return Goal.write(self.db, self.plan, self.me, what, self.people)

    @property
    def could_do(self) -> list[Seat]:
        """Everyone the plan is made with, who may be asked to do or check a job."""
        return [seat for seat in self.seats.values() if seat.id in self.people and seat.is_active]

    @property
    def could_check(self) -> list[Seat]:
        """The grown-ups among them; looking after a plan is never a child's job."""
        return [seat for seat in self.could_do if seat.role != Role.CHILD]

    def write_task(
        self,
        goal: Goal,
        what: str,
        *,
        owners: Iterable[UUID],
        by_on: date,
        checked_by: UUID,
        only: Iterable[UUID] | None = None,
        how_we_know: str = "",
    ) -> Task:
        """One more job. `only`: whom to show it to, besides those who do and check it; None for everyone."""
        self.require(Action.CREATE, self.new_facts())
        could = {seat.id: seat for seat in self.could_do}
        doing = [could[seat] for seat in owners if seat in could]
        if not doing:
            raise Refused(_("Choose who will do this."), field="owners")
        if checked_by not in {seat.id for seat in self.could_check}:
            raise Refused(_("Choose who will look whether it helped."), field="checked_by")
        sides = {seat.side_id for seat in [*doing, could[checked_by]] if seat.side_id}
        if len(sides) > 1:
            raise Refused(
                _("These people attend apart. Please write a job for each of them."), field="owners"
            )
        shown_to = self.people if only is None else self.people & set(only)
        return Task.write(
            self.db, goal, self.me, what, doing, by_on=by_on, checked_by=checked_by, shown_to=shown_to,
            how_we_know=how_we_know,
        )  # fmt: skip
