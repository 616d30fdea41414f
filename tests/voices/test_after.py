"""After Send: who opened it, changing it, taking it back, and what happened with it. promise: H10, CYP-B5, CYP-A1"""

from datetime import timedelta

from server.audit import lines_about
from server.core import clock
from server.families.models import Seat
from server.voices.shared import SharedAnswer
from tests.cast import MONDAY
from tests.voices.stages import finish


def answer(say):
    return f"{say.voice}/answers/{say.answer_ids()[0]}"


def test_the_child_is_told_truthfully_who_opened_it(say, visitor, cast):  # promise: H10
    say.begin()
    say.says(6, "A dog", "everyone")
    visitor(cast.hope).opens(say.voice)
    visitor(cast.nan).opens(say.voice)
    page = say.back_with_a_code().opens(f"{say.mine}/sent")
    assert "Opened by Hope , Monday 23 November 2026." in page
    assert "Opened by Nan" not in page and "Opened by Priya" not in page
    assert "We do not note when your family looks." in page


def test_nobody_opened_it_yet(say):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    page = say.back_with_a_code().opens(f"{say.mine}/sent")
    assert "No worker has opened it yet." in page and "your family looks" not in page


def test_the_child_changes_it_and_knows_who_read_what_it_said_before(say, visitor, cast):  # promise: H10
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    visitor(cast.priya).opens(say.voice)
    say.back_with_a_code()
    with clock.freeze(MONDAY + timedelta(minutes=5)):
        say.says(6, "A cat", "running_the_meeting")
        page = visitor(cast.priya).opens(say.voice)
        assert "A cat" in page and "A dog" not in page
    with clock.freeze(MONDAY + timedelta(minutes=6)):
        page = say.back_with_a_code().opens(f"{say.mine}/sent")
        assert "That was before you changed it." not in page
        visitor(cast.hope).opens(say.voice)
    with clock.freeze(MONDAY + timedelta(minutes=7)):
        say.back_with_a_code()
    with clock.freeze(MONDAY + timedelta(minutes=9)):
        say.says(6, "A mouse", "running_the_meeting")
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        page = say.back_with_a_code().opens(f"{say.mine}/sent")
    assert page.text.count("That was before you changed it.") == 2


def test_taking_it_back_bites_on_the_next_request(say, visitor, cast, store):  # promise: CYP-B5
    say.begin()
    say.says(6, "A dog", "everyone")
    priya = visitor(cast.priya)
    priya.opens(say.voice)
    joe = say.back_with_a_code()
    page = joe.sends(f"{say.mine}/sent/{say.answer_ids()[0]}/back", at=f"{say.mine}/sent")
    assert "Nothing of yours is with anyone now." in page
    priya.opens(say.voice, status=404)
    assert "Nothing is shared with you" in priya.opens(f"{say.family}/voices")
    with store.reading() as db:
        kept = db.get_one(SharedAnswer, (cast.family_id, say.answer_ids()[0]))
        assert kept.said_sealed is None and kept.picked_sealed is None
    assert "A dog" in joe.opens(f"{say.mine}/questions/6").text


def test_narrowing_it_and_sending_again_takes_it_back_too(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "everyone")
    joe = say.back_with_a_code()
    with clock.freeze(MONDAY + timedelta(minutes=5)):
        say.shares(6, "just_me")
        page = joe.opens(f"{say.mine}/check")
        assert "nobody can read it any more" in page
        visitor(cast.nan).opens(say.voice)
        say.sends()
    for name in ("nan", "priya", "amira"):
        visitor(cast.people[name]).opens(say.voice, status=404)


def test_once_used_it_stays_and_the_child_is_told_when(say, visitor, cast):  # promise: CYP-B5
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    visitor(cast.priya).sends(f"{answer(say)}/used", at=say.voice)
    joe = say.back_with_a_code()
    page = joe.opens(f"{say.mine}/sent")
    assert "Priya used it on" in page and "Take it back" not in page
    back = joe.posts(f"{say.mine}/sent/{say.answer_ids()[0]}/back", at=f"{say.mine}/sent")
    assert back.status == 409
    assert "So it stays as it is." in joe.opens(f"{say.mine}/questions/6")
    assert joe.posts(f"{say.mine}/questions/6", said="A cat", then="continue").status == 409
    assert "This stays as it is" in joe.opens(f"{say.mine}/check")


def test_it_was_used_between_looking_and_sending(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    joe = say.back_with_a_code()
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        say.answers(6, "A cat")
        say.shares(6, "running_the_meeting")
        seen = say.looks()
        visitor(cast.priya).sends(f"{answer(say)}/used", at=say.voice)
        assert joe.posts(f"{say.mine}/send", seen=seen).status == 409
    assert "A dog" in visitor(cast.priya).opens(say.voice)


def test_what_happened_is_written_read_and_answered(say, visitor, cast):  # promise: CYP-A1
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    priya = visitor(cast.priya)
    assert "Write a few words here first." in priya.sends(f"{answer(say)}/happened", status=422)
    priya.sends(f"{answer(say)}/happened", did="We asked.", why_not="No room.", next="We look again.")
    joe = say.back_with_a_code()
    page = joe.opens(f"{say.mine}/happened")
    assert "A dog" in page and "We asked." in page and "No room." in page and "We look again." in page
    reply = next(link for link in page.links if link.startswith(f"{say.mine}/happened/"))
    page = joe.opens(reply)
    assert not page.all(".//input[@checked]")
    page = joe.sends(reply, reply="not_quite", reply_words="CANARY cat", then="continue")
    assert "Not quite" in page
    assert "CANARY cat" in priya.opens(say.voice)
    assert "CANARY" not in visitor(cast.hope).opens(say.voice)


def test_nobody_answered_yet(say):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    assert "Nobody has told you yet." in say.back_with_a_code().opens(f"{say.mine}/happened")


def close(say, name):
    path = f"{say.family}/meetings/{say.meeting_id}/steps/call_off/{say.cast.side_id}"
    return say.come(say.cast.people[name]).opens(path)


MISSING = "what happened with what each child said"


def test_a_meeting_is_not_finished_before_each_shared_answer_is_answered(
    say, visitor, cast
):  # promise: CYP-A1
    assert MISSING not in close(say, "priya")
    say.begin()
    say.answers(1, "Auntie")
    say.shares(1, "everyone")
    say.says(6, "A dog", "running_the_meeting")
    assert MISSING in close(say, "priya") and MISSING in close(say, "hope")
    wishes = next(one for one in say.answer_ids() if _asked(say, one) == "wishes")
    visitor(cast.hope).sends(f"{say.voice}/answers/{wishes}/happened", did="We asked.")
    assert MISSING not in close(say, "priya")


def test_whoever_was_not_chosen_is_not_held_back_because_that_would_tell_them(say):
    say.begin()
    say.says(6, "A dog", "my_helper")
    assert MISSING in close(say, "priya") and MISSING not in close(say, "hope")


def _asked(say, answer_id):
    with say.store.reading() as db:
        return db.get_one(SharedAnswer, (say.cast.family_id, answer_id)).question


def test_the_exception_is_written_down_and_the_child_reads_it(say, visitor, cast):
    say.begin()
    say.answers(4, "Sundays")
    say.shares(4, "my_helper")
    say.says(5, "It is loud at night", "my_helper")
    loud = next(one for one in say.answer_ids() if _asked(say, one) == "worries")
    path = f"{say.voice}/answers/{loud}/passed-on"
    priya = visitor(cast.priya)
    page = priya.opens(path)
    assert "Dee" in page and "Amira" not in page and "Grace" not in page
    wrong = priya.sends(path, to=str(cast.amira.seat_id), why="x", told_first="yes", status=422)
    assert "Please choose one of these." in wrong
    visitor(cast.dee).opens(say.voice, status=404)
    priya.sends(path, to=str(cast.dee.seat_id), why="So that nights are quiet.", told_first="yes")
    page = visitor(cast.dee).opens(say.voice)
    assert "It is loud at night" in page and "Sundays" not in page
    page = say.back_with_a_code().opens(f"{say.mine}/sent")
    assert "had to tell Dee about this" in page and "So that nights are quiet." in page


def test_what_would_be_unsafe_to_read_is_kept_from_the_childs_page(say, visitor, cast, store):
    say.begin()
    say.says(5, "It is loud at night", "my_helper")
    path = f"{answer(say)}/passed-on"
    visitor(cast.priya).sends(path, to=str(cast.dee.seat_id), why="Not now.", told_first="no", is_kept="yes")
    visitor(cast.dee).opens(say.voice)
    page = say.back_with_a_code().opens(f"{say.mine}/sent")
    assert "Dee" not in page and "Not now." not in page
    with store.reading() as db:
        lines = lines_about(db, db.get_one(Seat, (cast.family_id, cast.joe.seat_id)))
        assert "passed on" not in {did for _at, _who, did, _kind in lines}


def test_every_professional_look_is_written_down(say, visitor, cast, store):  # promise: G1
    say.begin()
    say.answers(4, "Sundays")
    say.shares(4, "everyone")
    say.says(6, "A dog", "running_the_meeting")
    for name in ("priya", "hope", "sam", "nan"):
        visitor(cast.people[name]).opens(say.voice)
    with store.reading() as db:
        lines = lines_about(db, db.get_one(Seat, (cast.family_id, cast.joe.seat_id)))
    looks = [who for _at, who, did, kind in lines if (did, kind) == ("looked", "child_answer")]
    assert sorted(looks) == sorted([cast.priya.seat_id] * 2 + [cast.hope.seat_id] * 2 + [cast.sam.seat_id])


def test_a_finished_meeting_can_still_be_answered_to_the_child(say, visitor, cast):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    finish(say)
    visitor(cast.priya).sends(f"{answer(say)}/happened", did="We asked.")
    joe = say.back_with_a_code()
    assert "We asked." in joe.opens(f"{say.mine}/happened")
    joe.sends(f"{say.mine}/sent/{say.answer_ids()[0]}/back", at=f"{say.mine}/sent")
