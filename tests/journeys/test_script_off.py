"""All that matters works on a phone whose browser runs no script. promise: X3"""

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Member
from tests.journeys.conftest import House, Phone, tick
from tests.journeys.laying import meeting_at, plan_at


@pytest.fixture
def plain_phone(phone: Phone) -> Phone:
    """A phone whose browser runs no script."""
    return partial(phone, java_script_enabled=False)


def test_reading(plain_phone: Phone) -> None:
    page = plain_phone()
    page.goto("/")
    page.locator("main .door").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("main").get_by_role("link", name="اردو").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_coming_in_with_words(house: House, plain_phone: Phone) -> None:
    words = words_for(plain_phone(house.cast.priya), house, "Aunt Bea")
    page = plain_phone()
    page.goto("/join")
    page.get_by_label("Your words").fill("not the right words")
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("not the right words")
    page.get_by_label("Your words").fill(words.upper())
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are nearly in")


def words_for(page: Page, house: House, called: str) -> str:
    """Priya sets a place for somebody of Mum's side and makes the way in; the words to say."""
    page.goto(f"/families/{house.cast.family_id}/seats/new")
    page.get_by_label("First name").fill(called)
    page.get_by_label("Who they are to the child").fill("Great-aunt")
    page.get_by_role("radio", name="Family or friend").check()
    page.get_by_role("radio", name="Mum's").check()
    page.get_by_role("button", name="Set this place").click()
    page.goto(f"/families/{house.cast.family_id}/people")
    page.get_by_role("link", name=f"Invite: {called}").or_(
        page.get_by_role("link", name=f"Invite : {called}")
    ).click()
    page.get_by_role("button", name="Make the way in").click()
    return page.locator(".code-shown").inner_text()


def test_a_job_is_ticked_and_taken_back(house: House, plain_phone: Phone) -> None:
    plan = plan_at(house)
    page = plain_phone(house.cast.nan)
    page.goto(plan.home)
    tick(page, "Walk Joe to school").click()
    expect(page.locator(".undo")).to_contain_text("Done: Walk Joe to school")
    page.locator(".undo").get_by_role("button", name="Undo").click()
    expect(tick(page, "Walk Joe to school")).to_be_visible()


@pytest.mark.parametrize("who", ["amira", "joe", "priya"])
def test_leaving(who: str, house: House, plain_phone: Phone) -> None:
    member: Member = house.cast.people[who]
    page = plain_phone(member)
    page.goto("/home")
    page.goto("/me")
    page.locator("button.leave").click()
    page.wait_for_url("**/quiet")
    for _ in range(10):
        page.go_back()
        shown = page.title() + page.locator("body").inner_text()
        assert "Our Table" not in shown and member.name.title() not in shown


def test_another_language_keeps_what_was_typed(house: House, plain_phone: Phone) -> None:
    path = meeting_at(house)
    page = plain_phone(house.cast.amira)
    page.goto(f"{path}/agenda")
    page.locator("#what").fill("Mornings when I work nights")
    page.get_by_role("radio", name="Everyone at the meeting").check()
    page.locator(".top-tongues summary").click()
    page.locator(".top-tongues").get_by_role("button", name="اردو").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#what")).to_have_value("Mornings when I work nights")
    expect(page.locator("[name=meant_for][value=everyone]")).to_be_checked()
    page.locator("#main-form .button-main").click()
    expect(page.locator(".points")).to_contain_text("Mornings when I work nights")
    expect(page.locator("html")).to_have_attribute("lang", "ur")
