"""From an empty folder to a family's first meeting, with nothing but the commands of the README; and the demonstration."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Phone, free_port, phones
from tests.journeys.test_getting_in import KEY, signs_in, with_keys

SETUP = ("setup", "--organisation", "Ourtown", "--nation", "wales", "--coordinator", "Priya")
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def our_table(tmp_path: Path, port: int) -> Command:
    """The command itself, in an empty folder: `our_table("check")`."""

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        told = [sys.executable, "-m", "server.cli", *words, "--data", str(tmp_path / "data")]
        env = {**os.environ, "OUR_TABLE_ORIGIN": f"http://localhost:{port}", **more}
        return subprocess.run(told, env=env, capture_output=True, text=True, timeout=60)

    return run


@contextmanager
def running(folder: Path, port: int, *words: str) -> Iterator[None]:
    """A command that stays, until the block ends; it must end by itself when told to, and without a complaint."""
    told = [sys.executable, "-m", "server.cli", *words, "--data", str(folder), "--port", str(port)]
    env = {**os.environ, "OUR_TABLE_ORIGIN": f"http://localhost:{port}"}
    with subprocess.Popen(told, env=env, stderr=subprocess.PIPE, text=True) as server:
        try:
            wait_for(port)
            yield
        finally:
            server.terminate()
            said = server.communicate(timeout=30)[1]
    assert not said.strip(), said


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if asks(port, "GET", "/alive")[0] == 204:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")


def asks(
    port: int, method: str, path: str, cookie: str = "", **fields: str
) -> tuple[int, dict[str, str], str]:
    """(status, headers, text) of one request by a tool, not a browser."""
    line = HTTPConnection("localhost", port, timeout=30)
    headers = {"Origin": f"http://localhost:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    headers |= {"Cookie": cookie} if cookie else {}
    line.request(method, path, urlencode(fields), headers)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


def test_from_an_empty_folder_to_two_people_at_a_table(
    our_table: Command, tmp_path: Path, port: int, browser: Browser
) -> None:
    too_early = our_table("check")
    assert too_early.returncode == 1 and "Run `our-table setup` first" in too_early.stderr
    told = our_table(*SETUP)
    assert told.returncode == 0, told.stderr
    link = re.search(r"http://localhost:\d+(/join#[\w-]{43})$", told.stdout, re.M)
    assert link and re.search(r"^and type: \w+( \w+){3}$", told.stdout, re.M), told.stdout
    checked = our_table("check")
    assert checked.returncode == 0 and "Everything is as it should be." in checked.stdout, checked.stdout

    with running(tmp_path / "data", port, "serve"), phones(browser, f"http://localhost:{port}") as phone:
        priya = phone()
        with_keys(priya)
        priya.goto(link[1])
        priya.locator("link-join").get_by_role("button", name="Come in").click()
        priya.get_by_role("button", name=KEY).click()
        expect(priya.get_by_text("Key 1")).to_be_visible()
        lays_a_table(priya)
        words = asks_nan(priya)
        nan = types_words(phone, words)
        priya.goto(priya.url.partition("/invitations")[0] + "/people")
        priya.get_by_role("button", name="Yes, that was Nan").click()
        expect(priya.get_by_text("Was that Nan?")).to_have_count(0)
        nan.get_by_role("link", name="Look again").click()
        nan.get_by_role("link", name="Not now, go on").click()
        expect(nan.get_by_role("heading", name="Hello, Nan")).to_be_visible()
        comes_back_with_the_key(priya)


def lays_a_table(priya: Page) -> None:
    """An empty front page, a first family, and a place for Nan."""
    priya.goto("/home")
    expect(priya.get_by_text("No families yet")).to_be_visible()
    priya.get_by_role("link", name="Set up a family").click()
    priya.get_by_label("What shall we call this family here?").fill("Nan and the boys")
    priya.get_by_label("What do you do?").fill("I plan the meeting with you.")
    priya.get_by_role("button", name="Set up").click()
    expect(priya.get_by_role("heading", name="Nan and the boys")).to_be_visible()
    priya.goto(f"{priya.url}/seats/new")
    priya.get_by_label("First name").fill("Nan")
    priya.get_by_label("Who they are to the child").fill("Nan")
    priya.get_by_label("Family or friend").check()
    priya.get_by_role("button", name="Set this place").click()


def asks_nan(priya: Page) -> str:
    """Priya makes the way in, and reads the words from the page as she would over the telephone."""
    priya.get_by_role("link", name=re.compile("Invite ?: Nan")).click()
    priya.get_by_role("button", name="Make the way in").click()
    expect(priya.get_by_role("heading", name="The way in for Nan")).to_be_visible()
    return priya.locator(".code-shown bdi").inner_text()


def types_words(phone: Phone, words: str) -> Page:
    nan = phone()
    nan.goto("/join")
    nan.get_by_label("Your words").fill(words.upper())
    nan.get_by_role("button", name="Come in").last.click()
    expect(nan.get_by_role("heading", name="You are nearly in")).to_be_visible()
    return nan


def comes_back_with_the_key(priya: Page) -> None:
    priya.goto("/me")
    priya.get_by_role("button", name="Sign out of this phone").click()
    priya.wait_for_url(lambda address: not address.endswith("/me"))
    signs_in(priya, "Families")


def test_what_setup_leaves_open_is_asked(our_table: Command) -> None:
    told = our_table("setup", "--nation", "wales", "--coordinator", "Priya")
    assert told.returncode == 1 and "called" in told.stdout, "there is nobody to answer"
    assert "Nothing was typed" in told.stderr and "Traceback" not in told.stderr, told.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("OUR_TABLE_ORIGIN", "not an address"), ("OUR_TABLE_DATABASE", "mysql://somewhere"), ("OUR_TABLE_WORKER", "perhaps")],
)  # fmt: skip
def test_nonsense_refuses_to_start_with_a_sentence(our_table: Command, name: str, value: str) -> None:
    told = our_table("serve", **{name: value})
    assert told.returncode == 1 and name in told.stderr and "Traceback" not in told.stderr, told.stderr


def test_the_demonstration_is_for_tools_too(tmp_path: Path, port: int, browser: Browser) -> None:
    folder = tmp_path / "data"
    with running(folder, port, "demo"):
        said = json.loads((folder / "demo.json").read_text())
        assert said["base_url"] == f"http://localhost:{port}" and len(said["families"]) == 3
        for person in said["people"]:
            assert {"key", "name", "role", "family_id", "enter_path", "enter_token"} <= person.keys()
            status, headers, _ = asks(port, "POST", person["enter_path"], token=person["enter_token"])
            assert status == 303, person
            cookie = headers["set-cookie"].partition(";")[0]
            assert asks(port, "GET", "/home", cookie)[0] == 200, person["key"]
            family = next(each for each in said["families"] if each["id"] == person["family_id"])
            for other in said["families"]:
                status = asks(port, "GET", f"/families/{other['id']}", cookie)[0]
                assert status == (200 if other is family else 404), (person["key"], other["key"])
        assert asks(port, "POST", said["people"][0]["enter_path"], token="not the token")[0] == 404
        with phones(browser, said["base_url"]) as phone:
            somebody = phone()
            somebody.goto("/")
            somebody.get_by_role("button", name="Come in as Nan").click()
            expect(somebody.get_by_role("heading", name="Hello, Nan")).to_be_visible()
            somebody.goto("/")
            somebody.get_by_role("button", name="Come in as Priya").click()
            expect(somebody.get_by_role("heading", name="Families")).to_be_visible()
    before = (folder / "demo.json").read_text()
    with running(folder, port, "demo"):
        assert (folder / "demo.json").read_text() == before, "what is there already is not seeded again"
    with running(folder, port, "serve"):
        person = json.loads(before)["people"][0]
        assert asks(port, "POST", person["enter_path"], token=person["enter_token"])[0] == 404
        assert "Come in as" not in asks(port, "GET", "/")[2]
