"""What this room shows on front pages and on the staff's list for a family."""

from collections.abc import Iterator

from markupsafe import Markup, escape
from sqlmodel import Session

from server.core.i18n import _, day
from server.families import front
from server.families.front import Card, Step
from server.families.models import Seat
from server.meetings.circle import Circle
from server.meetings.moves import looks_after
from server.meetings.stages import Need
from server.voices.asked import asks_for
from server.voices.flags import Flag, Soon
from server.voices.heard import heard, heard_by
from server.voices.models import Voice
from server.voices.opening import opened_for


def with_name(sentence: str, name: str) -> Markup:
    """A translated sentence with a person's name in it, in the name's own direction."""
    return Markup(escape(sentence)) % {"name": Markup("<bdi translate='no'>{}</bdi>").format(name)}


def child_card(db: Session, seat: Seat) -> Card | None:
    """For a child: have my say."""
    voice = Voice.newest_of(db, seat)
    if voice is None:
        return None
    return Card(
        title=_("Have my say"),
        sentence=_("Say what you think. You pick who hears it."),
        link=f"/families/{seat.family_id}/mine",
        kind="next",
        order=10,
        picture="speech",
    )


def asks_card(db: Session, seat: Seat) -> Iterator[Card]:
    """For those a child asked by name, and only for them: first of all. The place itself is there for all staff."""
    place = f"/families/{seat.family_id}/asks"
    yield Card(title=_("Asked of me"), link=place, order=40, picture="hand")
    for ask in asks_for(db, seat):
        if ask.flag.answered_at is None:
            yield Card(
                title=with_name(_("%(name)s wants to talk to you"), ask.child.called),
                sentence=_soon(ask.flag),
                link=f"{place}/{ask.flag.id}",
                kind="waiting",
                order=0,
                picture="speech",
            )


def shared_cards(db: Session, seat: Seat) -> Iterator[Card]:
    """For whoever a child chose: their words. For those who answer the child also what waits for an answer."""
    for each in heard_by(db, seat):
        waits = each.may_answer(seat) and each.unanswered()
        yield Card(
            title=with_name(_("What %(name)s wants you to hear"), each.child.called),
            sentence=_("Not answered yet.") if waits else "",
            link=f"/families/{seat.family_id}/voices/{each.voice.id}",
            kind="waiting" if waits else "place",
            order=20,
            picture="speech",
        )


def opening_card(db: Session, seat: Seat) -> Card | None:
    """For those who run the meeting: children's say."""
    if not seat.runs_the_meeting:
        return None
    return Card(
        title=_("The children’s say"), link=f"/families/{seat.family_id}/voices", order=30, picture="speech"
    )


def before_step(db: Session, seat: Seat) -> Step | None:
    """On the staff's list: whether every child can have their say. Says nothing of whether they did."""
    children = opened_for(db, seat)
    if not seat.runs_the_meeting or not children:
        return None
    return Step(
        words=_("Every child can have their say"),
        is_in_place=all(child.helper for child in children),
        link=f"/families/{seat.family_id}/voices",
        order=40,
    )


def after_step(db: Session, seat: Seat) -> Step | None:
    """On the staff's list, once a child shared something with the reader: whether it was answered."""
    heard = [one for one in heard_by(db, seat) if one.may_answer(seat)]
    if not heard:
        return None
    return Step(
        words=_("Each child was told what happened with what they said"),
        is_in_place=not any(one.unanswered() for one in heard),
        link=f"/families/{seat.family_id}/voices",
        order=40,
    )


def _soon(flag: Flag) -> str:
    words = _("Today, if you can.") if flag.soon == Soon.TODAY else _("This week.")
    return f"{words} {_('Promised an answer by %(day)s.') % {'day': day(flag.answer_by)}}"


def children_were_told(circle: Circle) -> bool:
    """Whether each thing a child shared with the one who asks was answered (CYP-A1).

    Somebody a child did not choose is not held back, because even that would tell them something was said.
    """
    voices = [
        v for v in Voice.of_family(circle.db, circle.seat.family_id) if v.meeting_id == circle.meeting.id
    ]
    found = (heard(circle, voice) for voice in voices)
    return not any(one.unanswered() for one in found if one and one.may_answer(circle.seat))


def register() -> None:
    """Say this room's part on the front pages, and what must be done before a meeting is finished."""
    looks_after(Need.CHILDREN_ANSWERED, children_were_told)
    front.card("child", child_card)
    for area in ("staff", "family", "child"):
        front.card(area, shared_cards)
    front.card("staff", asks_card)
    front.card("staff", opening_card)
    front.step("before", before_step)
    front.step("after", after_step)
