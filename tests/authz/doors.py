"""How each thing of the matrix is done over HTTP: the address, what is sent, and what then must have changed.

A kind and action without a door here has none in the house; `test_routes` holds that against every route there is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from server.families.facts import Action, Kind, State
from server.families.models import Hide
from server.families.wishes import DoNotInvite
from server.meetings.agenda import AgendaPoint
from server.meetings.models import Attendance, MeetingDetail
from server.meetings.private_time import FamilyNote, PrivateTime, Proposal
from server.meetings.quiet import QuietWord
from server.meetings.sharing import Information
from server.plans.models import Task
from server.plans.updates import Update
from server.voices.flags import Flag
from server.voices.models import Draft
from server.voices.questions import BY_ID
from server.voices.shared import SharedAnswer
from tests.authz.house import Watch, column, rows
from tests.authz.laid import Laid

Fields = Callable[[Laid, str], dict[str, Any]]
Prepare = Callable[[Session, Laid, str], None]
# No page serves these kinds yet.
NO_PAGE_YET = {Kind.DRAWING, Kind.CONTACT, Kind.RECORD}


def _same(**fields: Any) -> Fields:
    return lambda laid, who: fields


def _nothing(db: Session, laid: Laid, who: str) -> None:
    """No preparation."""


@dataclass(frozen=True)
class Door:
    """One way to do one thing. `widens`: lets more people see it; `only_by`: tried by these principals alone.

    `only_in`: where the thing made would not belong to a meeting in the other states.
    `at`: the page that shows the form. `twin`: the same door where nothing lies, if its address names no thing.
    """

    path: str
    fields: Fields
    watch: Watch
    at: str = ""
    twin: str = ""
    widens: bool = False
    only_by: frozenset[str] = frozenset()
    only_in: frozenset[State] = frozenset(State)
    prepare: Prepare = _nothing

    @property
    def is_prepared(self) -> bool:
        return self.prepare is not _nothing


def _dev(laid: Laid, who: str) -> dict[str, Any]:
    return {"who": laid.seat("dev")}


def _guest(laid: Laid, who: str) -> dict[str, Any]:
    return {"called": "Zed", "why": "Knows the bus times", "side": laid.ids["side_id"]}


def _worry(laid: Laid, who: str) -> dict[str, Any]:
    return {"sort": "worry", "what": "One more thing.", "side": laid.ids["side_id"]}


def _both_pieces(laid: Laid, who: str) -> dict[str, Any]:
    pieces = [laid.ids["information_id"], laid.ids["strength_id"]]
    return {"pieces": pieces, "people": [laid.seat("nan")], "reason": "They are said kindly."}


def _task(laid: Laid, who: str) -> dict[str, Any]:
    return {
        "what": "One more job", "owners": [laid.seat("nan")], "checked_by": laid.seat("priya"), "shown": "everyone",
        "by_day": "4", "by_month": "12", "by_year": "2026",
    }  # fmt: skip


def _from_somebody(laid: Laid, who: str) -> dict[str, Any]:
    return {"person": laid.seat("helen" if who == "sam" else "sam")}


def _holds_the_pen(db: Session, laid: Laid, who: str) -> None:
    """Whoever of the family tries it was handed the pen before; for all others that changes nothing."""
    if who in {"joe", "amira", "nan"}:
        time = db.get_one(PrivateTime, (laid.cast.family_id, laid.ids["private_time_id"]))
        time.pen_id = laid.seat(who)
        db.add(time)


def _question(name: str) -> str:
    return f"/families/{{family_id}}/mine/questions/{BY_ID[name].number}"


POINT = "{meeting}/agenda/{point_id}"
JOB = "/families/{family_id}/tasks/{task_id}"
RELEASED = frozenset(State) - {State.BEFORE_RELEASE}
OWN_PART = frozenset({"parent"})
SAME_POINT = "I want help with mornings."

DOORS: dict[tuple[Kind, Action], tuple[Door, ...]] = {
    (Kind.MEETING_BASICS, Action.CREATE): (
        # A new meeting begins before anything is released, whatever another one has come to.
        Door(
            "/families/{family_id}/meetings/new", _same(kind="fgc"), rows(MeetingDetail),
            only_in=frozenset({State.BEFORE_RELEASE}),
        ),
    ),
    (Kind.MEETING_BASICS, Action.CHANGE): (
        Door(
            "{meeting}/when/{detail_id}", _same(place="Somewhere else"),
            column(MeetingDetail, "detail_id", "place_sealed"), at="{meeting}",
        ),
    ),
    (Kind.MEETING_BASICS, Action.SHARE): (
        Door("{meeting}/people/new", _dev, rows(Attendance), at="{meeting}/people", widens=True),
        Door(
            "{meeting}/people/{line_of_helen}/off", _same(),
            column(Attendance, "line_of_helen", "taken_off_at"), only_by=frozenset({"coordinator", "chair"}),
        ),
    ),
    (Kind.WHO_IS_COMING, Action.CREATE): (
        Door("{meeting}/people/new", _guest, rows(Attendance), at="{meeting}/people"),
    ),
    (Kind.WHO_IS_COMING, Action.SHARE): (
        Door(
            "{meeting}/people/{line_id}/coming", _same(coming="not_coming"),
            column(Attendance, "line_id", "is_coming"), at="{meeting}/people",
        ),
    ),
    (Kind.WHO_IS_COMING, Action.TAKE_BACK): (
        Door(
            "{meeting}/people/{line_id}/off", _same(), column(Attendance, "line_id", "taken_off_at"),
            at="{meeting}/people",
        ),
    ),
    (Kind.INFORMATION, Action.CREATE): (
        Door("{meeting}/shared/new", _worry, rows(Information), at="{meeting}/shared"),
    ),
    (Kind.INFORMATION, Action.CHANGE): (
        Door(
            "{meeting}/shared/{information_id}", _same(what="Said better.", why="It was too short."),
            column(Information, "information_id", "what_sealed"), at="{meeting}/shared",
        ),
    ),
    (Kind.INFORMATION, Action.SHARE): (
        Door(
            "{meeting}/shared/share", _both_pieces, column(Information, "information_id", "shown_to_sealed"),
            at="{meeting}/shared", widens=True,
        ),
    ),
    (Kind.INFORMATION, Action.TAKE_BACK): (
        Door(
            "{meeting}/shared/{information_id}/back", _same(),
            column(Information, "information_id", "taken_back_at"), at="{meeting}/shared",
        ),
    ),
    (Kind.PREPARATION, Action.CREATE): (
        Door("{meeting}/agenda", _same(what="One more point", meant_for="only_me"), rows(AgendaPoint)),
    ),
    (Kind.PREPARATION, Action.CHANGE): (
        Door(
            POINT, _same(what="Said anew", meant_for="only_me"), column(AgendaPoint, "point_id", "what_sealed"),
            at="{meeting}/agenda",
        ),
    ),
    (Kind.PREPARATION, Action.SHARE): (
        Door(
            POINT, lambda laid, who: {"what": laid.words[Kind.PREPARATION][0], "meant_for": "coordinator"},
            column(AgendaPoint, "point_id", "meant_for"), at="{meeting}/agenda", widens=True,
        ),
        Door(
            "{meeting}/agenda/{open_point_id}", _same(what=SAME_POINT, meant_for="only_me"),
            column(AgendaPoint, "open_point_id", "meant_for"), at="{meeting}/agenda", only_by=OWN_PART,
        ),
    ),
    (Kind.PREPARATION, Action.TAKE_BACK): (
        Door(POINT + "/back", _same(), column(AgendaPoint, "point_id", "taken_back_at"), at="{meeting}/agenda"),
    ),
    (Kind.CHILD_ANSWER, Action.CREATE): (
        Door(_question("know"), _same(said="I would like to know"), rows(Draft)),
    ),
    (Kind.CHILD_ANSWER, Action.CHANGE): (
        Door(
            _question("wishes"), _same(said="Something else"), column(Draft, "draft_id", "said_sealed"),
            twin=_question("ask"),
        ),
    ),
    (Kind.CHILD_ANSWER, Action.SHARE): (
        Door(
            _question("wishes") + "/who", _same(audience="my_helper", how="show_my_words"),
            column(Draft, "draft_id", "audience"), twin=_question("ask") + "/who", widens=True,
        ),
    ),
    (Kind.CHILD_ANSWER, Action.TAKE_BACK): (
        Door(
            "/families/{family_id}/mine/sent/{answer_id}/back", _same(),
            column(SharedAnswer, "answer_id", "taken_back_at"), at="/families/{family_id}/mine/sent",
        ),
    ),
    (Kind.FLAG, Action.CREATE): (
        Door("/families/{family_id}/mine/talk", _same(soon="today", what="Please come"), rows(Flag)),
    ),
    (Kind.QUIET_WORD, Action.CREATE): (
        Door("{meeting}/quiet", _same(what="Please ring me"), rows(QuietWord)),
    ),
    (Kind.FAMILY_TIME, Action.CREATE): (
        Door(
            "{meeting}/private-time/notes", _same(what="One more note", shown="room"), rows(FamilyNote),
            at="{meeting}/private-time",
        ),
    ),
    (Kind.FAMILY_TIME, Action.CHANGE): (
        Door(
            "{meeting}/private-time/draft", _same(draft="Another draft", version=1),
            column(FamilyNote, "family_draft_id", "version"), at="{meeting}/private-time",
        ),
    ),
    (Kind.FAMILY_TIME, Action.TAKE_BACK): (
        Door(
            "{meeting}/private-time/notes/{note_id}/back", _same(), column(FamilyNote, "note_id", "id"),
            at="{meeting}/private-time",
        ),
    ),
    (Kind.PROPOSAL, Action.CREATE): (
        Door(
            "{meeting}/private-time/show", _same(plan="We take turns"), rows(Proposal),
            at="{meeting}/private-time", prepare=_holds_the_pen,
        ),
    ),
    (Kind.PLAN, Action.CREATE): (
        Door(
            "/families/{family_id}/goals/{goal_id}/tasks", _task, rows(Task),
            at="/families/{family_id}/plans/{plan_id}",
        ),
    ),
    (Kind.PLAN, Action.CHANGE): (
        Door(
            JOB + "/change",
            _same(what="Walk the other way", by_day="4", by_month="12", by_year="2026", version=1),
            column(Task, "task_id", "version"), at=JOB,
        ),
    ),
    (Kind.PLAN, Action.TAKE_BACK): (
        Door(JOB + "/take-out", _same(), column(Task, "task_id", "withdrawn_at"), at=JOB),
    ),
    (Kind.PROGRESS, Action.CREATE): (Door(JOB + "/well", _same(note="It went well"), rows(Update), at=JOB),),
    (Kind.PROGRESS, Action.TAKE_BACK): (
        Door(JOB + "/said/{update_id}/take-back", _same(), column(Update, "update_id", "note_sealed"), at=JOB),
    ),
    (Kind.SAFETY_SETTING, Action.CREATE): (
        Door("/families/{family_id}/hides", _from_somebody, rows(Hide)),
    ),
    (Kind.SAFETY_SETTING, Action.TAKE_BACK): (
        Door(
            "{meeting}/not-invited/{wish_id}/lift", _same(), column(DoNotInvite, "wish_id", "lifted_at"),
            at="{meeting}/people",
        ),
    ),
}  # fmt: skip

# Where a person may do a thing by the matrix, and the house has no door for it yet: the door there is says no.
NOT_BUILT: dict[tuple[Kind, Action], tuple[frozenset[str], frozenset[State], str]] = {
    (Kind.FLAG, Action.CREATE): (
        frozenset({"parent", "network", "advocate", "supporter"}), frozenset(State),
        "only a child has a page to ask to talk to somebody",
    ),
    (Kind.PROPOSAL, Action.CREATE): (
        frozenset({"child"}), frozenset({State.PRIVATE_TIME}),
        "a child does not end private family time by showing the plan",
    ),
    (Kind.SAFETY_SETTING, Action.CREATE): (
        frozenset({"duty_lead"}), frozenset(State), "the duty lead is shown nobody at the table, so has nobody to hide from",
    ),
    (Kind.INFORMATION, Action.SHARE): (
        frozenset({"social_worker"}), frozenset(State), "its writer takes it back whole; only widening has a page",
    ),
}  # fmt: skip
