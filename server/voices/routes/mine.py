"""A child's own first pages: what this is, the truths, stopping, and the quiet ends that anyone may see."""

from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.doors import Anyone
from server.core.errors import see_other
from server.core.helplines import helplines
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import ChildSeat
from server.families.invitations import Invitation
from server.people.access import OpenDevice
from server.voices.access import MySaying, MySent, MyVoiceIfOpen
from server.voices.sealing import sealed

mine = Pages()
LAST_OPENINGS = 3


@mine.get("/families/{family_id}/mine")
def what_is_this(seat: ChildSeat, voice: MyVoiceIfOpen, db: Db) -> HTMLResponse:
    """What this is, and where to go on."""
    begun = bool(voice and voice.is_begun(db))
    opened = Invitation.openings(db, seat)[:LAST_OPENINGS] if begun else []
    is_over = bool(voice and voice.is_over(db))
    return page("voices/mine", seat=seat, voice=voice, begun=begun, is_over=is_over, opened=opened)


@mine.get("/families/{family_id}/mine/before")
def truths(sent: MySent) -> HTMLResponse:
    """Who can see it, and the one exception; before the first question, always."""
    lines = helplines()
    return page("voices/before", home=sent.home, emergency=lines["emergency"], childline=lines["childline"])


@mine.post("/families/{family_id}/mine/before")
def begin(sent: MySent) -> Response:
    sent.begin()
    return see_other(f"{sent.home}/go-on")


@mine.get("/families/{family_id}/mine/go-on")
def go_on(saying: MySaying) -> Response:
    """To the first question not seen yet."""
    return see_other(f"{saying.home}/questions/{saying.next_to_answer().number}")


@mine.get("/families/{family_id}/mine/stop")
def stop(seat: ChildSeat) -> HTMLResponse:
    """Stopping is always fine: go on later, or close it now."""
    return page("voices/stop", home=f"/families/{seat.family_id}/mine")


@mine.post("/families/{family_id}/mine/close")
def close(seat: ChildSeat, device: OpenDevice) -> Response:
    return sealed(device, "/kept")


@mine.get("/said")
def said(_: Anyone) -> HTMLResponse:
    """After Send: not a word of what was said."""
    return page("voices/said")


@mine.get("/kept")
def kept(_: Anyone) -> HTMLResponse:
    """After closing: not a word of what is kept."""
    return page("voices/kept")
