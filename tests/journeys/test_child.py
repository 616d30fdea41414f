"""Joe, who is nine, has his say: all twelve questions, who hears each, Send, and what came of it. promise: H1 H2 H3 H4 H11"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.childhood import Answer, answers, begins, comes_in, opens_a_say, says_who, words_for_today
from tests.journeys.conftest import House, Phone
from tests.journeys.laying import meeting_at

RUNNING, EVERYONE, HELPER = "The people running the meeting", "Everyone at the meeting", "My helper"
SECRET = "zebra under my bed"
TWELVE = [
    Answer(("Someone else",), "Priya", hears=RUNNING),
    Answer(words="JJ", hears=EVERYONE),
    Answer(("Hopeful", "Worried"), "wobbly", hears=EVERYONE, how="Show my words"),
    Answer(("Pets",), SECRET, hears="Just me"),
    Answer(("I don’t want to say now",), hears="I pick later with my helper"),
    Answer(("A calm home",), "a door that shuts", hears="Everyone, but not some people", apart_from=("Nan",)),
    Answer(then="Skip"),
    Answer(words="Uncle Dev, he is funny", hears=HELPER),
    Answer(words="when people shout", hears=HELPER, how="Please don’t read it out"),
    Answer(words="I can hear everything through the wall", hears=RUNNING),
    Answer(("Be in the room", "Have a snack"), hears=EVERYONE),
    Answer(then="I don’t know"),
]


def shown(page: Page) -> str:
    return page.title() + " " + page.locator("body").inner_text()


def has_his_say(page: Page) -> None:
    """All twelve questions, then who hears each answer, up to the last look."""
    begins(page)
    for number, answer in enumerate(TWELVE, 1):
        if number == 4:
            page.get_by_role("link", name=re.compile("The sunny place")).click()
        answers(page, number, answer)
    for answer in TWELVE:
        if answer.hears:
            says_who(page, answer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_joe_has_his_say(script: bool, house: House, phone: Phone) -> None:
    meeting_at(house)
    priya, joe = phone(house.cast.priya), phone(java_script_enabled=script)
    opens_a_say(priya, house)
    comes_in(joe, words_for_today(priya, house))
    has_his_say(joe)
    last_look = joe.locator("main").inner_text()
    assert "a door that shuts" in last_look and SECRET in last_look and "wobbly" in last_look
    wish = joe.locator("article", has_text="a door that shuts").locator(".answers-who").inner_text()
    assert "Nan" not in wish and "Amira" in wish and "Priya" in wish
    joe.get_by_role("button", name="Send").click()
    expect(joe.get_by_role("heading", level=1)).to_have_text("All done")
    nothing_is_left(joe, house)
    if script:
        each_reads_what_was_meant_for_them(house, phone)
        what_came_of_it(priya, house, phone)


def nothing_is_left(joe: Page, house: House) -> None:
    """After Send the words cannot be had again on this phone: not by Back, not by address, not from what is kept."""
    private = [answer.words for answer in TWELVE if len(answer.words) > 4]
    for _ in range(10):
        joe.go_back()
        assert not [words for words in private if words in shown(joe)]
    joe.goto(f"/families/{house.cast.family_id}/mine/check")
    assert joe.url.endswith("/sign-in")
    kept = joe.evaluate(KEPT) if joe.evaluate("'caches' in window") else ""
    assert not [words for words in private if words in kept]


KEPT = """async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const asked of await shelf.keys()) texts.push(asked.url, await (await shelf.match(asked)).text());
  }
  return texts.join("\\n");
}"""


def each_reads_what_was_meant_for_them(house: House, phone: Phone) -> None:
    """A parent reads no more for being a parent, and what is just for Joe is read by nobody."""
    read = {
        name: reads(phone(house.cast.people[name]), house)
        for name in ("priya", "amira", "nan", "sam", "grace")
    }
    assert not [name for name, words in read.items() if SECRET in words]
    assert {name for name, words in read.items() if "wobbly" in words} == {
        "priya",
        "amira",
        "nan",
        "sam",
        "grace",
    }
    assert {name for name, words in read.items() if "a door that shuts" in words} == {
        "priya",
        "amira",
        "sam",
        "grace",
    }
    assert {name for name, words in read.items() if "through the wall" in words} == {"priya"}
    assert {name for name, words in read.items() if "Uncle Dev, he is funny" in words} == {"priya"}


def reads(page: Page, house: House) -> str:
    page.goto(f"/families/{house.cast.family_id}/voices")
    page.get_by_role("link", name="What Joe wants you to hear").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What Joe wants you to hear")
    return page.locator("main").inner_text()


def what_came_of_it(priya: Page, house: House, phone: Phone) -> None:
    """Priya tells Joe what was done; Joe reads it with new words for today, and says whether it is right."""
    reads(priya, house)
    said = priya.locator("article", has_text="through the wall")
    said.get_by_role("link", name="Tell the child what happened").click()
    priya.get_by_label("What we did", exact=True).fill("Your mum moves your bed to the quiet room.")
    priya.get_by_role("button", name="Tell the child").click()
    joe = phone()
    comes_in(joe, words_for_today(priya, house))
    joe.goto(f"/families/{house.cast.family_id}/mine")
    joe.locator("main").get_by_role("link", name="What happened").click()
    expect(joe.locator("article", has_text="through the wall")).to_contain_text("quiet room")
    joe.get_by_role("link", name="Is that right?").click()
    joe.get_by_role("radio", name="That is right").check()
    joe.get_by_role("button", name="Tell them").click()
    expect(joe.locator("article", has_text="through the wall")).to_contain_text("That is right")
    reads(priya, house)
    expect(priya.locator("article", has_text="through the wall")).to_contain_text("That is right")


def test_joe_stops_in_the_middle_and_nothing_has_left(house: House, phone: Phone) -> None:
    meeting_at(house)
    priya, joe = phone(house.cast.priya), phone()
    opens_a_say(priya, house)
    comes_in(joe, words_for_today(priya, house))
    begins(joe)
    answers(joe, 1, TWELVE[0])
    joe.locator("[name=said]").fill(SECRET)
    joe.get_by_role("button", name="Stop for now").click()
    expect(joe.get_by_role("heading", level=1)).to_have_text("You can stop here")
    joe.get_by_role("button", name="Close this page").click()
    expect(joe.get_by_role("heading", level=1)).to_have_text("This page is closed")
    priya.goto(f"/families/{house.cast.family_id}/voices")
    assert "What Joe wants you to hear" not in shown(priya)
    comes_in(joe, words_for_today(priya, house))
    joe.goto(f"/families/{house.cast.family_id}/mine/questions/2")
    expect(joe.locator("[name=said]")).to_have_value(SECRET)


def test_help_is_one_tap_away_even_when_nobody_is_signed_in(house: House, phone: Phone) -> None:
    joe = phone(house.cast.joe)
    joe.goto("/home")
    joe.get_by_role("link", name="I need help").or_(
        joe.get_by_role("link", name="talk to someone")
    ).first.click()
    expect(joe.locator("main")).to_contain_text("0800 1111")
    nobody = phone()
    nobody.goto("/talk")
    expect(nobody.get_by_role("link", name="0800 1111")).to_have_attribute("href", "tel:08001111")
