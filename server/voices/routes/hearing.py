"""Who hears each answer, a last look at exactly what they will see, and Send."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.families.audiences import Choice
from server.people.access import OpenDevice
from server.voices.access import MySaying, ThisQuestion
from server.voices.forms import AllBut, Back, Hearing, Sending
from server.voices.overview import Overview
from server.voices.questions import Question
from server.voices.saying import Saying
from server.voices.sealing import sealed

hearing = Pages()


@hearing.get("/families/{family_id}/mine/questions/{number}/who")
def who(saying: MySaying, question: ThisQuestion, back: Back = "") -> HTMLResponse:
    """Who hears one answer; nothing is picked beforehand, and until then it is just me."""
    draft = saying.answer_to(question)
    choices = [(choice, saying.hearers(choice)) for choice in saying.may_choose(question)]
    return page("voices/who", saying=saying, question=question, draft=draft, choices=choices, back=back)


@hearing.post("/families/{family_id}/mine/questions/{number}/who")
def choose(saying: MySaying, question: ThisQuestion, said: Annotated[Hearing, Form()]) -> Response:
    if said.then == "continue" and said.audience:
        saying.choose(question, Choice(said.audience), said.how)
    if said.audience == Choice.EVERYONE_EXCEPT and said.then == "continue":
        return see_other(f"{saying.home}/questions/{question.number}/all-but{_query(said.back)}")
    return see_other(saying.home + _onward(saying, question, said.then, said.back))


@hearing.get("/families/{family_id}/mine/questions/{number}/all-but")
def all_but(saying: MySaying, question: ThisQuestion, back: Back = "") -> HTMLResponse:
    """Everyone at the meeting but the people named here."""
    people = saying.hearers(Choice.EVERYONE)
    return page("voices/all_but", saying=saying, question=question, draft=saying.answer_to(question),
                people=people, back=back)  # fmt: skip


@hearing.post("/families/{family_id}/mine/questions/{number}/all-but")
def choose_all_but(saying: MySaying, question: ThisQuestion, said: Annotated[AllBut, Form()]) -> Response:
    if said.then == "continue":
        saying.choose_all_but(question, said.apart_from)
    return see_other(saying.home + _onward(saying, question, said.then, said.back))


@hearing.get("/families/{family_id}/mine/check")
def check(saying: MySaying) -> HTMLResponse:
    """Exactly what will be sent, to exactly whom."""
    return page("voices/check", saying=saying, seen=Overview.of(saying))


@hearing.post("/families/{family_id}/mine/send")
def send(saying: MySaying, device: OpenDevice, said: Annotated[Sending, Form()]) -> Response:
    saying.send(said.seen)
    return sealed(device, "/said")


def _query(back: Back) -> str:
    return "?back=check" if back else ""


def _onward(saying: Saying, question: Question, then: str, back: Back) -> str:
    """The next answer to choose for, else the last look."""
    if then == "stop":
        return "/stop"
    following = None if back == "check" else saying.next_to_choose(question)
    return f"/questions/{following.number}/who" if following else "/check"
