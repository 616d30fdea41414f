"""How a request reaches a child's words: the child's own way in, and everybody else's, which is `decide`."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from server.core.encryption import NotAdmitted, key_ring
from server.core.errors import NOT_FOUND, ElsewhereFirst
from server.core.sessions import Db
from server.families.access import ChildSeat, MySeat, RunningSeat, StaffSeat
from server.families.models import Role, Seat
from server.meetings.circle import Circle
from server.people.access import OpenDevice
from server.voices.asked import Asked, asks_for
from server.voices.heard import Heard, heard
from server.voices.models import Voice
from server.voices.own import Own, Sent
from server.voices.questions import QUESTIONS, Question
from server.voices.saying import Saying
from server.voices.shared import SharedAnswer


def my_voice_if_open(seat: ChildSeat, device: OpenDevice, db: Db) -> Voice | None:
    """My own say, if it was opened for me. On a phone it was sent from it stays sealed: a fresh code opens it."""
    voice = Voice.newest_of(db, seat)
    if voice and voice.is_sealed_for(device.opened_at):
        raise ElsewhereFirst("/said")
    return voice


MyVoiceIfOpen = Annotated[Voice | None, Depends(my_voice_if_open)]


def my_voice(voice: MyVoiceIfOpen, seat: ChildSeat) -> Voice:
    """My own say; back to the first page where nobody has opened it yet."""
    if voice is None:
        raise ElsewhereFirst(f"/families/{seat.family_id}/mine")
    return voice


MyVoice = Annotated[Voice, Depends(my_voice)]


def my_saying(voice: MyVoice, seat: ChildSeat, db: Db) -> Saying:
    """My own say, opened with its own key; the truths come first (H1)."""
    try:
        key_ring(db).admit(voice.id)
    except NotAdmitted as not_told:
        raise ElsewhereFirst(f"/families/{seat.family_id}/mine/before") from not_told
    return Saying(voice, Circle.of(db, voice.meeting(db), seat))


MySaying = Annotated[Saying, Depends(my_saying)]


def this_question(number: int) -> Question:
    """A question by its number on the child's pages; 404 for any other number."""
    if not 1 <= number <= len(QUESTIONS):
        raise NOT_FOUND
    return QUESTIONS[number - 1]


ThisQuestion = Annotated[Question, Depends(this_question)]


def my_sent(voice: MyVoice, seat: ChildSeat, db: Db) -> Sent:
    """What I sent; readable with a fresh code even when my drafts are long gone."""
    return Sent(voice, Circle.of(db, voice.meeting(db), seat))


MySent = Annotated[Sent, Depends(my_sent)]


def my_answer(answer_id: UUID, sent: MySent) -> Own:
    """One answer I sent and did not take back."""
    return sent.answer(answer_id)


MyAnswer = Annotated[Own, Depends(my_answer)]


def my_reply(happened_id: UUID, sent: MySent) -> Own:
    """One of my answers, with what somebody wrote about it."""
    return sent.told(happened_id)


TheyToldMe = Annotated[Own, Depends(my_reply)]


def voice_shown_to_me(voice_id: UUID, seat: MySeat, db: Db) -> Heard:
    """A say with at least one answer shared with me; 404 otherwise, whether it was sent or not."""
    voice = db.get(Voice, (seat.family_id, voice_id))
    found = heard(Circle.of(db, voice.meeting(db), seat), voice) if voice else None
    if found is None:
        raise NOT_FOUND
    return found


VoiceShownToMe = Annotated[Heard, Depends(voice_shown_to_me)]


@dataclass
class AnswerHeard:
    """One answer I may read, and the say it belongs to."""

    heard: Heard
    answer: SharedAnswer

    @property
    def seat(self) -> Seat:
        return self.heard.circle.seat

    @property
    def page(self) -> str:
        """Where it is read."""
        return f"/families/{self.answer.family_id}/voices/{self.heard.voice.id}"


def answer_shown_to_me(answer_id: UUID, heard: VoiceShownToMe) -> AnswerHeard:
    """One answer shared with me; 404 otherwise."""
    for answer in heard.answers:
        if answer.id == answer_id:
            return AnswerHeard(heard, answer)
    raise NOT_FOUND


AnswerShownToMe = Annotated[AnswerHeard, Depends(answer_shown_to_me)]


def answer_for_running(found: AnswerShownToMe, seat: RunningSeat) -> AnswerHeard:
    """An answer shared with me, who run the meeting; 403 for other readers of it."""
    return found


AnswerForRunning = Annotated[AnswerHeard, Depends(answer_for_running)]


def answer_for_staff(found: AnswerShownToMe, seat: StaffSeat) -> AnswerHeard:
    """An answer shared with me, who work with the family; 403 for other readers of it."""
    return found


AnswerForStaff = Annotated[AnswerHeard, Depends(answer_for_staff)]


def answer_to_answer(found: AnswerShownToMe) -> AnswerHeard:
    """An answer whose child I tell what happened with it; not there for other readers."""
    if not found.heard.may_answer(found.seat):
        raise NOT_FOUND
    return found


AnswerToAnswer = Annotated[AnswerHeard, Depends(answer_to_answer)]


def child_at_table(child_id: UUID, seat: RunningSeat, db: Db) -> Seat:
    """A child of a family whose meeting I run."""
    child = db.get(Seat, (seat.family_id, child_id))
    if child is None or child.role != Role.CHILD or not child.is_active:
        raise NOT_FOUND
    return child


ChildAtTable = Annotated[Seat, Depends(child_at_table)]


def asked_of_me(flag_id: UUID, seat: StaffSeat, db: Db) -> Asked:
    """Something a child asked of me by name; for everybody else it does not exist."""
    for ask in asks_for(db, seat):
        if ask.flag.id == flag_id:
            return ask
    raise NOT_FOUND


AskedOfMe = Annotated[Asked, Depends(asked_of_me)]
