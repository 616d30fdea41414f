"""The front page, a family's own page, and setting up a family: its sides and a seat for each person."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.forms import Name, Said
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.families import front, seating
from server.families.access import MyFamily, MySeat, MySeats, RunningSeat
from server.families.models import PROFESSIONAL_ROLES, Family, Role, Seat
from server.people.access import Me
from server.people.models import works_for

table = Pages()
STANDS_BESIDE = {Role.ADVOCATE, Role.SUPPORTER}


class NewFamily(Said):
    """What a family is called here, and what the person who sets it up does."""

    family_name: Name
    job: Name


class NewSide(Said):
    """How the coordinator tells the sides apart; the family never reads it."""

    label: Name


class Placing(Said):
    """Who comes with which side."""

    seat: UUID
    side: UUID


class NewSeat(Said):
    """Somebody who may be invited."""

    called: Name
    relation: Name
    role: Role
    side: UUID | Literal["neither", ""] = ""
    stands_with: UUID | Literal[""] = ""
    band: Literal["u8", "8-12", "13-17", ""] = ""


@table.get("/home")
def home(person: Me, seats: MySeats, db: Db) -> HTMLResponse:
    """One next thing first, then the places."""
    name = "families/families" if asking().area == "staff" else "families/home"
    tables = [_table(db, seat) for seat in seats if seat.is_confirmed]
    tables.sort(key=lambda found: (-len(found["waiting"]), found["name"]))
    waits = any(not seat.is_confirmed for seat in seats)
    return page(name, called=person.called, tables=tables, waits=waits, is_staff=bool(works_for(db, person)))


@table.get("/families/new")
def new_family(person: Me, db: Db) -> HTMLResponse:
    """Set up a family; for staff of an organisation, and not there for anybody else."""
    if not works_for(db, person):
        raise NOT_FOUND
    return page("families/new")


@table.post("/families/new")
def lay_table(person: Me, db: Db, said: Annotated[NewFamily, Form()]) -> Response:
    seat = seating.lay_table(db, person, said.family_name, said.job)
    return see_other(f"/families/{seat.family_id}")


@table.get("/families/{family_id}")
def family_page(seat: MySeat, family: MyFamily, db: Db) -> HTMLResponse:
    """A family's own page: the staff's list for those who work with it, the front page for everybody else."""
    if not seat.is_professional:
        tables = [_table(db, seat)]
        return page("families/home", called=seat.called, tables=tables, waits=False, is_staff=False)
    steps = {stage: [_line(step) for step in found] for stage, found in front.steps(db, seat).items()}
    return page("families/family", seat=seat, steps=steps, table=_table(db, seat))


@table.get("/families/{family_id}/sides")
def sides(seat: RunningSeat, family: MyFamily, db: Db) -> HTMLResponse:
    """Whether two sides attend apart."""
    unplaced = seating.on_no_side(db, family.id)
    return page("families/sides", family=family, sides=seating.sides_of(db, family.id), unplaced=unplaced)


@table.post("/families/{family_id}/sides")
def add_side(seat: RunningSeat, family: MyFamily, db: Db, said: Annotated[NewSide, Form()]) -> Response:
    seating.add_side(db, family, said.label)
    return see_other(f"/families/{family.id}/sides")


@table.post("/families/{family_id}/sides/seats")
def place(seat: RunningSeat, family: MyFamily, db: Db, said: Annotated[Placing, Form()]) -> Response:
    """Say with which side somebody comes."""
    side = next((side for side in seating.sides_of(db, family.id) if side.id == said.side), None)
    other = next((found for found in seating.on_no_side(db, family.id) if found.id == said.seat), None)
    if side is None or other is None:
        raise NOT_FOUND
    seating.take_side(db, other, side)
    return see_other(f"/families/{family.id}/sides")


@table.get("/families/{family_id}/seats/new")
def new_seat(seat: RunningSeat, family: MyFamily, db: Db) -> HTMLResponse:
    """Set a place for somebody who may be invited."""
    beside = [(found.id, found.called) for found in Seat.around(db, family.id) if found.is_family]
    sides = [(side.id, side.label) for side in seating.sides_of(db, family.id)]
    return page("families/seat", family=family, sides=sides, beside=beside)


@table.post("/families/{family_id}/seats/new")
def set_seat(seat: RunningSeat, family: MyFamily, db: Db, said: Annotated[NewSeat, Form()]) -> Response:
    _check(db, family, said)
    new = seating.set_seat(
        db, seat, called=said.called, relation=said.relation, role=said.role, side_id=said.side if isinstance(said.side, UUID) else None,
        stands_with=said.stands_with or None, band=said.band or None,
    )  # fmt: skip
    return see_other(f"/families/{family.id}/people#{new.id}")


def _check(db: Session, family: Family, said: NewSeat) -> None:
    """What one field alone cannot know: a child's words, whom an advocate stands beside, whose household."""
    if said.role == Role.CHILD and not said.band:
        raise Refused(_("Choose how old they are, so that their pages use words that fit."), field="band")
    around = {seat.id for seat in Seat.around(db, family.id)}
    if said.role in STANDS_BESIDE and said.stands_with not in around:
        raise Refused(_("Choose whom they stand beside."), field="stands_with")
    _check_side(said, {side.id for side in seating.sides_of(db, family.id)})


def _check_side(said: NewSeat, sides: set[UUID]) -> None:
    """Where sides attend apart everyone of the family comes with one; only a child can stand between them."""
    if isinstance(said.side, UUID) and said.side not in sides:
        raise Refused(_("Please choose one of these."), field="side")
    if not sides or said.role in PROFESSIONAL_ROLES:
        return
    if not said.side or said.side == "neither" and said.role != Role.CHILD:
        raise Refused(_("Choose which side they come with."), field="side")


def _line(step: front.Step) -> dict:
    return {"words": step.words, "done": step.is_in_place, "href": step.link, "seen": step.family_sees}


def _table(db: Session, seat: Seat) -> dict:
    """One family as the front page shows it: its name and its cards by kind."""
    shown = front.cards(db, seat)
    kinds = {kind: [card for card in shown if card.kind == kind] for kind in ("next", "waiting", "place")}
    return {"name": db.get_one(Family, seat.family_id).name, "family_id": seat.family_id, **kinds}
