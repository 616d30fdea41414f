"""What children shared with me, word for word; and letting a child have their say."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MySeat, RunningSeat
from server.voices.access import AnswerForRunning, ChildAtTable, VoiceShownToMe
from server.voices.forms import Opened
from server.voices.heard import heard_by
from server.voices.opening import helpers_for, let_say, opened_for, say_of

reading = Pages()


@reading.get("/families/{family_id}/voices")
def shared_with_me(seat: MySeat, db: Db) -> HTMLResponse:
    """What children shared with me; for those who run the meeting also whose say is open. Says nothing of drafts."""
    children = opened_for(db, seat) if seat.runs_the_meeting else None
    return page("voices/voices", seat=seat, heard=heard_by(db, seat), children=children)


@reading.get("/families/{family_id}/voices/for/{child_id}")
def open_a_say(child: ChildAtTable, seat: RunningSeat, db: Db) -> HTMLResponse:
    """Let a child have their say: choose who helps."""
    return page("voices/open", child=child, helpers=helpers_for(db, child), voice=say_of(db, child))


@reading.post("/families/{family_id}/voices/for/{child_id}")
def let_them_say(child: ChildAtTable, seat: RunningSeat, db: Db, said: Annotated[Opened, Form()]) -> Response:
    let_say(db, child, said.helper)
    return see_other(f"/families/{seat.family_id}/voices")


@reading.get("/families/{family_id}/voices/{voice_id}")
def in_their_own_words(heard: VoiceShownToMe) -> HTMLResponse:
    """Exactly what a child shared with me, and how they want it to be heard."""
    heard.looked()
    return page("voices/voice", heard=heard, seat=heard.circle.seat)


@reading.post("/families/{family_id}/voices/{voice_id}/answers/{answer_id}/used")
def record_used(found: AnswerForRunning) -> Response:
    found.answer.record_used(found.seat.id)
    return see_other(f"{found.page}#a-{found.answer.id}")
