""" "Please do not invite": a private wish that stops inviting, listing and linking somebody."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from sqlmodel import Session, col, select

from server.core import clock
from server.core.db import CLUSTERED, FamilyRow
from server.core.encryption import sealed_column, words
from server.core.errors import Refused
from server.core.i18n import _
from server.families.facts import ItemFacts, Kind
from server.families.models import Role, Seat, seat_link


class DoNotInvite(FamilyRow, table=True):
    """Somebody a family member does not want asked or told. Only its owner and the coordinator know."""

    __tablename__ = "do_not_invite"
    __table_args__ = (seat_link("owner_id"), CLUSTERED)
    classified: ClassVar[dict[str, str]] = {
        "family_id": "link: the family",
        "id": "id: of the wish",
        "made_at": "time: when it was said",
        "owner_id": "link: whose wish it is",
        "called_sealed": "words: the name of the person not to invite",
        "because_sealed": "words: anything the coordinator should know",
        "lifted_at": "time: when its owner took it back",
    }
    owner_id: UUID
    called_sealed: bytes | None = sealed_column()
    because_sealed: bytes | None = sealed_column()
    lifted_at: datetime | None = None

    called = words("called_sealed")
    because = words("because_sealed")

    @classmethod
    def standing(cls, db: Session, family_id: UUID) -> list[Self]:
        """Every such wish in force in a family, oldest first."""
        query = select(cls).where(cls.family_id == family_id, col(cls.lifted_at).is_(None))
        return list(db.exec(query.order_by(col(cls.id))))

    def lift(self) -> None:
        """Take the wish back."""
        self.lifted_at = self.lifted_at or clock.now()

    def facts(self, seats: list[Seat]) -> ItemFacts:
        """As `decide` sees it: its owner's, and for the coordinator."""
        coordinators = frozenset(seat.id for seat in seats if seat.role == Role.COORDINATOR)
        side_id = next((seat.side_id for seat in seats if seat.id == self.owner_id), None)
        return ItemFacts(
            kind=Kind.SAFETY_SETTING,
            family_id=self.family_id,
            id=self.id,
            author=self.owner_id,
            owners=frozenset({self.owner_id}),
            audience=coordinators,
            side_id=side_id,
            is_withdrawn=self.lifted_at is not None,
        )


def may_be_asked(db: Session, by: Seat, called: str, *, field: str = "called") -> None:
    """Raise Refused where a wish stands against inviting or listing somebody of this name.

    Where sides attend apart, one side's wishes never answer the other (V11): those who run the meeting hear of them.
    """
    if any(_same_name(called, wish.called) for wish in _reaching(db, by)):
        if by.role == Role.COORDINATOR:
            raise Refused(
                _("Somebody asked us not to invite a person with this name. Please talk with them first."),
                field=field,
            )
        # To everybody else not a word of a wish: whoever asks may be the one it protects from.
        raise Refused(_("Please talk with the coordinator first, before you ask this person."), field=field)


def _reaching(db: Session, by: Seat) -> list[DoNotInvite]:
    standing = DoNotInvite.standing(db, by.family_id)
    if by.side_id is None:
        return standing
    sides = {wish.id: db.get_one(Seat, (wish.family_id, wish.owner_id)).side_id for wish in standing}
    return [wish for wish in standing if sides[wish.id] in (None, by.side_id)]


def _same_name(one: str, other: str) -> bool:
    """Whether two names can mean one person: every word of the shorter one stands in the longer."""
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return bool(first and second) and (first <= second or second <= first)
