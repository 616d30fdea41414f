"""If the page said "saved", it survives `kill -9`: a real server, eight phones ticking, killed at random. promise: D1"""

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
from sqlmodel import select

from server.app import open_store
from server.core.encryption import key_ring, make_master_key
from server.core.sessions import Sent
from server.core.tokens import new_id
from server.core.upgrade import upgrade
from server.people.access import COOKIE
from server.plans.updates import Update
from server.settings import Settings, load
from tests.cast import Cast, seat_everyone
from tests.journeys.conftest import free_port
from tests.plans.laid import LaidPlan, lay_plan

PHONES = 8


@dataclass
class Table:
    """A table in its own folder: settings, people, and the plan that everybody ticks."""

    settings: Settings
    cast: Cast
    plan: LaidPlan
    saved: dict[UUID, str] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.settings.origin.rpartition(":")[2])


@pytest.fixture
def table(tmp_path: Path) -> Table:
    settings = load(data=tmp_path, origin=f"http://localhost:{free_port()}")
    make_master_key(settings.master_key_file)
    upgrade(settings.database_address)
    store = open_store(settings)
    with store.writing() as db:
        cast = seat_everyone(db)
        plan = lay_plan(db, cast)
    store.close()
    return Table(settings, cast, plan)


def serve(table: Table) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "server.cli", "serve", "--no-worker", "--port", str(table.port)]
    command += ["--data", str(table.settings.data)]
    return subprocess.Popen(command, env={**os.environ, "OUR_TABLE_ORIGIN": table.settings.origin})


def is_up(table: Table) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", table.port, timeout=1)) as line:
        try:
            line.request("GET", "/alive", headers={"Host": f"localhost:{table.port}"})
            return line.getresponse().status == 204
        except OSError:
            return False


def wait_until_up(table: Table) -> float:
    began = time.monotonic()
    while not is_up(table):
        assert time.monotonic() - began < 90, "the server did not come back"
        time.sleep(0.02)
    return time.monotonic() - began


def tick_until(table: Table, stop: threading.Event, dice: random.Random) -> None:
    """One phone: says "done" and takes it back, with words, and remembers what was answered as kept."""
    line = http.client.HTTPConnection("127.0.0.1", table.port, timeout=5)
    said = {"Host": f"localhost:{table.port}", "Cookie": f"{COOKIE}={table.cast.nan.cookie}", "X-Outbox": "1"}
    said |= {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    while not stop.is_set():
        key, note = new_id(), f"words {dice.random()}"
        try:
            path = f"{table.plan.job(table.plan.school)}/{dice.choice(['done', 'well', 'not-yet'])}"
            line.request("POST", path, urlencode({"key": str(key), "note": note}), said)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            line.close()
            time.sleep(0.01)
            continue
        if answer.status == 204:
            table.saved[key] = note
        else:
            table.refused.append(answer.status)
    line.close()


def live_through(table: Table, kills: int, seed: int) -> list[float]:
    """Serve, tick, kill, again; returns how long each start took, in seconds."""
    dice, stop, starts = random.Random(seed), threading.Event(), []
    phones = [
        threading.Thread(target=tick_until, args=(table, stop, random.Random(seed + n)))
        for n in range(PHONES)
    ]
    for phone in phones:
        phone.start()
    try:
        for _ in range(kills):
            server = serve(table)
            starts.append(wait_until_up(table))
            time.sleep(dice.uniform(0.05, 0.6))
            server.send_signal(signal.SIGKILL)
            server.wait()
    finally:
        stop.set()
        for phone in phones:
            phone.join(10)
    return starts


def count_the_losses(table: Table) -> tuple[int, int]:
    """(lost, half done) after everything, read by a fresh house."""
    store = open_store(table.settings)
    with store.reading() as db:
        key_ring(db).admit(table.cast.family_id)
        assert db.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        kept = {update.id: update.note for update in db.exec(select(Update))}
        received = set(db.exec(select(Sent.key)))
    store.close()
    lost = [key for key, note in table.saved.items() if kept.get(key) != note]
    half = received ^ kept.keys()
    return len(lost), len(half)


@pytest.mark.real_time
@pytest.mark.parametrize("kills", [20, pytest.param(500, marks=pytest.mark.long)])
def test_nothing_that_was_saved_is_lost(table, kills):
    seed = int(os.environ.get("TABLE_SEED", random.randrange(10**9)))
    starts = live_through(table, kills, seed)
    lost, half = count_the_losses(table)
    slowest = max(starts)
    print(
        f"\nseed {seed}: {kills} kills, {len(table.saved)} saved, {lost} lost, {half} half, back in {slowest:.1f} s at worst"
    )
    assert (lost, half) == (0, 0)
    assert len(table.saved) > kills, f"too little was ticked to mean anything; refused: {table.refused[:20]}"
