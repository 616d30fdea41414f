"""How a request reaches a family: only through a seat of mine."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlmodel import col, select
from starlette.exceptions import HTTPException

from server.core.asking import asking
from server.core.encryption import key_ring
from server.core.errors import NOT_FOUND
from server.core.i18n import _
from server.core.sessions import Db
from server.families.models import PROFESSIONAL_ROLES, RUNNING_THE_MEETING, Family, Role, Seat
from server.people.access import Me


def any_seat(family_id: UUID, person: Me, db: Db) -> Seat:
    """My seat in this family, even while I wait to be confirmed; 404 for everybody else."""
    query = select(Seat).where(
        Seat.family_id == family_id, Seat.person_id == person.id, col(Seat.left_at).is_(None)
    )
    seat = db.exec(query).first()
    if seat is None:
        raise NOT_FOUND
    key_ring(db).admit(family_id)
    asking().seat = seat
    return seat


AnySeat = Annotated[Seat, Depends(any_seat)]


def my_seat(seat: AnySeat) -> Seat:
    """My confirmed seat; while I wait to be confirmed the table does not exist for me."""
    if not seat.is_confirmed:
        raise NOT_FOUND
    return seat


MySeat = Annotated[Seat, Depends(my_seat)]


def my_seats(person: Me, db: Db) -> list[Seat]:
    """Every seat I have, waiting ones too; the families I am confirmed in can be read."""
    seats = Seat.of_person(db, person)
    for seat in reversed([seat for seat in seats if seat.is_confirmed]):
        key_ring(db).admit(seat.family_id)
        asking().seat = seat
    return seats


MySeats = Annotated[list[Seat], Depends(my_seats)]


def my_family(seat: MySeat, db: Db) -> Family:
    """The family I have a confirmed seat in."""
    return db.get_one(Family, seat.family_id)


MyFamily = Annotated[Family, Depends(my_family)]


def staff_seat(seat: MySeat) -> Seat:
    """A professional's seat; family members are told plainly that this page is not for them."""
    return _only(seat, PROFESSIONAL_ROLES)


StaffSeat = Annotated[Seat, Depends(staff_seat)]


def running_seat(seat: MySeat) -> Seat:
    """The coordinator's or the chair's seat."""
    return _only(seat, RUNNING_THE_MEETING)


RunningSeat = Annotated[Seat, Depends(running_seat)]


def child_seat(seat: MySeat) -> Seat:
    """A child's own seat."""
    return _only(seat, {Role.CHILD})


ChildSeat = Annotated[Seat, Depends(child_seat)]


def _only(seat: Seat, roles: set[Role]) -> Seat:
    if seat.role not in roles:
        raise HTTPException(
            403, _("This page is for somebody else at the table. Your own pages are on the home page.")
        )
    return seat
