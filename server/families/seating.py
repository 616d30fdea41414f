"""Setting up a family: the table, its sides, and a seat for each person before they come in."""

from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.errors import NOT_FOUND
from server.families.models import Family, Role, Seat, Side
from server.families.wishes import may_be_asked
from server.organisations.models import Organisation
from server.people.models import Person, works_for

BANDS = ("u8", "8-12", "13-17")


def lay_table(db: Session, person: Person, name: str, job: str) -> Seat:
    """A new family, with the person who sets it up as its coordinator; only for staff of an organisation."""
    organisation = next(iter(works_for(db, person)), None)
    if organisation is None:
        raise NOT_FOUND
    nation = db.get_one(Organisation, organisation).nation
    family = Family.welcome(db, organisation, name, nation)
    seat = Seat(
        family_id=family.id, person_id=person.id, role=Role.COORDINATOR, called=person.called, relation=job,
        is_follow_up=True, confirmed_at=clock.now(),
    )  # fmt: skip
    db.add(seat)
    db.flush()
    return seat


def sides_of(db: Session, family_id: UUID) -> list[Side]:
    """The households of a family that attend apart; none where everybody meets together."""
    return list(db.exec(select(Side).where(Side.family_id == family_id).order_by(col(Side.id))))


def add_side(db: Session, family: Family, label: str) -> Side:
    """One more household that attends apart."""
    side = Side(family_id=family.id, label=label)
    family.separate_households = True
    db.add_all([side, family])
    db.flush()
    return side


def on_no_side(db: Session, family_id: UUID) -> list[Seat]:
    """Those of the family, and those beside them, who stand on no side yet."""
    return [seat for seat in Seat.around(db, family_id) if seat.side_id is None and not seat.is_professional]


def take_side(db: Session, seat: Seat, side: Side) -> None:
    """From now on this person comes with this side; somebody who has a side keeps it."""
    if seat.side_id is None and not seat.is_professional:
        seat.side_id = side.id
        db.add(seat)


def set_seat(
    db: Session,
    by: Seat,
    *,
    called: str,
    relation: str,
    role: Role,
    side_id: UUID | None = None,
    stands_with: UUID | None = None,
    band: str | None = None,
) -> Seat:
    """A place for somebody who has not come in yet; refused where somebody asked not to invite them."""
    may_be_asked(db, by, called)
    seat = Seat(
        family_id=by.family_id, role=role, called=called, relation=relation, side_id=side_id,
        stands_with=stands_with, band=band if role == Role.CHILD else None, invited_by=by.id,
    )  # fmt: skip
    db.add(seat)
    db.flush()
    return seat
