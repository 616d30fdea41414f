"""Each page: works for the one it is for, hidden from Mr Stone, closed to the others, a stranger goes to the door."""

import pytest

MINE = [
    "",
    "/before",
    "/go-on",
    "/questions/1",
    "/questions/5",
    "/places",
    "/check",
    "/stop",
    "/sent",
    "/happened",
]
MINE += ["/talk"]


@pytest.mark.parametrize("path", MINE)
def test_a_childs_page(say, visitor, cast, path):
    say.begin()
    say.joe.opens(say.mine + path)
    visitor(cast.stone).opens(say.mine + path, status=404)
    for name in ("amira", "tom", "nan", "priya", "hope", "sam", "helen", "dee", "grace"):
        assert visitor(cast.people[name]).asks(say.mine + path).status == 403, name
    assert visitor().asks(say.mine + path).headers["location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/questions/0", "/questions/13", "/questions/x", "/questions/3/who"])
def test_what_is_not_there(say, path):
    say.begin()
    say.joe.opens(say.mine + path, status=404)


def test_another_child_has_pages_of_her_own(say, visitor, cast):
    say.begin()
    say.answers(4, "SECRET")
    leila = visitor(cast.leila)
    assert "not open yet" in leila.opens(say.mine)
    assert leila.asks(f"{say.mine}/questions/4").headers["location"] == say.mine
    assert "SECRET" not in leila.opens(f"{say.mine}/check")


@pytest.mark.parametrize("path", ["/said", "/kept", "/talk"])
def test_the_quiet_ends_are_open_to_everybody_and_say_nothing(say, visitor, path):
    page = visitor().opens(path)
    assert "Joe" not in page and "Priya" not in page
    assert page.text.count("family") == 0


def test_the_list_of_what_is_shared(say, visitor, cast):
    for name in ("amira", "nan", "tom", "grace", "priya", "sam", "dee"):
        assert "Nothing is shared with you" in visitor(cast.people[name]).opens(f"{say.family}/voices")
    assert "Leila" in visitor(cast.hope).opens(f"{say.family}/voices")
    assert "Leila" not in visitor(cast.sam).opens(f"{say.family}/voices")
    visitor(cast.stone).opens(f"{say.family}/voices", status=404)
    assert visitor().asks(f"{say.family}/voices").headers["location"] == "/sign-in"


def test_those_who_run_the_meeting_open_a_page_and_choose_a_helper(say, visitor, cast):
    path = f"{say.family}/voices/for/{cast.leila.seat_id}"
    priya = visitor(cast.priya)
    page = priya.opens(path)
    assert "Grace" in page and "Sam" in page and "Amira" not in page and "Dee" not in page
    page = priya.sends(path, helper=str(cast.grace.seat_id))
    assert "The helper is Grace" in page
    assert "You can say what you think." in visitor(cast.leila).opens(say.mine)
    priya.sends(path, helper=str(cast.amira.seat_id), status=422)
    priya.opens(f"{say.family}/voices/for/{cast.nan.seat_id}", status=404)
    visitor(cast.sam).opens(path, status=403)
    visitor(cast.stone).opens(path, status=404)


def test_a_grown_up_who_is_not_the_childs_advocate_is_no_helper(say, visitor, cast):
    page = visitor(cast.priya).opens(f"{say.family}/voices/for/{cast.joe.seat_id}")
    assert "Grace" not in page


def test_the_reading_page(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    assert "A dog" in visitor(cast.priya).opens(say.voice)
    assert "A dog" in visitor(cast.hope).opens(say.voice)
    for name in ("amira", "tom", "nan", "sam", "helen", "dee", "grace", "stone", "leila"):
        visitor(cast.people[name]).opens(say.voice, status=404)
    assert visitor().asks(say.voice).headers["location"] == "/sign-in"


def test_what_those_who_answer_do_is_closed_to_other_readers(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "everyone")
    answer = f"{say.voice}/answers/{say.answer_ids()[0]}"
    visitor(cast.priya).opens(f"{answer}/happened")
    visitor(cast.nan).opens(f"{answer}/happened", status=404)
    visitor(cast.sam).opens(f"{answer}/happened", status=404)
    assert visitor(cast.nan).posts(f"{answer}/used").status == 403
    assert visitor(cast.tom).posts(f"{answer}/used").status == 404
    visitor(cast.nan).opens(f"{answer}/passed-on", status=403)
    visitor(cast.tom).opens(f"{answer}/passed-on", status=404)
