"""One job as it stands for one seat: what was said, who hears, and what that seat can do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from server.core import clock
from server.families.facts import Action, ItemFacts, Kind, Seats
from server.families.models import Role, Seat
from server.families.rules import RUNNING
from server.plans.board import Board
from server.plans.models import Task
from server.plans.updates import Said, Status, Update, status_after

NEWS = {Said.DONE, Said.NOT_YET, Said.HAND, Said.CHANGED, Said.WELL}
ANSWERS = {Said.TAKEN, Said.KEPT}
UNDO_FOR = timedelta(minutes=10)


@dataclass
class SeenJob:
    """A task with its owners and everything said about it, as `me` may know it."""

    board: Board
    task: Task

    @property
    def me(self) -> Seat:
        return self.board.me

    @cached_property
    def owners(self) -> list[UUID]:
        """The seats who do it now."""
        return [owner.seat_id for owner in self.board.owners.get(self.task.id, [])]

    @property
    def is_mine(self) -> bool:
        return self.me.id in self.owners

    # As `decide` knows it. Each is worked out once for a page; whoever changes something calls `look_again`.

    @cached_property
    def _hidden(self) -> Seats:
        return self.board.hidden_from(self.task.id, {self.task.made_by, *self.owners})

    @cached_property
    def facts(self) -> ItemFacts:
        """The job itself."""
        return ItemFacts(
            kind=Kind.PLAN, family_id=self.task.family_id, id=self.task.id, author=self.task.made_by,
            owners=frozenset(self.owners), audience=frozenset(UUID(seat) for seat in self.task.shown_to),
            hidden_from=self._hidden, side_id=self.task.side_id, is_withdrawn=self.task.withdrawn_at is not None,
        )  # fmt: skip

    @property
    def new_facts(self) -> ItemFacts:
        """Something I am about to say about it."""
        return ItemFacts(
            kind=Kind.PROGRESS, family_id=self.task.family_id, author=self.me.id, owners=frozenset(self.owners),
            audience=self.facts.audience, hidden_from=self._hidden, side_id=self.me.side_id,
        )  # fmt: skip

    def said_facts(self, update: Update) -> ItemFacts:
        """Something that was said about it, for those who were told then."""
        return ItemFacts(
            kind=Kind.PROGRESS, family_id=update.family_id, id=update.id, author=update.seat_id,
            audience=frozenset(UUID(seat) for seat in update.told), side_id=update.side_id,
            hidden_from=self._hidden | self.board.hidden_from(update.id, {update.seat_id}),
            is_withdrawn=update.withdrawn_at is not None,
        )  # fmt: skip

    def look_again(self) -> None:
        """Forget what was worked out before something was changed."""
        for name in ("_hidden", "facts", "said", "owners"):
            self.__dict__.pop(name, None)

    # As I see it

    @property
    def all_said(self) -> list[Update]:
        return self.board.updates.setdefault(self.task.id, [])

    @cached_property
    def said(self) -> list[Update]:
        """What was said about it that I may read, oldest first."""
        return [update for update in self.all_said if self.board.may(Action.READ, self.said_facts(update))]

    @property
    def status(self) -> Status:
        """How it stands, as far as I was told."""
        return status_after(update for update in self.said if update.withdrawn_at is None)

    @property
    def is_told_to_me(self) -> bool:
        """Whether I hear how it goes; where not, its page says so instead of "not started yet"."""
        return self._is_told(self.me)

    @property
    def is_past(self) -> bool:
        """The day we picked has passed and it is not done."""
        return self.task.by_on < self.board.today and self.status != Status.DONE

    @property
    def waiting_since(self) -> datetime | None:
        """When the family asked a service for news that has not come yet."""
        asked: datetime | None = None
        for update in self.said:
            if update.kind == Said.ASKED:
                asked = asked or update.made_at
            elif update.kind in NEWS and update.seat_id in self.owners:
                asked = None
        return asked

    @property
    def days_waiting(self) -> int:
        """Whole days on the wall calendar since the family asked for news."""
        asked = self.waiting_since
        return (self.board.today - self.board.day_of(asked)).days if asked else 0

    @property
    def just_done(self) -> bool:
        """I ticked it a moment ago, so the way back stands where the eye is."""
        last = next((update for update in reversed(self.said) if update.kind == Said.DONE), None)
        is_fresh = last is not None and last.seat_id == self.me.id and clock.now() - last.made_at < UNDO_FOR
        return is_fresh and self.status == Status.DONE

    # Who hears

    @property
    def on_it(self) -> list[Seat]:
        """Everyone who hears how it goes: the family on it, and the services only where the plan says so."""
        return [seat for seat in self.board.readers(self.facts) if self._is_told(seat)]

    def _is_told(self, seat: Seat) -> bool:
        """Of those who can see the job."""
        if seat.id in self.owners or seat.id == self.task.checked_by:
            return True
        if self.task.is_promise or not seat.is_professional:
            return True
        return self.board.plan.tells_services and (seat.role in RUNNING or seat.is_follow_up)

    def who_hears(self, kind: Said, to: UUID | None = None) -> list[Seat]:
        """Exactly the people who are told if I say this now; their names stand on the page before it is sent."""
        return [seat for seat in self._asked(kind, to) if seat.id != self.me.id and self._could_hear(seat)]

    def _asked(self, kind: Said, to: UUID | None) -> list[Seat]:
        if kind in {Said.OFFERED, Said.KEPT}:
            return [seat for seat in self.board.readers(self.facts) if seat.id == to]
        if kind == Said.CHANGED:
            return self.board.readers(self.facts)
        if kind != Said.HAND or self.task.is_promise:
            return self.on_it
        running = {seat.id for seat in self.board.running} if self.board.plan.tells_services else set()
        leads = {seat.id for seat in self.board.leads} - {self.me.id}
        first = leads or {self.task.checked_by}
        return [seat for seat in self.board.readers(self.facts) if seat.id in first | running]

    def _could_hear(self, seat: Seat) -> bool:
        item = ItemFacts(
            kind=Kind.PROGRESS, family_id=self.task.family_id, author=self.me.id, audience=frozenset({seat.id}),
            hidden_from=self._hidden | self.board.hidden_from(None, {self.me.id}), side_id=self.me.side_id,
        )  # fmt: skip
        return seat in self.board.readers(item)

    # What I can do

    @property
    def may_say(self) -> bool:
        """Whether how it goes is mine to tell: I do it, or I am a grown-up of the family on it."""
        return bool(self.board.may(Action.CREATE, self.new_facts))

    @property
    def may_change(self) -> bool:
        return bool(self.board.may(Action.CHANGE, self.facts))

    @property
    def may_take_out(self) -> bool:
        """Only while the plan is still being made; after that it is changed and the old words kept."""
        return bool(self.board.may(Action.TAKE_BACK, self.facts))

    @property
    def may_tick(self) -> bool:
        """A promise is ticked only by whoever made it; the family asks for news instead."""
        return self.may_say and (self.is_mine or not self.task.is_promise)

    @property
    def may_undo(self) -> bool:
        """A tick is taken back by whoever does the job, or whoever ticked it; nobody checks on another's ticks."""
        return self.may_tick and (self.is_mine or self._last_tick_by == self.me.id)

    @property
    def _last_tick_by(self) -> UUID | None:
        return next((update.seat_id for update in reversed(self.said) if update.kind == Said.DONE), None)

    @property
    def may_ask(self) -> bool:
        return self.may_say and self.task.is_promise and not self.is_mine

    # Swapping

    @property
    def offers(self) -> list[Update]:
        """Swaps I was asked for or asked for myself, and that nobody has answered."""
        open_by: dict[UUID, Update] = {}
        for update in self.said:
            if update.kind == Said.OFFERED:
                open_by[update.seat_id] = update
            elif update.kind in ANSWERS and update.for_seat_id:
                open_by.pop(update.for_seat_id, None)
        return [offer for giver, offer in open_by.items() if giver in self.owners]

    @property
    def offers_to_me(self) -> list[Update]:
        return [offer for offer in self.offers if offer.for_seat_id == self.me.id]

    @property
    def could_take_over(self) -> list[Seat]:
        """Whoever may be asked: grown-ups of the family who see the job already. A promise is changed, with a reason."""
        return [
            seat
            for seat in self.board.readers(self.facts)
            if not self.task.is_promise
            and seat.id not in self.owners
            and seat.role in {Role.PARENT, Role.NETWORK}
            and self._could_hear(seat)
        ]
