"""A unique string in each answer; then everybody else opens everything there is. promise: H3, H8, H11, CYP-B4, CYP-B7"""

import pytest

from server.app import rooms
from tests.voices.crawl import everything, ids, paths

READERS = {"priya": {6, 9}, "hope": {6}}
ASKED = {"sam", "dee"}
OTHERS = ["amira", "tom", "leila", "grace", "sam", "dee"]


@pytest.fixture
def world(say, settings, store, visitor, cast):
    """Opens, for one of the cast, every page with every id of the family, and every link."""
    house = rooms(settings, store)

    def opened_by(name):
        known = ids(store, cast.family_id) | {"seat_id": [str(cast.joe.seat_id)]}
        start = ["/home", say.family, *paths(house, known)]
        return everything(visitor(cast.people[name]), start)

    return opened_by


def writes_and_keeps(say):
    """Joe writes a lot, chooses people, looks at it, and sends nothing."""
    say.begin()
    chosen = {4: "just_me", 5: "decide_later", 6: "running_the_meeting", 9: "my_helper"}
    for number, audience in chosen.items():
        say.answers(number, f"CANARY-{number}-")
        say.shares(number, audience)
    say.answers(10, "CANARY-10-")
    return say.looks()


def asks_to_talk(say, visitor, cast):
    """Joe asks, Sam opens it and answers."""
    say.joe.sends(f"{say.mine}/talk", soon="today", what="CANARY-flag")
    sam = visitor(cast.sam)
    queue = f"{say.family}/asks"
    ask = next(link for link in sam.opens(queue).links if link.startswith(f"{queue}/"))
    sam.opens(ask)
    sam.sends(ask, answer="CANARY-answer")


def told(before, after):
    """The pages that changed, and the canaries on any page."""
    changed = [path for path in before if before[path] != after.get(path)]
    shown = "\n".join(after.values())
    return changed, {number for number in range(1, 13) if f"CANARY-{number}-" in shown}, "CANARY" in shown


@pytest.mark.parametrize("name", OTHERS)
def test_who_was_not_chosen_cannot_tell_that_anything_was_written_sent_or_asked(
    say, world, visitor, cast, name
):  # promise: H8, H11, CYP-B4
    before = world(name)
    seen = writes_and_keeps(say)
    if name not in ASKED:
        asks_to_talk(say, visitor, cast)
    say.joe.sends(f"{say.mine}/send", seen=seen)
    assert told(before, world(name)) == ([], set(), False)


@pytest.mark.parametrize("name", READERS)
def test_who_was_chosen_sees_nothing_before_send_and_just_their_part_after(
    say, world, visitor, cast, name
):  # promise: H3, CYP-B7
    before = world(name)
    seen = writes_and_keeps(say)
    asks_to_talk(say, visitor, cast)
    assert told(before, world(name)) == ([], set(), False)
    say.joe.sends(f"{say.mine}/send", seen=seen)
    changed, shown, _ = told(before, world(name))
    assert shown == READERS[name] and changed


def test_everyone_means_everyone_named_and_nobody_else(say, visitor, cast):
    say.begin()
    say.says(4, "CANARY-4-", "everyone")
    for name, member in cast.people.items():
        if name in {"joe", "cerys", "olu", "rob", "stone"}:
            continue
        reads = name in {"amira", "leila", "nan", "dev", "grace", "priya", "hope", "sam", "helen"}
        page = visitor(member).asks(say.voice)
        assert ("CANARY-4-" in page.text, page.status) == ((True, 200) if reads else (False, 404)), name


def test_a_parent_gets_nothing_by_being_a_parent(say, visitor, cast):  # promise: H11
    say.begin()
    say.answers(4, "CANARY")
    say.shares(4, "everyone_except")
    say.joe.sends(f"{say.mine}/questions/4/all-but", apart_from=str(cast.amira.seat_id))
    say.sends()
    amira = visitor(cast.amira)
    amira.opens(say.voice, status=404)
    assert "Nothing is shared with you" in amira.opens(f"{say.family}/voices")
    assert "CANARY" in visitor(cast.nan).opens(say.voice)
