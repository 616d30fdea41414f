"""The people our tests are about: one family round a table, those beside it, and Mr Stone, who has no business here."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from server.families.invitations import SMALL
from server.families.models import Family, Role, Seat, Side
from server.organisations.models import Organisation
from server.people.models import Device, Person, Staff

# A Monday morning well inside office hours; the cast is made then.
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Member:
    """One of the cast: ids, and the cookie of a phone that is signed in."""

    name: str
    person_id: UUID
    cookie: str
    area: str
    seat_id: UUID | None = None
    family_id: UUID | None = None


@dataclass
class Cast:
    """Everybody, by first name; `family_id` is the family round the table."""

    organisation_id: UUID
    family_id: UUID
    other_family_id: UUID
    side_id: UUID
    other_side_id: UUID
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Member:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def table(self) -> list[Member]:
        """Everyone with a seat in the first family, leavers too."""
        return [member for member in self.people.values() if member.family_id == self.family_id]


# name → (role, relation, side?, more seat fields). `tom` attends separately, on the other side.
SEATS: dict[str, tuple[Role, str, str | None, dict[str, Any]]] = {
    "priya": (Role.COORDINATOR, "Coordinator", None, {"is_follow_up": True}),
    "hope": (Role.CHAIR, "Chair", None, {}),
    "sam": (Role.SOCIAL_WORKER, "Social worker", None, {}),
    "helen": (Role.PROFESSIONAL, "Health visitor", None, {}),
    "dee": (Role.DUTY_LEAD, "Duty lead", None, {}),
    "amira": (Role.PARENT, "Mum", "ours", {}),
    "tom": (Role.PARENT, "Dad", "theirs", {}),
    "joe": (Role.CHILD, "Son", "ours", {"band": "8-12"}),
    "leila": (Role.CHILD, "Daughter", "ours", {"band": "13-17"}),
    "nan": (Role.NETWORK, "Nan", "ours", {"is_family_lead": True}),
    "dev": (Role.NETWORK, "Uncle", "ours", {}),
    "grace": (Role.ADVOCATE, "Advocate for Leila", "ours", {}),
    "yusuf": (Role.SUPPORTER, "Interpreter for Amira", "ours", {}),
    "rob": (Role.NETWORK, "Used to be a friend", "ours", {"left_at": MONDAY}),
}
CALLED = {"tom": "Tom", "dev": "Dev"}


def seat_everyone(db: Session) -> Cast:
    """Put the cast round the table, each with a phone that is signed in."""
    council = Organisation(name="Ourtown", nation="england")
    db.add(council)
    db.flush()
    family = Family.welcome(db, council.id, "Amira and the children", "england")
    other = Family.welcome(db, council.id, "The Stones", "wales")
    ours, theirs = Side(family_id=family.id, label="Mum's"), Side(family_id=family.id, label="Dad's")
    db.add_all([ours, theirs])
    db.flush()
    cast = Cast(council.id, family.id, other.id, ours.id, theirs.id)
    for name, (role, relation, side, more) in SEATS.items():
        side_id = {"ours": ours.id, "theirs": theirs.id, None: None}[side]
        beside = {"grace": "leila", "yusuf": "amira"}.get(name)
        stands_with = cast.people[beside].seat_id if beside else None
        seat_one(db, cast, name, family, role, relation, side_id=side_id, stands_with=stands_with, **more)
    seat_one(db, cast, "stone", other, Role.PARENT, "Dad")
    seat_one(db, cast, "cerys", other, Role.COORDINATOR, "Coordinator")
    operator = _person(db, cast, "olu", "staff")
    db.add(Staff(person_id=operator.id, organisation_id=council.id))
    db.flush()
    return cast


def seat_one(
    db: Session, cast: Cast, name: str, family: Family, role: Role, relation: str, **more: Any
) -> Member:
    """One more person, with a confirmed seat unless `confirmed_at` says otherwise."""
    area = "child" if role is Role.CHILD else "family" if role not in STAFF_ROLES else "staff"
    person = _person(db, cast, name, area)
    person.may_have_key = more.get("band") not in SMALL
    if area == "staff":
        db.add(Staff(person_id=person.id, organisation_id=cast.organisation_id))
    seat = Seat(
        family_id=family.id, person_id=person.id, role=role, relation=relation, called=person.called,
        **{"confirmed_at": MONDAY, **more},
    )  # fmt: skip
    db.add(seat)
    db.flush()
    member = cast.people[name]
    member.seat_id, member.family_id = seat.id, family.id
    return member


STAFF_ROLES = {Role.COORDINATOR, Role.CHAIR, Role.SOCIAL_WORKER, Role.PROFESSIONAL, Role.DUTY_LEAD}


def _person(db: Session, cast: Cast, name: str, area: str) -> Person:
    person = Person.welcome(db, CALLED.get(name, name.title()), area=area)
    _, cookie = Device.opened(db, area, "Android, Chrome", person)
    cast.people[name] = Member(name, person.id, cookie, area)
    return person
