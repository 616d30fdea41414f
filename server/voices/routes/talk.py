""" "I want to talk to someone": numbers for right now, and asking a grown-up by name."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.doors import Anyone
from server.core.errors import see_other
from server.core.helplines import Helpline, helplines
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import ChildSeat, MyFamily
from server.families.models import Seat
from server.voices.flags import About, Flag, Soon, whom_it_reaches
from server.voices.forms import Asking, OneTap
from server.voices.hours import nobody_reads_now
from server.voices.asked import asks_of

talk = APIRouter()
FOR_CHILDREN = ("childline", "meic", "help-at-hand")


@talk.get("/talk")
def numbers(_: Anyone) -> Response:
    """The numbers alone, for somebody who is not signed in; the same for everybody, so a phone may keep it."""
    answer = page("voices/numbers", lines=lines_for("england", "wales"))
    answer.headers["X-Keep"] = "public"
    return answer


@talk.get("/families/{family_id}/mine/talk")
def talk_to_someone(seat: ChildSeat, family: MyFamily, db: Db) -> HTMLResponse:
    """Who to ring now, who reads what I ask here, and when."""
    return page(
        "voices/talk", seat=seat, nation=family.nation, lines=lines_for(family.nation), asks=asks_of(db, seat),
        reaches=_reaches(db, seat), nobody_now=nobody_reads_now(clock.now()),
    )  # fmt: skip


@talk.post("/families/{family_id}/mine/talk")
def ask(seat: ChildSeat, db: Db, said: Annotated[Asking, Form()]) -> Response:
    if said.soon is None:
        return see_other(f"/families/{seat.family_id}/mine/stop")
    Flag.raise_for(db, seat, About.TALK, said.soon, said.what)
    return see_other(f"/families/{seat.family_id}/mine/talk#asked")


@talk.post("/families/{family_id}/mine/talk/one-tap")
def ask_for(seat: ChildSeat, db: Db, said: Annotated[OneTap, Form()]) -> Response:
    Flag.raise_for(db, seat, said.about, Soon.THIS_WEEK, "")
    return see_other(f"/families/{seat.family_id}/mine/talk#asked")


def lines_for(*nations: str) -> list[Helpline]:
    """The helplines children can ring in these nations, Childline first."""
    return [helplines()[key] for key in FOR_CHILDREN if set(helplines()[key].nation) & set(nations)]


def _reaches(db: Session, child: Seat) -> dict[str, list[Seat]]:
    return {about: whom_it_reaches(db, child, about) for about in About}
