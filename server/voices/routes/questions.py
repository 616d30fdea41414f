"""One question a page: words and pictures, Skip and "I don't know", kept each time."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.voices.access import MySaying, ThisQuestion
from server.voices.forms import Back, OneAnswer
from server.voices.questions import PLACES, QUESTIONS, Question, after, before
from server.voices.saying import Saying

questions = Pages()


@questions.get("/families/{family_id}/mine/questions/{number}")
def ask(saying: MySaying, question: ThisQuestion, back: Back = "") -> HTMLResponse:
    """One question, with what was kept before."""
    came_from = before(question)
    return page(
        "voices/question", saying=saying, question=question, draft=saying.drafts.get(question.id),
        back=back, before=came_from, count=len(QUESTIONS), places=PLACES,
    )  # fmt: skip


@questions.post("/families/{family_id}/mine/questions/{number}")
def answer(saying: MySaying, question: ThisQuestion, said: Annotated[OneAnswer, Form()]) -> Response:
    saying.keep(question, said.said, said.picked, said.state)
    return see_other(saying.home + _onward(saying, question, said))


@questions.post("/families/{family_id}/mine/questions/{number}/keep")
def keep(saying: MySaying, question: ThisQuestion, said: Annotated[OneAnswer, Form()]) -> Response:
    """What is written so far, put by while the child still writes."""
    saying.keep(question, said.said, said.picked, "answered")
    return Response(status_code=204)


@questions.get("/families/{family_id}/mine/places")
def three_places(saying: MySaying) -> HTMLResponse:
    """Three places to visit; the child picks where to start."""
    return page("voices/places", saying=saying, places=PLACES, onward=QUESTIONS[PLACES[-1].number])


def _onward(saying: Saying, question: Question, said: OneAnswer) -> str:
    """Where to go after one answer."""
    if said.then == "stop":
        return "/stop"
    draft = saying.drafts[question.id]
    if said.back == "check":
        undecided = draft.is_answered and draft.audience is None
        return f"/questions/{question.number}/who?back=check" if undecided else "/check"
    following = after(question, set(saying.drafts))
    if following:
        return f"/questions/{following.number}"
    if question.number < len(QUESTIONS):
        return "/places"
    first = saying.next_to_choose()
    return f"/questions/{first.number}/who" if first else "/check"
