"""The one who nudges: lists what is due, judges it again, sends it outside of any transaction, writes down the answer."""

import logging
import random
import threading
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from server.core import clock
from server.core.db import Store
from server.reminders.ahead import look_ahead
from server.reminders.judging import Case, Wait, settle
from server.reminders.ledger import Delivery
from server.reminders.letters import Letter
from server.reminders.models import Subscription
from server.reminders.push_key import ensure_push_key
from server.reminders.tidying import tidy_daily
from server.settings import Settings

if TYPE_CHECKING:
    from server.reminders.wire import Answer, Wire

PAUSE = 2.0
LOOK_EVERY = 20.0
TIDY_EVERY = 60 * 60.0
FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=2)
AFTER_ALARM = timedelta(hours=1)
AFTER_A_FAULT = timedelta(minutes=10)
GONE = {404, 410}
OUR_FAULT = {401, 403}
log = logging.getLogger(__name__)


def run(store: Store, settings: Settings, stop: threading.Event) -> None:
    """Nudge people until told to stop. What goes wrong is written to the log, and tried again."""
    ensure_push_key(settings)
    worker = Worker(store, settings)
    while not stop.is_set():
        try:
            worker.round(stop)
        except Exception:
            log.exception("A round of reminders failed; the next one begins soon.")
        stop.wait(PAUSE)
    worker.close()


class Worker:
    """One sender. Several may work on one database, in any number of processes."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self._wire: Wire | None = None
        self._next = {"look": 0.0, "tidy": 0.0}

    def round(self, stop: threading.Event | None = None) -> int:
        """Everything there is to do now; how many pushes were sent or tried."""
        if self._is_time("tidy", TIDY_EVERY):
            tidy_daily(self.store)
        if self._is_time("look", LOOK_EVERY):
            look_ahead(self.store, clock.now())
        tried = 0
        while not (stop and stop.is_set()) and (letter := self.take()):
            self.write_down(letter, self.wire.send(letter))
            tried += 1
        return tried

    def _is_time(self, what: str, every: float) -> bool:
        if monotonic() < self._next[what]:
            return False
        self._next[what] = monotonic() + every
        return True

    @property
    def wire(self) -> "Wire":
        """Made when the first push goes out: what it imports is large, and many a day has nothing to send."""
        if self._wire is None:
            from server.reminders.wire import Wire

            self._wire = Wire(self.settings)
        return self._wire

    def close(self) -> None:
        if self._wire:
            self._wire.close()

    def take(self) -> Letter | None:
        """The next push that may go out, held by us; those that must wait or are over are put aside. None: no more."""
        while True:
            with self.store.reading() as db:
                if not Delivery.is_any_due(db, clock.now()):
                    return None
            with self.store.writing() as db:
                delivery = Delivery.claim(db, clock.now())
                if delivery is None:
                    return None
                try:
                    with db.begin_nested():
                        case = Case(db, delivery, clock.now())
                        verdict = case.verdict()
                        letter = None if verdict else case.letter(self.settings.origin)
                except Exception:
                    log.exception("One reminder could not be judged; it waits, the others go on.")
                    db.refresh(delivery)
                    verdict, letter = Wait(clock.now() + AFTER_A_FAULT), None
                if verdict:
                    settle(delivery, verdict)
            if letter:
                return letter

    def write_down(self, letter: Letter, answer: "Answer") -> None:
        """What became of it. Whoever lost the lease meanwhile only writes down that it went out."""
        with self.store.writing() as db:
            delivery = db.get(Delivery, letter.delivery_id)
            if delivery is None or delivery.ended_at is not None:
                return
            if answer.is_taken:
                delivery.was_sent()
            elif delivery.lease_until == letter.lease_until:
                self._was_refused(delivery, db.get_one(Subscription, delivery.subscription_id), answer)

    def _was_refused(self, delivery: Delivery, phone: Subscription, answer: "Answer") -> None:
        now, status = clock.now(), answer.status
        if status in GONE:
            phone.dropped_at = now
            delivery.end("gone")
        elif status in OUR_FAULT:
            log.error(
                "ALARM: a push service does not accept our key (%s). Is push.key the right one?", status
            )
            delivery.wait(answer.again_at or now + AFTER_ALARM, was_tried=True)
        elif status is None or status == 429 or status >= 500:
            delivery.wait(answer.again_at or now + patience(delivery.attempts), was_tried=True)
        else:
            log.error("ALARM: a push service refused a push for good (%s).", status)
            delivery.end("refused")


def patience(attempts: int) -> timedelta:
    """How long to wait after so many tries: half a minute, then four times as long each time, never quite the same."""
    longest = min(FIRST_RETRY * 4 ** min(attempts - 1, 6), LAST_RETRY)
    return longest * random.uniform(0.75, 1.0)
