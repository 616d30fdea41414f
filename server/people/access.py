"""How a request becomes a person: the cookie names a phone, the phone a person."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session
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
# What upper rooms add to each page of somebody who is signed in, so that this one need not know them.
also_known: list[Callable[[Session, Device], None]] = []


def this_device(request: Request, db: Db) -> Device | None:
    """The phone that asks, if it was seen before and not signed out."""
    cookie = request.cookies.get(COOKIE)
    return Device.by_cookie(db, cookie) if cookie else None


ThisDevice = Annotated[Device | None, Depends(this_device)]


def came_in(request: Request, db: Db, device: ThisDevice) -> Device:
    """A phone somebody came in with, even while they wait to be confirmed; anyone else goes to the door."""
    if device is None or not device.is_open(clock.now()):
        raise ElsewhereFirst("/sign-in")
    if device.is_locked:
        raise ElsewhereFirst("/quiet")
    claimed = request.headers.get("x-owner")
    if claimed is not None and claimed != owner_mark(device):
        raise HTTPException(401)
    if _owner(db, device).waited_too_long(clock.now()):
        raise ElsewhereFirst("/sign-in")
    device.touch(db)
    return device


CameIn = Annotated[Device, Depends(came_in)]


def open_device(db: Db, device: CameIn) -> Device:
    """A phone that is let in; while its owner waits to be confirmed there is only the welcome page."""
    if device.is_held(clock.now()) or _owner(db, device).is_waiting:
        raise ElsewhereFirst("/welcome")
    return device


OpenDevice = Annotated[Device, Depends(open_device)]


def me(db: Db, device: OpenDevice) -> Person:
    """The person who asks."""
    person, ask = _admitted(db, device), asking()
    ask.me, ask.area, ask.owner = person, device.area, owner_mark(device)
    for add in also_known:
        add(db, device)
    if ask.chosen and ask.chosen != person.language:
        chosen, person_id = ask.chosen, person.id
        afterwards(db, lambda session: setattr(session.get_one(Person, person_id), "language", chosen))
    return person


Me = Annotated[Person, Depends(me)]


def newcomer(db: Db, device: CameIn) -> Person:
    """The person who asks, even while they wait to be confirmed."""
    return _admitted(db, device)


Newcomer = Annotated[Person, Depends(newcomer)]


def whoever(db: Db, device: ThisDevice) -> Person | None:
    """Who is signed in on this phone, on pages that are open to everybody; nobody while it is locked or waits."""
    now = clock.now()
    if device is None or device.is_locked or device.is_held(now) or not device.is_open(now):
        return None
    if _owner(db, device).is_waiting:
        return None
    return me(db, device)


Whoever = Annotated[Person | None, Depends(whoever)]


def _owner(db: Session, device: Device) -> Person:
    person = db.get_one(Person, device.person_id)
    db.info["owner"] = (
        person  # held here: a session forgets rows that nothing holds, and would ask for them again
    )
    return person


def _admitted(db: Session, device: Device) -> Person:
    person = _owner(db, device)
    key_ring(db).admit(person.id)
    asking().speak(person.language)
    return person


def owner_mark(device: Device) -> str:
    """An opaque mark of the person for the phone's outbox: the same at each sign-in, never the id itself."""
    return hashlib.sha256(b"outbox" + device.person_id.bytes).hexdigest()[:24] if device.person_id else ""


ONE_COOKIE: dict[str, Any] = {"path": "/", "secure": True, "httponly": True, "samesite": "lax"}


def give_cookie(response: Response, cookie: str) -> Response:
    """Set the one cookie; it holds a random token and nothing else."""
    response.set_cookie(COOKIE, cookie, max_age=60 * 60 * 24 * 400, **ONE_COOKIE)
    return response


def take_cookie(response: Response) -> Response:
    """Take the one cookie away."""
    response.delete_cookie(COOKIE, **ONE_COOKIE)
    return response


def wipe_phone(response: Response) -> Response:
    """Ask the browser to drop everything of ours that it keeps."""
    response.headers["clear-site-data"] = '"cache", "storage"'
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
