"""Every page of this room."""

from fastapi import APIRouter

from server.people.routes.devices import devices
from server.people.routes.doors import doors
from server.people.routes.keys import keys
from server.people.routes.languages import languages
from server.people.routes.leaving import leaving
from server.people.routes.passkeys import passkeys

people = APIRouter()
for part in (doors, passkeys, leaving, devices, keys, languages):
    people.include_router(part)
