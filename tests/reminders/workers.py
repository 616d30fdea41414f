"""Real worker processes on a house of their own, where time runs faster; to be killed."""

import multiprocessing
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlmodel import Session, SQLModel, select

from server.app import open_store, rooms
from server.core import clock
from server.core.db import Store
from server.core.encryption import make_master_key
from server.families.models import Family, Role, Seat
from server.meetings.models import Meeting
from server.organisations.models import Organisation
from server.people.models import Device, Person
from server.plans.models import Goal, Plan, Task
from server.reminders import wire  # noqa: F401 - so that each process starts with it
from server.reminders import worker as working
from server.reminders.ledger import Delivery
from server.reminders.models import Subscription
from server.reminders.push_key import public_push_key
from server.settings import Settings, load
from tests.plans.laid import FRIDAY, UNTIL_AGREED
from tests.push_service import PushPhone, PushService
from tests.reminders.conftest import THURSDAY_NINE

# Where a worker is killed, a minute in the house is twelve seconds on the wall, so that a lost lease is soon free.
FASTER = 5
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.reminders.workers"])


class Fast:
    """Stands where `clock` has the class `datetime`: it begins at a moment, and runs faster."""

    def __init__(self, wall_at: float, faster: int) -> None:
        self.wall_at, self.faster = datetime.fromtimestamp(wall_at, UTC), faster

    def now(self, zone: tzinfo) -> datetime:
        return THURSDAY_NINE + (datetime.now(UTC) - self.wall_at) * self.faster


def work(settings: Settings, fast: Fast, pause: float) -> None:
    """What each process does: the very loop that `our-table worker` runs."""
    setattr(clock, "datetime", fast)  # noqa: B010 - the name is a class to the type checker
    working.PAUSE = pause
    working.run(open_store(settings), settings, threading.Event())


@dataclass
class Workshop:
    """A house with a queue, and workers that come and go."""

    settings: Settings
    store: Store
    push: PushService
    phones: list[PushPhone] = field(default_factory=list)
    fast: Fast | None = None
    at_work: list[BaseProcess] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        assert self.fast
        return self.fast.now(UTC)

    def lay(self, families: int, jobs: int = 1) -> None:
        """So many families, each with somebody who has so many jobs for Friday and a phone that may ring."""
        key = public_push_key(self.settings)
        with clock.freeze(datetime(2026, 11, 20, 9, tzinfo=UTC)), self.store.writing() as db:
            council = Organisation(name="Ourtown", nation="england")
            db.add(council)
            db.flush()
            priya = Person.welcome(db, "Priya", area="staff")
            self.phones += [
                lay_family(db, council, priya, jobs, self.push.new_phone(key)) for _ in range(families)
            ]

    def list_tests(self, lines: int) -> None:
        """So many lines that are due at once, spread over the phones."""
        with self.store.writing() as db:
            phones = db.exec(select(Subscription)).all()
            for number in range(lines):
                db.add(Delivery.test(phones[number % len(phones)], THURSDAY_NINE))

    def start(self, workers: int, *, faster: int = 1, pause: float = 0.05) -> None:
        """Let so many workers come; time begins to run with the first."""
        self.fast = self.fast or Fast(time.time(), faster)
        for _ in range(workers):
            process = PROCESSES.Process(target=work, args=(self.settings, self.fast, pause), daemon=True)
            process.start()
            self.at_work.append(process)

    def kill_one(self, dice: random.Random) -> None:
        """kill -9, in the middle of whatever it does; another comes."""
        victim = self.at_work.pop(dice.randrange(len(self.at_work)))
        victim.kill()
        victim.join(10)
        assert victim.exitcode == -9
        self.start(1)

    def stop(self) -> None:
        for process in self.at_work:
            process.kill()
            process.join(10)
        self.at_work.clear()

    def lines(self) -> list[Delivery]:
        with self.store.reading() as db:
            return list(db.exec(select(Delivery)))

    def wait_until(self, holds: Callable[[list[Delivery]], bool], seconds: float) -> list[Delivery]:
        """The ledger, once this holds for it; fails after so many seconds."""
        until = time.monotonic() + seconds
        while not holds(lines := self.lines()):
            assert time.monotonic() < until, f"after {seconds} s: {[line.why or 'open' for line in lines]}"
            time.sleep(0.1)
        return lines


def lay_family(db: Session, council: Organisation, priya: Person, jobs: int, phone: PushPhone) -> PushPhone:
    """One family with a plan, and one person in it whose phone this is."""
    family = Family.welcome(db, council.id, "A family", "england")
    nan = Person.welcome(db, "Nan")
    seats = [seat(family, priya, Role.COORDINATOR), seat(family, nan, Role.NETWORK)]
    db.add_all(seats)
    db.flush()
    meeting = Meeting(family_id=family.id, made_by=seats[0].id, kind="fgc", nation="england")
    db.add(meeting)
    db.flush()
    for stage in UNTIL_AGREED:
        meeting.enter(db, stage, seats[0])
    shown_to = [found.id for found in seats]
    plan = Plan.start(db, meeting, seats[0], shown_to, tells_services=False, safety="Ring Priya.")
    goal = Goal.write(db, plan, seats[0], "Rest", shown_to)
    for _ in range(jobs):
        Task.write(
            db, goal, seats[0], "A job", seats[1:], by_on=FRIDAY, checked_by=seats[0].id, shown_to=shown_to
        )
    device, _ = Device.opened(db, "family", "Android, Chrome", nan)
    Subscription.keep(db, device, phone.endpoint, phone.keys)
    return phone


def seat(family: Family, person: Person, role: Role) -> Seat:
    return Seat(
        family_id=family.id,
        person_id=person.id,
        role=role,
        called="Somebody",
        relation="?",
        confirmed_at=clock.now(),
    )


@contextmanager
def workshop(folder: Path, push: PushService, database: str) -> Iterator[Workshop]:
    """An empty house of its own; every process that is left is killed in the end."""
    settings = load(data=folder, origin="https://table.test", database=database, **push.settings)
    make_master_key(settings.master_key_file)
    store = open_store(settings)
    rooms(settings, store)
    SQLModel.metadata.create_all(store.writer)
    shop = Workshop(settings, store, push)
    try:
        yield shop
    finally:
        shop.stop()
        store.close()
