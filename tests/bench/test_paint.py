"""How soon somebody on a slow phone and a slow network sees the page, beside pages of other weights. Part of `make bench`."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from server.core.i18n import SPOKEN
from tests.bench.conftest import ROUNDS, Ready, ratio
from tests.bench.served import ours, weights
from tests.journeys.conftest import free_port, let_in
from tests.journeys.leaving import LEAVE_AND_TIME, unlocked
from tests.journeys.test_offline import settle

pytestmark = [pytest.mark.bench, pytest.mark.filterwarnings("ignore")]
OURS = "/ur/what-this-meeting-is-for"
LONGEST = "/coming-safely"  # the page with most to carry in most languages; a walk in Welsh comes close
# name: round trip in ms, bits a second, goal in seconds
NETWORKS = {"bad 3G": (400, 400_000, 1.75), "slow 4G": (150, 1_600_000, 0.9)}
SLOWER = 4  # as many times slower than this machine as a cheap phone
PAINTED = """() => new Promise((tell) => {
  new PerformanceObserver((list) => tell(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(tell, 8000, 8000);
})"""


@contextmanager
def slow_phone(browser: Browser, trip: int, bits: int) -> Iterator[Page]:
    """A fresh phone on a slow network."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, service_workers="block")
    page = context.new_page()
    line: CDPSession = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": trip, "downloadThroughput": bits / 8, "uploadThroughput": bits / 8},
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


def painted(browser: Browser, address: str, trip: int, bits: int) -> float:
    """Seconds until the largest thing is painted, on a first visit."""
    with slow_phone(browser, trip, bits) as page:
        page.goto(address, wait_until="load")
        return float(page.evaluate(PAINTED)) / 1000


def test_a_first_visit_on_a_slow_phone(ready: Ready, browser: Browser) -> None:  # SP7
    with ours(ready.settings), weights(free_port()) as others:
        addresses = {tag: f"{ready.settings.origin}/{tag}{LONGEST}" for tag in SPOKEN} | {
            name: f"{others.url}/{name}" for name in ("bare", "govuk", "react")
        }
        for network, (trip, bits, goal) in NETWORKS.items():
            rounds = [
                {name: painted(browser, at, trip, bits) for name, at in addresses.items()}
                for _ in range(ROUNDS)
            ]
            middle = {name: median(one[name] for one in rounds) for name in addresses}
            slowest = max(SPOKEN, key=middle.__getitem__)
            each = ", ".join(f"{tag} {middle[tag]:.2f}" for tag in SPOKEN)
            ready.say(
                "SP7",
                f"largest paint, first visit, {network}, CPU {SLOWER}×, slowest of {len(SPOKEN)} languages (goal ≤ {goal} s)",
                f"{slowest} {middle[slowest]:.2f} s",
                f"{each}; bare {middle['bare']:.2f} s, GOV.UK weight {middle['govuk']:.2f} s, React weight {middle['react']:.2f} s; "
                f"ours / bare {ratio(median(middle[tag] for tag in SPOKEN), middle['bare'])}",
            )


def test_a_second_visit_with_the_server_down(ready: Ready, browser: Browser) -> None:  # SP8
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    with ours(ready.settings):
        page.goto(ready.settings.origin + OURS)
        settle(page, OURS, "/offline")
        page.reload()
    times = []
    for _ in range(ROUNDS):
        page.goto("about:blank")
        page.goto(ready.settings.origin + OURS)
        times.append(float(page.evaluate(PAINTED)) / 1000)
    assert page.locator("h1").is_visible() and not page.locator("html[data-offline-page]").count()
    context.close()
    ready.say("SP8", "largest paint, second visit, server down (goal ≤ 0.35 s)", f"{median(times):.2f} s")


def test_leave_on_a_slow_phone(ready: Ready, browser: Browser) -> None:  # X2
    times = []
    with ours(ready.settings):
        for _ in range(ROUNDS):
            with slow_phone(browser, *NETWORKS["bad 3G"][:2]) as page:
                let_in(page.context, ready.settings.origin, ready.cast.amira.cookie)
                page.goto(ready.settings.origin + ready.plan.home)
                left = page.evaluate(LEAVE_AND_TIME)
                assert left["isGone"]
                times.append(left["took"])
            unlocked(ready.store, ready.cast.amira)
    ready.say("X2", "a tap on Leave, until nothing is to be seen (goal < 100 ms)", f"{median(times):.0f} ms")
