"""What these tests start from: a plan with jobs for Friday, and phones at the suite's own push service."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from server.core import clock
from server.core.db import Store
from server.core.encryption import key_ring
from server.people.models import Device
from server.reminders import worker as working
from server.reminders.ahead import look_ahead
from server.reminders.ledger import Delivery
from server.reminders.models import Subscription
from server.reminders.push_key import public_push_key
from server.settings import Settings
from tests.cast import Cast, Member
from tests.plans.laid import LaidPlan, lay_plan
from tests.push_service import PushPhone, PushService, push_service
from tests.visitor import Page, Visitor

# The jobs are for Friday 27 November; their reminders come the day before, at nine.
THURSDAY_NINE = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def push(tmp_path: Path) -> Iterator[PushService]:
    """The push service; whatever a sender did wrong fails the test."""
    folder = tmp_path / "push"
    folder.mkdir()
    with push_service(folder) as service:
        yield service
    assert service.complaints == []


@pytest.fixture
def settings(settings: Settings, push: PushService) -> Settings:
    """A house that uses this push service."""
    return settings.model_copy(update=push.settings)


@pytest.fixture
def plan(store: Store, cast: Cast) -> LaidPlan:
    """An agreed plan: jobs `school` (Nan), `tea` (Amira and Dev), and Sam's promise `passes`, all for Friday."""
    with store.writing() as db:
        return lay_plan(db, cast)


SwitchOn = Callable[[Member], PushPhone]


@pytest.fixture
def switch_on(store: Store, settings: Settings, push: PushService) -> SwitchOn:
    """`switch_on(cast.nan)`: Nan said yes on her phone; what arrives there."""

    def on(member: Member) -> PushPhone:
        phone = push.new_phone(public_push_key(settings))
        with store.writing() as db:
            key_ring(db).admit(member.person_id)
            device = db.exec(select(Device).where(Device.person_id == member.person_id)).one()
            Subscription.keep(db, device, phone.endpoint, phone.keys)
        return phone

    return on


Change = Callable[[Callable[[Session], object]], None]


@pytest.fixture
def change(store: Store, cast: Cast) -> Change:
    """`change(lambda db: …)`: something happens meanwhile, seen by the family's own key."""

    def happen(what: Callable[[Session], object]) -> None:
        with store.writing() as db:
            key_ring(db).admit(cast.family_id)
            for member in cast.people.values():
                key_ring(db).admit(member.person_id)
            what(db)

    return happen


@dataclass
class Day:
    """A worker, and the time it thinks it is."""

    store: Store
    worker: working.Worker

    def at(self, when: datetime) -> int:
        """One whole round at a moment, looking ahead first; how many pushes were tried."""
        with clock.freeze(when):
            look_ahead(self.store, when)
            return self.worker.round()

    def through(
        self, begin: datetime, end: datetime, step: timedelta = timedelta(minutes=1)
    ) -> list[datetime]:
        """Round after round; the moments at which something was tried."""
        tried, now = [], begin
        while now < end:
            tried += [now] * self.at(now)
            now += step
        return tried

    def lines(self) -> list[Delivery]:
        """The whole ledger, in the order the lines were made."""
        with self.store.reading() as db:
            return list(db.exec(select(Delivery).order_by(Delivery.id)))  # type: ignore[arg-type]

    def whys(self) -> list[str]:
        return sorted(line.why or "open" for line in self.lines())


@pytest.fixture
def day(store: Store, settings: Settings) -> Iterator[Day]:
    with a_worker(store, settings) as worker:
        yield Day(store, worker)


@contextmanager
def a_worker(store: Store, settings: Settings) -> Iterator[working.Worker]:
    worker = working.Worker(store, settings)
    yield worker
    worker.close()


def say(somebody: Visitor, path: str, said: object) -> Page:
    """What a page's script sends: JSON, from our own origin."""
    return Page(somebody.client.post(path, json=said, headers={"sec-fetch-site": "same-origin"}))
