"""Ways in for tests: a seat that is set, an invitation to it, and what its page shows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from server.core.db import Store
from server.core.encryption import key_ring
from server.families.models import Role, Seat
from server.families.seating import set_seat
from tests.cast import Cast, Member
from tests.visitor import Page, Visitor

AGENT = "Mozilla/5.0 (Linux; Android 14) Chrome/156.0 Mobile"


@dataclass
class Shown:
    """What an invitation's page told."""

    seat_id: UUID
    token: str
    code: str
    page: Page


def set_place(store: Store, cast: Cast, by: Member, called: str = "Zoe", **more: object) -> UUID:
    """A seat nobody sits on yet, asked for by a member."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        asker = db.get_one(Seat, (cast.family_id, by.seat_id))
        said = {"relation": "Aunt", "role": Role.NETWORK, "side_id": cast.side_id, **more}
        return set_seat(db, asker, called=called, **said).id  # type: ignore[arg-type]


def invite(visitor: Visitor, cast: Cast, seat_id: UUID) -> Shown:
    """Make the way in, and read it from the page."""
    path = f"/families/{cast.family_id}/invitations/{seat_id}"
    return shown(visitor.sends(path, language="en"), seat_id)


def shown(page: Page, seat_id: UUID) -> Shown:
    token = re.search(r"/join#([\w-]{43})\"", page.text)
    code = re.search(r"code-shown\"><bdi[^>]*>([^<]+)<", page.text)
    assert token and code, page.text
    return Shown(seat_id, token[1], unescape(code[1]), page)


def seat_of(store: Store, cast: Cast, seat_id: UUID) -> Seat:
    with store.reading() as db:
        return db.get_one(Seat, (cast.family_id, seat_id))


def answers(visitor: Visitor, cast: Cast, seat_id: UUID, answer: str) -> Page:
    """Yes or no to "was that Zoe?"."""
    return visitor.posts(f"/families/{cast.family_id}/seats/{seat_id}/confirm", answer=answer)


def comes_in(visitor: Callable[[], Visitor], way_in: Shown, **more: Any) -> Visitor:
    """Somebody with a phone of their own, at the welcome behind the link."""
    somebody = visitor()
    somebody.client.headers["user-agent"] = AGENT
    answer = somebody.posts("/join/link", token=way_in.token, **more)
    assert (answer.status, answer.headers["location"]) == (303, "/welcome"), answer.text
    return somebody
