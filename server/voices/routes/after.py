"""With a fresh code: what I sent, who opened it, taking it back, and what happened with it."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.voices.access import MyAnswer, MySent, TheyToldMe
from server.voices.forms import Replied

after = Pages()


@after.get("/families/{family_id}/mine/sent")
def what_i_sent(sent: MySent) -> HTMLResponse:
    """My own words as they are now, who can read them, and who has opened them."""
    return page("voices/sent", sent=sent, answers=sent.answers())


@after.post("/families/{family_id}/mine/sent/{answer_id}/back")
def take_back(sent: MySent, own: MyAnswer) -> Response:
    sent.take_back(own)
    return see_other(f"{sent.home}/sent")


@after.get("/families/{family_id}/mine/happened")
def what_happened(sent: MySent) -> HTMLResponse:
    """You said, and what happened."""
    return page("voices/happened", sent=sent, answers=sent.answers())


@after.get("/families/{family_id}/mine/happened/{happened_id}")
def reply_to(sent: MySent, own: TheyToldMe) -> HTMLResponse:
    """One thing that happened, and three ways to answer."""
    return page("voices/reply", sent=sent, own=own)


@after.post("/families/{family_id}/mine/happened/{happened_id}")
def reply(sent: MySent, own: TheyToldMe, said: Annotated[Replied, Form()]) -> Response:
    if own.told is not None and said.then == "continue":
        own.told.answer_back(said.reply, said.reply_words)
    return see_other(f"{sent.home}/{'stop' if said.then == 'stop' else 'happened'}")
