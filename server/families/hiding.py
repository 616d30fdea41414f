""" "Not for this person": a wish that beats everything else, and that the person concerned never learns of."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.forms import Said
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MyFamily, MySeat
from server.families.around import known_to
from server.families.models import Hide

hiding = Pages()


class NotFor(Said):
    """From whom."""

    person: UUID


@hiding.get("/families/{family_id}/hides")
def hides(seat: MySeat, family: MyFamily, db: Db) -> HTMLResponse:
    """From whom my things are hidden, and from whom they could be."""
    standing = my_hides(seat, db)
    hidden = {hide.from_seat_id for hide in standing}
    around = [found for found in known_to(db, seat) if not found.runs_the_meeting]
    names = {found.id: found for found in around}
    return page(
        "families/hides", family=family, offered=[found for found in around if found.id not in hidden],
        standing=[(hide, names[hide.from_seat_id]) for hide in standing if hide.from_seat_id in names],
    )  # fmt: skip


@hiding.post("/families/{family_id}/hides")
def hide_from(seat: MySeat, db: Db, said: Annotated[NotFor, Form()]) -> Response:
    """Hide all I have said and will say from one person. Works from their next tap on."""
    if said.person not in {found.id for found in known_to(db, seat) if not found.runs_the_meeting}:
        raise Refused(_("Please choose one of these."), field="person")
    if said.person not in {hide.from_seat_id for hide in my_hides(seat, db)}:
        db.add(Hide(family_id=seat.family_id, owner_id=seat.id, from_seat_id=said.person))
    return see_other(f"/families/{seat.family_id}/hides")


def my_hides(seat: MySeat, db: Db) -> list[Hide]:
    """My own wishes about everything I made; those about one thing are shown with that thing."""
    return [
        hide
        for hide in Hide.standing(db, seat.family_id)
        if hide.owner_id == seat.id and hide.item_id is None
    ]


def my_hide(hide_id: UUID, mine: Annotated[list[Hide], Depends(my_hides)]) -> Hide:
    """One of my wishes; 404 for anybody else's."""
    for hide in mine:
        if hide.id == hide_id:
            return hide
    raise NOT_FOUND


@hiding.post("/families/{family_id}/hides/{hide_id}/lift")
def lift(seat: MySeat, hide: Annotated[Hide, Depends(my_hide)]) -> Response:
    """Take the wish back."""
    hide.lift()
    return see_other(f"/families/{seat.family_id}/hides")
