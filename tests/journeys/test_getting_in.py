"""Zoe is asked to the table, comes in, makes a key, leaves, and comes back. promise: A9 A10 C3 I1 I5 I7 I8 I10 X2"""

import json
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Error, Page, Route, expect

from server.core.encryption import key_ring
from server.families.invitations import Invitation
from server.families.models import Seat
from tests.families.ways_in import set_place
from tests.journeys.conftest import House, Phone, comes_to

KEY = "Make a key for this phone"
OPEN = "Open with your fingerprint, face or screen lock"


def with_keys(page: Page) -> tuple[CDPSession, str]:
    """A phone that has a fingerprint reader, always touched by its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


@pytest.fixture
def link(house: House) -> str:
    """The way in for Zoe, made by Priya."""
    seat_id = set_place(house.store, house.cast, house.cast.priya)
    return fresh_link(house, seat_id)


def fresh_link(house: House, seat_id: Any) -> str:
    family_id = house.cast.family_id
    with house.store.writing() as db:
        key_ring(db).admit(family_id)
        by, seat = (db.get_one(Seat, (family_id, id)) for id in (house.cast.priya.seat_id, seat_id))
        return f"/join#{Invitation.to(db, by, seat).link_token}"


def comes_in(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("link-join").get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="You are nearly in")).to_be_visible()


def says_yes(phone: Phone, house: House) -> None:
    priya = phone(house.cast.priya)
    priya.goto(f"/families/{house.cast.family_id}/people")
    priya.get_by_role("button", name="Yes, that was Zoe").click()
    expect(priya.get_by_text("Was that")).to_have_count(0)


def test_from_the_link_to_the_table_and_back_after_leaving(phone: Phone, house: House, link: str) -> None:
    zoe = phone()
    with_keys(zoe)
    comes_in(zoe, link)
    assert link.split("#")[1] not in zoe.evaluate("location.href + JSON.stringify(history.state)")
    says_yes(phone, house)
    zoe.get_by_role("link", name="Look again").click()
    zoe.get_by_role("button", name=KEY).click()
    expect(zoe.get_by_text("Key 1")).to_be_visible()
    zoe.goto("/welcome")
    expect(zoe.get_by_role("button", name=KEY)).to_have_count(0)
    zoe.get_by_role("link", name="Go on").click()
    expect(zoe.get_by_role("heading", name="Hello, Zoe")).to_be_visible()

    zoe.get_by_role("button", name="Leave", exact=True).click()
    zoe.wait_for_url("**/quiet")
    nothing_shows_on_the_way_back(zoe)
    zoe.goto("/quiet")
    zoe.locator("h1 a").click()
    uses_the_key(zoe, "Hello, Zoe")

    zoe.goto("/me")
    zoe.get_by_role("button", name="Sign out of this phone").click()
    zoe.wait_for_url(lambda address: address.rstrip("/").endswith(house.origin.rpartition("/")[2]))
    signs_in(zoe, "Hello, Zoe")


def signs_in(page: Page, arrives_at: str) -> None:
    comes_to(page, "/sign-in")
    uses_the_key(page, arrives_at)


def uses_the_key(page: Page, arrives_at: str) -> None:
    """By the button, unless the field itself was quicker: this keeper answers it at once, even while the page
    is still opening, which then says who is here."""
    with suppress(Error):
        page.get_by_role("button", name=OPEN).click(timeout=5_000)
    home, onward = page.get_by_role("heading", name=arrives_at), page.get_by_role("link", name="Go on")
    expect(home.or_(onward)).to_be_visible()
    if onward.is_visible():
        onward.click()
    expect(home).to_be_visible()


def nothing_shows_on_the_way_back(page: Page) -> None:
    """Ten times Back: neither a private word nor our name. promise: X2, C3"""
    for _ in range(10):
        if page.go_back() is None:
            return
        expect(page.locator("h1")).to_be_visible()
        shown = page.title() + page.inner_text("body")
        assert "Zoe" not in shown and "Table" not in shown and "table" not in shown, shown


def test_a_link_that_is_only_opened_stays_good(phone: Phone, link: str) -> None:  # promise: I1
    for _ in range(3):
        looker = phone()
        looker.goto(link)
        expect(looker.get_by_text("Your link is here")).to_be_visible()
    comes_in(phone(), link)


def test_a_dropped_answer_after_making_a_key_strands_nobody(phone: Phone, house: House, link: str) -> None:
    # promise: A9
    zoe = phone()
    session, keeper = with_keys(zoe)
    comes_in(zoe, link)
    sent: list[str] = []

    def drop_once(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["credential"]["id"])
        if len(sent) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    zoe.route("**/passkeys/new", drop_once)
    zoe.get_by_role("button", name=KEY).click()
    zoe.get_by_role("button", name="Try again").click()
    expect(zoe.locator("passkey-make")).to_have_count(0)
    expect(zoe.get_by_role("heading", name="You are nearly in")).to_be_visible()
    assert len(sent) == 2 and sent[0] == sent[1], "the same key, told again"
    keys = session.send("WebAuthn.getCredentials", {"authenticatorId": keeper})["credentials"]
    assert len(keys) == 1


def test_a_phone_that_has_a_key_already_is_simply_in(phone: Phone, house: House) -> None:  # promise: A10
    nan = phone(house.cast.nan)
    with_keys(nan)
    nan.goto("/me/keys")
    nan.get_by_role("button", name="Make a key").click()
    expect(nan.get_by_text("Key 1")).to_be_visible()
    nan.goto("/me/keys")
    nan.get_by_role("button", name="Make a key").click()
    expect(nan.get_by_text("This phone already has your key")).to_be_visible()
    nan.wait_for_url("**/home")


def test_in_a_browser_without_keys_there_is_a_way_out_and_the_words(
    phone: Phone, link: str
) -> None:  # promise: I8
    inside = phone()
    inside.add_init_script("delete window.PublicKeyCredential")
    inside.goto(link)
    expect(inside.get_by_role("button", name="Copy the link")).to_be_visible()
    expect(inside.get_by_label("Your words")).to_be_visible()
    comes_in(phone(), link)


def test_the_installed_app_lets_its_owner_in_by_the_field_itself(phone: Phone, house: House) -> None:
    # promise: I10: storage of its own, the same keys
    nan = phone(house.cast.nan)
    session, keeper = with_keys(nan)
    nan.goto("/me/keys")
    nan.get_by_role("button", name="Make a key").click()
    expect(nan.get_by_text("Key 1")).to_be_visible()
    key = session.send("WebAuthn.getCredentials", {"authenticatorId": keeper})["credentials"][0]
    app = phone()
    session, keeper = with_keys(app)
    session.send("WebAuthn.addCredential", {"authenticatorId": keeper, "credential": key})
    app.goto("/sign-in")
    expect(app.get_by_role("heading", name="Hello, Nan")).to_be_visible()
