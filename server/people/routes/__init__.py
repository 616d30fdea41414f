"""Every page of this room."""

from server.people.routes.devices import devices
from server.people.routes.doors import doors
from server.people.routes.keys import keys
from server.people.routes.languages import languages
from server.people.routes.leaving import leaving
from server.people.routes.passkeys import passkeys

people = (doors, passkeys, leaving, devices, keys, languages)
