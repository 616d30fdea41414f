"""Telling a child what happened with what they said; and writing down what had to be passed on."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import Refused, see_other
from server.core.i18n import _
from server.core.pages import page
from server.core.sessions import Db
from server.voices.access import AnswerForStaff, AnswerToAnswer
from server.voices.forms import Happened, ToldSomebody
from server.voices.happened import WhatHappened
from server.voices.passing import pass_on, who_can_be_told

telling = Pages()


@telling.get("/families/{family_id}/voices/{voice_id}/answers/{answer_id}/happened")
def what_happened(found: AnswerToAnswer) -> HTMLResponse:
    """Write what happened with one answer, for the child to read."""
    return page("voices/tell", found=found, told=found.heard.happened.get(found.answer.id, []))


@telling.post("/families/{family_id}/voices/{voice_id}/answers/{answer_id}/happened")
def tell(found: AnswerToAnswer, db: Db, said: Annotated[Happened, Form()]) -> Response:
    if not (said.did or said.why_not or said.next):
        raise Refused(_("Write a few words here first."), field="did")
    WhatHappened.tell(db, found.answer, found.seat.id, did=said.did, why_not=said.why_not, next=said.next)
    return see_other(f"{found.page}#a-{found.answer.id}")


@telling.get("/families/{family_id}/voices/{voice_id}/answers/{answer_id}/passed-on")
def beyond_the_wish(found: AnswerForStaff) -> HTMLResponse:
    """Before going beyond what the child chose: what to think of, and what to write down."""
    return page("voices/pass_on", found=found, people=who_can_be_told(found))


@telling.post("/families/{family_id}/voices/{voice_id}/answers/{answer_id}/passed-on")
def passed_on(found: AnswerForStaff, said: Annotated[ToldSomebody, Form()]) -> Response:
    pass_on(found, said.to, why=said.why, told_first=said.told_first == "yes", kept=bool(said.is_kept))
    return see_other(f"{found.page}#a-{found.answer.id}")
