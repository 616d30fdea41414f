"""Points to talk about: only mine until I say otherwise, then for exactly the people named that day."""

from sqlmodel import select

from server.audit import Look
from server.core.encryption import key_ring
from server.families.models import Seat
from server.meetings import planning
from server.meetings.agenda import AgendaPoint


def adds(visitor, met, member, what, meant_for="only_me"):
    return visitor(member).sends(f"{met.path}/agenda", what=what, meant_for=meant_for)


def latest(met, store):
    with store.reading() as db:
        return max(db.exec(select(AgendaPoint)).all(), key=lambda point: point.id)


def test_nothing_is_chosen_beyond_only_me(visitor, met):
    page = visitor(met.cast.amira).opens(f"{met.path}/agenda")
    ticked = [field.get("value") for field in page.all(".//input[@checked]")]
    assert ticked == ["only_me"]
    assert "Yusuf" in page and "Priya" in page, "the choices say whom they mean today"


def test_only_me_is_only_mine(visitor, met):
    assert "Only you can see this." in adds(visitor, met, met.cast.amira, "Canary bedtime")
    for name in ("nan", "dev", "joe", "tom", "priya", "hope", "sam", "yusuf", "grace"):
        assert "Canary" not in visitor(met.cast.people[name]).opens(f"{met.path}/agenda"), name


def test_a_point_for_the_coordinator_goes_no_further(visitor, met):
    assert "Can see this: you, Priya" in adds(visitor, met, met.cast.amira, "Canary bus fare", "coordinator")
    assert "Canary" in visitor(met.cast.priya).opens(f"{met.path}/agenda")
    for name in ("nan", "hope", "sam", "tom", "yusuf"):
        assert "Canary" not in visitor(met.cast.people[name]).opens(f"{met.path}/agenda"), name


def test_my_helper_reads_what_is_for_my_helper(visitor, met):
    adds(visitor, met, met.cast.amira, "Canary words", "helper")
    assert "Canary" in visitor(met.cast.yusuf).opens(f"{met.path}/agenda")
    assert "Canary" not in visitor(met.cast.priya).opens(f"{met.path}/agenda")


def test_everyone_means_everyone_on_my_side_of_the_wall(visitor, met):  # promise: V11
    page = adds(visitor, met, met.cast.amira, "Canary school run", "everyone")
    assert "Tom" not in page
    for name in ("nan", "dev", "joe", "priya", "hope", "sam", "grace"):
        assert "Canary" in visitor(met.cast.people[name]).opens(f"{met.path}/agenda"), name
    assert "Canary" not in visitor(met.cast.tom).opens(f"{met.path}/agenda")


def test_somebody_who_comes_later_gains_nothing_old(visitor, met, store):  # promise: V3, Z8
    with met.seen_by(met.cast.priya) as circle:
        line = next(line for line in circle.expected if line.seat_id == met.cast.dev.seat_id)
        line.taken_off_at = line.made_at
        circle.db.add(line)
    adds(visitor, met, met.cast.amira, "Canary old", "everyone")
    with met.seen_by(met.cast.priya) as circle:
        planning.expect(circle, seat=circle.db.get_one(Seat, (met.cast.family_id, met.cast.dev.seat_id)))
    assert "Canary old" not in visitor(met.cast.dev).opens(f"{met.path}/agenda")


def test_a_point_is_changed_narrowed_and_taken_back_by_its_author_alone(visitor, met, store):
    adds(visitor, met, met.cast.amira, "Canary one", "everyone")
    path = f"{met.path}/agenda/{latest(met, store).id}"
    amira = visitor(met.cast.amira)
    assert "Canary one" in amira.opens(path).all(".//textarea")[0].text
    for name, status in (("nan", 403), ("priya", 403), ("tom", 404), ("stone", 404)):
        other = visitor(met.cast.people[name])
        other.opens(path, status=status)
        assert other.posts(path, what="x", meant_for="only_me").status == status
        assert other.posts(f"{path}/back").status == status
    assert "Canary two" in amira.sends(path, what="Canary two", meant_for="coordinator")
    assert "Canary" not in visitor(met.cast.nan).opens(f"{met.path}/agenda")
    assert "Canary two" not in amira.sends(f"{path}/back", at=f"{met.path}/agenda")
    assert "Canary" not in visitor(met.cast.priya).opens(f"{met.path}/agenda")


def test_points_keep_the_order_their_author_gives_them(visitor, met, store):
    for what in ("Alpha", "Bravo", "Charlie"):
        adds(visitor, met, met.cast.amira, what)
    path = f"{met.path}/agenda/{latest(met, store).id}/move"
    amira = visitor(met.cast.amira)
    amira.posts(path, to="up")
    page = amira.sends(path, to="up", at=f"{met.path}/agenda")
    assert page.words.index("Charlie") < page.words.index("Alpha") < page.words.index("Bravo")
    page = amira.sends(path, to="up", at=f"{met.path}/agenda")
    assert page.words.index("Charlie") < page.words.index("Alpha")
    page = amira.sends(path, to="down", at=f"{met.path}/agenda")
    assert page.words.index("Alpha") < page.words.index("Charlie") < page.words.index("Bravo")


def test_an_empty_point_says_what_is_missing_and_keeps_the_choice(visitor, met):
    page = visitor(met.cast.amira).sends(f"{met.path}/agenda", what="  ", meant_for="everyone", status=422)
    assert "Write a few words here first." in page
    assert [field.get("value") for field in page.all(".//input[@checked]")] == ["everyone"]


def test_changing_the_language_keeps_what_was_typed(visitor, met):
    page = visitor(met.cast.amira).sends(
        f"{met.path}/agenda", what="Half a thought", meant_for="everyone", _language="ur"
    )
    assert page.root.get("lang") == "ur" and page.all(".//textarea")[0].text.strip() == "Half a thought"


def test_a_professionals_look_at_a_familys_point_is_written_down(visitor, met, store):  # promise: G1
    adds(visitor, met, met.cast.amira, "Canary seen", "everyone")
    visitor(met.cast.sam).opens(f"{met.path}/agenda")
    visitor(met.cast.nan).opens(f"{met.path}/agenda")
    with store.reading() as db:
        looks = db.exec(select(Look)).all()
        assert [(look.seat_id, look.about_seat_id) for look in looks if look.did == "looked"] == [
            (met.cast.sam.seat_id, met.cast.amira.seat_id)
        ]


def test_the_day_never_begins_with_reports(visitor, met):  # promise: COL-D2
    page = visitor(met.cast.amira).opens(f"{met.path}/agenda")
    words = page.words[page.words.index("How the day goes") :]
    assert words.index("Your family’s turn") < words.index("What people are worried about")


def test_a_closed_meeting_takes_no_more_points(visitor, met):
    met.takes(met.cast.priya, "call_off", side=met.cast.side_id)
    page = visitor(met.cast.amira).opens(f"{met.path}/agenda")
    assert "Add something" not in page
    page = visitor(met.cast.amira).sends(f"{met.path}/agenda", what="Late", meant_for="only_me", status=409)
    assert "This meeting is finished" in page


def test_points_lie_sealed(visitor, met, store):  # promise: K1
    adds(visitor, met, met.cast.amira, "Canary sealed", "everyone")
    with store.reading() as db:
        point = db.exec(select(AgendaPoint)).one()
        assert b"Canary" not in point.what_sealed
        key_ring(db).admit(met.cast.family_id)
        assert point.what == "Canary sealed"
