"""One question a page, kept each time; nothing is required. promise: CYP-B3, X4"""

from sqlmodel import select

from server.core.encryption import key_ring
from server.voices.models import Draft
from server.voices.questions import PLACES, QUESTIONS
from tests.families.ways_in import invite
from tests.voices.stages import finish


def test_the_whole_way(say, visitor, cast):
    assert "You pick who hears it." in say.joe.opens(say.mine)
    page = say.joe.sends(f"{say.mine}/before")
    assert page.heading == "Who is with you now?"
    page = say.answers(1, "Auntie Bea", picked=["someone"])
    assert page.heading == "What do you want to be called?"
    say.answers(2, "JJ")
    assert say.answers(3, "wobbly", picked=["worried", "happy"]).heading == "Three places"
    for number in (6, 4, 5, *range(7, 12)):
        say.answers(number, f"words {number}")
    assert say.answers(12).heading == "Who hears this?"
    assert say.shares(1, "running_the_meeting", "show_my_words").path.endswith("/questions/2/who")
    page = say.joe.opens(f"{say.mine}/check")
    assert "Priya" in page and "Coordinator" in page and "Hope" in page
    assert say.sends().path == "/said"
    page = visitor(cast.priya).opens(say.voice)
    assert "Auntie Bea" in page and "JJ" not in page and "words 6" not in page


def test_the_page_says_whose_words_opened_it(say, visitor, cast):
    assert "When your page was opened" not in say.joe.opens(say.mine)
    say.joe.sends(f"{say.mine}/before")
    visitor().posts("/join/code", code=invite(visitor(cast.priya), cast, cast.joe.seat_id).code)
    page = say.joe.opens(say.mine)
    assert "Monday 23 November 2026" in page and "with words from" in page and "Priya" in page


def test_the_three_places_can_be_visited_in_any_order(say):
    say.begin()
    for number in (1, 2):
        say.answers(number)
    assert say.answers(3).path == f"{say.mine}/places"
    assert say.answers(6, "A dog").path == f"{say.mine}/questions/4"
    assert say.answers(4, "Sundays").path == f"{say.mine}/questions/5"
    assert say.answers(5).path == f"{say.mine}/questions/7"
    assert [place.number for place in PLACES] == [4, 5, 6]


def test_every_question_has_skip_and_dont_know_of_the_same_weight(say):
    say.begin()
    for question in QUESTIONS:
        page = say.joe.opens(f"{say.mine}/questions/{question.number}")
        buttons = {b.get("value"): b.get("class") for b in page.all(".//button[@name='then']")}
        assert {"continue", "skip", "dont-know", "stop"} <= buttons.keys()
        assert buttons["skip"] == buttons["dont-know"]
        assert "required" not in page.text and "checked" not in page.text


def test_nothing_is_required_and_an_empty_answer_is_a_skipped_one(say):
    say.begin()
    for question in QUESTIONS:
        say.answers(question.number)
    page = say.joe.opens(f"{say.mine}/check")
    assert "It is all just for you." in page and not [
        f for f in page.forms if f.get("action", "").endswith("send")
    ]


def test_skipped_words_are_kept_but_shared_with_nobody(say):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    say.joe.sends(f"{say.mine}/questions/6", said="A dog", then="skip")
    assert "A dog" not in say.joe.opens(f"{say.mine}/check")
    assert "A dog" in say.joe.opens(f"{say.mine}/questions/6").text


def test_it_goes_on_where_it_stopped(say):
    say.begin()
    say.answers(1, "Sam")
    page = say.joe.sends(f"{say.mine}/questions/2", said="JJ", then="stop")
    assert page.path == f"{say.mine}/stop"
    assert say.joe.opens(f"{say.mine}/go-on").path == f"{say.mine}/questions/3"
    assert "JJ" in say.joe.opens(f"{say.mine}/questions/2").text


def test_another_language_keeps_what_is_typed(say):
    say.begin()
    path = f"{say.mine}/questions/6"
    page = say.joe.sends(path, said="Ci bach", picked=["more-play"], _language="cy")
    assert page.root.get("lang") == "cy" and "Ci bach" in page.text
    ticked = [box.get("value") for box in page.all(".//input[@checked]")]
    assert ticked == ["more-play"]


def test_words_are_put_by_while_the_child_still_writes(say):
    say.begin()
    path, key = f"{say.mine}/questions/6", "0192f0a0-0000-7000-8000-000000000006"
    for said in ("A d", "A dog an"):
        kept = say.joe.posts(f"{path}/keep", {"x-keep": "1"}, key=key, said=said)
        assert kept.status == 204
    assert "A dog an" in say.joe.opens(path).text
    assert say.joe.posts(path, key=key, said="A dog and a cat", then="continue").status == 303
    assert "A dog and a cat" in say.joe.opens(path).text


def test_change_comes_straight_back_to_the_check(say):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "my_helper")
    page = say.joe.opens(f"{say.mine}/questions/6?back=check")
    assert page.form(f"{say.mine}/questions/6")["back"] == "check"
    assert say.answers(6, "Two dogs", back="check").path == f"{say.mine}/check"
    assert say.answers(7, "Nan", back="check").path == f"{say.mine}/questions/7/who"
    assert say.shares(7, "just_me", back="check").path == f"{say.mine}/check"


def test_pictures_that_do_not_exist_are_not_kept(say, store):
    say.begin()
    say.answers(3, "", picked=["happy", "<b>"])
    with store.reading() as db:
        key_ring(db).admit(say.voice_id)
        assert db.exec(select(Draft)).one().picked == ["happy"]


def test_a_finished_meeting_takes_no_new_words(say, store):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    seen = say.looks()
    finish(say)
    assert say.joe.posts(f"{say.mine}/questions/4", said="More", then="continue").status == 409
    assert say.joe.posts(f"{say.mine}/send", seen=seen).status == 409
    assert "The meeting is over." in say.joe.opens(say.mine)


def test_no_question_asks_what_somebody_did():
    asked = " ".join(question.asks for question in QUESTIONS).lower()
    assert not any(word in asked.split() for word in ("did", "done", "hit", "hurt", "who has"))
