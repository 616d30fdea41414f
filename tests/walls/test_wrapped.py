"""Every sentence people read is wrapped for translation: in a made-up language, plain English stands out."""

import calendar
import re

import pytest

from server.core.i18n import LANGUAGES
from server.explainers.public import public_pages
from tests.cast import SEATS
from tests.plans.laid import lay_plan

# What stays as it is in every language: names, what people wrote, phone numbers' owners, languages, our name.
OURS = {
    "Our",
    "Table",
    "English",
    "Cymraeg",
    "Polski",
    "Arabish",
    "Chrome",
    "Android",
    "Ourtown",
    "table",
    "test",
    "https",
    "localhost",
}
DAYS = set(calendar.day_name) | set(calendar.month_name)
HELPLINES = {"Childline", "Help", "Hand", "Meic"}
PLAIN = re.compile(r"(?<![\w’'])[A-Za-z]{4,}(?![\w’'])")
ACCENTED = set("aceinosuyACEINOSUY")
MOST_PAGES = 40


def plain_words(words, written):
    said = {word for word in PLAIN.findall(words) if ACCENTED & set(word)}
    return said - OURS - DAYS - HELPLINES - written


@pytest.fixture
def written(store, cast):
    """Every word that people of the cast and the plan wrote themselves."""
    with store.writing() as db:
        lay_plan(db, cast)
    names = " ".join(name.title() for name in cast.people)
    jobs = " ".join(relation for _, relation, _, _ in SEATS.values())
    plan = "Walk Joe to school Cook tea on Tuesdays Bring the bus passes gets rested He is there at nine Ring Priya"
    family = "Amira and the children The Stones Mum's Dad's side"
    return set(PLAIN.findall(" ".join([names, jobs, plan, family])))


@pytest.mark.parametrize("name", ["amira", "joe", "priya", "grace", None])
def test_nothing_is_left_in_plain_english(visitor, cast, written, name):
    assert "en-XA" in LANGUAGES
    somebody = visitor(cast.people[name] if name else None)
    todo, seen, left = ["/en-XA/home" if name else "/en-XA/sign-in"], set(), {}
    while todo and len(seen) < MOST_PAGES:
        path = todo.pop(0)
        if path in seen:
            continue
        seen.add(path)
        page = somebody.asks(path)
        while page.status == 303:
            page = somebody.asks(page.headers["location"])
        if not page.is_html:
            continue
        if (
            path in public_pages()
        ):  # these are in content/, with a notice of their own where English stands in
            continue
        if said := plain_words(page.words, written):
            left[path] = said
        todo += [
            link if link.startswith("/en-XA") else f"/en-XA{link}"
            for link in page.links
            if not link.startswith(("/cy", "/ur", "/ar-XB", "/en/"))
        ]
    assert not left, left
    assert len(seen) > (8 if name else 1)
