"""The things the matrix speaks of, laid in one family of the cast: each once, each with words found nowhere else."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlmodel import Session

from server import audit
from server.core import clock
from server.core.encryption import key_ring
from server.core.i18n import moment
from server.families.facts import Kind, State
from server.families.models import Hide, Seat
from server.families.wishes import DoNotInvite
from server.meetings.agenda import AgendaPoint, For
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.meetings.private_time import FamilyNote, InPrivateTime, PrivateTime, Proposal
from server.meetings.quiet import QuietWord, Signal
from server.meetings.sharing import Information, Sort
from server.meetings.stages import Stage
from server.people.models import Device, Passkey
from server.plans.models import Goal, Plan, Task
from server.plans.updates import Said, Update
from server.voices.flags import Flag
from server.voices.models import Draft, Voice
from server.voices.shared import SharedAnswer
from tests.cast import MONDAY, Cast

LONG_AGO = datetime(2026, 11, 2, 3, 7, tzinfo=UTC)
EARLIER = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
# Dev is at the table and not on the list, so that somebody can still be put on it.
COMES = ("amira", "nan", "joe", "leila", "grace", "yusuf", "tom", "sam", "helen")
IN_THE_ROOM = ("joe", "amira", "nan")
STAGES = {
    State.BEFORE_RELEASE: (),
    State.RELEASED: (Stage.INFORMATION_SHARED,),
    State.MEETING_OPEN: (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN),
    State.PRIVATE_TIME: (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.PRIVATE_TIME),
    State.AGREED: (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.AGREED),
    State.IN_REVIEW: (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.AGREED, Stage.IN_REVIEW),
    State.CLOSED: (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.AGREED, Stage.IN_REVIEW, Stage.CLOSED),
}


@dataclass
class Laid:
    """Ids by the name of the gap they fill in an address, and the words each kind is known by."""

    cast: Cast
    ids: dict[str, UUID] = field(default_factory=dict)
    words: dict[Kind, tuple[str, ...]] = field(default_factory=dict)

    def seat(self, name: str) -> UUID:
        """The seat of one of the cast."""
        seat_id = self.cast.people[name].seat_id
        assert seat_id is not None
        return seat_id

    def path(self, path: str) -> str:
        """An address with its gaps filled: `{meeting}/agenda/{point_id}`."""
        meeting = "/families/{family_id}/meetings/{meeting_id}"
        return path.replace("{meeting}", meeting).format(
            **{name: str(found) for name, found in self.ids.items()}
        )


class Layer:
    """Lays one thing after another. `mark` makes the words of one family different from another's."""

    def __init__(self, db: Session, cast: Cast, mark: str) -> None:
        self.db, self.cast, self.mark = db, cast, mark
        self.laid = Laid(cast, {"family_id": cast.family_id})
        self.side = cast.side_id
        key_ring(db).admit(cast.family_id)

    def seat(self, name: str) -> Seat:
        return self.db.get_one(Seat, (self.cast.family_id, self.laid.seat(name)))

    def known_as(self, kind: Kind, *words: str) -> tuple[str, ...]:
        """The words a kind of thing is known by here."""
        self.laid.words[kind] = tuple(f"{word} {self.mark}" for word in words)
        return self.laid.words[kind]

    def keep(self, gap: str, row: Meeting | Seat | object) -> UUID:
        """Write a row and remember its id."""
        self.db.add(row)
        self.db.flush()
        self.laid.ids[gap] = row.id  # type: ignore[union-attr]
        return row.id  # type: ignore[union-attr]

    def mine(self, name: str) -> dict[str, Any]:
        """What every row of the meeting by one person says."""
        return {
            "family_id": self.cast.family_id,
            "meeting_id": self.laid.ids["meeting_id"],
            "seat_id": self.laid.seat(name),
        }

    def named(self, *names: str) -> list[str]:
        return sorted(str(self.laid.seat(name)) for name in names)


def lay(db: Session, cast: Cast, mark: str) -> Laid:
    """Everything, in one meeting that has not taken its first step."""
    layer = Layer(db, cast, mark)
    for step in (
        _meeting,
        _list,
        _information,
        _points,
        _say,
        _flag,
        _quiet,
        _private,
        _proposal,
        _plan,
        _settings,
    ):
        step(layer)
    return layer.laid


def bring(db: Session, laid: Laid, state: State) -> None:
    """Take both sides of the meeting to a state, as if each step had been taken on its day."""
    key_ring(db).admit(laid.cast.family_id)
    meeting = db.get_one(Meeting, (laid.cast.family_id, laid.ids["meeting_id"]))
    priya = db.get_one(Seat, (laid.cast.family_id, laid.seat("priya")))
    for stage in STAGES[state]:
        for side in meeting.sides(db):
            meeting.enter(db, stage, priya, side)
    if state != State.BEFORE_RELEASE:
        for gap in ("information_id", "strength_id"):
            piece = db.get_one(Information, (laid.cast.family_id, laid.ids[gap]))
            piece.shared_at = EARLIER
            db.add(piece)


def _meeting(layer: Layer) -> None:
    cast, place = (
        layer.cast,
        layer.known_as(Kind.MEETING_BASICS, "The marmalade library", "Knock at the ochre door"),
    )
    meeting = Meeting(
        family_id=cast.family_id, made_by=layer.laid.seat("priya"), kind="fgc", nation="england",
        has_private_time=True, if_no_plan="Then we meet again in a week.", review_on=date(2027, 3, 1),
    )  # fmt: skip
    layer.keep("meeting_id", meeting)
    said: dict[str, Any] = {
        "family_id": cast.family_id,
        "meeting_id": meeting.id,
        "on_day": date(2026, 12, 9),
    }
    ours = MeetingDetail(**said, side_id=cast.side_id, at_time=time(16), place=place[0], entrance=place[1])
    theirs = MeetingDetail(
        **said, side_id=cast.other_side_id, at_time=time(11), place="The sports hall", entrance=""
    )
    layer.keep("detail_id", ours)
    layer.keep("their_detail_id", theirs)
    layer.laid.ids["side_id"], layer.laid.ids["their_side_id"] = cast.side_id, cast.other_side_id


def _list(layer: Layer) -> None:
    (why,) = layer.known_as(Kind.WHO_IS_COMING, "Brings her saffron patience")
    for name in COMES:
        seat = layer.seat(name)
        line = Attendance(
            family_id=seat.family_id, meeting_id=layer.laid.ids["meeting_id"], made_by=layer.laid.seat("priya"),
            seat_id=seat.id, side_id=seat.side_id, called=seat.called, job=seat.relation,
            why=why if name == "nan" else f"Why {name} comes", is_coming="coming",
        )  # fmt: skip
        layer.keep({"nan": "line_id"}.get(name, f"line_of_{name}"), line)


def _information(layer: Layer) -> None:
    (worry,) = layer.known_as(Kind.INFORMATION, "Joe was tired on nine turquoise mornings")
    piece = Information(**layer.mine("sam"), side_id=layer.side, sort=Sort.WORRY)
    piece.what, piece.shown_to = worry, layer.named("priya", "amira")
    layer.keep("information_id", piece)
    good = Information(**layer.mine("priya"), side_id=layer.side, sort=Sort.STRENGTH)
    good.what, good.shown_to = "Joe laughs a lot with his sister.", layer.named("priya", "amira", "nan")
    layer.keep("strength_id", good)


def _points(layer: Layer) -> None:
    (point,) = layer.known_as(Kind.PREPARATION, "I fear the lilac envelope")
    for gap, words, meant_for, shown in (
        ("point_id", point, For.ONLY_ME, ()),
        ("open_point_id", "I want help with mornings.", For.COORDINATOR, ("priya",)),
    ):
        row = AgendaPoint(**layer.mine("amira"), side_id=layer.side, number=1, meant_for=meant_for)
        row.what, row.shown_to = words, layer.named(*shown)
        layer.keep(gap, row)


def _say(layer: Layer) -> None:
    """Joe's draft, and an answer that was sent and that nobody is named for."""
    draft, sent = layer.known_as(
        Kind.CHILD_ANSWER, "I hide under the amber blanket", "My hamster is called Vermilion"
    )
    voice = Voice(**layer.mine("joe"), helper_id=layer.laid.seat("priya"))
    layer.keep("voice_id", voice)
    voice.begin(layer.db)
    kept = Draft(family_id=layer.cast.family_id, voice_id=voice.id, question="wishes")
    kept.said, kept.picked = draft, []
    layer.keep("draft_id", kept)
    answer = SharedAnswer(
        family_id=layer.cast.family_id, voice_id=voice.id, seat_id=layer.laid.seat("joe"),
        side_id=layer.side, question="people", audience="my_helper", sent_at=EARLIER,
    )  # fmt: skip
    answer.said, answer.picked = sent, []
    layer.keep("answer_id", answer)
    voice.sent_at = EARLIER
    layer.db.add(voice)


def _flag(layer: Layer) -> None:
    (what,) = layer.known_as(Kind.FLAG, "Please come on the indigo day")
    flag = Flag(
        family_id=layer.cast.family_id, seat_id=layer.laid.seat("joe"), about="talk", soon="today",
        answer_by=date(2026, 11, 24),
    )  # fmt: skip
    flag.what, flag.sent_to = what, layer.named("sam", "dee")
    layer.keep("flag_id", flag)


def _quiet(layer: Layer) -> None:
    (what,) = layer.known_as(Kind.QUIET_WORD, "He reads my phone at vanilla hours")
    word = QuietWord(**layer.mine("amira"), side_id=layer.side, signal=Signal.WORDS)
    word.what, word.shown_to = what, layer.named("priya")
    layer.keep("word_id", word)


def _private(layer: Layer) -> None:
    note, draft = layer.known_as(
        Kind.FAMILY_TIME, "We say no to the copper house", "Nan takes the cobalt Tuesdays"
    )
    own = PrivateTime(
        family_id=layer.cast.family_id, meeting_id=layer.laid.ids["meeting_id"], side_id=layer.side,
        pen_id=layer.laid.seat("amira"),
    )  # fmt: skip
    layer.keep("private_time_id", own)
    key_ring(layer.db).make(own.id)
    for name in IN_THE_ROOM:
        layer.db.add(
            InPrivateTime(family_id=own.family_id, private_time_id=own.id, seat_id=layer.laid.seat(name))
        )
    for gap, words, is_draft in (("note_id", note, False), ("family_draft_id", draft, True)):
        row = FamilyNote(
            family_id=own.family_id,
            private_time_id=own.id,
            seat_id=layer.laid.seat("amira"),
            is_draft=is_draft,
        )
        row.what, row.shown_to = words, layer.named("joe", "nan")
        layer.keep(gap, row)


def _proposal(layer: Layer) -> None:
    (what,) = layer.known_as(Kind.PROPOSAL, "We share the mornings like a peach cake")
    shown = Proposal(**layer.mine("amira"), side_id=layer.side)
    shown.what, shown.shown_to = what, layer.named("joe", "nan", "priya", "hope", "sam")
    layer.keep("proposal_id", shown)


def _plan(layer: Layer) -> None:
    job, how = layer.known_as(Kind.PLAN, "Walk Joe past the crimson bakery", "He smiles by the teal gate")
    (said,) = layer.known_as(Kind.PROGRESS, "My knee is plum coloured today")
    meeting = layer.db.get_one(Meeting, (layer.cast.family_id, layer.laid.ids["meeting_id"]))
    priya, nan = layer.seat("priya"), layer.seat("nan")
    people = [layer.laid.seat(name) for name in ("joe", "amira", "nan", "priya", "hope", "sam")]
    plan = Plan.start(layer.db, meeting, priya, people, tells_services=False, safety="Ring Priya.")
    goal = Goal.write(layer.db, plan, priya, f"Joe gets to school {layer.mark}", people)
    task = Task.write(
        layer.db,
        goal,
        priya,
        job,
        [nan],
        by_on=date(2026, 11, 27),
        checked_by=priya.id,
        shown_to=people,
        how_we_know=how,
    )
    for gap, row in (("plan_id", plan), ("goal_id", goal), ("task_id", task)):
        layer.laid.ids[gap] = row.id
    update = Update(
        family_id=task.family_id, plan_id=plan.id, task_id=task.id, number=1, seat_id=nan.id, side_id=nan.side_id,
        kind=Said.NOT_YET,
    )  # fmt: skip
    update.note, update.told = said, layer.named("nan", "amira")
    layer.keep("update_id", update)


def _settings(layer: Layer) -> None:
    name, because = layer.known_as(Kind.SAFETY_SETTING, "Robin Magenta", "He came at the olive hour")
    wish = DoNotInvite(
        family_id=layer.cast.family_id, owner_id=layer.laid.seat("amira"), called=name, because=because
    )
    layer.keep("wish_id", wish)
    hide = Hide(
        family_id=wish.family_id, owner_id=layer.laid.seat("amira"), from_seat_id=layer.laid.seat("dev")
    )
    layer.keep("hide_id", hide)
    with clock.freeze(LONG_AGO):
        audit.looked(
            layer.db,
            layer.seat("sam"),
            Kind.PREPARATION,
            layer.laid.ids["open_point_id"],
            whose=layer.laid.seat("amira"),
        )
        for write in layer.db.info["afterwards"]:
            write(layer.db)
        layer.db.info["afterwards"].clear()
    layer.laid.words[Kind.LOOK] = (moment(LONG_AGO),)
    person = layer.cast.amira.person_id
    key_ring(layer.db).admit(person)
    nickname = f"Coral key {layer.mark}"
    layer.keep(
        "key_id", Passkey(person_id=person, credential=nickname.encode(), public_key=b"-", nickname=nickname)
    )
    (phone,) = Device.of(layer.db, person)
    layer.keep("device_id", phone)
    layer.laid.ids.update(
        seat_id=layer.laid.seat("nan"),
        child_id=layer.laid.seat("joe"),
        happened_id=layer.laid.ids["answer_id"],
    )
    assert clock.now() == MONDAY
