"""My keys: what each is, and taking one away."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.errors import NOT_FOUND, Refused, see_other
from server.core.forms import MaybeWords, Said
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.people.access import Me, OpenDevice
from server.people.keys import Passkey
from server.people.models import Device

keys = Pages()
LONGEST_NAME = 40


class KeyName(Said):
    """The owner's own name for a key."""

    nickname: MaybeWords = ""


@keys.get("/me/keys")
def my_keys(person: Me, device: OpenDevice, db: Db) -> HTMLResponse:
    """Each key: when it was made, when it was last used, and whether the phone copies it."""
    have = Passkey.of(db, person.id)
    is_fresh = device.was_checked(clock.now()) or not have
    return page("people/keys", keys=have, this=device, is_fresh=is_fresh, may_have=person.may_have_key)


def my_key(key_id: UUID, person: Me, db: Db) -> Passkey:
    """One of my keys; 404 for anybody else's."""
    for key in Passkey.of(db, person.id):
        if key.id == key_id:
            return key
    raise NOT_FOUND


MyKey = Annotated[Passkey, Depends(my_key)]


@keys.post("/me/keys/{key_id}/name")
def name_key(key: MyKey, said: Annotated[KeyName, Form()]) -> Response:
    """Give a key a name of one's own. It stands beside what we say of the key, never instead of it."""
    key.nickname = said.nickname[:LONGEST_NAME] or None
    return see_other("/me/keys")


@keys.post("/me/keys/{key_id}/remove")
def remove_key(key: MyKey, device: OpenDevice, db: Db) -> Response:
    """Take a key away: whatever it opened is signed out at once, this phone too if it was this key."""
    if not device.was_checked(clock.now()):
        raise Refused(_("Please show first that it is you."))
    key.remove()
    Device.close_opened_with(db, key.id)
    return see_other("/me/keys")
