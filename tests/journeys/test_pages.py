"""Every page of the house, as each person who can come to it finds it. promise: X1 W7 C2 C7"""

import pytest
from playwright.sync_api import Browser

from server.people.models import Person
from tests.journeys.conftest import phones
from tests.journeys.crawling import crawl
from tests.journeys.looking import Looker
from tests.journeys.street import Street

PEOPLE = [
    "amira",
    "nan",
    "joe",
    "leila",
    "priya",
    "sam",
    "dee",
    "grace",
    "tom",
    "megan",
    "beth",
    "ffion",
    "hope",
]


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_of(who: str, street: Street, browser: Browser, looker: Looker) -> None:
    looker.faults.clear()
    with phones(browser, street.origin) as phone:
        page = phone(street.people[who], service_workers="block", reduced_motion="reduce")
        seen = crawl(page, ["/home"], looker, who)
    assert not looker.faults, "\n".join(looker.faults)
    assert seen >= 8


@pytest.mark.parametrize("who", ["nan", "priya", "joe", "megan"])
def test_every_page_from_right_to_left(who: str, street: Street, browser: Browser, looker: Looker) -> None:
    looker.faults.clear()
    with street.store.writing() as db:
        db.get_one(Person, street.people[who].person_id).language = "ur"
    with phones(browser, street.origin) as phone:
        page = phone(street.people[who], service_workers="block", reduced_motion="reduce")
        crawl(page, ["/home"], looker, f"{who} in Urdu")
        assert page.evaluate("document.documentElement.dir") == "rtl"
    assert not looker.faults, "\n".join(looker.faults)
