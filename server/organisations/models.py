"""A council or charity, and the settings that differ from place to place."""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

from sqlmodel import Field

from server.core import clock
from server.core.db import Row
from server.core.tokens import new_id

Nation = Literal["england", "wales"]


class Organisation(Row, table=True):
    """Who runs the meetings here. Deadlines and words that differ locally are its settings, never constants."""

    classified: ClassVar[dict[str, str]] = {
        "id": "id: of the organisation",
        "name": "setting: its public name",
        "nation": "setting: England or Wales; words, rights and helplines differ",
        "lead_days": "setting: how many days before a meeting information should be shared",
        "out_of_hours": "setting: what to do at night and at weekends, in the organisation's words",
        "notes_days": "setting: how long private notes are kept after a meeting",
        "answer_days": "setting: within how many working days a child who asks to talk is answered",
        "made_at": "time: when it was set up",
    }
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    nation: str
    lead_days: int = 5
    out_of_hours: str = ""
    notes_days: int = 14
    answer_days: int = 3
    made_at: datetime = Field(default_factory=clock.now)
