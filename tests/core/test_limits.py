"""Limits hold over processes and restarts. promise: R1"""

from limits import parse

from server.app import open_store
from server.core.limits import Limiter


def test_two_processes_count_together(settings, store):
    limit = parse("5/hour")
    beside = open_store(settings)
    one, other = Limiter(store), Limiter(beside)
    tries = [limiter.may(limit, "code", "amira") for limiter in (one, other) * 4]
    assert tries == [True] * 5 + [False] * 3
    assert one.may(limit, "code", "nan"), "somebody else is not held back"
    beside.close()


def test_a_restart_does_not_start_counting_again(settings, store):
    limit = parse("2/hour")
    assert [Limiter(store).may(limit, "code") for _ in range(3)] == [True, True, False]
