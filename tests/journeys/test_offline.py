"""No signal: what was read stays readable, what was done is kept and arrives once. promise: D5 D6 C2"""

import random
from contextlib import suppress
from uuid import UUID

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.journeys.conftest import House, Phone, comes_to, tick
from tests.journeys.laying import meeting_at, plan_at, said_about
from tests.plans.laid import LaidPlan

SEED = 20261123
WAITING = "Kept on this phone. Not sent yet."
SHELF = """async () => {
  const names = await caches.keys();
  const shelves = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)));
  return shelves.flat();
}"""


def settle(page: Page, *paths: str) -> None:
    """Until the phone keeps these addresses."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(150):
        if set(paths) <= set(page.evaluate(SHELF)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{paths} not kept: {page.evaluate(SHELF)}")


def offline(page: Page, *, away: bool = True) -> None:
    page.context.set_offline(away)


def test_an_explainer_is_readable_after_one_visit(phone: Phone) -> None:
    page = phone()
    page.goto("/ur/getting-ready")
    title = page.locator("h1").inner_text()
    settle(page, "/ur/getting-ready", "/offline", "/quiet")
    offline(page)
    page.goto("/ur/getting-ready")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("offline-strip [data-says=offline]")).to_be_visible()
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 250, 242)")
    page.goto("/ur/the-meeting-for-you")
    assert page.locator("html").get_attribute("data-offline-page") is not None
    offline(page, away=False)
    expect(page.locator("html[data-offline-page]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_signed_in_the_phone_keeps_public_things_only(house: House, phone: Phone) -> None:
    plan, path = plan_at(house), meeting_at(house)
    page = phone(house.cast.nan)
    page.goto("/en/help")
    settle(page, "/en/help", "/offline")
    for private in ("/home", plan.home, path, f"{path}/agenda", "/me", "/me/devices"):
        page.goto(private)
    offline(page)
    for private in ("/home", plan.home, path):
        page.goto(private)
        assert page.locator("html").get_attribute("data-offline-page") is not None
    kept = {address for address in page.evaluate(SHELF) if not address.startswith("/assets/")}
    assert kept <= {"/quiet", "/offline", "/en/help"}, kept


def on_plan(house: House, phone: Phone, *, is_hasty: bool = False) -> tuple[LaidPlan, Page]:
    plan = plan_at(house)
    page = phone(house.cast.nan, is_hasty=is_hasty)
    page.goto(plan.home)
    settle(page, "/offline")
    return plan, page


def kinds(house: House, plan: LaidPlan, task: UUID) -> list[str]:
    return [kind for kind, _ in said_about(house, plan, task)]


def test_a_tick_made_with_no_signal_arrives_once(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone)
    offline(page)
    tick(page, "Walk Joe to school").click()
    row = page.locator("li.job", has_text="Walk Joe to school")
    expect(row.locator("output")).to_have_text(WAITING)
    expect(tick(page, "Walk Joe to school")).to_be_hidden()
    context = page.context
    page.close()
    assert kinds(house, plan, plan.school) == []
    again = context.new_page()
    again.goto(plan.home)
    assert again.locator("html").get_attribute("data-offline-page") is not None
    context.set_offline(False)
    comes_to(again, plan.home)
    expect(again.locator(".undo")).to_contain_text("Walk Joe to school")
    expect(again.locator("output", has_text=WAITING)).to_have_count(0)
    assert kinds(house, plan, plan.school) == ["done"]


def test_while_the_page_stays_open_it_goes_by_itself(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone)
    offline(page)
    tick(page, "Walk Joe to school").click()
    expect(page.locator("output", has_text=WAITING)).to_be_visible()
    offline(page, away=False)
    expect(page.locator(".undo")).to_contain_text("Walk Joe to school")
    expect(page.locator("offline-strip [data-says=sent]")).to_be_visible()
    assert kinds(house, plan, plan.school) == ["done"]


def test_an_answer_that_is_lost_does_nothing_twice(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone)
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/done", lose, times=1)
    tick(page, "Walk Joe to school").click()
    expect(page.locator(".undo")).to_contain_text("Walk Joe to school")
    assert lost == [204]
    expect(page.locator("output", has_text=WAITING)).to_have_count(0)
    assert kinds(house, plan, plan.school) == ["done"]


def test_a_double_tap_is_one_tap(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone, is_hasty=True)
    tick(page, "Walk Joe to school").dblclick(no_wait_after=True)
    expect(page.locator(".undo")).to_contain_text("Walk Joe to school")
    assert kinds(house, plan, plan.school) == ["done"]
    path = meeting_at(house)
    page.goto(f"{path}/agenda")
    page.locator("#what").fill("Shoes")
    page.locator("#main-form").get_by_role("button", name="Add").dblclick(no_wait_after=True)
    expect(page.locator(".points > li")).to_have_count(1)
    page.reload()
    expect(page.locator(".points > li")).to_have_count(1)


@pytest.mark.parametrize("pause", [60, 130, 200])
def test_a_slower_double_tap_lands_on_nothing_else(house: House, phone: Phone, pause: int) -> None:
    """Neither on what moves up while it is sent, nor on Undo, which stands in the same place on the next page."""
    plan, page = on_plan(house, phone, is_hasty=True)
    x, y = middle_of(tick(page, "Walk Joe to school"))
    page.mouse.click(x, y)
    page.wait_for_timeout(pause)
    page.mouse.click(x, y)
    expect(page.locator(".undo")).to_contain_text("Walk Joe to school")
    page.wait_for_timeout(300)
    expect(page.locator(".undo")).to_contain_text("Walk Joe to school")
    assert kinds(house, plan, plan.school) == ["done"]


def middle_of(place: Locator) -> tuple[float, float]:
    """Where a finger would tap it."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def taps_again_at_once(page: Page, place: Locator) -> None:
    """A tap where one on another button was a moment ago."""
    x, y = middle_of(place)
    page.evaluate(
        "([x, y]) => sessionStorage.setItem('tapped', JSON.stringify({ x, y, at: Date.now() }))", [x, y]
    )
    page.mouse.click(x, y)


def test_undo_under_the_same_finger_waits_until_it_can_be_read(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone, is_hasty=True)
    tick(page, "Walk Joe to school").click()
    undo = page.locator(".undo button")
    taps_again_at_once(page, undo)
    page.wait_for_timeout(400)
    assert kinds(house, plan, plan.school) == ["done"]
    undo.click()
    expect(undo).to_have_count(0)
    assert kinds(house, plan, plan.school) == ["done", "undone"]


def test_leave_counts_however_soon_it_is_tapped(house: House, phone: Phone) -> None:
    _, page = on_plan(house, phone, is_hasty=True)
    taps_again_at_once(page, page.get_by_role("button", name="Leave", exact=True))
    page.wait_for_url("**/quiet")


def test_a_signal_that_comes_and_goes_loses_and_doubles_nothing(house: House, phone: Phone) -> None:
    plan, page = on_plan(house, phone)
    dice = random.Random(SEED)
    print(f"seed {SEED}")

    def perhaps(route: Route) -> None:
        fate = dice.random()
        if fate > 0.6:
            return route.continue_()
        if fate > 0.3:
            route.fetch()
        return route.abort()

    tick(page, "Walk Joe to school").click()
    expect(page.locator(".undo")).to_be_visible()
    page.context.route("**/well", perhaps)
    words = [f"good word {number}." for number in range(6)]
    for word in words:
        until_sent(page, plan.job(plan.school))
        page.get_by_label("A few good words").fill(word)
        offline(page, away=dice.random() < 0.5)
        page.get_by_role("button", name="Add them").click()
        page.wait_for_timeout(dice.randrange(50, 300))
        offline(page, away=False)
    until_sent(page, plan.job(plan.school))
    notes = [note for _, note in said_about(house, plan, plan.school) if note]
    assert notes == words


def until_sent(page: Page, path: str) -> None:
    """Open the page again until nothing of it waits any more."""
    for _ in range(40):
        page.wait_for_timeout(200)
        with suppress(Error):  # the page may go on by itself at the same moment
            page.goto(path)
            if page.get_by_role("button", name="Add them").is_visible() and page.evaluate(PARCELS) == 0:
                return
    raise AssertionError("something still waits")


# How many parcels wait on this phone; -1 where that cannot be told just now.
PARCELS = """() => new Promise((done) => {
  setTimeout(done, 2_000, -1);
  const opening = indexedDB.open("our-table");
  opening.onsuccess = () => {
    const db = opening.result;
    const asked = db.transaction("parcels").objectStore("parcels").count();
    asked.onsuccess = () => { db.close(); done(asked.result); };
  };
})"""


def test_what_was_typed_is_kept_when_something_is_missing(house: House, phone: Phone) -> None:
    page = phone(house.cast.priya)
    page.goto("/families/new")
    page.get_by_label("What shall we call this family").fill("Bea and the twins")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("What shall we call this family")).to_have_value("Bea and the twins")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("What do you do?")).to_be_focused()
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize("fails", [True, False], ids=["lost", "refused"])
def test_words_are_not_thrown_at_a_network_that_is_not_there(fails: bool, house: House, phone: Phone) -> None:
    path = meeting_at(house)
    page = phone(house.cast.amira)
    page.goto(f"{path}/agenda")
    settle(page, "/offline")
    page.reload()
    page.locator("#what").fill("Mornings")
    offline(page)
    expect(page.locator("offline-strip [data-says=offline]")).to_be_visible()
    page.locator("#main-form").get_by_role("button", name="Add").click()
    expect(page.locator("offline-strip [data-says=blocked]")).to_be_visible()
    expect(page.locator("#what")).to_have_value("Mornings")
    offline(page, away=False)
    if not fails:
        page.locator("#main-form").get_by_role("button", name="Add").click()
    expect(page.locator("#what")).to_have_value("Mornings" if fails else "")
