"""Being reminded: saying yes or no on this phone, when, of what; and the door a tapped nudge opens."""

from typing import Annotated

from fastapi import Depends, Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.asking import asking
from server.core.errors import Refused, see_other
from server.core.i18n import _
from server.core.limits import limited
from server.core.pages import page
from server.core.sessions import Db
from server.people.access import Me, also_known
from server.people.models import Device
from server.reminders.access import MyJobs, MyPhone, MyReminder, Reminded, door_of
from server.reminders.calendar import calendar_file
from server.reminders.forms import ZONES, Hours, NewPhone, OldPhone, Wish
from server.reminders.hosts import push_host
from server.reminders.ledger import Delivery
from server.reminders.models import Rhythm, Subscription

reminders = Pages()
NotTooOften = Annotated[None, Depends(limited(6, "test-push"))]
# A browser compares its address with ours on the page the app opens with, and where it is switched on.
COMPARED_ON = {"/home", "/reminders"}


def name_of_phone(db: Session, device: Device) -> None:
    """Tell the page which address we hold for this phone, so that the browser can put it right."""
    if asking().path in COMPARED_ON and device.area != "child":
        held = Subscription.on(db, device)
        asking().push = held.short_name if held else None


also_known.append(name_of_phone)


@reminders.get("/reminders")
def show(person: Reminded, jobs: MyJobs, db: Db) -> HTMLResponse:
    rhythm = Rhythm.of(db, person.id)
    is_paused = rhythm.is_paused(clock.now())
    return page("reminders/reminders", rhythm=rhythm, is_paused=is_paused, jobs=jobs, zones=ZONES)


@reminders.post("/reminders/hours")
def set_hours(person: Reminded, db: Db, said: Annotated[Hours, Form()]) -> Response:
    rhythm = Rhythm.to_change(db, person)
    rhythm.quiet_from, rhythm.quiet_until, rhythm.zone = said.quiet_from, said.quiet_until, said.zone
    return see_other("/reminders")


@reminders.post("/reminders/pause")
def pause(person: Reminded, db: Db) -> Response:
    Rhythm.to_change(db, person).pause()
    return see_other("/reminders")


@reminders.post("/reminders/nothing")
def nothing(person: Reminded, db: Db) -> Response:
    Rhythm.to_change(db, person).stop_all()
    return see_other("/reminders")


@reminders.post("/reminders/go-on")
def go_on(person: Reminded, db: Db) -> Response:
    Rhythm.to_change(db, person).go_on()
    return see_other("/reminders")


@reminders.post("/families/{family_id}/tasks/{task_id}/reminder")
def one_job(mine: MyReminder, said: Annotated[Wish, Form()]) -> Response:
    if mine.reminder:
        mine.reminder.switch(said.wanted == "yes", clock.now())
    return see_other("/reminders")


@reminders.get("/reminders/our-table.ics")
def calendar(jobs: MyJobs) -> Response:
    return calendar_file(mine.reminder for mine in jobs if mine.reminder and mine.is_coming)


@reminders.post("/reminders/push")
def switch_on(request: Request, phone: MyPhone, db: Db, said: NewPhone) -> Response:
    """This browser may be nudged. Its address must be one of a push service we know."""
    if push_host(said.endpoint, request.app.state.settings.push_hosts) is None:
        raise Refused(_("Reminders cannot be sent to this browser."))
    Subscription.keep(db, phone, said.endpoint, said.keys.model_dump())
    return Response(status_code=204)


@reminders.post("/reminders/push/stop")
def switch_off(person: Reminded, db: Db, said: OldPhone) -> Response:
    Subscription.stop(db, person, said.endpoint)
    return Response(status_code=204)


@reminders.post("/reminders/push/test")
def send_test(_few: NotTooOften, phone: MyPhone, db: Db) -> Response:
    """Listed like any other push; the worker sends it within seconds."""
    held = Subscription.on(db, phone)
    if held is None:
        raise Refused(_("This phone is not switched on for reminders."), status=409)
    db.add(Delivery.test(held, clock.now()))
    return Response(status_code=204)


@reminders.get("/n/{opaque}")
def tapped(opaque: str, person: Me, db: Db) -> Response:
    """A nudge was tapped: on to what it was about, if that is still there for me."""
    to = door_of(db, person, opaque)
    return see_other(to) if to else page("reminders/door", status=404)
