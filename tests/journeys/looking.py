"""Looks at a page as it is in somebody's hand: axe, room for a thumb, nothing sideways, Leave always in reach."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.allowed import UNDECIDED

HERE = Path(__file__).parent
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "color-contrast-enhanced"]
WHOLE = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"color-contrast-enhanced": {"enabled": True}}}
COLOURS = {"runOnly": {"type": "rule", "values": CONTRAST}}
NEEDED = {"resultTypes": ["violations", "incomplete"], "elementRef": False}
PHONE, NARROW, ENLARGED = (360, 640), (320, 568), (320, 256)
STEPS = 5
# What is further down is set by the browser only when somebody comes near it; here all of it is looked at.
SET_ALL = """() => { document.documentElement.dataset.again = "" }"""


@dataclass
class Looker:
    """Remembers what was examined, so that pages built alike are examined once; `faults` are sentences."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    looked: int = 0
    examined: int = 0

    def look(self, page: Page, where: str) -> list[str]:
        """Look at the page that is open; returns its links."""
        self.looked += 1
        page.evaluate(SET_ALL)
        links = self._sizes(page, where)
        if self._is_new(page, "light"):
            self._examine(page, where, WHOLE)
            self._colours(page, where)
        return links

    def _sizes(self, page: Page, where: str) -> list[str]:
        links: list[str] = []
        for width, height in (ENLARGED, NARROW, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(_script(), {"steps": STEPS})
            at = f"{where} at {width}×{height}"
            self._note(found["wide"] > 0, f"{at}: {found['wide']} px too wide, {found['stickingOut']}")
            is_bland = page.locator("html[data-area=locked]").count() > 0
            self._note(not found["hasLeave"] and not is_bland, f"{at}: no Leave")
            self._note(found["covered"], f"{at}: Leave is out of reach at {found['covered']}")
            self._note(found["small"] and width == PHONE[0], f"{at}: too small for a thumb: {found['small']}")
            links, self.bones = found["links"], found["bones"]
        return links

    def _is_new(self, page: Page, mode: str) -> bool:
        key = (mode, page.evaluate("document.documentElement.dir") + self.bones)
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new

    def _examine(self, page: Page, where: str, options: dict[str, Any]) -> None:
        self.examined += 1
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("options => axe.run(document, options)", {**NEEDED, **options})
        for kind in ("violations", "incomplete"):
            for rule in found[kind]:
                for node in rule["nodes"]:
                    self._node(where, kind, rule["id"], node)

    def _node(self, where: str, kind: str, rule: str, node: dict[str, Any]) -> None:
        checks = [*node["any"], *node["all"], *node["none"]]
        reasons = {
            (check.get("data") or {}).get("messageKey") for check in checks if _is_dict(check.get("data"))
        }
        if kind == "incomplete" and any((rule, str(reason)) in UNDECIDED for reason in reasons or {None}):
            return
        why = "; ".join(check["message"] for check in checks)
        self.faults.append(f"{where}: axe {kind} {rule} {reasons or ''}: {node['html'][:160]} — {why[:300]}")

    def _colours(self, page: Page, where: str) -> None:
        page.emulate_media(color_scheme="dark")
        self._examine(page, f"{where} in the dark", COLOURS)
        page.emulate_media(color_scheme="light", forced_colors="active")
        bare = page.evaluate(BARE)
        self._note(bare, f"{where} in forced colours: nothing to see of {bare}")
        page.emulate_media(forced_colors="none")

    def _note(self, wrong: object, sentence: str) -> None:
        if wrong:
            self.faults.append(sentence)


# With the reader's own colours a button must still have an edge, and a picture its lines.
BARE = """() => [...document.querySelectorAll(".button, .leave, input:not([type=hidden]), textarea")]
  .filter((one) => one.checkVisibility() && !one.closest(".unseen") && !one.matches("[type=radio], [type=checkbox]"))
  .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1 && getComputedStyle(one).outlineStyle === "none")
  .map((one) => one.outerHTML.slice(0, 80))"""


@cache
def _script() -> str:
    return (HERE / "look.js").read_text()


def _is_dict(thing: object) -> bool:
    return isinstance(thing, dict)
