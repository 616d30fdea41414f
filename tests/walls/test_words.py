"""Every catalogue is complete, fits CLDR's plurals, keeps every gap, and claims no checking."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales.gather import file_of, gathered, plural_header, said
from server.core.i18n import LANGUAGES, SPOKEN

TAGS = [tag for tag in SPOKEN if tag != "en"]
GAP = re.compile(r"%\(\w+\)[sd]|</?\w+[^>]*>|&\w+;|\{\w+\}")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return said()


def catalogue(tag):
    with file_of(tag).open("rb") as file:
        return read_po(file, locale=LANGUAGES[tag].babel)


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("tag", TAGS)
def test_every_sentence_is_there_and_translated(tag, template):
    found = catalogue(tag)
    missing = [m.id for m in template if m.id and (m.id not in found or not all(forms(found[m.id])))]
    assert not missing, (
        f"{len(missing)} sentences have no {LANGUAGES[tag].name}: {missing[:5]}. `make words` gathers them."
    )
    gone = [m.id for m in found if m.id and m.id not in template]
    assert not gone, f"no longer said: {gone[:5]}. `make words` drops them."


@pytest.mark.parametrize("tag", TAGS)
def test_plurals_are_those_of_the_language(tag):
    count, expression = plural_header(tag)
    found = catalogue(tag)
    assert (found.num_plurals, found.plural_expr) == (count, expression)
    for message in found:
        if isinstance(message.id, tuple):
            assert len(message.string) == count, message.id


@pytest.mark.parametrize("tag", TAGS)
def test_every_gap_is_kept(tag):
    for message in catalogue(tag):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        gaps = set(GAP.findall(ids[-1]))
        for string in forms(message) if message.id else ():
            assert set(GAP.findall(string)) <= gaps | set(GAP.findall(ids[0])), f"{ids[0]!r} → {string!r}"
            if len(ids) == 1:
                assert sorted(GAP.findall(string)) == sorted(GAP.findall(ids[0])), f"{ids[0]!r} → {string!r}"


@pytest.mark.parametrize("tag", TAGS)
def test_nobody_is_said_to_have_checked_it(tag):
    head = file_of(tag).read_text().partition("msgid")[0]
    assert "No one has checked" in head and "Last-Translator" not in file_of(tag).read_text()


def test_gathering_keeps_what_was_translated(template):
    before = {m.id: m.string for m in catalogue("cy")}
    after = {m.id: m.string for m in gathered("cy", template)}
    assert {key: before[key] for key in before.keys() & after.keys()} == {
        key: after[key] for key in before.keys() & after.keys()
    }
