"""The people around one table: who they are, who was asked, and the held door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Form
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.forms import Said
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.families import front
from server.families.access import MyFamily, MySeat
from server.families.facts import Action, ItemFacts, Kind, Role, SeatFacts, State
from server.families.invitations import Invitation, may_invite, may_say
from server.families.models import Hide, Seat
from server.families.visibility import decide
from server.people.models import Device

around = Pages()


class Answer(Said):
    """ "Yes, that was Nan", or no."""

    answer: Literal["yes", "no"]


@dataclass(frozen=True)
class Line:
    """One person as somebody at the table may see them; `state` only for those who may invite them."""

    seat: Seat
    may_invite: bool = False
    state: Literal["", "not asked", "asked", "came", "coming back", "here"] = ""
    at: datetime | None = None


@around.get("/families/{family_id}/people")
def people(seat: MySeat, family: MyFamily, db: Db) -> HTMLResponse:
    """Everybody around the table whom I may know of."""
    return page("families/people", family=family, seat=seat, lines=lines(db, seat), may_ask=may_ask(seat))


def may_ask(seat: Seat) -> bool:
    """A parent may ask somebody of their own to the table."""
    return seat.role == Role.PARENT


def lines(db: Session, me: Seat) -> list[Line]:
    """Everybody a seat may know of, itself left out."""
    invitations = Invitation.of(db, me.family_id)
    return [_line(me, seat, invitations) for seat in known_to(db, me)]


def known_to(db: Session, me: Seat) -> list[Seat]:
    """Those whose first name and part somebody may know: no wall between them, and nobody hides."""
    seats = [seat for seat in Seat.around(db, me.family_id) if seat.id != me.id]
    hides, mine, now = Hide.standing(db, me.family_id), SeatFacts.of(me), clock.now()
    everybody = frozenset(seat.id for seat in [me, *seats])

    def is_known(seat: Seat) -> bool:
        hidden = {hide.from_seat_id for hide in hides if hide.owner_id == seat.id and hide.covers(seat.id)}
        item = ItemFacts(
            kind=Kind.WHO_IS_COMING, family_id=me.family_id, id=seat.id, about=seat.id, audience=everybody,
            hidden_from=frozenset(hidden), side_id=seat.side_id,
        )  # fmt: skip
        return bool(decide(mine, Action.SEE, item, State.RELEASED, now))

    return [seat for seat in seats if is_known(seat)]


def _line(me: Seat, seat: Seat, invitations: list[Invitation]) -> Line:
    theirs = [found for found in invitations if found.seat_id == seat.id]
    for found in theirs:
        if found.awaits_yes and may_say(me, seat, found):
            return Line(seat, False, "coming back" if found.is_return else "came", found.used_at)
    if not may_invite(me, seat):
        return Line(seat)
    live = next((found for found in theirs if found.is_live), None)
    if live:
        return Line(seat, True, "asked", live.until)
    return Line(seat, True, "here" if seat.is_confirmed else "not asked")


def seat_around(seat_id: UUID, seat: MySeat, db: Db) -> Seat:
    """Somebody at my table whom I may know of; 404 for anybody else."""
    found = next((found for found in known_to(db, seat) if found.id == seat_id), None)
    if found is None:
        raise NOT_FOUND
    return found


SeatAround = Annotated[Seat, Depends(seat_around)]


def came_as(seat: MySeat, other: SeatAround, db: Db) -> Invitation:
    """The coming-in at this seat that waits for my yes or no."""
    for found in Invitation.of(db, seat.family_id):
        if found.seat_id == other.id and found.awaits_yes:
            if not may_say(seat, other, found):
                raise HTTPException(
                    403, _("Somebody else asked for this person, and says whether it is them.")
                )
            return found
    if not may_invite(seat, other):
        raise NOT_FOUND
    raise Refused(_("This was settled in the meantime."), status=409)


CameAs = Annotated[Invitation, Depends(came_as)]


@around.post("/families/{family_id}/seats/{seat_id}/confirm")
def confirm(seat: MySeat, came: CameAs, db: Db, said: Annotated[Answer, Form()]) -> Response:
    """ "Yes, that was Nan", or "no, that was not"."""
    if said.answer == "yes":
        came.say_yes(db, seat)
    else:
        came.say_no(db, seat)
    return see_other(f"/families/{seat.family_id}/people")


def someone_came(db: Session, seat: Seat) -> list[front.Card]:
    """For the front page: somebody came in, and I am the one to say whether it was them."""
    came, path = Invitation.awaiting_yes(db, seat.family_id), f"/families/{seat.family_id}/people"
    if not came:
        return []
    seats = {found.id: found for found in Seat.around(db, seat.family_id)}
    return [
        front.Card(
            title=_("Was that %(name)s?") % {"name": seats[found.seat_id].called},
            sentence=_("Somebody came in and waits for your answer."), link=path, order=5, kind="waiting",
            picture="door",
        )
        for found in came
        if found.seat_id in seats and not found.vouched_by and may_say(seat, seats[found.seat_id], found)
    ]  # fmt: skip


def new_phone(db: Session, seat: Seat) -> front.Card | None:
    """For the front page: somebody came in as me with another phone, and I can still say no."""
    now = clock.now()
    if seat.person_id is None or not any(device.is_held(now) for device in Device.of(db, seat.person_id)):
        return None
    return front.Card(
        title=_("Is that new phone yours?"),
        sentence=_("Somebody came in as you with another phone. If it was not you, close it now."),
        link="/me/devices",
        order=0,
        kind="next",
        picture="phone",
    )


for area in ("family", "staff"):
    front.card(area, someone_came)
    front.card(area, new_phone)
