"""Just before it goes out, each push is judged again: a queued nudge must not outlive the permission to send it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlmodel import Session

from server.core.encryption import key_ring
from server.families.facts import State
from server.families.models import Seat
from server.families.rules import IN_HAND
from server.people.models import Device, Person
from server.plans.updates import Status
from server.reminders.access import is_in_private_time, job_for
from server.reminders.ledger import Delivery
from server.reminders.letters import Letter, text_of
from server.reminders.models import Reminder, Rhythm, Subscription
from server.reminders.moments import day_at, end_of

LOOK_AGAIN = timedelta(minutes=5)
ANOTHER_IS_ON_ITS_WAY = timedelta(seconds=20)
LEAST_SECONDS = 60


@dataclass(frozen=True)
class Wait:
    """Not now, perhaps then."""

    until: datetime


@dataclass(frozen=True)
class End:
    """Not at all, and why in one word."""

    why: str
    told_with: Delivery | None = None


Verdict = Wait | End | None


@dataclass
class Case:
    """One push that is due, and all that speaks for or against it at this moment."""

    db: Session
    delivery: Delivery
    now: datetime

    def verdict(self) -> Wait | End | None:
        """None: it may go out now."""
        checks = [self.of_use, self.reachable, self.wanted]
        if not self.delivery.is_test:
            checks += [self.still_meant, self.still_allowed, self.not_now, self.one_a_day]
        return next((found for check in checks if (found := check())), None)

    @cached_property
    def subscription(self) -> Subscription:
        return self.db.get_one(Subscription, self.delivery.subscription_id)

    @cached_property
    def person(self) -> Person:
        return self.db.get_one(Person, self.subscription.person_id)

    @cached_property
    def rhythm(self) -> Rhythm:
        return Rhythm.of(self.db, self.person.id)

    @cached_property
    def reminder(self) -> Reminder:
        return self.db.get_one(Reminder, (self.delivery.family_id, self.delivery.reminder_id))

    @cached_property
    def seat(self) -> Seat:
        return self.db.get_one(Seat, (self.reminder.family_id, self.reminder.seat_id))

    def of_use(self) -> Verdict:
        return End("too-late") if self.now >= self.delivery.ends_at else None

    def reachable(self) -> Verdict:
        """The phone is still this person's, and the push service knows it."""
        device = self.db.get_one(Device, self.subscription.device_id)
        is_closed = (
            device.closed_at is not None or device.closes_at is not None and self.now >= device.closes_at
        )
        if is_closed or device.person_id != self.person.id:
            self.subscription.dropped_at = self.subscription.dropped_at or self.now
        return End("gone") if self.subscription.dropped_at else None

    def wanted(self) -> Verdict:
        """The person has not said no, for good or for a week; a test they asked for just now comes anyway."""
        if self.person.is_waiting:
            return Wait(self.now + LOOK_AGAIN)
        if self.delivery.is_test:
            return None
        if self.rhythm.is_off or self.reminder.is_off:
            return End("not-wanted")
        until = self.rhythm.paused_until
        return Wait(until) if until and self.now < until else None

    def still_meant(self) -> Verdict:
        """It is still for that day, and for whoever sits there."""
        is_same_day = self.reminder.on_day == self.delivery.occurrence
        if not is_same_day or self.seat.person_id != self.person.id:
            return End("moved")
        return None if self.seat.is_confirmed else Wait(self.now + LOOK_AGAIN)

    def still_allowed(self) -> Verdict:
        """`decide` still shows them the job, they still do it, and it is still open."""
        job = job_for(self.db, self.seat, self.reminder.task_id)
        if job is None or not job.is_mine:
            return End("not-theirs")
        if job.task.by_on != self.reminder.for_on:
            return Wait(self.now + LOOK_AGAIN)  # the look ahead will see it
        if job.status == Status.DONE or job.board.state == State.CLOSED:
            return End("done")
        is_held = job.board.state not in IN_HAND or is_in_private_time(self.db, self.person, self.seat)
        return Wait(self.now + LOOK_AGAIN) if is_held else None

    def not_now(self) -> Verdict:
        """Quiet hours, on the person's own wall."""
        allowed = self.rhythm.quiet.over_at(self.now)
        return Wait(allowed) if allowed > self.now else None

    def one_a_day(self) -> Verdict:
        """One push a day for each phone: what was due when it went out is told with it, the rest comes tomorrow."""
        today = day_at(self.now, self.rhythm.zone)
        if self.delivery.take_day(self.db, today):
            return None
        other = self.delivery.push_of(self.db, today)
        if other is None or other.sent_at is None:
            return Wait(self.now + ANOTHER_IS_ON_ITS_WAY)
        if self.reminder.due_at <= other.sent_at:
            return End("together", told_with=other)
        return Wait(self.rhythm.quiet.over_at(end_of(today, self.rhythm.zone)))

    def letter(self, origin: str) -> Letter:
        """The push itself; opened with the person's key, which nobody else's push is."""
        delivery, lease = self.delivery, self.delivery.lease_until
        assert lease is not None
        key_ring(self.db).admit(self.person.id)
        text = text_of(origin, delivery.opaque, delivery.tag, self.person.language)
        return Letter(
            delivery_id=delivery.id, lease_until=lease, endpoint=self.subscription.endpoint,
            keys=self.subscription.keys, text=text, topic=delivery.tag, seconds=self.seconds_of_use,
        )  # fmt: skip

    @property
    def seconds_of_use(self) -> int:
        """How long it may wait at the push service: not past its use, and not into the night."""
        ends = self.delivery.ends_at
        night = None if self.delivery.is_test else self.rhythm.quiet.begins_after(self.now)
        until = min(ends, night) if night else ends
        return max(LEAST_SECONDS, int((until - self.now).total_seconds()))


def settle(delivery: Delivery, verdict: Wait | End) -> None:
    """Write down that it waits, or that it is over."""
    if isinstance(verdict, Wait):
        delivery.wait(verdict.until)
    else:
        delivery.end(verdict.why, told_with=verdict.told_with.id if verdict.told_with else None)
