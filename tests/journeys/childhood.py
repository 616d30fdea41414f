"""How a child has their say: comes in with words for today, answers a page at a time, says who hears each answer."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House


@dataclass(frozen=True)
class Answer:
    """What a child does on one question: pictures tapped, words written, and whom they choose to hear it."""

    picked: tuple[str, ...] = ()
    words: str = ""
    then: str = "Continue"
    hears: str = ""
    how: str = ""
    apart_from: tuple[str, ...] = ()


def opens_a_say(priya: Page, house: House, *, helper: str = "Priya") -> None:
    """Priya lets Joe have his say, and names who helps him."""
    priya.goto(f"/families/{house.cast.family_id}/voices")
    priya.get_by_role("link", name="Open it, and choose a helper").first.click()
    expect(priya.get_by_role("heading", level=1)).to_contain_text("Joe")
    priya.get_by_role("radio", name=helper).check()
    priya.get_by_role("button", name="Open the page").click()
    expect(priya.get_by_text(f"The helper is {helper}.")).to_be_visible()


def words_for_today(priya: Page, house: House, child: str = "Joe") -> str:
    """Priya makes a one-time code for a child who sits beside her."""
    priya.goto(f"/families/{house.cast.family_id}/people")
    priya.get_by_role("link", name=re.compile(f"Words for today ?: {child}")).click()
    priya.get_by_role("button", name="Make the way in").click()
    return priya.locator(".code-shown").inner_text()


def comes_in(page: Page, words: str) -> None:
    """The child types the words; there is nothing to wait for."""
    page.goto("/join")
    page.get_by_label("Your words").fill(words)
    page.get_by_role("button", name="Come in").click()
    expect(page.locator("html")).to_have_attribute("data-area", "child")


def begins(page: Page) -> None:
    """Past what this is and the truths, to the first question."""
    page.goto("/home")
    page.locator("main").get_by_role(
        "link", name=re.compile("have your say|have my say|open", re.I)
    ).first.click()
    page.get_by_role("link", name="Have my say").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who can see it?")
    page.get_by_role("button", name="OK, start").click()


def answers(page: Page, number: int, answer: Answer) -> None:
    """One question."""
    expect(page.locator(".question-step")).to_have_text(f"Question {number} of 12")
    assert page.locator("main :checked").count() == 0, "something was picked beforehand"
    for picture in answer.picked:
        page.locator("label", has_text=re.compile(f"^\\s*{re.escape(picture)}\\s*$")).click()
    if answer.words:
        page.locator("[name=said]").fill(answer.words)
    page.locator("main").get_by_role("button", name=answer.then).click()


def says_who(page: Page, answer: Answer) -> None:
    """Who hears one answer, and how."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Who hears this?")
    assert page.locator("main :checked").count() == 0, "somebody was picked beforehand"  # promise: H2
    page.get_by_role("radio", name=re.compile(f"^{re.escape(answer.hears)}")).first.check()
    if answer.how:
        page.get_by_role("radio", name=answer.how).check()
    page.locator("main").get_by_role("button", name="Continue").click()
    if answer.apart_from:
        expect(page.get_by_role("heading", level=1)).to_have_text("Who should not hear it?")
        for name in answer.apart_from:
            page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
        page.locator("main").get_by_role("button", name="Continue").click()
