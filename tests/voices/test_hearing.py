"""Who hears each answer is the child's choice alone, by name, and nothing leaves before Send. promise: H2, H3, H12"""

import pytest
from sqlalchemy.exc import IntegrityError

from server.core.encryption import key_ring
from server.families.audiences import Choice
from server.families.models import Family, Hide, Role
from server.voices.questions import BY_ID
from server.voices.shared import SharedAnswer
from tests.cast import seat_one


def choices(page):
    return [box.get("value") for box in page.all(".//input[@name='audience']")]


def test_nothing_is_picked_beforehand(say):  # promise: H2
    say.begin()
    say.answers(6, "A dog")
    page = say.joe.opens(f"{say.mine}/questions/6/who")
    assert choices(page) == [choice.value for choice in Choice]
    assert not page.all(".//input[@checked]")


@pytest.mark.parametrize("audience", [None, "", "just_me", "decide_later", "somebody"])
def test_the_database_refuses_an_answer_without_a_chosen_audience(say, store, audience):  # promise: H2
    with pytest.raises((IntegrityError, ValueError)), store.writing() as db:
        answer = SharedAnswer(
            family_id=say.cast.family_id, voice_id=say.voice_id, seat_id=say.cast.joe.seat_id,
            question="wishes", audience="everyone",
        )  # fmt: skip
        answer.audience = audience
        db.add(answer)
        db.flush()


def test_share_and_keep_weigh_the_same(say):  # promise: H12
    say.begin()
    say.answers(6, "A dog")
    page = say.joe.opens(f"{say.mine}/questions/6/who")
    cards = [label for label in page.all(".//label") if label.find("input[@name='audience']") is not None]
    assert {card.get("class") for card in cards} == {"choice"}
    assert all(any(str(part.tag).endswith("svg") for part in card) for card in cards)
    say.shares(6, "everyone")
    page = say.joe.opens(f"{say.mine}/check")
    send = next(form for form in page.forms if form.get("action") == f"{say.mine}/send")
    pair = [*send.findall(".//button"), *send.findall(".//a")]
    assert {one.get("class") for one in pair} == {"button"} and len(pair) == 2


def test_no_praise_for_sharing_more(say):  # promise: H12
    say.begin()
    shown = ""
    for number in (4, 6):
        shown += say.answers(number, "x").words + say.shares(number, "everyone").words
    shown += say.joe.opens(f"{say.mine}/check").words
    assert not {"well done", "great", "brave", "points", "streak", "%"} & set(shown.lower().split())


def test_keeping_it_is_what_happens_when_nothing_is_chosen(say, visitor, cast):
    say.begin()
    say.answers(6, "A dog")
    page = say.joe.sends(f"{say.mine}/questions/6/who", then="skip", audience="everyone")
    assert "It is all just for you." in page
    assert say.joe.posts(f"{say.mine}/send", seen="0" * 64).status == 409
    visitor(cast.priya).opens(say.voice, status=404)


def test_send_is_refused_without_the_last_look(say, visitor, cast):  # promise: H3
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    assert say.joe.posts(f"{say.mine}/send").status == 409
    seen = say.looks()
    say.shares(6, "my_helper")
    page = say.joe.sends(f"{say.mine}/send", seen=seen, at=f"{say.mine}/check", status=409)
    assert "Please look once more." in page
    visitor(cast.priya).opens(say.voice, status=404)
    assert say.sends().path == "/said"


def test_the_last_look_names_real_people_and_shows_what_they_will_see(say, visitor, cast):  # promise: H3
    say.begin()
    say.answers(6, "A dog\nand a cat", picked=["more-play"])
    say.shares(6, "running_the_meeting", "not_aloud")
    page = say.joe.opens(f"{say.mine}/check")
    readers = page.all(".//p[@class='answers-who']")[0]
    assert "".join(readers.itertext()).strip().endswith("Priya (Coordinator), Hope (Chair)")
    card = drawn(page)
    say.sends()
    for reader in ("priya", "hope"):
        assert drawn(visitor(cast.people[reader]).opens(say.voice)) == card


def drawn(page):
    """The words, pictures and wish of the one answer on a page, byte for byte."""
    start = page.text.index('<h3 class="said-asked">')
    return page.text[start : page.text.index("</p>", page.text.index("said-wish", start))]


def test_everyone_but_somebody_is_for_nobody_until_they_are_named(say):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    page = say.shares(6, "everyone_except")
    assert page.path == f"{say.mine}/questions/6/all-but"
    assert "It is all just for you." in say.joe.opens(f"{say.mine}/check")
    page = say.joe.sends(f"{say.mine}/questions/6/all-but", status=422)
    assert "Pick at least one." in page
    page = say.joe.sends(f"{say.mine}/questions/6/all-but", apart_from=str(say.cast.leila.seat_id))
    assert page.path == f"{say.mine}/check" and "Nan" in page and "Leila (" not in page


def test_what_is_hard_is_never_offered_to_everyone(say):
    say.begin()
    number = BY_ID["hard"].number
    say.answers(number, "Uncle Dev")
    page = say.joe.opens(f"{say.mine}/questions/{number}/who")
    assert "everyone" not in choices(page) and "everyone_except" not in choices(page)
    page = say.joe.sends(f"{say.mine}/questions/{number}/who", audience="everyone", status=422)
    assert "Please choose one of these." in page
    path = f"{say.mine}/questions/{number}/all-but"
    say.joe.sends(path, apart_from=str(say.cast.dev.seat_id), status=422)


def test_the_helper_is_one_named_person(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "my_helper")
    assert "A dog" in visitor(cast.priya).opens(say.voice)
    visitor(cast.hope).opens(say.voice, status=404)


def test_the_other_side_is_never_named_and_never_reads(say, visitor, cast):
    say.begin()
    say.answers(6, "A dog")
    page = say.joe.opens(f"{say.mine}/questions/6/who")
    assert "Tom" not in page and "Nan" in page
    say.shares(6, "everyone")
    say.sends()
    visitor(cast.tom).opens(say.voice, status=404)
    assert "A dog" in visitor(cast.nan).opens(say.voice)


def test_advocates_see_only_what_the_child_chose(say, visitor, cast):
    say.begin()
    say.answers(4, "Sundays")
    say.says(6, "A dog", "everyone")
    page = visitor(cast.grace).opens(say.voice)
    assert "A dog" in page and "Sundays" not in page


def test_somebody_who_joins_later_sees_nothing_old(say, store, visitor, cast):  # promise: Z8
    say.begin()
    say.says(6, "A dog", "everyone")
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        family = db.get_one(Family, cast.family_id)
        aunt = seat_one(db, cast, "zara", family, Role.NETWORK, "Aunt", side_id=cast.side_id)
    cast.people.pop("zara")
    visitor(aunt).opens(say.voice, status=404)


def test_a_hide_beats_the_choice(say, store, visitor, cast):  # promise: Z9
    say.begin()
    say.says(6, "A dog", "everyone")
    with store.writing() as db:
        db.add(Hide(family_id=cast.family_id, owner_id=cast.joe.seat_id, from_seat_id=cast.dev.seat_id))
    visitor(cast.dev).opens(say.voice, status=404)
    assert "A dog" in visitor(cast.nan).opens(say.voice)
    joe = say.back_with_a_code()
    assert "Dev" not in joe.opens(f"{say.mine}/questions/6/who")
