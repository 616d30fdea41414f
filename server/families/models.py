"""Families, the seats around their table, sides and hides."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow, Row, once
from server.core.encryption import key_ring, sealed_column, words
from server.core.tokens import new_id
from server.families.facts import Role
from server.people.models import Person

FAMILY_ROLES = {Role.PARENT, Role.NETWORK, Role.CHILD}
PROFESSIONAL_ROLES = {Role.COORDINATOR, Role.CHAIR, Role.SOCIAL_WORKER, Role.PROFESSIONAL, Role.DUTY_LEAD}
RUNNING_THE_MEETING = {Role.COORDINATOR, Role.CHAIR}


def seat_link(column: str, *, ondelete: str = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key to a seat of the same family: a row can never point into another one."""
    return ForeignKeyConstraint(["family_id", column], ["seat.family_id", "seat.id"], ondelete=ondelete)


class Family(Row, table=True):
    """One family, as one organisation meets it."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of the family",
        "organisation_id": "link: who runs its meetings",
        "name_sealed": "words: what the family is called here",
        "nation": "setting: England or Wales",
        "separate_households": "setting: whether two sides attend apart",
        "made_at": "time: when it was set up",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    name_sealed: bytes | None = sealed_column()
    nation: str = "england"
    separate_households: bool = False
    made_at: datetime = Field(default_factory=clock.now)

    name = words("name_sealed", owner="id")

    @classmethod
    def welcome(cls, db: Session, organisation_id: UUID, name: str, nation: str) -> Self:
        """A new family, with its own key."""
        family = cls(organisation_id=organisation_id, nation=nation)
        key_ring(db).make(family.id)
        family.name = name
        db.add(family)
        db.flush()
        return family


class Side(FamilyRow, table=True):
    """One household, where people attend separately. Nothing one side does shows on the other."""

    __table_args__ = CLUSTERED
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the side",
        "made_at": "time: when it was set up",
        "label_sealed": "words: how the coordinator tells the sides apart; never shown to family",
    }
    label_sealed: bytes | None = sealed_column()
    label = words("label_sealed")


class Seat(FamilyRow, table=True):
    """A person's place at one family's table."""

    __table_args__ = (seat_link("stands_with"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the seat",
        "made_at": "time: when it was set",
        "person_id": "link: who sits here; empty until somebody comes in",
        "role": "state: parent, child, network member, coordinator and so on",
        "side_id": "link: their household, where people attend apart",
        "stands_with": "link: whom an advocate or supporter stands beside",
        "invited_by": "link: who asked for them, and so who can say it is really them",
        "called_sealed": "words: first name",
        "relation_sealed": "words: who they are to the child, or their job",
        "band": "setting: which words a child's pages use: u8, 8-12 or 13-17",
        "is_family_lead": "state: whether they lead for the family",
        "is_follow_up": "state: whether they follow up for the services",
        "confirmed_at": "time: when the one who invited them said it was really them",
        "left_at": "time: when they left the table",
    }
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    role: str
    side_id: UUID | None = None
    stands_with: UUID | None = None
    invited_by: UUID | None = None
    called_sealed: bytes | None = sealed_column()
    relation_sealed: bytes | None = sealed_column()
    band: str | None = None
    is_family_lead: bool = False
    is_follow_up: bool = False
    confirmed_at: datetime | None = None
    left_at: datetime | None = None

    called = words("called_sealed")
    relation = words("relation_sealed")

    @property
    def is_active(self) -> bool:
        """Somebody sits here and has not left."""
        return self.left_at is None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_professional(self) -> bool:
        return self.role in PROFESSIONAL_ROLES

    @property
    def is_family(self) -> bool:
        return self.role in FAMILY_ROLES

    @property
    def runs_the_meeting(self) -> bool:
        return self.role in RUNNING_THE_MEETING

    def confirm(self) -> None:
        """ "Yes, that was Nan": from now on the seat sees what it is meant to see."""
        self.confirmed_at = self.confirmed_at or clock.now()

    def leave(self) -> None:
        """Leave the table; bites on the very next request."""
        self.left_at = self.left_at or clock.now()

    @classmethod
    @once
    def around(cls, db: Session, family_id: UUID) -> list[Self]:
        """Everyone at one family's table now, in the order they were asked."""
        query = (
            select(cls).where(cls.family_id == family_id, col(cls.left_at).is_(None)).order_by(col(cls.id))
        )
        return list(db.exec(query))

    @classmethod
    def everybody(cls, db: Session, family_id: UUID) -> list[Self]:
        """Everyone who ever had a seat here, those who left too."""
        return list(db.exec(select(cls).where(cls.family_id == family_id)))

    @classmethod
    def of_person(cls, db: Session, person: Person) -> list[Self]:
        """Every seat a person has, over all families; each family's words still need admitting."""
        query = (
            select(cls).where(cls.person_id == person.id, col(cls.left_at).is_(None)).order_by(col(cls.id))
        )
        return list(db.exec(query))


class Hide(FamilyRow, table=True):
    """ "Not for this person": beats every grant, and the person concerned never learns of it."""

    __table_args__ = (seat_link("owner_id"), seat_link("from_seat_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the hide",
        "made_at": "time: when it was set",
        "owner_id": "link: whose wish it is",
        "from_seat_id": "link: whom it is hidden from",
        "item_id": "link: one thing; empty means everything the owner made",
        "lifted_at": "time: when its owner took it back",
    }
    owner_id: UUID
    from_seat_id: UUID
    item_id: UUID | None = None
    lifted_at: datetime | None = None

    def covers(self, item_id: UUID) -> bool:
        """Whether it is about this one thing, or about everything its owner made."""
        return self.item_id in (None, item_id)

    def lift(self) -> None:
        """Its owner took it back."""
        self.lifted_at = self.lifted_at or clock.now()

    @classmethod
    @once
    def standing(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every hide in force in a family."""
        return list(db.exec(select(cls).where(cls.family_id == family_id, col(cls.lifted_at).is_(None))))
