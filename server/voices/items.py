"""A sent answer, as `decide` knows it."""

from collections.abc import Mapping
from uuid import UUID

from server.families.facts import ItemFacts, Kind, Seats
from server.families.models import Seat
from server.meetings.circle import Circle
from server.voices.shared import PassedOn, SharedAnswer


def as_item(
    circle: Circle,
    answer: SharedAnswer,
    child: Seat,
    readers: Mapping[UUID, Seats],
    passed_on: Mapping[UUID, list[PassedOn]],
) -> ItemFacts:
    """The facts of one answer; `readers` and `passed_on` are those of the family, by answer."""
    return ItemFacts(
        kind=Kind.CHILD_ANSWER,
        family_id=answer.family_id,
        id=answer.id,
        author=child.id,
        about=child.id,
        audience=readers.get(answer.id, frozenset()),
        hidden_from=circle.hidden_from(child.id, answer.id),
        passed_on_to=frozenset(line.to_seat_id for line in passed_on.get(answer.id, [])),
        side_id=answer.side_id,
        is_released=True,
        is_withdrawn=not answer.is_out,
        is_used=answer.is_used,
    )


def about_to_say(circle: Circle) -> ItemFacts:
    """An answer the circle's own seat is about to make."""
    me = circle.seat
    return ItemFacts(
        kind=Kind.CHILD_ANSWER, family_id=me.family_id, author=me.id, about=me.id, side_id=me.side_id
    )
