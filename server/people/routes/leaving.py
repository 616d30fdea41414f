"""Leave, and the quiet page; coming back; signing out."""

from html import escape

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.asking import asking
from server.core.doors import Anyone
from server.core.errors import see_other
from server.core.i18n import UK
from server.core.pages import page
from server.core.sessions import Db
from server.core.tokens import new_secret
from server.people.access import (
    COOKIE,
    OpenDevice,
    ThisDevice,
    give_cookie,
    take_cookie,
    wipe_phone,
)
from server.people.keys import Passkey
from server.people.models import LEAVE_ONCE, LOCKED, Device

leaving = Pages()


@leaving.post("/leave")
def leave(_: Anyone, request: Request, db: Db, device: ThisDevice) -> Response:
    """Leave without script: locked, and a page about nothing."""
    to = request.app.state.settings.leave_to
    answer = see_other("/quiet") if to.startswith("/") else _straight_to(to)
    return _locked(answer, _lock(db, request, device))


@leaving.post("/lock")
def lock(_: Anyone, request: Request, db: Db, device: ThisDevice) -> Response:
    """Leave with script; it may come twice."""
    return _locked(Response(status_code=204), _lock(db, request, device))


@leaving.get("/quiet")
def quiet(_: Anyone) -> HTMLResponse:
    """The weekday and the date. The same for everybody, so it may be kept on the phone."""
    answer = page("people/quiet", today=clock.now().astimezone(UK).date())
    answer.headers["x-keep"] = "public"
    return answer


@leaving.get("/open")
def way_back(_: Anyone, db: Db, device: ThisDevice) -> HTMLResponse:
    """Back in: with a key, with words; or, for somebody who was not signed in, just so."""
    asking().area = "locked"
    purpose = "unlock" if device and device.is_open(clock.now()) else "sign-in" if device else ""
    has_key = bool(device and device.person_id and Passkey.of(db, device.person_id))
    return page("people/open", purpose=purpose, has_key=has_key)


@leaving.post("/open")
def open_again(_: Anyone, request: Request, device: ThisDevice) -> Response:
    """For somebody who was not signed in: there is nothing to unlock."""
    if device is not None:
        return see_other("/open")
    return take_cookie(see_other("/"))


@leaving.post("/sign-out")
def sign_out(_: Anyone, device: ThisDevice) -> Response:
    """Sign out of this phone: the cookie opens nothing from now on, and the phone forgets us."""
    if device is not None:
        device.close()
    return wipe_phone(take_cookie(see_other("/")))


@leaving.post("/sign-out-everywhere")
def sign_out_everywhere(db: Db, device: OpenDevice) -> Response:
    """Close every other phone; this one stays open."""
    for other in Device.of(db, device.person_id) if device.person_id else ():
        if other.id != device.id:
            other.close()
    device.closes_at = None
    return see_other("/me/devices")


def _lock(db: Session, request: Request, device: Device | None) -> str | None:
    """The fresh, locked cookie; None where this phone was locked a moment ago by the same tap."""
    if device is not None and device.person_id is not None:
        return device.lock() if not device.is_locked else None
    left = Device.just_left(db, request.cookies.get(COOKIE, ""))
    if left is None or left.closed_at:
        return LOCKED + new_secret()
    # The same Leave again: it came twice, or its answer was lost and the phone still holds the old cookie.
    is_twice = left.locked_at and clock.now() - left.locked_at < LEAVE_ONCE
    return None if is_twice else left.lock_again()


def _locked(answer: Response, cookie: str | None) -> Response:
    answer.headers["x-locked"] = "1"
    return give_cookie(answer, cookie) if cookie else answer


def _straight_to(address: str) -> Response:
    """To another site. A form may not be redirected there, so an empty page goes on by itself."""
    return HTMLResponse("<!doctype html><title> </title>", headers={"refresh": f"0; url={escape(address)}"})
