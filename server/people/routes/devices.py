"""The phones I am signed in on: only I see them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.errors import NOT_FOUND, see_other
from server.core.pages import page
from server.core.sessions import Db
from server.people.access import Me, OpenDevice
from server.people.models import Device

devices = Pages()


@devices.get("/me/devices")
def my_devices(person: Me, device: OpenDevice, db: Db) -> HTMLResponse:
    """Every phone that is open as me, this one first."""
    now = clock.now()
    others = [other for other in Device.of(db, person.id) if other.id != device.id]
    return page(
        "people/devices",
        this=device,
        others=[other for other in others if not other.is_held(now)],
        newcomers=[other for other in others if other.is_held(now)],
    )


def my_device(device_id: UUID, person: Me, db: Db) -> Device:
    """One of my phones; 404 for anybody else's."""
    for device in Device.of(db, person.id):
        if device.id == device_id:
            return device
    raise NOT_FOUND


@devices.post("/me/devices/{device_id}/close")
def close(phone: Annotated[Device, Depends(my_device)], db: Db) -> Response:
    """Sign out of a phone from afar. One that had just come in as me was not me, so my older ones stay."""
    if phone.is_held(clock.now()):
        phone.shut_out(db)
    else:
        phone.close()
    return see_other("/me/devices")
