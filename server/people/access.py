"""How a request becomes a person: the cookie names a phone, the phone a person."""

import hashlib
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from server.core import clock
from server.core.asking import asking
from server.core.db import afterwards
from server.core.encryption import key_ring
from server.core.errors import ElsewhereFirst
from server.core.sessions import Db
from server.people.models import Device, Person

COOKIE = "__Host-table"


def this_device(request: Request, db: Db) -> Device | None:
    """The phone that asks, if it was seen before and not signed out."""
    cookie = request.cookies.get(COOKIE)
    return Device.by_cookie(db, cookie) if cookie else None


ThisDevice = Annotated[Device | None, Depends(this_device)]


def open_device(request: Request, db: Db, device: ThisDevice) -> Device:
    """A phone that is let in and not locked; anyone else goes to the door, a locked phone to the quiet page."""
    if device is None or not device.is_open(clock.now()):
        raise ElsewhereFirst("/sign-in")
    if device.is_locked:
        raise ElsewhereFirst("/quiet")
    claimed = request.headers.get("x-owner")
    if claimed is not None and claimed != owner_mark(device):
        raise HTTPException(401)
    device.touch(db)
    return device


OpenDevice = Annotated[Device, Depends(open_device)]


def me(db: Db, device: OpenDevice) -> Person:
    """The person who asks."""
    assert device.person_id is not None
    key_ring(db).admit(device.person_id)
    person = db.get_one(Person, device.person_id)
    ask = asking()
    ask.me, ask.area, ask.owner = person, device.area, owner_mark(device)
    ask.speak(person.language)
    if ask.chosen and ask.chosen != person.language:
        chosen, person_id = ask.chosen, person.id
        afterwards(db, lambda session: setattr(session.get_one(Person, person_id), "language", chosen))
    return person


Me = Annotated[Person, Depends(me)]


def owner_mark(device: Device) -> str:
    """An opaque mark of the person for the phone's outbox: the same at each sign-in, never the id itself."""
    return hashlib.sha256(b"outbox" + device.person_id.bytes).hexdigest()[:24] if device.person_id else ""


def give_cookie(response: Response, cookie: str) -> Response:
    """Set the one cookie; it holds a random token and nothing else."""
    response.set_cookie(
        COOKIE, cookie, max_age=60 * 60 * 24 * 400, path="/", secure=True, httponly=True, samesite="lax"
    )
    return response


def browser_in_words(request: Request) -> str:
    """Two plain words for a list only its owner sees, such as `Android, Chrome`."""
    agent = request.headers.get("user-agent", "")
    system = next(
        (name for name in ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux") if name in agent), ""
    )
    browser = next((name for name in ("Firefox", "Edg", "OPR", "Chrome", "Safari") if name in agent), "")
    return ", ".join(
        part.replace("Edg", "Edge").replace("OPR", "Opera") for part in (system, browser) if part
    )
