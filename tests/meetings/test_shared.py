"""Strengths before worries, shared by name, with who and when; and advice that may be gone against with a reason."""

from datetime import timedelta

from server.core import clock
from server.meetings.models import Meeting
from server.meetings.sharing import Information, Sort
from server.meetings.stages import Stage
from tests.cast import MONDAY


def writes(visitor, met, sort, what, member=None):
    page = visitor(member or met.cast.priya).sends(
        f"{met.path}/shared/new", sort=sort, what=what, side=str(met.cast.side_id)
    )
    return page.path


def shares(visitor, met, pieces, people, *, status=200, **more):
    return visitor(met.cast.priya).sends(
        f"{met.path}/shared/share",
        pieces=[str(piece) for piece in pieces],
        people=[str(person.seat_id) for person in people],
        status=status,
        **more,
    )


def test_a_draft_is_for_its_writer_and_the_coordinator(visitor, met):
    writes(visitor, met, "strength", "Canary laughs", met.cast.sam)
    assert "Canary" in visitor(met.cast.sam).opens(f"{met.path}/shared")
    assert "Draft. Not shared yet" in visitor(met.cast.priya).opens(f"{met.path}/shared")
    for name in ("amira", "nan", "tom", "joe", "helen", "hope", "grace"):
        assert "Canary" not in visitor(met.cast.people[name]).opens(f"{met.path}/shared"), name
    visitor(met.cast.stone).opens(f"{met.path}/shared", status=404)


def test_family_does_not_write_these(visitor, met):
    for part in ("new", "share"):
        visitor(met.cast.amira).opens(f"{met.path}/shared/{part}", status=403)
    visitor(met.cast.sam).opens(f"{met.path}/shared/share", status=403)
    assert visitor(met.cast.amira).posts(f"{met.path}/shared/new", sort="worry", what="x").status == 403
    visitor(met.cast.stone).opens(f"{met.path}/shared/new", status=404)


def test_nobody_and_nothing_is_picked_beforehand(visitor, met):
    met.shares(Sort.STRENGTH, "Good")
    page = visitor(met.cast.priya).opens(f"{met.path}/shared/share")
    assert page.all(".//input[@checked]") == []
    assert "Choose what to share" in shares(visitor, met, [], [met.cast.amira], status=422)
    piece = met.shares(Sort.STRENGTH, "Good too")
    assert "Choose who can read it" in shares(visitor, met, [piece], [], status=422)


def test_a_worry_is_not_shared_without_a_strength(visitor, met):  # promise: TRU-B1
    worry = met.shares(Sort.WORRY, "Canary late to school")
    page = shares(visitor, met, [worry], [met.cast.amira], status=422)
    assert "A worry needs at least one strength" in page
    assert "Canary" not in visitor(met.cast.amira).opens(f"{met.path}/shared")
    strength = met.shares(Sort.STRENGTH, "Joe reads every night")
    shares(visitor, met, [worry, strength], [met.cast.amira])
    page = visitor(met.cast.amira).opens(f"{met.path}/shared")
    assert page.words.index("Joe reads") < page.words.index("Canary late")


def test_each_reader_of_a_worry_reads_a_strength_too(visitor, met):  # promise: TRU-B1
    worry, strength = met.shares(Sort.WORRY, "Canary"), met.shares(Sort.STRENGTH, "Good")
    shares(visitor, met, [worry, strength], [met.cast.amira])
    page = shares(visitor, met, [worry], [met.cast.nan], status=422)
    assert "A worry needs at least one strength" in page
    assert "Canary" not in visitor(met.cast.nan).opens(f"{met.path}/shared")


def test_the_last_strength_beside_a_worry_is_not_taken_away_first(visitor, met):
    worry, strength = met.shares(Sort.WORRY, "Hard"), met.shares(Sort.STRENGTH, "Good")
    shares(visitor, met, [worry, strength], [met.cast.amira])
    priya = visitor(met.cast.priya)
    page = priya.sends(f"{met.path}/shared/{strength}/back", at=f"{met.path}/shared", status=422)
    assert "only strength beside a worry" in page
    for piece in (worry, strength):
        priya.sends(f"{met.path}/shared/{piece}/back", at=f"{met.path}/shared")
    assert "Nothing is shared yet" in visitor(met.cast.amira).opens(f"{met.path}/shared")


def test_it_is_shared_with_those_named_and_nobody_else(visitor, met):
    piece = met.shares(Sort.STRENGTH, "Canary kind")
    shares(visitor, met, [piece], [met.cast.amira])
    page = visitor(met.cast.amira).opens(f"{met.path}/shared")
    assert "Canary" in page and "Shared by Priya on Monday 23 November 2026" in page  # promise: COL-B7
    for name in ("nan", "dev", "tom", "joe", "grace", "yusuf", "helen"):
        assert "Canary" not in visitor(met.cast.people[name]).opens(f"{met.path}/shared"), name


def test_a_side_never_reads_what_was_written_for_the_other(visitor, met):  # promise: V11
    piece = met.shares(Sort.STRENGTH, "Canary side")
    shares(visitor, met, [piece], [met.cast.amira, met.cast.tom])
    assert "Canary" not in visitor(met.cast.tom).opens(f"{met.path}/shared")


def test_the_first_sharing_moves_only_its_own_side_on(visitor, met, store):
    piece = met.shares(Sort.STRENGTH, "Good")
    shares(visitor, met, [piece], [met.cast.amira])
    with store.reading() as db:
        meeting = db.get_one(Meeting, (met.cast.family_id, met.id))
        assert meeting.stage(db, met.cast.side_id) == Stage.INFORMATION_SHARED
        assert meeting.stage(db, met.cast.other_side_id) == Stage.PREPARING


def test_plain_words_are_advice_and_a_reason_is_kept(visitor, met):  # promise: TRU-B1
    path = writes(visitor, met, "strength", "Mum is no longer non-compliant.")
    page = visitor(met.cast.priya).opens(path)
    assert "Could this be plainer?" in page and "finding it hard to work with services" in page
    piece = path.rpartition("/")[2]
    page = shares(visitor, met, [piece], [met.cast.amira], status=422, reason="")
    assert "say why they stay" in page
    shares(visitor, met, [piece], [met.cast.amira], reason="It quotes a letter.")
    assert "non-compliant" in visitor(met.cast.amira).opens(f"{met.path}/shared")
    with met.seen_by(met.cast.priya) as circle:
        assert Information.of(circle.db, circle.meeting)[0].reason == "It quotes a letter."


def test_a_change_says_why_and_when(visitor, met):  # promise: COL-B7
    piece = met.shares(Sort.STRENGTH, "Good", met.cast.amira)
    met.takes(met.cast.priya, "share_information", side=met.cast.side_id)
    path, priya = f"{met.path}/shared/{piece}", visitor(met.cast.priya)
    assert "Say why it changes" in priya.sends(path, what="Better", why="", status=422)
    priya.sends(path, what="Better", why="Nan told us more")
    page = visitor(met.cast.amira).opens(f"{met.path}/shared")
    assert "Better" in page and "Changed by Priya" in page and "Nan told us more" in page
    visitor(met.cast.amira).opens(path, status=403)
    visitor(met.cast.nan).opens(path, status=404)


def test_what_comes_late_is_said_and_more_time_can_be_asked_for(visitor, met):  # promise: DEC-B4
    piece = met.shares(Sort.STRENGTH, "Good")
    with clock.freeze(MONDAY + timedelta(days=12)):
        met_late = visitor(met.cast.priya).asks(f"{met.path}/shared/share")
        assert met_late.status == 303, "a working day's phone is closed by then"
    with met.seen_by(met.cast.priya) as circle:
        detail = circle.meeting.detail(circle.db, met.cast.side_id)
        detail.on_day = (MONDAY + timedelta(days=4)).date()
        circle.db.add(detail)
    assert "fewer than 5 days left" in visitor(met.cast.priya).opens(f"{met.path}/shared/share")
    shares(visitor, met, [piece], [met.cast.amira])
    amira = visitor(met.cast.amira)
    assert "at least 5 days to read it" in amira.opens(f"{met.path}/shared")
    assert amira.sends(f"{met.path}/signal", signal="more_days").heading == "Sent"
    assert "more days to read" in visitor(met.cast.priya).opens(met.path)


def test_five_whole_days_are_in_time(visitor, met):
    piece = met.shares(Sort.STRENGTH, "Good")
    with met.seen_by(met.cast.priya) as circle:
        detail = circle.meeting.detail(circle.db, met.cast.side_id)
        detail.on_day = (MONDAY + timedelta(days=5)).date()
        circle.db.add(detail)
    shares(visitor, met, [piece], [met.cast.amira])
    assert "later than it should" not in visitor(met.cast.amira).opens(f"{met.path}/shared")


def test_nothing_new_is_written_while_the_family_has_its_own_time(visitor, met):
    met.goes_private()
    page = visitor(met.cast.priya).sends(
        f"{met.path}/shared/new", sort="strength", what="x", side=str(met.cast.side_id), status=409
    )
    assert "The family is having its own time" in page
