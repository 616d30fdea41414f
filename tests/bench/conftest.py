"""What is measured: everything laid once, and the table that is written when all is done."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from server.app import open_store
from server.core.db import Store
from server.core.encryption import key_ring, make_master_key
from server.core.upgrade import upgrade
from server.people.access import COOKIE
from server.plans.models import Goal
from server.settings import Settings, load
from tests.cast import Cast, seat_everyone
from tests.journeys.conftest import free_port
from tests.plans.laid import LaidPlan, lay_plan, lay_task

ROUNDS = int(os.environ.get("TABLE_ROUNDS", "5"))
RESULTS = Path(__file__).with_name("results.md")


@dataclass
class Ready:
    """Everything laid and served: our house, the bare ones, and who ticks what."""

    settings: Settings
    store: Store
    cast: Cast
    plan: LaidPlan
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.settings.origin.removeprefix("http://")

    @property
    def cookie(self) -> str:
        return f"{COOKIE}={self.cast.amira.cookie}"

    def say(self, goal: str, what: str, figure: str, beside: str = "") -> None:
        """One line of the table."""
        self.rows.append((goal, what, figure, beside))
        print(f"{goal:5} {what:58} {figure:28} {beside}", flush=True)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """A plan of 30 tasks for 12 people; the results are written when all is measured."""
    folder = tmp_path_factory.mktemp("bench")
    settings = load(data=folder, origin=f"http://localhost:{free_port()}")
    make_master_key(settings.master_key_file)
    upgrade(settings.database_address)
    store = open_store(settings)
    with store.writing() as db:
        cast = seat_everyone(db)
        plan = lay_plan(db, cast)
        lay_the_rest(db, cast, plan)
    made = Ready(settings, store, cast, plan)
    yield made
    store.close()
    RESULTS.write_text(table(made))


def lay_the_rest(db: Session, cast: Cast, plan: LaidPlan) -> None:
    """Up to 30 tasks."""
    key_ring(db).admit(cast.family_id)
    goal = db.get_one(Goal, (plan.family_id, plan.goal_id))
    for number in range(27):
        owner = ("nan", "amira", "dev", "sam", "priya")[number % 5]
        lay_task(db, cast, goal, f"Something worth doing, number {number}, said in a sentence", owner)


def table(ready: Ready) -> str:
    """The results as Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in ready.rows]
    return "\n".join(
        [
            "# Measured",
            "",
            f"`make bench`, {date.today().isoformat()}, {platform.system()} on {os.cpu_count()} cores, Python "
            f"{platform.python_version()}, SQLite. Medians of {ROUNDS} rounds that take turns; ratios are what counts.",
            "",
            "| goal | what | measured | beside |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )


def ratio(ours_: float, theirs: float) -> str:
    return f"{ours_ / theirs:.2f} ×"
