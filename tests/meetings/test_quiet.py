"""A quiet word reaches those who run the meeting, and nobody else, and is not shown again where it was sent."""

from sqlmodel import select

from server.meetings.quiet import QuietWord

EVERYBODY_ELSE = ("amira", "nan", "dev", "tom", "joe", "leila", "grace", "yusuf", "sam", "helen")


def test_a_quiet_word_reaches_the_coordinator_alone(visitor, met):
    amira = visitor(met.cast.amira)
    page = amira.opens(f"{met.path}/quiet")
    assert "Only Priya can read this" in page and "Call 999" in page
    sent = amira.sends(f"{met.path}/quiet", what="Canary, another room please")
    assert sent.heading == "Sent" and "Canary" not in sent
    priya = visitor(met.cast.priya).opens(met.path)
    assert "Canary" in priya and "Amira" in priya
    for name in (*EVERYBODY_ELSE, "hope"):
        for part in ("", "/quiet", "/agenda", "/people", "/shared"):
            assert "Canary" not in visitor(met.cast.people[name]).opens(met.path + part), name


def test_the_coordinator_says_it_was_seen_and_the_sender_is_told_nothing(visitor, met, store):
    visitor(met.cast.amira).posts(f"{met.path}/quiet", what="Canary")
    with store.reading() as db:
        word = db.exec(select(QuietWord)).one()
    path = f"{met.path}/quiet/{word.id}/seen"
    for name, status in (("amira", 404), ("nan", 404), ("sam", 404), ("stone", 404)):
        assert visitor(met.cast.people[name]).posts(path).status == status
    before = visitor(met.cast.amira).opens(met.path).words
    assert "Canary" not in visitor(met.cast.priya).sends(path, at=met.path)
    assert visitor(met.cast.amira).opens(met.path).words == before


def test_a_signal_is_seen_by_those_who_run_the_meeting(visitor, met):  # promise: COL-D3
    met.opens()
    assert visitor(met.cast.nan).sends(f"{met.path}/signal", signal="slow").heading == "Sent"
    for name in ("priya", "hope"):
        page = visitor(met.cast.people[name]).opens(met.path)
        assert "Please slow down" in page and "Nan" in page
    for name in ("amira", "dev", "sam", "tom"):
        page = visitor(met.cast.people[name]).opens(met.path)
        assert "Nan" not in page, name


def test_signals_are_three_and_nothing_else(visitor, met):
    met.opens()
    assert visitor(met.cast.nan).sends(f"{met.path}/signal", signal="need_you", at=met.path, status=422)
    assert visitor(met.cast.stone).posts(f"{met.path}/signal", signal="slow").status == 404


def test_home_of_the_coordinator_says_somebody_waits(visitor, met):
    visitor(met.cast.amira).posts(f"{met.path}/quiet", what="Canary")
    page = visitor(met.cast.priya).opens("/home")
    assert "Somebody told you something quietly" in page and "Canary" not in page
    visitor(met.cast.nan).posts(f"{met.path}/quiet", what="Canary")
    assert "2 quiet words wait for you" in visitor(met.cast.priya).opens(f"/families/{met.cast.family_id}")


def test_an_empty_word_is_not_sent(visitor, met):
    page = visitor(met.cast.amira).sends(f"{met.path}/quiet", what=" ", status=422)
    assert "Write a few words here first." in page
