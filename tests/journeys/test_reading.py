"""Reading without an account: finding a page, taking all along, saying whether it was clear, hearing it read."""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, Route, expect

from server.explainers.models import Clear
from tests.journeys.conftest import House, Phone
from tests.journeys.test_offline import offline, settle

# A voice for a machine that has none: it says what it is given at once, and remembers it.
VOICE = """
window.heard = [];
const voice = { lang: "en-GB", localService: true, name: "here", default: true, voiceURI: "here" };
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [voice], addEventListener() {}, cancel() { this.next = clearTimeout(this.next); },
  speak(said) { window.heard.push({ text: said.text, lang: said.lang, rate: said.rate }); this.next = setTimeout(() => said.onend(), 60); },
} });
"""

# The first words that are wholly to be seen, as their number on the page; and how far from the top such words are.
AT_THE_TOP = "[...document.querySelectorAll('main :is(h1, h2, p, li)')].findIndex((one) => one.getBoundingClientRect().top >= 80)"
FROM_THE_TOP = (
    "(number) => document.querySelectorAll('main :is(h1, h2, p, li)')[number].getBoundingClientRect().top"
)


def looks_for(page: Page, words: str) -> None:
    page.get_by_role("searchbox").fill(words)


@pytest.mark.parametrize("path", ["/en/getting-ready", "/bn/coming-safely", "/cy/family-group-meeting"])
def test_who_loads_the_page_again_is_where_they_were(phone: Phone, path: str) -> None:
    """Cheap phones drop a page that lies in the background; and what is far down is not yet set on a first visit."""
    page = phone()
    page.goto(path)
    for step in range(1, 11):  # as a thumb does, so that all that is passed has its true height
        page.evaluate(f"scrollTo(0, {step * 0.08} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(60)
    words = page.evaluate(AT_THE_TOP)
    before = page.evaluate(FROM_THE_TOP, words)
    page.reload()
    expect(page.locator("html[data-again]")).to_have_count(1)
    # A few lines more or less: the buttons that need a script come a moment later.
    page.wait_for_function(
        f"([words, y]) => Math.abs(({FROM_THE_TOP})(words) - y) < 100", arg=[words, before]
    )


@pytest.mark.parametrize("script", [True, False])
def test_one_word_finds_the_page(phone: Phone, script: bool) -> None:
    page = phone(java_script_enabled=script)
    page.goto("/en/")
    page.get_by_role("link", name="Find a page").click()
    looks_for(page, "interpreter")
    if not script:
        page.get_by_role("button", name="Search").click()
        assert "interpreter" not in page.url
    page.locator("main .door", has_text="Your language").first.click()
    expect(page).to_have_url(page.url.partition("/en/")[0] + "/en/your-language")
    page.goto("/en/find")
    looks_for(page, "qqqq")
    if not script:
        page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("No page fits these words.").filter(visible=True)).to_have_count(1)


def test_what_was_typed_before_the_script_came_is_looked_for(phone: Phone) -> None:
    page = phone(service_workers="block")
    late: list[Route] = []
    page.route("**/reading.*.js", lambda route: late.append(route))
    page.goto("/en/find", wait_until="commit")
    looks_for(page, "interpreter")
    assert page.locator("[data-found]").is_hidden()
    late[0].continue_()
    expect(page.locator("[data-found] .door", has_text="Your language")).to_be_visible()


def test_the_search_works_with_no_signal_in_the_readers_language(phone: Phone) -> None:
    page = phone()
    page.goto("/ur/find")
    settle(page, "/ur/find")
    page.reload()
    page.get_by_role("searchbox").focus()
    settle(page, "/ur/pages.json")
    offline(page)
    page.reload()
    looks_for(page, "ترجمان")
    expect(page.locator("[data-found] .door").first).to_be_visible()


def test_three_screens_to_the_main_things(phone: Phone) -> None:  # promise: COL-B1
    page = phone()
    page.goto("/en/")
    page.get_by_role("link", name="My meeting is soon").click()
    page.get_by_role("link", name="Child protection conference").click()
    for words in ("The workers who come decide", "If you cannot come, the meeting still goes ahead"):
        expect(page.get_by_text(words).first).to_be_visible()


def test_every_page_of_a_language_comes_along(phone: Phone) -> None:
    page = phone()
    page.goto("/cy/find")
    settle(page, "/cy/find", "/offline")
    page.locator("save-all button").click()
    expect(page.locator("save-all [data-says=saved]")).to_be_visible()
    offline(page)
    for name in ("coming-safely", "the-meeting-for-you", "pages/young-people", "words"):
        page.goto(f"/cy/{name}")
        assert page.locator("html").get_attribute("data-offline-page") is None
        assert page.locator("html").get_attribute("lang") == "cy" and page.locator("h1").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_was_this_clear(house: House, phone: Phone, script: bool) -> None:
    page = phone(java_script_enabled=script)
    page.goto("/ur/getting-ready")
    page.locator(".clear button[value=partly]").click()
    expect(page.locator("#thanks")).to_be_visible()
    with house.store.reading() as db:
        assert [(one.page, one.language, one.answer, one.count) for one in Clear.every(db)] == [
            ("getting-ready", "ur", "partly", 1)
        ]


def test_a_page_is_read_aloud_sentence_by_sentence(phone: Phone) -> None:
    page = phone()
    page.add_init_script(VOICE)
    page.goto("/en/getting-ready")
    page.get_by_role("button", name="Listen to this page").click()
    expect(page.locator("[data-spoken]")).to_have_count(1)
    page.get_by_role("button", name="Slower").click()
    while page.evaluate("window.heard.length") < 7:
        page.wait_for_timeout(50)
    page.get_by_role("button", name="Back one sentence").click()
    page.get_by_role("button", name="Stop").click()
    heard = json.loads(page.evaluate("JSON.stringify(window.heard)"))
    expect(page.locator("[data-spoken]")).to_have_count(0)
    assert heard[0]["text"] == page.locator("h1").inner_text() and heard[-1]["rate"] < 1
    assert all(len(each["text"]) <= 205 for each in heard)
    count = len(heard)
    page.wait_for_timeout(300)
    assert page.evaluate("window.heard.length") == count


def test_where_there_is_no_voice_there_is_no_button(phone: Phone) -> None:
    page = phone()
    page.add_init_script(VOICE)
    page.goto("/ur/getting-ready")
    expect(page.locator("offline-strip")).to_be_attached()
    assert page.get_by_role("button", name="Listen to this page").count() == 0
    expect(page.locator("read-aloud")).to_be_hidden()


def test_a_walk_shows_one_scene_a_screen(phone: Phone) -> None:
    page = phone(java_script_enabled=False)
    page.goto("/en/walk-deciding")
    scenes = page.locator(".walk")
    assert scenes.count() >= 8
    page.goto("/en/walk-deciding#scene-2")
    box, screen = scenes.nth(1).bounding_box(), page.viewport_size
    assert box and screen and box["height"] >= screen["height"] * 0.7
    scenes.nth(1).get_by_role("link").last.click()
    expect(page).to_have_url(page.url.partition("#")[0] + "#scene-3")


def test_the_address_of_a_page_is_handed_on_and_nothing_else(phone: Phone) -> None:
    page = phone(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script("Object.defineProperty(navigator, 'share', { value: undefined })")
    page.goto("/cy/getting-ready?from=nan#ask")
    page.locator("share-page button").click()
    expect(page.locator("share-page [data-says=copied]")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url.partition("?")[0]


@pytest.mark.parametrize(("agent", "way"), [("iPhone", "ios"), ("Instagram", "in-app"), ("Linux", None)])
def test_the_icon_comes_onto_the_phone_in_that_phones_way(phone: Phone, agent: str, way: str | None) -> None:
    page = phone(user_agent=f"Mozilla/5.0 ({agent})")
    page.goto("/en/find")
    expect(page.locator("save-all")).to_be_visible()
    steps = page.locator("add-to-phone [data-says]").filter(visible=True)
    expect(steps).to_have_count(1 if way else 0)
    if way:
        assert steps.get_attribute("data-says") == way
        page.get_by_role("button", name="Not now").click()
        page.reload()
        expect(page.locator("save-all")).to_be_visible()
        expect(page.locator("add-to-phone")).to_be_hidden()


def test_on_paper_only_the_words_are_left(phone: Phone) -> None:
    page = phone()
    page.goto("/ur/getting-ready")
    expect(page.locator("share-page")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".top", ".foot", ".clear", "share-page", "main .tongues-here"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator("h1").is_visible()
    assert float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)")) > 18


WITHOUT_NASTALIQ = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<selectfont><rejectfont><glob>*Nastaliq*</glob></rejectfont></selectfont></fontconfig>"""
# How wide a line is tells which letters are used.
WIDTH = """() => { const line = document.createElement("span"); line.textContent = "خاندان کی میٹنگ میں کیا ہوتا ہے"; line.lang = "ur";
  document.querySelector("main p").append(line); const found = line.getBoundingClientRect().width; line.remove(); return found; }"""


def test_urdu_in_nastaliq_on_a_phone_that_has_none(
    house: House, browser_type: BrowserType, browser_type_launch_args: dict, tmp_path: Path
) -> None:
    (tmp_path / "fonts.conf").write_text(WITHOUT_NASTALIQ)
    fonts = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    with browser_type.launch(**{**browser_type_launch_args, "env": fonts}) as poor:
        page = poor.new_context(base_url=house.origin, viewport={"width": 360, "height": 640}).new_page()
        fetched: list[str] = []
        wrongs: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        page.on("pageerror", lambda wrong: wrongs.append(str(wrong)))
        page.goto("/ur/help")
        offer = page.get_by_role("button", name="نستعلیق")
        expect(offer).to_be_visible()
        assert not any(url.endswith(".woff2") for url in fetched), "nobody pays for it unasked"
        before = page.evaluate(WIDTH)
        page.context.set_offline(True)
        offer.click()
        page.wait_for_timeout(300)
        expect(offer).to_be_visible()  # no signal just now: it can be asked for again
        page.context.set_offline(False)
        offer.click()
        expect(offer).to_have_count(0)
        assert page.evaluate(WIDTH) != before
        page.goto("/ur/getting-ready")
        page.wait_for_function(f"(before) => ({WIDTH})() !== before", arg=before)
        expect(page.get_by_role("button", name="نستعلیق")).to_have_count(0)
        page.goto("/ar/help")
        expect(page.locator("urdu-letters")).to_have_count(0)
        assert not wrongs


def test_it_is_offered_only_where_the_phone_has_none(phone: Phone) -> None:
    page = phone()
    page.goto("/ur/help")
    page.wait_for_function("Boolean(customElements.get('urdu-letters'))")
    has_none = page.evaluate(
        "document.fonts.load('1em nastaliq', 'ا').then((own) => own.length === 0, () => true)"
    )
    expect(page.get_by_role("button", name="نستعلیق")).to_have_count(int(has_none))
