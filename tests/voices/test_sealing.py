"""Write and seal: after Send this phone cannot show the words again without a fresh code. promise: H4, CYP-B1"""

from datetime import timedelta

from server.core import clock
from server.people.access import COOKIE
from server.people.models import Device
from tests.cast import MONDAY


def test_after_send_the_cookie_is_gone_and_the_page_says_nothing(say):
    say.begin()
    say.answers(6, "CANARY-dog")
    say.shares(6, "everyone")
    page = say.joe.posts(f"{say.mine}/send", seen=say.looks())
    assert page.status == 303 and page.headers["location"] == "/said"
    assert f'{COOKIE}=""' in page.headers["set-cookie"] and "Max-Age=0" in page.headers["set-cookie"]
    assert page.headers["clear-site-data"] == '"cache"'
    page = say.joe.opens("/said")
    assert "CANARY" not in page.text and "Joe" not in page


def test_the_old_cookie_opens_nothing_ever_again(say, visitor, cast):
    say.begin()
    say.answers(6, "CANARY-dog")
    say.shares(6, "everyone")
    say.sends()
    again = visitor(cast.joe)
    for path in ("", "/questions/6", "/check", "/sent", "/happened", "/stop"):
        page = again.asks(say.mine + path)
        assert page.status == 303 and page.headers["location"] == "/sign-in"
        assert "CANARY" not in page.text


def test_another_phone_of_the_child_is_sealed_too(say, store, visitor, cast):
    with store.writing() as db:
        other, cookie = Device.opened(db, "child", "iPhone, Safari")
        other.person_id = cast.joe.person_id
    say.begin()
    say.answers(6, "CANARY-dog")
    say.shares(6, "everyone")
    say.sends()
    phone = visitor()
    phone.client.cookies.set(COOKIE, cookie, domain="table.test")
    for path in ("", "/questions/6", "/check", "/sent", "/happened", "/before"):
        assert phone.asks(say.mine + path).headers["location"] == "/said"
    assert "CANARY" not in phone.opens("/home").text
    phone.opens(f"{say.mine}/talk")


def test_a_fresh_code_opens_the_own_words_again(say):
    say.begin()
    say.says(6, "CANARY-dog", "everyone")
    joe = say.back_with_a_code()
    assert "CANARY-dog" in joe.opens(f"{say.mine}/sent")
    assert "CANARY-dog" in joe.opens(f"{say.mine}/questions/6").text


def test_the_same_send_twice_is_answered_the_same(say):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "everyone")
    sent = {"key": "0192f0a0-0000-7000-8000-00000000abcd", "seen": say.looks()}
    for _ in range(2):
        assert say.joe.posts(f"{say.mine}/send", **sent).headers["location"] == "/said"


def test_closing_for_now_closes_the_phone_and_keeps_the_words(say, visitor, cast):
    say.begin()
    say.answers(6, "CANARY-dog")
    page = say.joe.sends(f"{say.mine}/close", at=f"{say.mine}/stop")
    assert page.path == "/kept" and "CANARY" not in page.text
    assert visitor(cast.joe).asks(say.mine).headers["location"] == "/sign-in"
    assert "CANARY-dog" in say.back_with_a_code().opens(f"{say.mine}/questions/6").text


def test_an_idle_page_of_a_child_closes_by_itself(say):  # promise: S3
    say.begin()
    nearly = timedelta(minutes=14, seconds=59)
    for idle, is_open in ((nearly, True), (nearly + timedelta(minutes=15), False)):
        with clock.freeze(MONDAY + idle):
            assert (say.joe.asks(f"{say.mine}/questions/1").status == 200) is is_open
