"""Coming in: a link that is tapped, words that are typed, and the welcome while the door is held."""

from typing import Annotated, Literal

from fastapi import Depends, Form, Request
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.doors import Anyone
from server.core.forms import Said
from server.core.limits import address_of, limited
from server.core.pages import page
from server.core.sessions import Db
from server.families import entering
from server.families.models import Seat
from server.people.access import CameIn, Newcomer, ThisDevice
from server.people.keys import Passkey

joining = Pages()
FewLinks = Annotated[None, Depends(limited(60, "join-link"))]
FewWords = Annotated[None, Depends(limited(120, "join-words"))]


class ByLink(Said):
    """The token out of the link. `key` is not like other forms' keys: a lost answer here is given anew."""

    token: str = ""
    key: str = ""
    who: Literal["", "me", "other"] = ""


class ByWords(Said):
    """The short name and three words, as typed."""

    code: str = ""
    key: str = ""
    who: Literal["", "me", "other"] = ""


@joining.get("/join")
def join(_: Anyone) -> HTMLResponse:
    """The same page for everybody: it says nothing about any family, and opening it uses nothing up."""
    return page("families/join")


@joining.post("/join/link")
def by_link(
    _few: FewLinks, _: Anyone, request: Request, db: Db, device: ThisDevice, said: Annotated[ByLink, Form()]
) -> Response:
    """A link, after a tap."""
    ticket = entering.used_before(db, said.key) or entering.ticket_of_link(db, said.token)
    return entering.come_in(request, db, device, ticket, said.key, said.who)


@joining.post("/join/code")
def by_words(
    _few: FewWords, _: Anyone, request: Request, db: Db, device: ThisDevice, said: Annotated[ByWords, Form()]
) -> Response:
    """The short name and three words, typed."""
    ticket = entering.used_before(db, said.key) or entering.ticket_of_words(
        db, said.code, address_of(request)
    )
    return entering.come_in(request, db, device, ticket, said.key, said.who)


@joining.get("/welcome")
def welcome(person: Newcomer, device: CameIn, db: Db) -> HTMLResponse:
    """The held door; and once it is open, a key for this phone."""
    held = device.is_held(clock.now())
    waits = held or person.is_waiting or not all(seat.is_confirmed for seat in Seat.of_person(db, person))
    has_key = bool(Passkey.of(db, person.id))
    opens_at = device.opens_at if held else None
    return page(
        "families/welcome", waits=waits, may_make=person.may_have_key and not held and not has_key, opens_at=opens_at, area=device.area,
        is_in=not held and not person.is_waiting,
    )  # fmt: skip
