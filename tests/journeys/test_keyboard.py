"""The whole of it without a finger on the glass: only the keyboard, and always to be seen where one is."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import House, Phone, tick
from tests.journeys.laying import meeting_at, plan_at

FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const shown = it.matches("[type=radio], [type=checkbox]") ? it.closest("label") ?? it.labels[0] : it;
  const { left, top, right, bottom, width, height } = shown.getBoundingClientRect();
  const rings = [it, shown].some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  // A tall field may reach out of sight; where it can be seen nothing may lie over it.
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const hit = document.elementFromPoint(x, y);
  const isOnTop = !!hit && (shown.contains(hit) || hit.contains(shown));
  const words = (it.innerText || shown.innerText || it.labels?.[0]?.innerText || "").replace(/\\s+/g, " ").replaceAll(" :", ":").trim();
  return { words, box: [left, top, right, bottom, scrollY, innerHeight, hit?.outerHTML.slice(0, 80)], rings, isSeen: isOnTop && bottom > 0 && top < innerHeight && width > 1 && height > 1 };
}"""


@dataclass
class Keys:
    """Somebody's fingers on a keyboard."""

    page: Page

    def tab(self) -> dict[str, Any]:
        """On to the next thing; it must be seen to be there."""
        self.page.keyboard.press("Tab")
        focused = self.page.evaluate(FOCUSED)
        if focused is None:
            return {"words": ""}
        assert focused["rings"], f"nothing shows that {focused['words']!r} has the focus"
        assert focused["isSeen"], (
            f"{focused['words']!r} has the focus where nobody can see it: {focused['box']}"
        )
        return focused

    def to(self, words: str) -> None:
        """Tab until there."""
        met = []
        for _ in range(80):
            met.append(self.tab()["words"])
            if words in met[-1]:
                return
        raise AssertionError(f"{words!r} cannot be reached: {met}")

    def enter(self) -> None:
        self.page.keyboard.press("Enter")


def test_first_come_the_two_ways_past_everything(house: House, phone: Phone) -> None:
    page = phone(house.cast.nan)
    for path in ("/home", "/en/", "/join", "/me"):
        page.goto(path)
        keys = Keys(page)
        assert keys.tab()["words"] == "Skip to the page"
        assert keys.tab()["words"] == "Leave this page"
    page.goto("/me")
    keys = Keys(page)
    keys.tab()
    keys.enter()
    assert keys.tab()["words"] == page.locator("main a").first.inner_text()


def test_leaving_by_keyboard(house: House, phone: Phone) -> None:
    page = phone(house.cast.amira)
    page.goto("/home")
    keys = Keys(page)
    keys.tab()
    keys.tab()
    keys.enter()
    page.wait_for_url("**/quiet")
    assert "Our Table" not in page.title()


def test_three_times_shift_is_leave_but_not_while_writing(house: House, phone: Phone) -> None:
    path = meeting_at(house)
    page = phone(house.cast.amira)
    page.goto(f"{path}/agenda")
    page.get_by_label("What do you want to talk about").focus()
    for _ in range(4):
        page.keyboard.press("Shift")
    page.keyboard.type("Mornings")
    expect(page.get_by_label("What do you want to talk about")).to_have_value("Mornings")
    page.locator("h1").click()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/quiet")


def test_a_job_is_ticked_and_taken_back(house: House, phone: Phone) -> None:
    plan = plan_at(house)
    page = phone(house.cast.nan)
    page.goto(plan.home)
    keys = Keys(page)
    keys.to("Done: Walk Joe to school")
    keys.enter()
    expect(page.locator(".undo")).to_contain_text("Done: Walk Joe to school")
    keys.to("Undo")
    keys.enter()
    expect(page.locator(".undo")).to_have_count(0)
    expect(tick(page, "Walk Joe to school")).to_be_visible()


def test_a_point_is_brought_to_the_meeting(house: House, phone: Phone) -> None:
    path = meeting_at(house)
    page = phone(house.cast.amira)
    page.goto(f"{path}/agenda")
    keys = Keys(page)
    keys.to("What do you want to talk about")
    page.keyboard.type("Mornings when I work nights")
    keys.to("Only me")
    everyone = page.get_by_role("radio", name="Everyone at the meeting")
    while not everyone.is_checked():
        page.keyboard.press("ArrowDown")
    keys.to("Add")
    keys.enter()
    expect(page.locator(".points")).to_contain_text("Mornings when I work nights")
    expect(page.locator(".points")).to_contain_text("Nan")
