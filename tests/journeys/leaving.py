"""A browser with its back/forward cache on, as people's are, and looks at what it still shows and keeps."""

from contextlib import suppress

from playwright.sync_api import Error, Page

from server.core.db import Store
from server.core.tokens import digest
from server.people.models import Device
from tests.cast import Member

# Everything a page may still have on this phone: shelves, databases, both storages, and readable cookies.
EVERYTHING_KEPT = """async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const asked of await shelf.keys()) texts.push(asked.url, await (await shelf.match(asked)).text());
  }
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const opening = indexedDB.open(name); opening.onsuccess = () => done(opening.result); });
    for (const store of db.objectStoreNames) {
      const asked = db.transaction(store).objectStore(store).getAll();
      texts.push(JSON.stringify(await new Promise((done) => { asked.onsuccess = () => done(asked.result); })));
    }
    db.close();
  }
  return texts.join("\\n");
}"""

# A tap on Leave: is there nothing to see before the tap has even ended, and how many milliseconds until that is painted.
LEAVE_AND_TIME = """() => new Promise((done) => {
  const began = performance.now();
  document.querySelector("form[data-leave] button").click();
  const isGone = getComputedStyle(document.documentElement).display === "none";
  requestAnimationFrame(() => requestAnimationFrame(() => done({ isGone, took: performance.now() - began })));
})"""


def shown(page: Page) -> str:
    """All that somebody can read: the tab's name and the page."""
    for _ in range(50):
        try:
            return page.title() + "\n" + page.locator("body").inner_text(timeout=5_000)
        except Error:  # on its way to another page
            page.wait_for_timeout(50)
    raise AssertionError("the page does not come to rest")


def goes_back(page: Page, times: int = 10) -> list[str]:
    """What each Back shows, at once and when the page has come to rest."""
    seen = []
    for _ in range(times):
        with suppress(Error):  # a page that sends one on at once
            page.go_back(wait_until="commit", timeout=5_000)
        seen.append(shown(page))
        page.wait_for_timeout(100)
        seen.append(shown(page))
    return seen


def unlocked(store: Store, member: Member) -> None:
    """They prove who they are again, so that the next page can be left."""
    with store.writing() as db:
        for device in Device.of(db, member.person_id):
            device.locked_at, device.token = None, digest(member.cookie)
