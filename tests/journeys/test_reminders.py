"""A reminder from Nan's yes to the words on her lock screen: real encryption, real push event, real notification."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import CDPSession, Page, expect
from sqlmodel import select

from server.app import open_store
from server.core import clock
from server.core.encryption import key_ring
from server.plans.models import Goal
from server.reminders import worker as working
from server.reminders.models import Reminder, Subscription
from server.reminders.push_key import public_push_key
from server.settings import load
from tests.cast import Cast, Member
from tests.journeys.conftest import House, Phone, free_port, serving
from tests.plans.laid import lay_plan, lay_task, seat_of
from tests.push_service import Push, PushPhone, PushService, push_service

# The browser cannot reach a real push service from here, so its subscription is one of the suite's own.
SUBSCRIBING = """
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const asBrowser = (json) => json && {
  endpoint: json.endpoint,
  options: { userVisibleOnly: true, applicationServerKey: bytes(json.key).buffer },
  toJSON: () => ({ endpoint: json.endpoint, expirationTime: null, keys: json.keys }),
  unsubscribe: async () => (await window.__unsubscribe(), true),
};
const text = (key) => btoa(String.fromCharCode(...new Uint8Array(key))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
PushManager.prototype.subscribe = async function ({ userVisibleOnly, applicationServerKey }) {
  if (!userVisibleOnly) throw new DOMException("silent", "NotAllowedError");
  return asBrowser(await window.__subscribe(text(applicationServerKey)));
};
PushManager.prototype.getSubscription = async () => asBrowser(await window.__held());
"""
SHOWN = """async () => {
  const { getNotifications } = ServiceWorkerRegistration.prototype;
  const shown = await getNotifications.call(await navigator.serviceWorker.ready);
  return shown.map(({ title, body, tag, lang, dir, data }) => ({ title, body, tag, lang, dir, to: data.to }));
}"""
# A tap cannot be made from outside, and after one that is made by script the browser lets nobody wait, bring a page
# to the front or open a window. So these three are watched; moving an open page on is real.
TAP = """async () => {
  const [notification] = await self.registration.getNotifications();
  const waits = [];
  let opened = "";
  ExtendableEvent.prototype.waitUntil = (promise) => void waits.push(promise);
  WindowClient.prototype.focus = async function () { return this; };
  Clients.prototype.openWindow = async (address) => void (opened = address);
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  await Promise.all(waits);
  return opened;
}"""
UK = ZoneInfo("Europe/London")


@pytest.fixture
def push(tmp_path: Path) -> Iterator[PushService]:
    folder = tmp_path / "push"
    folder.mkdir()
    with push_service(folder) as service:
        yield service
    assert service.complaints == []


@pytest.fixture
def house(set_table: tuple[Path, Cast], tmp_path: Path, push: PushService) -> Iterator[House]:
    """The house, sending to the suite's own push service."""
    folder, cast = set_table
    for name in ("master.key", "table.db"):
        shutil.copy(folder / name, tmp_path / name)
    settings = load(data=tmp_path, origin=f"http://localhost:{free_port()}", **push.settings)
    store = open_store(settings)
    with serving(settings, store), sending(house := House(settings.origin, settings, store, cast)):
        yield house
    store.close()


@contextmanager
def sending(house: House) -> Iterator[None]:
    """The worker, as `our-table serve` runs it beside the pages."""
    stop = threading.Event()
    patience = working.LOOK_EVERY, working.PAUSE
    working.LOOK_EVERY, working.PAUSE = 0.5, 0.2
    sender = threading.Thread(target=working.run, args=(house.store, house.settings, stop), daemon=True)
    sender.start()
    try:
        yield
    finally:
        stop.set()
        sender.join(20)
        working.LOOK_EVERY, working.PAUSE = patience


class PushedPhone:
    """A phone whose browser is subscribed at the suite's push service, and gets from there what arrives."""

    def __init__(self, page: Page, push: PushService) -> None:
        self.page, self.push = page, push
        self.held: PushPhone | None = None
        self.wire: CDPSession | None = None
        self.registration = self.handed = ""
        page.context.grant_permissions(["notifications"])
        page.context.expose_function("__subscribe", self._subscribe)
        page.context.expose_function("__unsubscribe", self._unsubscribe)
        page.context.expose_function("__held", self._as_json)
        page.context.add_init_script(SUBSCRIBING)

    def _subscribe(self, key: str) -> object:
        self.held = self.held or self.push.new_phone(key)
        return self._as_json()

    def _unsubscribe(self) -> None:
        self.held = None

    def _as_json(self) -> object:
        held = self.held
        return held and {"endpoint": held.endpoint, "keys": held.keys, "key": held.sender_key}

    def arrived(self, count: int) -> Push:
        """The push that came as so-manieth, as soon as it is there."""
        for _ in range(300):
            if self.held and len(self.held.pushes) >= count:
                return self.held.pushes[count - 1]
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing arrived")

    def deliver(self, text: str) -> None:
        """Hand it to the browser, which wakes the service worker."""
        self.handed = text
        if self.wire is None:
            self.wire = self.page.context.new_cdp_session(self.page)
            self.wire.on("ServiceWorker.workerRegistrationUpdated", self._remember)
            self.wire.send("ServiceWorker.enable")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        while not self.registration:
            self.page.wait_for_timeout(50)
        where = {"origin": self.page.evaluate("location.origin"), "registrationId": self.registration}
        self.wire.send("ServiceWorker.deliverPushMessage", {**where, "data": text})

    def _remember(self, said: dict) -> None:
        for found in said["registrations"]:
            self.registration = found["registrationId"]

    def screen(self, count: int) -> list[dict[str, str]]:
        """What stands on the lock screen, once there are so many; a push that was not heard is sent again."""
        for look in range(200):
            if len(shown := self.page.evaluate(SHOWN)) == count:
                return shown
            if look % 50 == 49 and not shown:
                self.deliver(self.handed)
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{count} wanted: {shown}")

    def tap(self) -> None:
        """Tap the first notification; where no open page answers in time, a new one is opened by hand."""
        if opened := self.page.context.service_workers[0].evaluate(TAP):
            self.page.goto(opened)


@pytest.fixture
def nans(phone: Phone, house: House, push: PushService) -> PushedPhone:
    return with_push(phone, house.cast.nan, push)


def with_push(phone: Phone, member: Member, push: PushService) -> PushedPhone:
    return PushedPhone(phone(member), push)


def say_yes(nans: PushedPhone) -> None:
    page = nans.page
    page.goto("/reminders")
    expect(page.get_by_text("Would reminders help?")).to_be_visible()
    expect(page.get_by_text("Not on this browser")).to_be_hidden()
    page.get_by_role("button", name="Yes, remind me").click()
    expect(page.get_by_text("This phone will remind you")).to_be_visible()


def job_for_tomorrow(house: House) -> str:
    """A job of Nan's that her phone should ring for right now, whatever time of day the tests run."""
    now = clock.now().astimezone(UK)
    with house.store.writing() as db:
        plan = lay_plan(db, house.cast)
        goal = db.get_one(Goal, (plan.family_id, plan.goal_id))
        tomorrow: date = now.date() + timedelta(days=1)
        task = lay_task(db, house.cast, goal, "Walk Joe to the dentist", "nan", by_on=tomorrow)
        nan = seat_of(db, house.cast, "nan")
        ring = Reminder(
            family_id=plan.family_id, seat_id=nan.id, task_id=task.id, for_on=tomorrow, on_day=now.date()
        )
        ring.at_time = now.time()
        db.add(ring)
    return plan.job(task.id)


def never_quiet(page: Page) -> None:
    page.goto("/reminders")
    page.get_by_label("Quiet from").fill("08:00")
    page.get_by_label("Until").fill("08:00")
    page.get_by_role("button", name="Save these hours").click()
    expect(page.get_by_label("Quiet from")).to_have_value("08:00")


# promise: N1 N7
def test_from_her_yes_to_her_lock_screen_and_on_to_the_job(house: House, nans: PushedPhone) -> None:
    page = nans.page
    never_quiet(page)
    say_yes(nans)
    assert nans.held and nans.held.sender_key == public_push_key(house.settings)
    page.goto("/home")
    job = job_for_tomorrow(house)
    came = nans.arrived(1)
    nans.deliver(came.text)
    [shown] = nans.screen(1)
    door = came.notification["navigate"].removeprefix(house.origin)
    assert shown == {
        "title": "Our Table", "body": "Something for you to look at.", "tag": came.topic, "lang": "en",
        "dir": "ltr", "to": door,
    }  # fmt: skip
    nans.tap()
    page.wait_for_url(f"**{job}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Walk Joe to the dentist")
    nans.screen(0)


# promise: N4
def test_the_same_push_twice_is_one_notification_even_in_a_fresh_worker(
    house: House, nans: PushedPhone
) -> None:
    say_yes(nans)
    nans.page.get_by_role("button", name="Send me a test").click()
    expect(nans.page.locator("push-setup output")).to_contain_text("on its way")
    came = nans.arrived(1)
    nans.deliver(came.text)
    nans.screen(1)
    assert nans.wire
    nans.wire.send("ServiceWorker.stopAllWorkers")
    nans.deliver(came.text)
    nans.page.wait_for_timeout(300)
    nans.screen(1)
    nans.tap()
    nans.page.wait_for_url("**/reminders")


# promise: N7
def test_whatever_arrives_her_own_neutral_words_are_shown(house: House, nans: PushedPhone) -> None:
    say_yes(nans)
    for garbage in (
        "",
        "{",
        "null",
        '{"web_push":8030}',
        json.dumps({"title": "Joe has a meeting"}),
        "\ufffd\x01",
    ):
        nans.deliver(garbage)
        [shown] = nans.screen(1)
        words = {"title": "Our Table", "body": "Something for you to look at.", "tag": "our-table", "to": "/"}
        assert words.items() <= shown.items(), garbage


def test_stopping_is_one_tap_and_takes_the_address_away(house: House, nans: PushedPhone) -> None:
    say_yes(nans)
    nans.page.get_by_role("button", name="Stop reminders on this phone").click()
    expect(nans.page.get_by_text("Would reminders help?")).to_be_visible()
    with house.store.reading() as db:
        assert db.exec(select(Subscription)).all() == []
    assert nans.held is None


# promise: N6
def test_an_address_that_died_is_made_anew_when_the_app_is_opened(
    house: House, nans: PushedPhone, push: PushService
) -> None:
    say_yes(nans)
    old = nans.held
    assert old
    with house.store.writing() as db:
        key_ring(db).admit(house.cast.nan.person_id)
        db.exec(select(Subscription)).one().dropped_at = clock.now()
    nans.held = None  # as a browser that lost its own
    nans.page.goto("/home")
    for _ in range(100):
        with house.store.reading() as db:
            if db.exec(select(Subscription)).one().dropped_at is None:
                break
        nans.page.wait_for_timeout(100)
    assert nans.held is not None and nans.held.endpoint != old.endpoint
    nans.page.goto("/reminders")
    nans.page.get_by_role("button", name="Send me a test").click()
    assert nans.arrived(1)


def test_without_script_there_is_an_honest_other_way(house: House, phone: Phone) -> None:
    page = phone(house.cast.nan, java_script_enabled=False)
    page.goto("/reminders")
    expect(page.get_by_text("This browser cannot show reminders.")).to_be_visible()
    expect(page.get_by_text("Would reminders help?")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the calendar file").click()
    assert download.value.suggested_filename == "our-table.ics"
