"""Which language somebody reads."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.doors import Anyone
from server.core.errors import Refused, page_of, see_other
from server.core.forms import Said
from server.core.i18n import LANGUAGES, _
from server.core.pages import page
from server.people.access import Me, Whoever

languages = Pages()


class Tongue(Said):
    """A language, and the page to go back to."""

    language: str
    at: str = "/home"


@languages.get("/language")
def choose_language(_: Anyone, person: Whoever, at: str = "/") -> HTMLResponse:
    """Every language on offer, in its own name; leads back to the page somebody came from."""
    return page("people/language", person=person, to=page_of(at) or "/")


@languages.get("/me/language")
def my_language(person: Me) -> HTMLResponse:
    """My own language, on every phone."""
    return page("people/language", person=person, to="/me")


@languages.post("/me/language")
def speak(person: Me, said: Annotated[Tongue, Form()]) -> Response:
    """From now on in this language."""
    if said.language not in LANGUAGES:
        raise Refused(_("Please choose one of these."), field="language")
    person.language = said.language
    asking().prefix = ""
    return see_other(page_of(said.at) or "/home")
