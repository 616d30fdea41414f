"""Limits hold over processes and restarts. promise: R1"""

from server.app import open_store
from server.core.limits import Limiter

HOUR = 3600


def test_two_processes_count_together(settings, store):
    beside = open_store(settings)
    one, other = Limiter(store), Limiter(beside)
    tries = [limiter.may("code amira", 5, HOUR) for limiter in (one, other) * 4]
    assert tries == [True] * 5 + [False] * 3
    assert one.may("code nan", 5, HOUR), "somebody else is not held back"
    beside.close()


def test_a_restart_does_not_start_counting_again(settings, store):
    assert [Limiter(store).may("code", 2, HOUR) for _ in range(3)] == [True, True, False]


def test_a_new_window_begins_at_nothing(store):
    limiter = Limiter(store)
    assert [limiter.may("code", 1, HOUR), limiter.may("code", 1, HOUR)] == [True, False]
    assert [limiter.may("soon over", 1, 0), limiter.may("soon over", 1, 0)] == [True, True]
