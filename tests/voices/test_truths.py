"""Before the first question a child is told who can see what, and the one exception. promise: H1, CYP-B2"""

import re
from datetime import timedelta

from server.core import clock
from server.voices.models import forget_old_drafts

LONGEST_FIRST_SCREEN = 60
EXCEPTION = (
    "You may send that a child is being hurt. Then the worker must tell people who keep children safe."
)


def test_the_truths_come_before_the_first_question_and_cannot_be_skipped(say):
    for path in ("/questions/1", "/questions/12", "/go-on", "/places", "/check", "/questions/1/who"):
        assert say.joe.asks(say.mine + path).headers["location"] == f"{say.mine}/before"
    page = say.joe.posts(f"{say.mine}/questions/1", said="Hello", then="continue")
    assert page.headers["location"] == f"{say.mine}/before"
    page = say.joe.opens(f"{say.mine}/before")
    assert "Nobody opens it." in page and EXCEPTION in page and "0800 1111" in page and "999" in page
    assert say.joe.sends(f"{say.mine}/before").path == f"{say.mine}/questions/1"


def test_the_first_screen_is_short_and_has_the_exception_on_it(say):
    page = say.joe.opens(f"{say.mine}/before")
    shown = re.sub(r"\s+", " ", "".join(page.all(".//main")[0].itertext()))
    first, _, _rest = shown.partition("You see the names before you send.")
    assert EXCEPTION in first and "Nobody opens it." in first
    assert len(first.split()) <= LONGEST_FIRST_SCREEN


def test_the_exception_is_said_again_before_sending(say):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    assert "Then the worker must tell people who keep children safe." in say.joe.opens(f"{say.mine}/check")


def test_once_the_words_were_let_go_the_truths_come_again(say, store):
    say.begin()
    say.answers(6, "A dog")
    with store.writing() as db:
        assert forget_old_drafts(db, clock.now() + timedelta(days=31)) == 1
    assert say.joe.asks(f"{say.mine}/questions/6").headers["location"] == f"{say.mine}/before"
    say.begin()
    assert "A dog" not in say.joe.opens(f"{say.mine}/questions/6")
