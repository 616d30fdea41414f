"""The sender's key: made once, whole, for its owner only."""

import stat
import threading
from base64 import urlsafe_b64decode

import pytest

from server.reminders.push_key import ensure_push_key, public_push_key, push_subject
from server.settings import load


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path):
    settings = load(data=tmp_path / "new")
    path = ensure_push_key(settings)
    first = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o400 and path.name == "push.key"
    assert ensure_push_key(settings) == path and path.read_bytes() == first
    point = urlsafe_b64decode(public_push_key(settings) + "=")
    assert len(point) == 65 and point[0] == 4
    assert [file.name for file in path.parent.iterdir()] == ["push.key"]


def test_many_that_start_at_once_have_one_key(tmp_path):
    settings, seen, gate = load(data=tmp_path), [], threading.Barrier(12)

    def start():
        gate.wait()
        seen.append(public_push_key(settings))

    threads = [threading.Thread(target=start) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 12 and len(set(seen)) == 1


@pytest.mark.parametrize(
    ("chosen", "subject"),
    [
        ({"origin": "https://table.example"}, "https://table.example"),
        ({"origin": "http://localhost:8000"}, "https://localhost"),
        ({"push_contact": "https://council.example/contact"}, "https://council.example/contact"),
    ],
)
def test_push_services_always_know_whom_to_turn_to(tmp_path, chosen, subject):
    assert push_subject(load(data=tmp_path, **chosen)) == subject
