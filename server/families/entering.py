"""What happens when a link or words fit: who comes in, on which phone, and who was there before."""

import logging
from dataclasses import dataclass
from typing import NoReturn

from fastapi import Request
from sqlmodel import Session
from starlette.responses import Response

from server.core import clock
from server.core.asking import asking
from server.core.encryption import key_ring
from server.core.errors import Refused, see_other
from server.core.i18n import _
from server.core.limits import count, counted
from server.core.pages import page
from server.core.tokens import slow_digest
from server.families.front import area_of
from server.families.invitations import Invitation
from server.people.access import browser_in_words, give_cookie, wipe_phone
from server.people.models import Device, Person
from server.people.spoken import heard
from server.people.tickets import StaffInvitation

log = logging.getLogger("our_table")
AnyTicket = Invitation | StaffInvitation
AN_HOUR = 60 * 60
WRONG_AN_HOUR = 100
WRONG_FROM_ONE_ADDRESS = 30
WRONG = "wrong-words"


def used_before(db: Session, form_key: str) -> AnyTicket | None:
    """What this very form used a moment ago: its answer may have been lost on the way."""
    return Invitation.by_form(db, form_key) or StaffInvitation.by_form(db, form_key)


def ticket_of_link(db: Session, token: str) -> AnyTicket:
    """The invitation of a link, if it lives."""
    found = Invitation.by_link(db, token) or StaffInvitation.by_link(db, token)
    if found is None:
        _dead_link()
    return found


def ticket_of_words(db: Session, typed: str, address: str) -> AnyTicket:
    """The invitation somebody typed the words of. Wrong ones count against it, the address and the whole house."""
    from_here = f"{WRONG}/{address}"
    if counted(db, WRONG) >= WRONG_AN_HOUR or counted(db, from_here) >= WRONG_FROM_ONE_ADDRESS:
        raise Refused(
            _("Typing words is resting for a while. Use your link, or ask the person who invited you."),
            status=429,
        )
    said = heard(typed)
    if said is None:
        raise Refused(_("Type the short name first, and then all three words."), field="code")
    handle, words = said
    ticket = Invitation.by_handle(db, handle) or StaffInvitation.by_handle(db, handle)
    if ticket is None:
        slow_digest(words, b"as slow as if there were one")
    elif ticket.fits(words):
        return ticket
    count(db, from_here, AN_HOUR)
    if count(db, WRONG, AN_HOUR) == WRONG_AN_HOUR:
        log.warning("%s wrong words in one hour: typed words rest until it is over.", WRONG_AN_HOUR)
    raise Refused(
        _(
            "These words did not open anything. Check the spelling, or ask the person who gave them to you for new ones."
        ),
        field="code",
        keep=True,
    )


def _dead_link() -> NoReturn:
    raise Refused(
        _(
            "This link does not open anything any more. A link works once, for three days. Ask the person who sent it for a new one."
        )
    )


@dataclass
class Here:
    """Who is signed in on the phone that asks, if anybody: their name is known only while it is not locked."""

    person: Person
    is_shown: bool
    is_waiting: bool

    def may_be(self, ticket: AnyTicket, db: Session) -> bool:
        """Whether the invitation could be for the person who is already here."""
        if not self.is_shown or self.is_waiting or not isinstance(ticket, Invitation) or ticket.is_return:
            return False
        return area_of(ticket.seat(db)) == self.person.area


def who_is_here(db: Session, device: Device | None) -> Here | None:
    """The person signed in on this phone, locked or not."""
    now = clock.now()
    if device is None or not device.is_open(now):
        return None
    person = db.get_one(Person, device.person_id)
    if person.waited_too_long(now):
        return None
    key_ring(db).admit(person.id)
    return Here(person, not device.is_locked, person.is_waiting or device.is_held(now))


def come_in(
    request: Request, db: Session, device: Device | None, ticket: AnyTicket, form_key: str, who: str
) -> Response:
    """Let somebody in with an invitation; when another person is signed in on this phone, ask first."""
    here, known = who_is_here(db, device), _known_person(db, ticket)
    is_themself = here is not None and known is not None and here.person.id == known.id
    if here and not is_themself and not who:
        called = here.person.called if here.is_shown else ""
        return page("families/join_as", called=called, may_be=here.may_be(ticket, db), path=asking().path)
    person = known if ticket.used_at else None
    if person is None and not ticket.use_up(db, form_key):
        _dead_link()
    if here and device and is_themself:
        return _same_phone(ticket, here.person, device)
    if here and device and who == "me" and here.may_be(ticket, db):
        return _another_seat(db, ticket, here.person, device)
    return _new_phone(request, db, device, ticket, person or _sit_down(db, ticket))


def _known_person(db: Session, ticket: AnyTicket) -> Person | None:
    """Whom it lets in, where that is settled: a colleague, somebody who sat here before, or who just came in."""
    if isinstance(ticket, StaffInvitation):
        return ticket.person(db)
    seat = ticket.seat(db)
    if not seat.is_active:
        _dead_link()
    if ticket.used_at is None:
        return db.get(Person, seat.person_id) if seat.person_id and seat.is_confirmed else None
    came_with = db.get(Device, ticket.device_id) if ticket.device_id else None
    if came_with is None or not came_with.is_open(clock.now()):
        _dead_link()
    return db.get(Person, came_with.person_id)


def _sit_down(db: Session, ticket: AnyTicket) -> Person:
    if isinstance(ticket, StaffInvitation):
        return ticket.person(db)
    return ticket.sit_down(db, None, asking().locale)


def _same_phone(ticket: AnyTicket, person: Person, device: Device) -> Response:
    """Back on a phone that was theirs all along, or the same form again: it opens as far as it did."""
    ticket.device_id = device.id
    if isinstance(ticket, Invitation) and ticket.is_return and device.held_at is None:
        ticket.answered_at = clock.now()
    return give_cookie(see_other(_first_page(person)), device.prove(None))


def _another_seat(db: Session, ticket: AnyTicket, person: Person, device: Device) -> Response:
    """The person who is here gets one more seat; it waits for its own yes."""
    assert isinstance(ticket, Invitation)
    ticket.sit_down(db, person, person.language)
    ticket.device_id = device.id
    return give_cookie(see_other("/welcome"), device.turn_key())


def _new_phone(
    request: Request, db: Session, before: Device | None, ticket: AnyTicket, person: Person
) -> Response:
    """A phone of their own; whoever was signed in on it is signed out."""
    lost = db.get(Device, ticket.device_id) if ticket.device_id else None
    for old in (before, lost):
        if old is not None:
            old.close()
    now = clock.now()
    # An invitation lets somebody in; that it is really them, only a key or a person says.
    is_new = not isinstance(ticket, Invitation) or not ticket.is_return
    device, cookie = Device.opened(
        db, person.area, browser_in_words(request), person, checked_at=now if is_new else None
    )
    ticket.device_id = device.id
    if isinstance(ticket, Invitation):
        ticket.hold(db, device)
    answer = give_cookie(see_other(_first_page(person)), cookie)
    return wipe_phone(answer) if before is not None and before.person_id else answer


def _first_page(person: Person) -> str:
    """A child who is in goes straight to their pages; everybody else has something to wait for or a key to make."""
    return "/home" if person.area == "child" and not person.is_waiting else "/welcome"
