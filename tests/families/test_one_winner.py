"""One seat, one winner: a hundred taps on one link at the same moment, on a real server. promise: I2"""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn
from httpx2 import AsyncClient, Limits

from server.app import make_app
from server.core.encryption import key_ring
from server.families.invitations import Invitation
from server.families.models import Seat
from server.people.models import Person
from server.settings import load
from tests.families.ways_in import set_place

TAPS = 100
pytestmark = pytest.mark.real_time


@pytest.fixture
def house(settings, store):
    """The whole house behind a real port."""
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{listening.getsockname()[1]}"
    here = load(data=settings.data, origin=origin, database=settings.database)
    server = uvicorn.Server(uvicorn.Config(make_app(here, store), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield origin
    server.should_exit = True
    thread.join()


async def all_at_once(origin, token):
    said = {"sec-fetch-site": "same-origin"}
    limits = Limits(max_connections=TAPS, max_keepalive_connections=TAPS)
    async with AsyncClient(base_url=origin, headers=said, limits=limits, timeout=120) as client:
        taps = [client.post("/join/link", data={"token": token, "at": "/join"}) for _ in range(TAPS)]
        return await asyncio.gather(*taps)


def a_round(store, cast, origin):
    seat_id = set_place(store, cast, cast.priya)
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        by, seat = (db.get_one(Seat, (cast.family_id, id)) for id in (cast.priya.seat_id, seat_id))
        token = Invitation.to(db, by, seat).link_token
    answers = asyncio.run(all_at_once(origin, token))
    return [answer.status_code for answer in answers], seat_id


def no_limits(monkeypatch):
    from server.core.limits import Limiter
    from server.families import invitations

    monkeypatch.setattr(Limiter, "may", lambda *_: True)
    monkeypatch.setattr(invitations, "INVITATIONS_A_DAY", 10_000)


def everybody(store):
    from sqlmodel import func, select

    with store.reading() as db:
        return db.exec(select(func.count()).select_from(Person)).one()


def check_rounds(store, cast, origin, rounds):
    before = everybody(store)
    for _ in range(rounds):
        statuses, seat_id = a_round(store, cast, origin)
        assert sorted(statuses) == [303] + [422] * (TAPS - 1)
        with store.reading() as db:
            assert db.get_one(Seat, (cast.family_id, seat_id)).person_id
    assert everybody(store) == before + rounds, "no half-made people are left behind"


def test_a_hundred_taps_have_one_winner(store, cast, house, monkeypatch):
    no_limits(monkeypatch)
    check_rounds(store, cast, house, 3)


@pytest.mark.long
def test_a_hundred_taps_have_one_winner_fifty_times(store, cast, house, monkeypatch):
    no_limits(monkeypatch)
    check_rounds(store, cast, house, 50)
