"""Once a day: what was kept for a while and is not needed any more goes, each kind in a transaction of its own."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from server.core import clock
from server.core.db import Store
from server.core.limits import Tries, count
from server.core.sessions import Sent
from server.meetings.private_time import forget_old_notes
from server.people.keys import SWEPT_AFTER, Challenge
from server.reminders.ledger import Delivery
from server.reminders.models import Subscription
from server.voices.models import forget_old_drafts

A_DAY = 24 * 60 * 60
SENT_KEPT_FOR = timedelta(days=30)
log = logging.getLogger(__name__)


def forget_sent_forms(db: Session, now: datetime) -> None:
    db.execute(delete(Sent).where(col(Sent.at) < now - SENT_KEPT_FOR))


def forget_tries(db: Session, _: datetime) -> None:
    db.execute(delete(Tries).where(col(Tries.ends) < time.time()))


def forget_challenges(db: Session, now: datetime) -> None:
    db.execute(delete(Challenge).where(col(Challenge.made_at) < now - SWEPT_AFTER))


def forget_lost_phones(db: Session, now: datetime) -> None:
    db.execute(delete(Subscription).where(col(Subscription.dropped_at) < now - SENT_KEPT_FOR))


EVERY_DAY: tuple[Callable[[Session, datetime], object], ...] = (
    forget_old_notes,
    forget_old_drafts,
    forget_sent_forms,
    forget_tries,
    forget_challenges,
    Delivery.forget_old,
    forget_lost_phones,
)


def tidy_daily(store: Store) -> bool:
    """Tidy unless this was done in the last day, by whichever worker; True if it was done now."""
    with store.writing() as db:
        if count(db, "tidy", A_DAY) > 1:
            return False
    tidy(store)
    return True


def tidy(store: Store) -> None:
    """Forget everything that is old enough. One kind that cannot be forgotten does not keep the others."""
    for forget in EVERY_DAY:
        try:
            with store.writing() as db:
                forget(db, clock.now())
        except Exception:
            log.exception("Could not tidy: %s. It is tried again tomorrow.", forget.__name__)
