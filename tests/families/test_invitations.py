"""Asking somebody to the table, in the ways that suit them. promise: I1 I3 I4 I5 I6 I12"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from server.core import clock
from server.core.tokens import digest
from server.families.facts import Role
from server.families.invitations import INVITATIONS_A_DAY, Invitation
from server.people.spoken import heard
from tests.cast import MONDAY
from tests.families.ways_in import invite, seat_of, set_place, shown
from tests.visitor import TELLING

PREVIEWERS = (
    "WhatsApp/2.23", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0",
    "Mozilla/5.0 Microsoft Office Outlook", "Mozilla/5.0 (compatible; SafeLinks)", "Twitterbot/1.0", "LinkedInBot/1.0",
    "Discordbot/2.0", "Mozilla/5.0 HeadlessChrome/156.0",
)  # fmt: skip


def test_the_coordinator_invites_and_sees_it_once(visitor, cast, store):
    seat_id = set_place(store, cast, cast.priya)
    priya = visitor(cast.priya)
    assert "Not asked yet" in priya.opens(f"/families/{cast.family_id}/people")
    way_in = invite(priya, cast, seat_id)
    assert len(way_in.token) == 43 and heard(way_in.code)
    assert "Asked, until Thursday" in priya.opens(f"/families/{cast.family_id}/people")


def test_the_same_form_twice_shows_no_secret_twice(visitor, cast, store):
    seat_id, priya = set_place(store, cast, cast.priya), visitor(cast.priya)
    path, key = f"/families/{cast.family_id}/invitations/{seat_id}", str(uuid4())
    assert priya.posts(path, language="en", key=key).status == 200
    again = priya.posts(path, language="en", key=key)
    assert (again.status, again.headers["location"]) == (303, f"/families/{cast.family_id}/people")


def test_a_parent_asks_somebody_of_their_own(visitor, cast, store):
    amira = visitor(cast.amira)
    path = f"/families/{cast.family_id}/invitations/new"
    assert "Ask somebody to come" in amira.opens(path)
    page = amira.sends(path, called="Zoe", relation="Neighbour", language="ur")
    assert "/ur/join#" in page.text
    with store.reading() as db:
        made = Invitation.of(db, cast.family_id)[-1]
        seat = made.seat(db)
        assert (seat.role, seat.side_id, seat.invited_by) == ("network", cast.side_id, cast.amira.seat_id)
    assert "Was that" not in amira.opens(f"/families/{cast.family_id}/people")


def test_who_may_not_invite(visitor, cast, store):
    seat_id = set_place(store, cast, cast.priya)
    one, new = (
        f"/families/{cast.family_id}/invitations/{seat_id}",
        f"/families/{cast.family_id}/invitations/new",
    )
    for name in ("nan", "sam", "leila", "dev"):
        visitor(cast.people[name]).opens(new, status=403)
        visitor(cast.people[name]).opens(one, status=403)
        assert visitor(cast.people[name]).posts(one, language="en").status == 403
    assert visitor(cast.tom).posts(one, language="en").status == 404, (
        "the other side knows nobody of this one"
    )
    for name in ("stone", "olu", "rob"):
        visitor(cast.people[name]).opens(one, status=404)
        assert visitor(cast.people[name]).posts(one, language="en").status == 404
    assert visitor().asks(one).headers["location"] == "/sign-in"
    assert visitor(cast.priya).asks(new).headers["location"].endswith("/seats/new")


def test_a_parent_cannot_ask_for_somebody_who_is_in(visitor, cast):
    path = f"/families/{cast.family_id}/invitations/{cast.nan.seat_id}"
    visitor(cast.amira).opens(path, status=403)


def test_somebody_not_to_be_invited_is_not(visitor, cast, store):
    from server.core.encryption import key_ring
    from server.families.wishes import DoNotInvite

    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        db.add(DoNotInvite(family_id=cast.family_id, owner_id=cast.nan.seat_id, called="Rob"))
    path = f"/families/{cast.family_id}/invitations/new"
    page = visitor(cast.amira).sends(path, called="Rob", relation="Friend", language="en", status=422)
    assert "talk with the coordinator first" in page and 'value="Rob"' in page.text
    assert "Somebody asked us" not in page, "who asks may be the one the wish protects from"
    seats = f"/families/{cast.family_id}/seats/new"
    asked = {"called": "Rob", "relation": "Friend", "role": "network", "side": str(cast.other_side_id)}
    assert "Somebody asked us not to invite" in visitor(cast.priya).sends(seats, **asked, status=422)
    on_the_other_side = visitor(cast.tom).sends(path, called="Rob", relation="Friend", language="en")
    assert "talk with the coordinator first" not in on_the_other_side, (
        "V11: the other side never learns of the wish"
    )


def test_a_link_lives_72_hours_and_words_ten_minutes(visitor, cast, store):  # promise: I3
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        assert "did not open anything" in visitor().sends(
            "/join/code", code=way_in.code, at="/join", status=422
        )
    with clock.freeze(MONDAY + timedelta(hours=72)):
        page = visitor().sends("/join/link", token=way_in.token, at="/join", status=422)
        assert "does not open anything any more" in page
    with clock.freeze(MONDAY + timedelta(hours=72) - timedelta(seconds=1)):
        assert visitor().posts("/join/link", token=way_in.token).headers["location"] == "/welcome"


def test_words_live_until_the_last_second(visitor, cast, store):  # promise: I3
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    with clock.freeze(MONDAY + timedelta(minutes=10) - timedelta(seconds=1)):
        assert visitor().posts("/join/code", code=way_in.code).status == 303


@pytest.mark.parametrize("how", ["used", "again", "cancelled", "left"])
def test_a_way_in_dies(visitor, cast, store, how):  # promise: I3
    seat_id, priya = set_place(store, cast, cast.priya), visitor(cast.priya)
    way_in = invite(priya, cast, seat_id)
    if how == "used":
        assert visitor().posts("/join/code", code=way_in.code).status == 303
    elif how == "again":
        invite(priya, cast, seat_id)
    elif how == "cancelled":
        priya.sends(
            f"/families/{cast.family_id}/invitations/{seat_id}/cancel",
            at=f"/families/{cast.family_id}/people",
        )
        assert "Not asked yet" in priya.opens(f"/families/{cast.family_id}/people")
    else:
        with store.writing() as db:
            from server.families.models import Seat

            db.get_one(Seat, (cast.family_id, seat_id)).leave()
    assert visitor().posts("/join/link", token=way_in.token, at="/join").status == 422
    assert visitor().posts("/join/code", code=way_in.code, at="/join").status == 422


def test_five_wrong_tries_end_the_words_and_not_the_link(visitor, cast, store):  # promise: I3, R6
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    handle = way_in.code.split()[0]
    for _ in range(5):
        page = visitor().sends("/join/code", code=f"{handle} apple apple apple", at="/join", status=422)
        assert "These words did not open anything" in page and "apple apple apple" in page.text
    assert visitor().posts("/join/code", code=way_in.code, at="/join").status == 422
    assert visitor().posts("/join/link", token=way_in.token).status == 303


def test_four_wrong_tries_do_no_harm(visitor, cast, store):
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    for _ in range(4):
        visitor().posts("/join/code", code=way_in.code.split()[0] + " apple apple apple", at="/join")
    assert visitor().posts("/join/code", code=way_in.code).status == 303


def test_a_hundred_wrong_words_an_hour_rest_the_words_and_nothing_else(
    visitor, cast, store, caplog
):  # promise: R5
    from server.core.limits import count

    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    with store.writing() as db:
        count(db, "wrong-words", 3600, 99)
    assert visitor().posts("/join/code", code="C347 apple apple apple", at="/join").status == 422
    assert "typed words rest" in caplog.text
    page = visitor().sends("/join/code", code=way_in.code, at="/join", status=429)
    assert "Use your link" in page
    assert visitor().posts("/join/link", token=way_in.token).status == 303


def test_too_little_is_not_counted_as_wrong(visitor, store):
    page = visitor().sends("/join/code", code="apple river", at="/join", status=422)
    assert "Type the short name first" in page


def test_thirty_invitations_a_day(visitor, cast, store):
    from server.core.limits import count

    seat_id = set_place(store, cast, cast.priya)
    with store.writing() as db:
        count(db, f"invitations/{cast.family_id}/{cast.priya.seat_id}", 86_400, INVITATIONS_A_DAY - 1)
    invite(visitor(cast.priya), cast, seat_id)
    path = f"/families/{cast.family_id}/invitations/{seat_id}"
    assert "go on tomorrow" in visitor(cast.priya).sends(path, language="en", status=429)


@pytest.mark.parametrize("reader", PREVIEWERS)
def test_opening_or_previewing_uses_nothing_up(visitor, cast, store, reader):  # promise: I1
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    bot = visitor()
    bot.client.headers["user-agent"] = reader
    for _ in range(3):
        assert bot.client.get("/join").status_code == 200
        assert bot.client.head("/join").status_code in {200, 405}
        assert bot.client.get(f"/join?token={way_in.token}").status_code == 200
        assert {bot.client.get(path).status_code for path in ("/join/link", "/join/code")} <= {404, 405}
    assert visitor().posts("/join/link", token=way_in.token).status == 303


@pytest.mark.parametrize("prefix", ["", "/cy", "/ur"])
def test_the_landing_page_says_nothing_of_any_family(visitor, cast, prefix):  # promise: I6
    page = visitor().opens(f"{prefix}/join")
    head = " ".join(meta.get("content", "") for meta in page.all(".//meta"))
    names = [name.title() for name in cast.people]
    for telling in ("famil", "child", "council", "meeting", "invited by"):
        assert telling not in (page.words + head).lower()
    assert not TELLING.search(page.words + head)
    assert not [name for name in names if re.search(rf"\b{name}\b", page.words)]
    assert "og:" not in page.text


def test_the_landing_page_is_the_same_for_every_link(visitor, cast, store):  # promise: I6
    def bare(page):
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page.text)

    assert bare(visitor().opens("/join")) == bare(visitor().opens("/join"))


def test_secrets_are_kept_only_as_digests(visitor, cast, store):  # promise: I4
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    with store.reading() as db:
        rows = [dict(row._mapping) for row in db.execute(text("SELECT * FROM invitation"))]
        everything = "".join(
            str(tuple(row))
            for table in ("invitation", "sent", "device", "look", "tries")
            for row in db.execute(text(f"SELECT * FROM {table}"))
        )
    words = way_in.code.split(" ", 1)[1]
    assert way_in.token not in everything and words not in everything
    kept = rows[-1]
    assert bytes(kept["link_token"]) == digest(way_in.token)
    assert len(bytes(kept["words_salt"])) == 16 and len(bytes(kept["words_digest"])) == 32
    assert bytes(kept["words_digest"]) != digest(words), "a short secret needs more than one quick digest"
    visitor().posts("/join/link", token=way_in.token)
    with store.reading() as db:
        used = dict(next(iter(db.execute(text("SELECT * FROM invitation"))))._mapping)
    assert not any(used[name] for name in ("link_token", "handle", "words_salt", "words_digest"))


def test_the_token_is_only_ever_in_the_fragment_and_the_form(visitor, cast, store):  # promise: I5
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    addresses = [link.get("href", "") for link in way_in.page.all(".//a")]
    with_token = [address for address in addresses if way_in.token in address]
    assert all(address.startswith("sms:") for address in with_token), "only a message its sender sends"
    joined = visitor().posts("/join/link", token=way_in.token)
    assert way_in.token not in str(joined.headers) and joined.headers["referrer-policy"] == "no-referrer"
    assert visitor().opens("/join").all(".//form[@action='/join/link']")[0].get("method") == "post"


def test_the_card_can_be_printed_and_tells_nothing(visitor, cast, store):
    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    card = way_in.page.all(".//section[@class='card way-in']")[0]
    words = " ".join(card.itertext())
    assert way_in.code in words and "table.test/join" in words
    assert not TELLING.search(words) and "Zoe" not in words and "Amira" not in words
    assert "<svg" in way_in.page.text and not card.findall(".//*[@style]")


def test_the_square_holds_the_link(visitor, cast, store):
    from server.families.inviting import square

    way_in = invite(visitor(cast.priya), cast, set_place(store, cast, cast.priya))
    assert str(square(f"https://table.test/join#{way_in.token}")) in way_in.page.text


def test_a_small_childs_way_in_is_short(visitor, cast, store):  # promise: CYP-B1
    joe = invite(visitor(cast.priya), cast, cast.joe.seat_id)
    assert "ten minutes" in visitor(cast.priya).opens(
        f"/families/{cast.family_id}/invitations/{cast.joe.seat_id}"
    )
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        assert visitor().posts("/join/link", token=joe.token, at="/join").status == 422


def test_an_advocate_makes_words_for_the_child_beside_them(visitor, cast):
    assert invite(visitor(cast.grace), cast, cast.leila.seat_id).code
    path = f"/families/{cast.family_id}/invitations/{cast.joe.seat_id}"
    assert visitor(cast.grace).posts(path, language="en").status == 403


def test_there_are_no_secret_questions_and_no_messages_sent(visitor, settings, store):  # promise: I12
    from pathlib import Path

    import server
    from server.app import rooms
    from tests.walls.rounds import every_route

    paths = {path for _, path, _ in every_route(rooms(settings, store))}
    assert not [path for path in paths if re.search(r"sms|mail|password|question/secret|otp", path)]
    code = "".join(file.read_text() for file in Path(server.__file__).parent.rglob("*.py"))
    assert not re.search(r"smtplib|twilio|send_mail|default_password", code)


def test_every_role_can_be_asked(visitor, cast, store):
    for role in (Role.SOCIAL_WORKER, Role.CHAIR, Role.SUPPORTER):
        beside = {"stands_with": cast.amira.seat_id} if role is Role.SUPPORTER else {"side_id": None}
        seat_id = set_place(store, cast, cast.priya, called="Kim", role=role, **beside)
        way_in = invite(visitor(cast.priya), cast, seat_id)
        assert visitor().posts("/join/link", token=way_in.token).status == 303
        assert seat_of(store, cast, seat_id).person_id


def test_the_way_in_of_a_guest_can_be_made_again(visitor, cast, store):
    amira = visitor(cast.amira)
    page = amira.sends(
        f"/families/{cast.family_id}/invitations/new", called="Zoe", relation="Aunt", language="en"
    )
    with store.reading() as db:
        seat_id = Invitation.of(db, cast.family_id)[-1].seat_id
    first = shown(page, seat_id)
    second = invite(amira, cast, seat_id)
    assert visitor().posts("/join/link", token=first.token, at="/join").status == 422
    assert visitor().posts("/join/link", token=second.token).status == 303
