"""What a seat says about a job. Every verb may come twice, from a flaky bus or two phones, and is then done once."""

from dataclasses import replace
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from starlette.exceptions import HTTPException

from server.core import clock
from server.core.errors import Refused
from server.core.i18n import _
from server.core.tokens import new_id
from server.families.facts import Action, ItemFacts, Reason, State
from server.families.models import Seat
from server.families.reasons import sentence
from server.plans.models import as_text
from server.plans.seen import SeenJob
from server.plans.updates import Adjustment, Said, Status, Update


class Job(SeenJob):
    """A job I can say something about; each verb asks `decide` first."""

    def require_say(self, *, is_mine: bool = False, is_allowed: bool = True) -> None:
        """Go on only if this is mine to say; 403 says whose part it is."""
        self.board.require(Action.CREATE, self.new_facts)
        if not is_allowed or is_mine and not self.is_mine:
            self.not_my_part()

    @staticmethod
    def not_my_part() -> NoReturn:
        """Say whose part it is."""
        raise HTTPException(403, sentence(Reason.NOT_YOUR_PART))

    def mark_done(self, key: UUID | None = None, *, for_whom: UUID | None = None, note: str = "") -> None:
        """It is done, by me or by me for somebody. Done twice is done once; words that come with it are kept."""
        self.require_say(is_allowed=self.may_tick)
        if self.status != Status.DONE:
            self._write(Said.DONE, key, to=self._for(for_whom), note=note)
        elif note:
            self._write(Said.WELL, key, note=note)

    def _for(self, for_whom: UUID | None) -> UUID | None:
        if self.is_mine:
            return None
        return for_whom if for_whom in self.owners else self.owners[0] if len(self.owners) == 1 else None

    def undo_done(self, key: UUID | None = None) -> None:
        """Not done after all: it stands as it stood before."""
        self.require_say(is_allowed=self.may_undo)
        if self.status == Status.DONE:
            self._write(Said.UNDONE, key)

    def say_not_yet(self, key: UUID | None = None, *, note: str = "", told: set[str] | None = None) -> None:
        """I am still on it."""
        self.require_say(is_mine=True)
        self._only_those_named(Said.NOT_YET, told)
        if note or not self._was_just_said(Said.NOT_YET):
            self._write(Said.NOT_YET, key, note=note)

    def ask_for_a_hand(
        self, key: UUID | None = None, *, note: str = "", told: set[str] | None = None
    ) -> None:
        """I need a hand; told to the family lead first, and to nobody the page did not name."""
        self.require_say(is_mine=True)
        self._only_those_named(Said.HAND, told)
        if note or not self._was_just_said(Said.HAND):
            self._write(Said.HAND, key, note=note)

    def _only_those_named(self, kind: Said, told: set[str] | None) -> None:
        """The page said exactly who will be told; if that has changed since, it is shown again first."""
        now = {str(seat.id) for seat in self.who_hears(kind)}
        if told is not None and told != now:
            raise Refused(_("Who will be told has changed. Please look at the names again."), status=409)

    def say_well(self, key: UUID | None = None, *, note: str) -> None:
        """Something good, in somebody's own words."""
        self.require_say()
        self._write(Said.WELL, key, note=note)

    def ask_for_news(self, key: UUID | None = None) -> None:
        """ "Please update us", to a service that promised something; asked once until it is answered."""
        self.require_say(is_allowed=self.may_ask)
        if self.waiting_since is None:
            self._write(Said.ASKED, key)

    def _was_just_said(self, kind: Said) -> bool:
        last = next((update for update in reversed(self.said) if update.kind != Said.WELL), None)
        return last is not None and (last.kind, last.seat_id) == (kind, self.me.id)

    def _write(
        self, kind: Said, key: UUID | None = None, *, to: UUID | None = None, note: str = ""
    ) -> Update:
        before = self.board.db.get(Update, (self.task.family_id, key)) if key else None
        if before:
            return before
        told = as_text({self.me.id, *(seat.id for seat in self.who_hears(kind, to))})
        update = Update(
            family_id=self.task.family_id, plan_id=self.task.plan_id, task_id=self.task.id, id=key or new_id(),
            number=len(self.all_said) + 1, seat_id=self.me.id, for_seat_id=to, side_id=self.me.side_id, kind=kind,
        )  # fmt: skip
        update.note, update.told = note or None, told
        self.board.db.add(update)
        self.board.db.flush()
        self.all_said.append(update)
        self.look_again()
        return update

    def take_back_words(self, update: Update) -> None:
        """My words are gone for everybody; that something was said, and when, stays."""
        self.board.require(Action.TAKE_BACK, self.said_facts(update))
        update.note = None
        self.look_again()
        if update.kind == Said.WELL:
            update.take_back()

    def hand_to(self, to: UUID, key: UUID | None = None, *, note: str = "") -> None:
        """Ask somebody to take it over; nothing changes until they agree."""
        self.require_say(is_mine=True)
        if to not in {seat.id for seat in self.could_take_over}:
            raise Refused(_("Please choose one of these people."), field="to")
        if any(offer.seat_id == self.me.id and offer.for_seat_id == to for offer in self.offers):
            return
        self._write(Said.OFFERED, key, to=to, note=note)

    def answer_swap(self, giver: UUID, yes: bool, key: UUID | None = None) -> None:
        """Take it over, or leave it where it is. Who did it before stays written down."""
        self.require_say()
        if not any(offer.seat_id == giver for offer in self.offers_to_me):
            return
        if not yes:
            self._write(Said.KEPT, key, to=giver)
            return
        self._write(Said.TAKEN, key, to=giver)
        self._now_done_by(self.me.id, instead_of={giver})

    # Changing the plan

    def adjust(
        self,
        *,
        what: str,
        how_we_know: str,
        by_on: date,
        version: int,
        reason: str = "",
        who: UUID | None = None,
        key: UUID | None = None,
    ) -> None:
        """New words, day or person for this job. Once it is agreed the old ones are kept; a promise needs a reason."""
        self.board.require(Action.CHANGE, self.facts)
        after = {
            "what": what,
            "how_we_know": how_we_know,
            "by_on": by_on.isoformat(),
            "who": self._named(who),
        }
        if after == self.as_it_is:
            return
        if version != self.task.version:
            raise Refused(
                _("Somebody else changed this job while you were writing. Please look at it again."),
                status=409,
            )
        if self.board.state != State.MEETING_OPEN:
            self._keep_old(after, reason)
        self.task.what, self.task.how_we_know, self.task.by_on = what, how_we_know, by_on
        self._hand_promise_to(who)
        self.task.version += 1
        self.board.db.flush()

    @property
    def as_it_is(self) -> dict[str, Any]:
        """The words of the job now, in the form old versions are kept in."""
        task = self.task
        return {
            "what": task.what,
            "how_we_know": task.how_we_know,
            "by_on": task.by_on.isoformat(),
            "who": self._named(None),
        }

    def _named(self, who: UUID | None) -> list[str]:
        return as_text([who] if who else self.owners)

    def _keep_old(self, after: dict[str, Any], reason: str) -> None:
        if self.task.is_promise and not reason:
            raise Refused(
                _("Say why this promise changes. The family will see the old words, the new ones and why."),
                field="reason",
            )
        change = Adjustment(
            family_id=self.task.family_id, task_id=self.task.id, seat_id=self.me.id, side_id=self.me.side_id,
            version=self.task.version + 1,
        )  # fmt: skip
        change.before, change.after, change.reason = self.as_it_is, after, reason or None
        self.board.db.add(change)
        self._write(Said.CHANGED)

    @property
    def could_promise(self) -> list[Seat]:
        """The people of the services who see this promise already."""
        found = self.board.readers(self.facts) if self.task.is_promise else []
        return [seat for seat in found if seat.is_professional]

    def _hand_promise_to(self, who: UUID | None) -> None:
        if who is None or [who] == self.owners:
            return
        if who not in {seat.id for seat in self.could_promise}:
            raise Refused(_("Please choose one of these people."), field="who")
        self._now_done_by(who, instead_of=set(self.owners))

    def _now_done_by(self, seat_id: UUID, *, instead_of: set[UUID]) -> None:
        rows = self.board.owners[self.task.id]
        for row in rows:
            if row.seat_id in instead_of:
                row.until_at = clock.now()
        rows[:] = [row for row in rows if row.until_at is None]
        rows.append(self.task.give_to(self.board.db, seat_id))
        self.look_again()

    def take_out(self) -> None:
        """Not part of the plan after all; only while it is still being made."""
        self.board.require(Action.TAKE_BACK, self.facts)
        self.task.withdrawn_at = self.task.withdrawn_at or clock.now()

    def change_facts(self, change: Adjustment) -> ItemFacts:
        """One old version, for those the job is shown to."""
        return replace(
            self.facts, id=change.id, author=change.seat_id, side_id=change.side_id or self.task.side_id
        )

    @property
    def changes(self) -> list[Adjustment]:
        """Every change I may see, newest first: old words, new words, who and why."""
        found = Adjustment.of(self.board.db, self.task)
        return [change for change in found if self.board.may(Action.READ, self.change_facts(change))]
