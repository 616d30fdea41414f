"""A real server on a real port, and a real browser in somebody's hands."""

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, expect
from sqlmodel import SQLModel

from server.app import make_app, open_store, rooms
from server.core.db import Store
from server.core.encryption import make_master_key
from server.people.access import COOKIE
from server.settings import Settings, load
from tests.cast import Cast, Member, seat_everyone

if TYPE_CHECKING:
    from tests.journeys.looking import Looker
    from tests.journeys.street import Street

PHONE = {"width": 360, "height": 640}
OURS = Path(__file__).parent
# A test taps sooner than anybody reads, and would be taken for the second half of a double tap (one-tap.ts).
UNHURRIED = "try { sessionStorage.removeItem('tapped') } catch {}"
# Two cores may be shared with much else; nothing here may fail because something was slow.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if OURS in item.path.parents:
            item.add_marker(pytest.mark.journeys)


@dataclass
class House:
    """A house that is being served: where, its database, and the people in it."""

    origin: str
    settings: Settings
    store: Store
    cast: Cast


@contextmanager
def serving(settings: Settings, store: Store, *, demo: bool = False) -> Iterator[None]:
    """Serve the whole house on its own port until the block ends."""
    server = uvicorn.Server(
        uvicorn.Config(make_app(settings, store, demo=demo), log_level="warning", lifespan="off")
    )
    door = socket.create_server(("127.0.0.1", int(settings.origin.rpartition(":")[2])))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
        door.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@pytest.fixture(scope="session")
def set_table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """A data folder with the cast in it as of now, to copy from."""
    folder = tmp_path_factory.mktemp("set")
    settings = load(data=folder)
    make_master_key(settings.master_key_file)
    store = open_store(settings)
    rooms(settings, store)
    SQLModel.metadata.create_all(store.writer)
    with store.writing() as db:
        cast = seat_everyone(db)
    store.tidy()
    store.close()
    return folder, cast


@pytest.fixture
def house(set_table: tuple[Path, Cast], tmp_path: Path) -> Iterator[House]:
    """The house with the cast in it, served on a port of its own."""
    folder, cast = set_table
    for name in ("master.key", "table.db"):
        shutil.copy(folder / name, tmp_path / name)
    settings = load(data=tmp_path, origin=f"http://localhost:{free_port()}")
    store = open_store(settings)
    with serving(settings, store):
        yield House(settings.origin, settings, store, cast)
    store.close()


Phone = Callable[..., Page]


@pytest.fixture
def phone(browser: Browser, house: House) -> Iterator[Phone]:
    """`phone(cast.nan)` is a fresh phone in Nan's hands; `phone()` a stranger's. More options go to the browser."""
    with phones(browser, house.origin) as take:
        yield take


@contextmanager
def phones(browser: Browser, origin: str) -> Iterator[Phone]:
    """Hands out phones; at the end nothing may have gone wrong on any, and none may have asked another host."""
    opened: list[BrowserContext] = []
    wrongs: list[str] = []
    hosts: set[str] = set()

    def take(member: Member | None = None, *, is_hasty: bool = False, **options: object) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "base_url": origin, **options})  # type: ignore[arg-type]
        if not is_hasty:
            context.add_init_script(UNHURRIED)
        opened.append(context)
        context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        context.on("weberror", lambda wrong: wrongs.append(str(wrong.error)))
        context.on("console", lambda said: wrongs.extend([said.text] if is_wrong(said) else []))
        if member:
            let_in(context, origin, member.cookie)
        return context.new_page()

    yield take
    heard = [*wrongs]  # what a page says while it is put away does not count
    for context in opened:
        put_away(context)
    assert not heard, f"errors in the browser: {heard}"
    assert hosts <= {urlsplit(origin).netloc, ""}, f"other hosts were asked: {hosts}"  # promise: W7


def put_away(context: BrowserContext) -> None:
    """Chromium may never let go of a phone that is just then opening a page: let each arrive somewhere first."""
    for page in context.pages:
        with suppress(Error):
            page.goto("about:blank")
    context.close()


def is_wrong(said: ConsoleMessage) -> bool:
    """Something our own pages did: a script that failed, or that the page's policy refused. Not a lost network."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def tick(page: Page, job: str, said: str = "Done") -> Locator:
    """The button of a plan's row that says a job is done, or something else about it."""
    return page.get_by_role("button", name=re.compile(f"{said} ?: {job}"))


def comes_to(page: Page, path: str) -> None:
    """Open a page that may just then be opening another one by itself."""
    for _ in range(5):
        try:
            page.goto(path)
            return
        except Error:
            page.wait_for_timeout(200)
    page.goto(path)


def let_in(context: BrowserContext, origin: str, cookie: str) -> None:
    """Put somebody's cookie into a browser, as signing in would."""
    # To the browser a Secure cookie comes from https, though it counts localhost as safe.
    address = origin.replace("http:", "https:")
    context.add_cookies(
        [
            {
                "name": COOKIE,
                "value": cookie,
                "url": address,
                "secure": True,
                "httpOnly": True,
                "sameSite": "Lax",
            }
        ]
    )


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Street"]:
    from tests.journeys.street import lay_street, lived_in

    laid = tmp_path_factory.mktemp("street")
    lay_street(laid)
    with lived_in(laid, tmp_path_factory.mktemp("served")) as street:
        yield street


@pytest.fixture(scope="module")
def looker() -> "Looker":
    """One for the whole file: what two people see alike is examined once."""
    from tests.journeys.looking import Looker

    return Looker()
