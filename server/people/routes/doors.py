"""The door: signing in, and whether anybody is there at all."""

from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.doors import Anyone
from server.core.pages import page
from server.people.access import Whoever

doors = Pages()


@doors.get("/sign-in")
def sign_in(_: Anyone, person: Whoever) -> HTMLResponse:
    """With a key of the phone, or with words; whoever is here already is told so."""
    return page("people/sign_in", person=person)


@doors.get("/alive")
@doors.head("/alive")
def alive(_: Anyone) -> Response:
    """Whether the house can be reached; asks nothing of the database."""
    return Response(status_code=204)
