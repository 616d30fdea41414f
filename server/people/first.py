"""The very first way in: an organisation, and the coordinator who begins there."""

from sqlmodel import Session

from server.organisations.models import Organisation
from server.people.models import Person, Staff
from server.people.tickets import StaffInvitation, WayIn


def begin_organisation(db: Session, *, name: str, nation: str, called: str) -> WayIn:
    """A new organisation and its first coordinator; what to tell them so that they can come in, once."""
    organisation = Organisation(name=name, nation=nation)
    db.add(organisation)
    db.flush()
    return first_invitation(db, organisation, called)


def first_invitation(db: Session, organisation: Organisation, called: str) -> WayIn:
    """A colleague at an organisation, and what to tell them so that they can come in, once."""
    person = Person.welcome(db, called, area="staff")
    db.add(Staff(person_id=person.id, organisation_id=organisation.id))
    _, way_in = StaffInvitation.made(db, person_id=person.id)
    return way_in
