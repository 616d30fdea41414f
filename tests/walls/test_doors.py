"""Every route says who may call it, and means it. promise: Z1, Z5"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from inspect import unwrap
from threading import Barrier

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from server.app import GUARDS, rooms
from server.core.answering import Pages
from server.core.doors import Anyone, NoDoor, check_doors, routes, steps
from tests.walls.rounds import every_route, filled

ROGUE = """
from fastapi import APIRouter
import server.app
router = APIRouter()
@router.get("/rogue")
def rogue() -> str: return "anybody may read this"
server.app.ROUTES += tuple(router.routes)
from server.settings import load
from server.core.db import Store
from server.core.encryption import Master
import tempfile
server.app.rooms(load(), Store(f"sqlite:///{tempfile.mkdtemp()}/t.db", Master(bytes(32))))
"""


def test_a_route_without_a_guard_stops_the_house_from_opening():
    tried = subprocess.run([sys.executable, "-c", ROGUE], capture_output=True, text=True, timeout=60)
    assert tried.returncode != 0 and "does not say who may call it" in tried.stderr


def test_a_guard_is_enough_and_its_absence_is_not(settings, store):
    app = rooms(settings, store)

    @app.get("/said")
    def said(_: Anyone) -> str:
        return "open"

    check_doors(app, GUARDS)

    @app.get("/forgotten")
    def forgotten() -> str:
        return "oh"

    with pytest.raises(NoDoor, match="/forgotten"):
        check_doors(app, GUARDS)


def test_what_the_arguments_say_is_what_is_asked(settings, store):
    """The doors are checked by reading arguments; FastAPI, which asks the guards, must read them alike."""

    def asked(dependant):
        for step in dependant.dependencies:
            yield unwrap(step.call)
            yield from asked(step)

    for route in routes(rooms(settings, store)):
        assert set(asked(route.dependant)) == steps(route.endpoint), route.path


def test_who_comes_first_at_the_same_moment_finds_the_same_page(settings, store):
    pages, begin = Pages(), Barrier(8)

    @pages.get("/never-asked-before")
    def never_asked_before(_: Anyone) -> PlainTextResponse:
        return PlainTextResponse("here")

    assert "app" not in vars(pages.routes[0]), "there is nothing to be reached past the guards"
    app = rooms(settings, store)
    app.router.routes.append(pages.routes[0])
    visitor = TestClient(app, base_url=settings.origin)

    def come(_):
        begin.wait()
        return visitor.get("/never-asked-before").text

    with ThreadPoolExecutor(8) as many:
        assert set(many.map(come, range(8))) == {"here"}


def test_a_stranger_meets_a_closed_door_everywhere(settings, store, cast, visitor):
    stranger = visitor()
    for method, path, is_open in every_route(rooms(settings, store)):
        if is_open:
            continue
        answer = (
            stranger.asks(filled(path, cast.family_id))
            if method == "GET"
            else stranger.posts(filled(path, cast.family_id))
        )
        goes_to_the_door = answer.status == 303 and answer.headers["location"].startswith("/sign-in")
        assert goes_to_the_door or answer.status in {401, 404}, f"{method} {path}: {answer.status}"


@pytest.mark.parametrize("name", ["stone", "olu", "rob"])
def test_who_has_no_seat_finds_no_family(settings, store, cast, visitor, name):
    outsider = visitor(cast.people[name])
    for method, path, _ in every_route(rooms(settings, store)):
        if "{family_id}" not in path:
            continue
        answer = (
            outsider.asks(filled(path, cast.family_id))
            if method == "GET"
            else outsider.posts(filled(path, cast.family_id))
        )
        assert answer.status == 404, f"{name}: {method} {path}: {answer.status}"


def test_nothing_extra_is_exposed(visitor):  # promise: W12
    stranger = visitor()
    for path in (
        "/docs",
        "/openapi.json",
        "/redoc",
        "/.git/config",
        "/metrics",
        "/demo.json",
        "/demo/enter/nan",
    ):
        assert stranger.asks(path).status == 404, path
    assert stranger.client.request("TRACE", "/").status_code in {403, 404, 405}
