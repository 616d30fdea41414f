"""Making a way in for somebody: a link, words to say, and a card to print."""

from typing import Annotated

from fastapi import Form, Request
from markupsafe import Markup
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.errors import see_other
from server.core.forms import Name, Said
from server.core.i18n import LANGUAGES, _, languages
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MyFamily, MySeat
from server.families.around import SeatAround, may_ask
from server.families.invitations import Invitation, is_small, may_invite
from server.families.models import Family, Role, Seat
from server.families.seating import set_seat

inviting = Pages()


class Guest(Said):
    """Somebody a parent asks to the table."""

    called: Name
    relation: Name
    language: str = "en"


class WhichLanguage(Said):
    """In which language the link opens."""

    language: str = "en"


@inviting.get("/families/{family_id}/invitations/new")
def ask_somebody(seat: MySeat, family: MyFamily) -> Response:
    """A parent asks somebody to the table; those who run the meeting set a place first."""
    if seat.runs_the_meeting:
        return see_other(f"/families/{family.id}/seats/new")
    _only_if(may_ask(seat))
    return _before(family, None)


@inviting.post("/families/{family_id}/invitations/new")
def invite_guest(request: Request, seat: MySeat, db: Db, said: Annotated[Guest, Form()]) -> HTMLResponse:
    """A place for somebody of the family's own, and the way in to it."""
    _only_if(may_ask(seat))
    guest = set_seat(
        db, seat, called=said.called, relation=said.relation, role=Role.NETWORK, side_id=seat.side_id
    )
    return _way_in(request, db, seat, guest, said.language)


@inviting.get("/families/{family_id}/invitations/{seat_id}")
def ask(seat: MySeat, family: MyFamily, guest: SeatAround) -> HTMLResponse:
    """Before a way in is made: for whom, in which language, and what then happens."""
    _only_if(may_invite(seat, guest))
    return _before(family, guest)


@inviting.post("/families/{family_id}/invitations/{seat_id}")
def invite(
    request: Request, seat: MySeat, guest: SeatAround, db: Db, said: Annotated[WhichLanguage, Form()]
) -> HTMLResponse:
    """Make the way in. It is shown once: only its digest is kept."""
    _only_if(may_invite(seat, guest))
    return _way_in(request, db, seat, guest, said.language)


@inviting.post("/families/{family_id}/invitations/{seat_id}/cancel")
def cancel(seat: MySeat, guest: SeatAround, db: Db) -> Response:
    """Take every way in back that nobody used yet."""
    _only_if(may_invite(seat, guest))
    for invitation in Invitation.open_for(db, guest):
        invitation.cancel()
    return see_other(f"/families/{seat.family_id}/people")


def _before(family: Family, guest: Seat | None) -> HTMLResponse:
    offered = [(language.tag, language.name) for language in languages()]
    is_return = guest is not None and guest.is_confirmed and guest.person_id is not None
    small = guest is not None and is_small(guest)
    return page(
        "families/invite", family=family, guest=guest, is_return=is_return, is_small=small, offered=offered
    )


def _way_in(request: Request, db: Session, by: Seat, guest: Seat, language: str) -> HTMLResponse:
    way_in = Invitation.to(db, by, guest)
    prefix = f"/{language}" if language in LANGUAGES and language != "en" else ""
    link = f"{request.app.state.settings.origin}{prefix}/join#{way_in.link_token}"
    # The same form sent twice goes to the list of people instead: the secrets are not shown a second time.
    asking().went_to = f"/families/{by.family_id}/people"
    return page(
        "families/invitation", guest=guest, way_in=way_in, way_in_link=link, square=square(link),
        address=f"{request.app.state.settings.host}{prefix}/join", is_small=is_small(guest),
    )  # fmt: skip


def square(link: str) -> Markup:
    """The link as a square to be scanned: an SVG drawing without any style in it."""
    import segno

    drawn = segno.make(link, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="way-in-square", lineclass=None
    )
    return Markup(drawn)


def _only_if(allowed: bool) -> None:
    if not allowed:
        raise HTTPException(
            403, _("Somebody else at the table asks this person. You can ask the coordinator.")
        )
