"""Another site cannot change anything, and only our own host name is answered. promise: W1, W10"""

from itertools import product

import pytest

from tests.conftest import ORIGIN

SITES = ["same-origin", "none", "same-site", "cross-site", "", "nonsense", None]
ORIGINS = [ORIGIN, "https://elsewhere.test", "null", None]


def may_pass(site, origin):
    return site in {"same-origin", "none"} if site is not None else origin == ORIGIN


@pytest.mark.parametrize(("site", "origin"), list(product(SITES, ORIGINS)))
def test_only_our_own_pages_may_change_things(visitor, site, origin):
    said = {"sec-fetch-site": site, "origin": origin}
    answer = visitor().client.post(
        "/lock", headers={name: value for name, value in said.items() if value is not None}
    )
    assert (answer.status_code == 204) is may_pass(site, origin)
    if not may_pass(site, origin):
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


# promise: W11
@pytest.mark.parametrize("kind", ["script", "image", "iframe", "empty", "style"])
def test_other_sites_cannot_probe_a_private_page(visitor, cast, kind):
    said = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": kind}
    assert visitor(cast.amira).client.get("/home", headers=said).status_code == 403


def test_a_link_tapped_on_another_site_is_a_visit(visitor, cast):
    said = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert visitor(cast.amira).client.get("/home", headers=said).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"host": "elsewhere.test"},
        {"host": "table.test.elsewhere.test"},
        {"host": "table.test:444"},
        {"host": ""},
        {"host": "TABLE.test@elsewhere.test"},
        {"x-forwarded-host": "elsewhere.test"},
    ],
)
def test_only_our_host_name_is_honoured(visitor, said):
    answer = visitor().client.get("/sign-in", headers=said)
    assert answer.status_code == 400 and "elsewhere" not in answer.text
