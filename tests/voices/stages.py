"""Moving the meeting of these tests along, without the meeting's own pages."""

from server.core.encryption import key_ring
from server.families.models import Seat
from server.meetings.models import Meeting
from server.meetings.stages import Stage


def finish(say) -> None:
    """The meeting is closed, by Priya, now."""
    with say.store.writing() as db:
        key_ring(db).admit(say.cast.family_id)
        priya = db.get_one(Seat, (say.cast.family_id, say.cast.priya.seat_id))
        db.get_one(Meeting, (say.cast.family_id, say.meeting_id)).enter(db, Stage.CLOSED, priya)
