"""Every answer carries the whole set of headers, and an error says nothing of the inside. promise: W5 W9"""

import pytest
from starlette.testclient import TestClient

from server.app import make_app, rooms
from server.core import answering
from server.core.assets import asset
from server.core.headers import ALWAYS
from server.explainers.public import public_pages
from server.people.access import COOKIE
from tests.walls.rounds import every_route, filled

SET = {name.decode(): value.decode() for name, value in ALWAYS}
SECRET = "SELECT what_sealed FROM task -- /srv/our-table/data"


@pytest.fixture
def phone(settings, store) -> TestClient:
    """A phone that sees what a browser sees, whatever breaks inside."""
    return TestClient(
        make_app(settings, store),
        base_url=settings.origin,
        raise_server_exceptions=False,
        follow_redirects=False,
    )


def carries_the_set(answer) -> None:
    headers = answer.headers
    assert {name: headers.get(name) for name in SET} == SET, answer.url
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy, answer.url
    assert headers.get("cache-control"), answer.url
    assert not {"server", "x-powered-by"} & set(headers)


def breaks(*_: object) -> None:
    raise RuntimeError(SECRET)


def test_the_whole_set_is_on_every_kind_of_answer(phone, cast, monkeypatch):  # promise: W5
    etag = public_pages()["/en/help"].identity.etag.decode()
    plain = {"accept-encoding": "identity"}
    asked = {
        200: [
            phone.get("/en/help"),
            phone.get("/worker.js"),
            phone.get(asset("manifest.webmanifest")),
            phone.get("/join"),
        ],
        204: [phone.get("/alive")],
        303: [phone.get("/home")],
        304: [phone.get("/en/help", headers={"if-none-match": etag, **plain})],
        400: [phone.get("/en/help", headers={"host": "elsewhere.test"})],
        403: [
            phone.post("/leave", headers={"sec-fetch-site": "cross-site", "origin": "https://elsewhere.test"})
        ],
        404: [phone.get("/no-such-page"), phone.get("/assets/no.js")],
    }
    cookie = {"cookie": f"{COOKIE}={cast.amira.cookie}"}
    monkeypatch.setattr(answering, "finish", breaks)
    asked[500] = [phone.get("/home", headers=cookie), phone.get("/join")]
    for status, answers in asked.items():
        for answer in answers:
            carries_the_set(answer)
            assert answer.status_code == status, (answer.url, answer.status_code)


def test_whatever_breaks_nothing_of_the_inside_is_told_and_the_house_stays_up(
    settings, store, cast, phone, monkeypatch
):  # promise: W9
    headers = {"cookie": f"{COOKIE}={cast.amira.cookie}", "sec-fetch-site": "same-origin"}
    met = 0
    with monkeypatch.context() as inside:
        inside.setattr(answering, "finish", breaks)
        for method, path, _ in every_route(rooms(settings, store)):
            answer = phone.request(method, filled(path, cast.family_id), headers=headers)
            assert answer.status_code == 500, (method, path, answer.status_code)
            for told in (SECRET, "SELECT", "Traceback", "RuntimeError", "/srv", ".py"):
                assert told not in answer.text, (method, path)
            carries_the_set(answer)
            met += 1
    assert met > 150
    assert phone.get("/home", headers=headers).status_code == 200
