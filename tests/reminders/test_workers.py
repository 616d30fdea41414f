"""Several real workers on one ledger, and workers that are killed in the middle of their work."""

import os
import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from server.reminders.ledger import LEASE
from tests.reminders.workers import FASTER, workshop

pytestmark = pytest.mark.real_time


@pytest.fixture
def database(request):
    """Where the rows of one test lie: SQLite, unless the test names both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    cluster = request.getfixturevalue("postgres")
    address = cluster.new_database()
    yield address
    cluster.drop(address)


@pytest.fixture
def shop(tmp_path, push, database):
    with workshop(tmp_path / "shop", push, database) as shop:
        yield shop


def dice():
    seed = int(os.environ.get("TABLE_SEED", 0)) or random.Random().getrandbits(32)
    print(f"TABLE_SEED={seed}")
    return random.Random(seed)


ON_BOTH = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


def all_sent(lines):
    return bool(lines) and all(line.ended_at for line in lines)


def claimed_once(shop, items, seconds):
    shop.lay(20)
    shop.list_tests(items)
    begun = time.monotonic()
    shop.start(4)
    lines = [line for line in shop.wait_until(all_sent, seconds) if line.is_test]
    print(f"{items} lines, 4 workers: {time.monotonic() - begun:.1f} s")
    assert Counter((line.why, line.attempts) for line in lines) == {("sent", 1): items}
    assert sum(len(phone.pushes) for phone in shop.phones) == items + 20
    assert all(len(phone.screen) == len(phone.pushes) for phone in shop.phones)


# promise: N5
@ON_BOTH
def test_four_workers_never_claim_the_same_line(shop):
    claimed_once(shop, 150, 300)


# promise: N5
@pytest.mark.long
@ON_BOTH
def test_four_workers_and_two_thousand_lines(shop):
    claimed_once(shop, 2000, 540)


def test_four_workers_still_send_one_nudge_a_day(shop):
    shop.lay(25, jobs=3)
    shop.start(4, faster=FASTER)
    lines = shop.wait_until(all_sent, 240)
    assert Counter(line.why for line in lines) == {"sent": 25, "together": 50}
    assert [len(phone.pushes) for phone in shop.phones] == [1] * 25


def killed_again_and_again(shop, kills, families):
    """Two workers; again and again one is killed while the push service takes its time to answer."""
    chance = dice()
    shop.push.before_answer = lambda: time.sleep(chance.uniform(0, 0.1))
    shop.lay(families)
    shop.start(2, faster=FASTER)
    for _ in range(kills):
        time.sleep(chance.uniform(0.02, 0.2))
        shop.kill_one(chance)
    lines = shop.wait_until(lambda lines: len(lines) == families and all_sent(lines), 240)
    shop.stop()
    wire = [len(phone.pushes) for phone in shop.phones]
    doubled = sum(wire) - families
    print(
        f"{kills} kills, {families} due: {wire.count(0)} lost, {doubled} doubled on the wire, 0 shown twice"
    )
    assert wire.count(0) == 0, "lost"
    assert doubled <= kills, "more doubled than killed"
    assert [len(phone.screen) for phone in shop.phones] == [1] * families, "seen twice"
    assert {line.why for line in lines} == {"sent"}


# promise: N3, N4
def test_workers_are_killed_and_nothing_is_lost_or_seen_twice(shop):
    killed_again_and_again(shop, kills=10, families=40)


# promise: N3, N4
@pytest.mark.long
@ON_BOTH
def test_two_hundred_kills(shop):
    killed_again_and_again(shop, kills=200, families=400)


# promise: N5
def test_what_a_dead_worker_held_is_taken_over_within_a_minute(shop):
    shop.lay(1)
    shop.push.before_answer = lambda: time.sleep(60)
    shop.start(1, faster=FASTER)
    held = shop.wait_until(lambda lines: any(line.lease_until for line in lines), 60)
    shop.stop()
    killed_at = shop.now
    shop.push.before_answer = lambda: None
    shop.start(1, faster=FASTER)
    [line] = shop.wait_until(all_sent, 60)
    assert line.sent_at is not None and line.attempts == 2
    assert held[0].lease_until is not None and line.sent_at >= held[0].lease_until
    assert line.sent_at - killed_at <= LEASE + timedelta(seconds=FASTER * 2) <= timedelta(seconds=65)
