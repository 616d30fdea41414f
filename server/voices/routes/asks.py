"""What children asked of me by name: nobody else at the table can tell that anything is here."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server import audit
from server.core.answering import Pages
from server.core.errors import see_other
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import StaffSeat
from server.families.facts import Kind
from server.voices.access import AskedOfMe
from server.voices.asked import asks_for
from server.voices.forms import SayToChild

asks = Pages()


@asks.get("/families/{family_id}/asks")
def asked_of_me(seat: StaffSeat, db: Db) -> HTMLResponse:
    """Children who want to talk to me; the same empty page for everybody nothing was sent to."""
    return page("voices/asks", seat=seat, asks=asks_for(db, seat))


@asks.get("/families/{family_id}/asks/{flag_id}")
def read(ask: AskedOfMe, seat: StaffSeat, db: Db) -> HTMLResponse:
    """One ask. That it was opened is what the child is told; it stands in no list of who looked."""
    audit.looked(db, seat, Kind.FLAG, ask.flag.id, whose=None)
    return page("voices/ask", asked=ask)


@asks.post("/families/{family_id}/asks/{flag_id}")
def tell(ask: AskedOfMe, seat: StaffSeat, said: Annotated[SayToChild, Form()]) -> Response:
    ask.flag.tell(seat, said.answer)
    return see_other(f"/families/{seat.family_id}/asks/{ask.flag.id}")
