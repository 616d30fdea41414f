"""A quiet word to those who run the meeting; nothing of it is shown again on the phone it was sent from."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.families.facts import Action
from server.meetings import showing
from server.meetings.access import MyCircle, QuietWordToMe
from server.meetings.circle import Circle
from server.meetings.forms import Quiet, Sign
from server.meetings.quiet import QuietWord, Signal

quiet = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}"


@quiet.get(ME + "/quiet")
def whisper(circle: MyCircle) -> HTMLResponse:
    """Write to the coordinator, and be told who reads it and when."""
    readers = [seat.called for seat in circle.seats if seat.id in circle.table.coordinators()]
    return page("meetings/quiet", here=showing.path_of(circle.meeting), readers=readers)


@quiet.post(ME + "/quiet")
def tell(circle: MyCircle, said: Annotated[Quiet, Form()]) -> Response:
    send(circle, Signal.WORDS, said.what)
    return see_other(showing.path_of(circle.meeting) + "/sent")


@quiet.post(ME + "/signal")
def signal(circle: MyCircle, said: Annotated[Sign, Form()]) -> Response:
    """A break, I don’t understand, slow down: seen by those who run the meeting and nobody else."""
    send(circle, Signal(said.signal))
    return see_other(showing.path_of(circle.meeting) + "/sent")


@quiet.get(ME + "/sent")
def sent(circle: MyCircle) -> HTMLResponse:
    """It was sent; what it was is not said again."""
    return page("meetings/sent", here=showing.path_of(circle.meeting))


@quiet.post(ME + "/quiet/{word_id}/seen")
def seen(word: QuietWordToMe, circle: MyCircle) -> Response:
    word.mark_seen(circle.seat)
    circle.db.add(word)
    return see_other(showing.path_of(circle.meeting))


def send(circle: Circle, about: Signal, what: str = "") -> None:
    """Send one quiet word, if I may."""
    word = QuietWord.begun(circle, about, what)
    circle.require(Action.CREATE, word.facts(circle))
    circle.db.add(word)
