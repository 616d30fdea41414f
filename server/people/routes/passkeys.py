"""The four calls of a passkey: ask and answer for making one, ask and answer for using one."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlmodel import Session
from starlette.responses import JSONResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.doors import Anyone
from server.core.errors import Refused
from server.core.i18n import _
from server.core.limits import limited
from server.core.sessions import Db
from server.people import ceremonies
from server.people.access import (
    CameIn,
    Newcomer,
    ThisDevice,
    browser_in_words,
    give_cookie,
)
from server.people.ceremonies import NotBelieved
from server.people.keys import Challenge, Passkey
from server.people.models import Device, Person

passkeys = Pages()
Purpose = Literal["sign-in", "check", "unlock"]
MAKE = "make"
NEXT = {"sign-in": "/home", "check": "/me/keys", "unlock": "/home"}
FewAsked = Annotated[None, Depends(limited(60, "passkey-asked"))]
FewAnswered = Annotated[None, Depends(limited(20, "passkey-answered"))]


class Wish(BaseModel):
    """What a key is to be used for."""

    purpose: Purpose


class Use(Wish):
    """A key's answer."""

    credential: dict[str, Any]


class New(BaseModel):
    """A new key."""

    credential: dict[str, Any]


@passkeys.post("/passkeys/use/options")
def ask_for_key(
    _few: FewAsked, _: Anyone, request: Request, db: Db, device: ThisDevice, wish: Wish
) -> Response:
    """A question for a key; a phone at the door gets a cookie, so that the question is for it alone."""
    asks, cookie = (device, None) if device else Device.at_the_door(db, browser_in_words(request))
    allowed = Passkey.of(db, _owner_for(wish.purpose, asks)) if wish.purpose != "sign-in" else []
    asked = Challenge.ask(db, asks.id, wish.purpose)
    answer = JSONResponse(ceremonies.asks_to_use(request.app.state.settings, asked, allowed))
    return give_cookie(answer, cookie) if cookie else answer


@passkeys.post("/passkeys/use")
def use_key(_few: FewAnswered, _: Anyone, request: Request, db: Db, device: ThisDevice, use: Use) -> Response:
    """A key's answer: somebody signs in, unlocks, or shows that it is really them."""
    if device is None:
        raise _no(410)
    try:
        key = _believed(request, db, device, use)
    except NotBelieved as wrong:
        raise _no(422) from wrong
    cookie = _let_in(request, db, device, key, use.purpose)
    return give_cookie(JSONResponse({"next": NEXT[use.purpose]}), cookie)


@passkeys.post("/passkeys/new/options")
def ask_for_new_key(
    _few: FewAsked, request: Request, db: Db, device: CameIn, person: Newcomer
) -> JSONResponse:
    """A question for a new key of whoever is signed in here."""
    have = Passkey.of(db, person.id)
    _may_make_keys(person, device, have)
    asked = Challenge.ask(db, device.id, MAKE)
    settings = request.app.state.settings
    return JSONResponse(ceremonies.asks_to_make(settings, person.id, person.called, asked, have))


@passkeys.post("/passkeys/new")
def new_key(
    _few: FewAnswered, request: Request, db: Db, device: CameIn, person: Newcomer, new: New
) -> JSONResponse:
    """A new key. The same one again is fine: its first answer may have been lost on the way."""
    try:
        if _made_before(db, person, new) is None:
            _make(request, db, device, person, new)
    except NotBelieved as wrong:
        raise _no(422) from wrong
    return JSONResponse({"next": "/welcome" if person.is_waiting else "/me/keys"})


def _believed(request: Request, db: Session, device: Device, use: Use) -> Passkey:
    """The key that answered rightly; the question is spent, whatever comes of it."""
    asked = ceremonies.question_in(use.credential)
    Challenge.use_up(db, device.id, use.purpose, asked)
    key = Passkey.by_credential(db, ceremonies.credential_in(use.credential))
    if key is None or key.removed_at or db.get_one(Person, key.person_id).waited_too_long(clock.now()):
        raise _no(404)
    _owner_must_agree(use, device, key)
    answer = ceremonies.used(request.app.state.settings, use.credential, asked, key)
    key.was_used(answer.count, answer.is_synced)
    return key


def _owner_must_agree(use: Use, device: Device, key: Passkey) -> None:
    """Key, phone and person belong together: the library compares none of them."""
    owner = ceremonies.owner_in(use.credential)
    if owner != key.person_id and not (owner is None and use.purpose != "sign-in"):
        raise NotBelieved("somebody else's key")
    if use.purpose != "sign-in" and _owner_for(use.purpose, device) != key.person_id:
        raise NotBelieved("not the key of who is here")
    if device.person_id != key.person_id and device.is_open(clock.now()):
        raise Refused(_("Somebody else is signed in on this phone. Sign out first."), keep=True)


def _owner_for(purpose: Purpose, device: Device) -> UUID:
    """Whose key is wanted for a check (somebody is in) or to unlock (somebody pressed Leave)."""
    is_fitting = device.is_open(clock.now()) and device.is_locked == (purpose == "unlock")
    if not is_fitting or device.person_id is None:
        raise _no(410)
    return device.person_id


def _let_in(request: Request, db: Session, device: Device, key: Passkey, purpose: Purpose) -> str:
    """The fresh cookie of a phone whose owner has just proved who they are."""
    now = clock.now()
    if device.person_id == key.person_id and device.is_open(now):
        device.held_at = None
        return device.prove(key.id)
    device.close()
    person = db.get_one(Person, key.person_id)
    _phone, cookie = Device.opened(
        db, person.area, browser_in_words(request), person, checked_at=now, passkey_id=key.id
    )
    return cookie


def _may_make_keys(person: Person, device: Device, have: list[Passkey]) -> None:
    """The first key needs nothing more; another needs a fresh look; a phone that waits makes none, a small child never."""
    if not person.may_have_key:
        raise Refused(_("For you, this opens with words from a grown-up. You need no key."), status=422)
    if device.is_held(clock.now()):
        raise Refused(_("You can make a key once this phone is open."), status=422)
    if have and not device.was_checked(clock.now()):
        raise Refused(_("Please show first that it is you."), status=422)


def _made_before(db: Session, person: Person, new: New) -> Passkey | None:
    known = Passkey.by_credential(db, ceremonies.credential_in(new.credential))
    if known and (known.person_id != person.id or known.removed_at):
        raise NotBelieved("known already")
    return known


def _make(request: Request, db: Session, device: Device, person: Person, new: New) -> None:
    _may_make_keys(person, device, Passkey.of(db, person.id))
    asked = ceremonies.question_in(new.credential)
    Challenge.use_up(db, device.id, MAKE, asked)
    made = ceremonies.made(request.app.state.settings, new.credential, asked)
    key = Passkey(
        person_id=person.id, credential=made.credential, public_key=made.public_key, count=made.count,
        is_synced=made.is_synced,
    )  # fmt: skip
    db.add(key)
    db.flush()
    device.passkey_id, device.checked_at = key.id, clock.now()


def _no(status: int) -> Refused:
    """No, in a sentence; what was spent stays spent."""
    sentences = {
        404: _("This key is not known here any more."),
        410: _("That took a little too long. Please try again."),
        422: _("That did not work. Please try again."),
    }
    return Refused(sentences[status], status=status, keep=True)
