""" "I want to talk to someone": numbers for right now, and asking a grown-up by name."""

from typing import Annotated

from fastapi import Form
from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from server.core import clock
from server.core.answering import Pages
from server.core.doors import Anyone
from server.core.errors import see_other
from server.core.helplines import Helpline, helplines
from server.core.i18n import _, clock_time
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import ChildSeat, MyFamily
from server.families.models import Seat
from server.voices.asked import asks_of
from server.voices.flags import About, Flag, Soon, whom_it_reaches
from server.voices.forms import Asking, OneTap
from server.voices.hours import nobody_reads_now

talk = Pages()
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


def lines_for(*nations: str) -> list[dict]:
    """The helplines children can ring in these nations, Childline first, as the page shows them."""
    lines = [helplines()[key] for key in FOR_CHILDREN if set(helplines()[key].nation) & set(nations)]
    return [{"name": line.name, "number": line.call, **_words(line, len(nations) > 1)} for line in lines]


def _words(line: Helpline, is_for_all: bool) -> dict[str, str]:
    """What is known of a line, and nothing that is not."""
    known = []
    if is_for_all and len(line.nation) == 1:
        known.append(_("If you live in Wales.") if "wales" in line.nation else _("If you live in England."))
    if line.free:
        known.append(_("It is free."))
    if line.text:
        known.append(_("Or text %(number)s.") % {"number": line.text})
    hours = line.hours if isinstance(line.hours, tuple) else None
    when = _("Monday to Friday, %(start)s to %(end)s")
    shown = when % {"start": clock_time(hours[0]), "end": clock_time(hours[1])} if hours else ""
    return {"words": " ".join(known), "when": shown}


def _reaches(db: Session, child: Seat) -> dict[str, list[Seat]]:
    return {about: whom_it_reaches(db, child, about) for about in About}
