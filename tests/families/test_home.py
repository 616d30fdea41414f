"""The front page, the family's page, and setting up a family."""

from sqlmodel import select

from server.core.encryption import key_ring
from server.families import front
from server.families.models import Family, Role, Seat, Side
from server.families.seating import set_seat
from server.families.wishes import DoNotInvite


def test_home_greets_each_of_the_cast(visitor, cast):
    for name in ("amira", "nan", "grace", "tom"):
        assert cast.people[name].name.title() in visitor(cast.people[name]).opens("/home").heading


def test_a_stranger_goes_to_the_door(visitor):
    for path in ("/home", "/families/new"):
        assert visitor().asks(path).headers["location"] == "/sign-in"


def test_home_of_staff_names_their_families_and_no_other(visitor, cast):
    page = visitor(cast.priya).opens("/home")
    assert "Amira and the children" in page and "The Stones" not in page


def test_a_room_can_put_a_card_on_the_front_page(visitor, cast, monkeypatch):
    monkeypatch.setattr(front, "_cards", {"family": [], "child": [], "staff": []})
    front.card("family", lambda db, seat: front.Card(title=f"For {seat.called}", kind="next", link="/me"))
    front.card("family", lambda db, seat: None)
    assert visitor(cast.amira).opens("/home").all(".//h2")[0].text == "For Amira"
    assert "For" not in visitor(cast.joe).opens("/home")


def test_first_things_come_first_and_only_one_stands_at_the_top(visitor, cast, monkeypatch):
    monkeypatch.setattr(front, "_cards", {"family": [], "child": [], "staff": []})
    front.card("family", lambda db, seat: front.Card(title="Later", kind="next", order=9))
    front.card("family", lambda db, seat: [front.Card(title="Now", kind="next", order=1)])
    tops = [heading.text for heading in visitor(cast.amira).opens("/home").all(".//h2")]
    assert tops[0] == "Now" and "Later" not in tops


def test_somebody_who_waits_sees_a_welcome_and_nothing_of_the_family(visitor, cast, store):
    with store.writing() as db:
        db.get_one(Seat, (cast.family_id, cast.dev.seat_id)).confirmed_at = None
    page = visitor(cast.dev).opens("/home")
    assert "You are nearly in" in page and "Amira" not in page
    assert visitor(cast.dev).asks(f"/families/{cast.family_id}").status == 404


def test_the_familys_page_for_staff_has_their_list_and_for_family_the_front(visitor, cast):
    path = f"/families/{cast.family_id}"
    assert "Set a place for somebody" in visitor(cast.priya).opens(path)
    assert "Set a place for somebody" not in visitor(cast.sam).opens(path)
    assert "Hello, Amira" in visitor(cast.amira).opens(path)
    assert visitor(cast.stone).opens(path, status=404)
    assert visitor(cast.olu).opens(path, status=404)


def test_setting_up_a_family_makes_its_coordinator(visitor, cast, store):
    priya = visitor(cast.priya)
    priya.opens("/families/new")
    page = priya.sends("/families/new", family_name="Zoe’s family", job="I plan the meeting")
    assert page.heading == "Zoe’s family"
    with store.reading() as db:
        made = db.exec(select(Seat).where(Seat.person_id == cast.priya.person_id)).all()
        assert {seat.role for seat in made} == {Role.COORDINATOR} and len(made) == 2
        assert all(seat.is_confirmed for seat in made)


def test_only_staff_set_up_families(visitor, cast):
    visitor(cast.amira).opens("/families/new", status=404)
    visitor(cast.amira).sends("/families/new", family_name="Mine", job="Mum", at="/home", status=404)
    page = visitor(cast.priya).sends("/families/new", family_name=" ", job="x", status=422)
    assert "Write a few words here first." in page


def test_the_same_form_twice_makes_one_family(visitor, cast, store):
    priya, form = visitor(cast.priya), {"key": "0192f0a0-0000-7000-8000-000000000001"}
    first = priya.posts("/families/new", family_name="Twice", job="Me", **form)
    again = priya.posts("/families/new", family_name="Twice", job="Me", **form)
    assert first.headers["location"] == again.headers["location"]
    with store.reading() as db:
        assert len(db.exec(select(Family)).all()) == 3


def test_sides_are_for_those_who_run_the_meeting(visitor, cast, store):
    path = f"/families/{cast.family_id}/sides"
    page = visitor(cast.priya).sends(path, label="Gran’s side")
    assert "Gran’s side" in page
    visitor(cast.amira).opens(path, status=403)
    visitor(cast.stone).opens(path, status=404)
    with store.reading() as db:
        assert len(db.exec(select(Side).where(Side.family_id == cast.family_id)).all()) == 3


def test_somebody_who_was_there_before_the_sides_is_given_one(visitor, cast, store):
    with store.writing() as db:
        db.get_one(Seat, (cast.family_id, cast.dev.seat_id)).side_id = None
    path, priya = f"/families/{cast.family_id}/sides", visitor(cast.priya)
    assert "Which side does Dev come with?" in priya.opens(path)
    said = {"seat": str(cast.dev.seat_id), "side": str(cast.side_id)}
    assert visitor(cast.amira).posts(f"{path}/seats", **said).status == 403
    assert priya.posts(f"{path}/seats", **{**said, "side": str(cast.family_id)}).status == 404
    assert "Which side does Dev" not in priya.sends(f"{path}/seats", **said, at=path)
    assert priya.posts(f"{path}/seats", **{**said, "side": str(cast.other_side_id)}).status == 404


def test_a_place_is_set_before_anybody_is_asked(visitor, cast, store):
    path = f"/families/{cast.family_id}/seats/new"
    visitor(cast.priya).opens(path)
    sent = visitor(cast.priya).posts(
        path, called="Bea", relation="Aunt", role="network", side=str(cast.side_id), at=path
    )
    assert sent.status == 303 and sent.headers["location"].startswith(f"/families/{cast.family_id}/people#")
    with store.reading() as db:
        seat = max(Seat.around(db, cast.family_id), key=lambda found: found.id)
        assert (seat.role, seat.person_id, seat.is_confirmed) == ("network", None, False)
    visitor(cast.sam).opens(path, status=403)
    assert visitor(cast.nan).posts(path, called="Bea", relation="Aunt", role="network").status == 403


def test_what_a_place_needs_is_said_beside_its_field(visitor, cast):
    path, priya = f"/families/{cast.family_id}/seats/new", visitor(cast.priya)
    no_age = priya.sends(path, called="Kit", relation="Son", role="child", status=422)
    assert "Choose how old they are" in no_age and 'value="Kit"' in no_age.text
    assert "Choose whom they stand beside" in priya.sends(
        path, called="Ann", relation="Advocate", role="advocate", status=422
    )
    assert "Choose which side" in priya.sends(path, called="Bea", relation="Aunt", role="network", status=422)
    elsewhere = str(cast.other_family_id)
    assert "Please choose one of these" in priya.sends(
        path, called="Bea", relation="Aunt", role="network", side=elsewhere, status=422
    )
    assert "Choose which side" in priya.sends(
        path, called="Bea", relation="Aunt", role="network", side="neither", status=422
    )
    assert (
        priya.posts(path, called="Kit", relation="Son", role="child", band="u8", side="neither").status == 303
    )


def test_somebody_the_family_asked_not_to_invite_gets_no_place(visitor, cast, store):
    # promise: TRU-B3
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        db.add(DoNotInvite(family_id=cast.family_id, owner_id=cast.amira.seat_id, called="Rob Smith"))
    page = visitor(cast.priya).sends(
        f"/families/{cast.family_id}/seats/new",
        called="rob", relation="Friend", role="network", side=str(cast.side_id), status=422,
    )  # fmt: skip
    assert "asked us not to invite" in page


def test_a_wish_taken_back_no_longer_stops_anybody(cast, store):
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        wish = DoNotInvite(family_id=cast.family_id, owner_id=cast.amira.seat_id, called="Rob")
        db.add(wish)
        db.flush()
        wish.lift()
        db.add(wish)
        db.flush()
        by = db.get_one(Seat, (cast.family_id, cast.priya.seat_id))
        assert set_seat(db, by, called="Rob", relation="Friend", role=Role.NETWORK).called == "Rob"
