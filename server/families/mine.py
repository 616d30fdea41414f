"""What is mine over all families: my own page, and who looked at my things."""

from starlette.responses import HTMLResponse

from server import audit
from server.core import clock
from server.core.answering import Pages
from server.core.i18n import n_
from server.core.pages import page
from server.core.sessions import Db
from server.families.access import MySeats
from server.families.facts import Action, ItemFacts, Kind, SeatFacts, State
from server.families.models import Family, Seat
from server.families.visibility import decide
from server.people.access import Me

mine = Pages()

# What was looked at, as the person it belongs to would call it.
KINDS = {
    Kind.MEETING_BASICS: n_("when and where the meeting is"),
    Kind.WHO_IS_COMING: n_("whether you are coming"),
    Kind.INFORMATION: n_("something written for the meeting"),
    Kind.PREPARATION: n_("your own notes"),
    Kind.CHILD_ANSWER: n_("what you said"),
    Kind.DRAWING: n_("your drawing"),
    Kind.PROPOSAL: n_("the plan you suggested"),
    Kind.PLAN: n_("your part of the plan"),
    Kind.PROGRESS: n_("how your part of the plan is going"),
    Kind.CONTACT: n_("how to reach you"),
    Kind.RECORD: n_("the notes of the meeting"),
    Kind.SAFETY_SETTING: n_("your wishes about who sees what"),
}


@mine.get("/me")
def my_page(person: Me, seats: MySeats, db: Db) -> HTMLResponse:
    """Everything that is only mine: keys, phones, language, reminders, wishes."""
    tables = [(seat, db.get_one(Family, seat.family_id).name) for seat in seats if seat.is_confirmed]
    return page("families/me", person=person, tables=tables)


@mine.get("/me/looks")
def looks(_person: Me, seats: MySeats, db: Db) -> HTMLResponse:
    """When somebody who works with us opened something of mine, newest first."""
    found = [line for seat in seats if seat.is_confirmed for line in looks_at(db, seat)]
    return page("families/looks", looks=sorted(found, key=lambda line: line["at"], reverse=True))


def looks_at(db: Db, seat: Seat) -> list[dict]:
    """Each look of a professional at this seat's own things; nothing between family members is ever among them."""
    around = {found.id: found for found in Seat.everybody(db, seat.family_id)}
    me, now = SeatFacts.of(seat), clock.now()

    def is_mine_to_know(kind: str, by: Seat) -> bool:
        item = ItemFacts(
            kind=Kind.LOOK,
            family_id=seat.family_id,
            owners=frozenset({seat.id}),
            looked_by=by.role,
            looked_at=kind,
        )
        return bool(decide(me, Action.READ, item, State.RELEASED, now))

    return [
        {"at": at, "name": around[by].called, "job": around[by].relation, "kind": KINDS[Kind(kind)]}
        for at, by, did, kind in audit.lines_about(db, seat)
        if did == "looked" and kind in KINDS and by in around and is_mine_to_know(kind, around[by])
    ]
