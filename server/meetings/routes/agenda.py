"""What people want to talk about: my own points first, each for the people I choose."""

from typing import Annotated

from fastapi import Form
from starlette.responses import HTMLResponse, Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.errors import see_other
from server.core.i18n import _
from server.core.pages import page
from server.families.facts import Action
from server.meetings import showing
from server.meetings.access import MyCircle, MyPoint
from server.meetings.agenda import AgendaPoint, For, meant, move
from server.meetings.circle import Circle
from server.meetings.forms import Point, Way
from server.meetings.kinds import KINDS, day_steps

agenda = Pages()
ME = "/families/{family_id}/meetings/{meeting_id}/agenda"


@agenda.get(ME)
def read(circle: MyCircle) -> HTMLResponse:
    """My points with who can see each, what others let me read, and how the day goes."""
    own, others = showing.points(circle)
    for point in others:
        circle.looked(point.facts(circle))
    kind, meeting = KINDS[circle.meeting.kind], circle.meeting
    return page(
        "meetings/agenda",
        here=showing.path_of(meeting),
        own=[(point, _readers(circle, point)) for point in own],
        others=[(point, circle.called(point.seat_id)) for point in others],
        options=_options(circle),
        day=day_steps(kind, asking().locale, has_break=meeting.has_private_time),
        may_add=bool(circle.may(Action.CREATE, AgendaPoint.begun(circle).facts(circle))),
    )


@agenda.post(ME)
def add(circle: MyCircle, said: Annotated[Point, Form()]) -> Response:
    point = AgendaPoint.begun(circle)
    circle.require(Action.CREATE, point.facts(circle))
    point.say(said.what, said.meant_for, circle)
    circle.db.add(point)
    return see_other(showing.path_of(circle.meeting) + "/agenda")


@agenda.get(ME + "/{point_id}")
def edit(point: MyPoint, circle: MyCircle) -> HTMLResponse:
    """Change my own point, or for whom it is."""
    circle.require(Action.SHARE, point.facts(circle))
    return page("meetings/point", here=showing.path_of(circle.meeting), point=point, options=_options(circle))


@agenda.post(ME + "/{point_id}")
def change(point: MyPoint, circle: MyCircle, said: Annotated[Point, Form()]) -> Response:
    point.say_again(said.what, said.meant_for, circle)
    circle.db.add(point)
    return see_other(showing.path_of(circle.meeting) + "/agenda")


@agenda.post(ME + "/{point_id}/move")
def put(point: MyPoint, circle: MyCircle, said: Annotated[Way, Form()]) -> Response:
    circle.require(Action.CHANGE, point.facts(circle))
    move(circle.db, AgendaPoint.by(circle.db, circle.meeting, circle.seat), point, said.to == "up")
    return see_other(showing.path_of(circle.meeting) + "/agenda")


@agenda.post(ME + "/{point_id}/back")
def take_back(point: MyPoint, circle: MyCircle) -> Response:
    circle.require(Action.TAKE_BACK, point.facts(circle))
    point.take_back()
    circle.db.add(point)
    return see_other(showing.path_of(circle.meeting) + "/agenda")


def _readers(circle: Circle, point: AgendaPoint) -> list[str]:
    return [seat.called or "" for seat in circle.others_who_may_read(point.facts(circle))]


def _options(circle: Circle) -> list[tuple]:
    """For whom a point can be, each with the names it means today; no choice that means nobody."""
    words = {
        For.HELPER: (_("My helper"), "with-you"),
        For.COORDINATOR: (_("The coordinator"), "room"),
        For.EVERYONE: (_("Everyone at the meeting"), "everyone"),
    }
    named = {choice: ", ".join(_called(circle, choice)) for choice in words}
    shared = [
        (choice.value, label, named[choice], picture)
        for choice, (label, picture) in words.items()
        if named[choice]
    ]
    return [(For.ONLY_ME.value, _("Only me"), _("Nobody else can open it."), "kept"), *shared]


def _called(circle: Circle, choice: For) -> list[str]:
    chosen = meant(circle, choice)
    return [seat.called or "" for seat in circle.seats if seat.id in chosen]
