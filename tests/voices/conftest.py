"""A family meeting in preparation, with Joe's say open and Priya as his helper."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from server.core import clock
from server.core.db import Store
from server.core.encryption import key_ring
from server.families.models import Seat
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.people.models import Device, Person
from server.voices.models import Voice
from server.voices.shared import SharedAnswer
from tests.cast import MONDAY, Cast, Member
from tests.visitor import Page, Visitor


@dataclass
class Say:
    """Joe's say: where its pages are, and Joe at it."""

    store: Store
    cast: Cast
    meeting_id: UUID
    voice_id: UUID
    joe: Visitor
    come: Callable[[Member], Visitor]

    @property
    def family(self) -> str:
        return f"/families/{self.cast.family_id}"

    @property
    def mine(self) -> str:
        return f"{self.family}/mine"

    @property
    def voice(self) -> str:
        return f"{self.family}/voices/{self.voice_id}"

    def begin(self) -> None:
        self.joe.sends(f"{self.mine}/before")

    def answers(self, number: int, said: str = "", **more: Any) -> Page:
        return self.joe.sends(f"{self.mine}/questions/{number}", said=said, then="continue", **more)

    def shares(self, number: int, audience: str, how: str = "", **more: Any) -> Page:
        return self.joe.sends(
            f"{self.mine}/questions/{number}/who", audience=audience, how=how, then="continue", **more
        )

    def looks(self) -> str:
        """The mark on the page where Joe checks everything."""
        return self.joe.opens(f"{self.mine}/check").form(f"{self.mine}/send")["seen"]

    def sends(self) -> Page:
        return self.joe.sends(f"{self.mine}/send", seen=self.looks())

    def says(self, number: int, said: str, audience: str, how: str = "", **more: Any) -> None:
        """Answer, choose, look and send, all at once."""
        self.answers(number, said, **more)
        self.shares(number, audience, how)
        self.sends()

    def back_with_a_code(self) -> Visitor:
        """A minute later Joe is let in with a fresh code."""
        with self.store.writing() as db:
            person = db.get_one(Person, self.cast.joe.person_id)
            key_ring(db).admit(person.id)
            device, cookie = Device.opened(db, "child", "Android, Chrome", person)
            device.opened_at = device.used_at = clock.now() + timedelta(minutes=1)
        joe = Member("joe", self.cast.joe.person_id, cookie, "child")
        self.joe = self.come(joe)
        return self.joe

    def answer_ids(self) -> list[UUID]:
        with self.store.reading() as db:
            return [answer.id for answer in SharedAnswer.of(db, db.get_one(Voice, self.key))]

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.cast.family_id, self.voice_id


@pytest.fixture
def say(store, cast, visitor) -> Say:
    """A meeting next week, everyone asked to it, and Joe's page open."""
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        meeting = Meeting(
            family_id=cast.family_id, made_by=cast.priya.seat_id, kind="fgc", nation="england",
            has_private_time=True,
        )  # fmt: skip
        db.add(meeting)
        db.flush()
        for side_id in (cast.side_id, cast.other_side_id):
            detail = MeetingDetail(
                family_id=cast.family_id, meeting_id=meeting.id, side_id=side_id,
                on_day=date(2026, 12, 2), at_time=time(16), place="The library",
            )  # fmt: skip
            db.add(detail)
        for seat in Seat.around(db, cast.family_id):
            line = Attendance(
                family_id=cast.family_id, meeting_id=meeting.id, made_by=cast.priya.seat_id,
                seat_id=seat.id, side_id=seat.side_id, called=seat.called,
            )  # fmt: skip
            db.add(line)
        child = db.get_one(Seat, (cast.family_id, cast.joe.seat_id))
        helper = db.get_one(Seat, (cast.family_id, cast.priya.seat_id))
        voice = Voice.open_for(db, meeting, child, helper)
        ids = meeting.id, voice.id
    assert clock.now() == MONDAY
    return Say(store, cast, *ids, visitor(cast.joe), visitor)
