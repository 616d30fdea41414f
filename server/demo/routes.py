"""The front page of the demonstration, with a door for each person, and coming in as them."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request
from starlette.responses import Response

from server.core import clock, i18n
from server.core.answering import Pages
from server.core.asking import asking
from server.core.doors import Anyone
from server.core.errors import NOT_FOUND, see_other
from server.core.forms import Said
from server.core.i18n import n_
from server.core.pages import page
from server.core.sessions import Db
from server.core.tokens import same
from server.demo.doors import doors
from server.explainers.public import front
from server.people.access import COOKIE, browser_in_words, give_cookie
from server.people.models import Device, Person

STORIES = {
    "amira": n_("Getting ready for a family group conference"),
    "megan": n_("After a first plan"),
    "stone": n_("Another family"),
}
demonstration = Pages()


class Token(Said):
    """The token of one door, from demo.json or the front page."""

    token: str


@demonstration.get("/")
def front_page(request: Request, _: Anyone) -> Response:
    said = doors(request.app.state.settings)
    families = [
        (
            family["name"],
            i18n._(STORIES[family["key"]]),
            [p for p in said["people"] if p["family_id"] == family["id"]],
        )
        for family in said["families"]
    ]
    return page("demo/front", path="/", families=families, **front(asking().locale))


@demonstration.post("/demo/enter/{key}")
def enter(request: Request, db: Db, key: str, said: Annotated[Token, Form()], _: Anyone) -> Response:
    settings = request.app.state.settings
    door = next((person for person in doors(settings)["people"] if person["key"] == key), None)
    if door is None or not same(door["enter_token"].encode(), said.token.encode()):
        raise NOT_FOUND
    person = db.get_one(Person, UUID(door["person_id"]))
    before = Device.by_cookie(db, request.cookies.get(COOKIE, ""))
    if before:
        before.close()
    _device, cookie = Device.opened(
        db, person.area, browser_in_words(request), person, checked_at=clock.now()
    )
    return give_cookie(see_other("/home"), cookie)
