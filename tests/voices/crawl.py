"""Opens every page somebody can open: all routes with every id there is, and every link on the way."""

import re
from itertools import product
from uuid import UUID

from fastapi import FastAPI

from server.core.db import Store
from server.families.models import Seat
from server.meetings.models import Meeting
from server.voices.flags import Flag
from server.voices.happened import WhatHappened
from server.voices.models import Voice
from server.voices.shared import SharedAnswer
from tests.visitor import Visitor
from tests.walls.rounds import every_route

FRESH = re.compile(r'name="key" value="[^"]+"')
INSIDE = ("/home", "/me", "/families", "/reminders")
MOST = 250


def ids(store: Store, family_id: UUID) -> dict[str, list[str]]:
    """Every id of a family that a path may ask for."""
    with store.reading() as db:
        voices = Voice.of_family(db, family_id)
        answers = [answer for voice in voices for answer in SharedAnswer.of(db, voice)]
        told = [line for lines in WhatHappened.of(db, family_id).values() for line in lines]
        seats = Seat.around(db, family_id)
        return {
            "family_id": [str(family_id)],
            "meeting_id": _ids(Meeting.of(db, family_id)),
            "voice_id": _ids(voices),
            "answer_id": _ids(answers),
            "happened_id": _ids(told),
            "flag_id": _ids(Flag.of(db, family_id)),
            "child_id": [str(seat.id) for seat in seats if seat.role == "child"],
            "seat_id": _ids(seats),
            "number": ["1", "5"],
        }


def paths(rooms: FastAPI, known: dict[str, list[str]]) -> list[str]:
    """Every address of a page, with every combination of ids it can have."""
    found = []
    for method, path, _ in every_route(rooms):
        gaps = re.findall(r"\{(\w+)(?::\w+)?\}", path)
        if method != "GET" or not set(gaps) <= known.keys():
            continue
        for chosen in product(*(known[gap] for gap in gaps)):
            filled = path
            for gap, one in zip(gaps, chosen, strict=True):
                filled = re.sub(rf"\{{{gap}(:\w+)?\}}", one, filled)
            found.append(filled)
    return found


def everything(somebody: Visitor, start: list[str]) -> dict[str, str]:
    """Path → status, where it leads and every byte of the page, without what is made anew for each form."""
    seen: dict[str, str] = {}
    waiting = list(dict.fromkeys(start))
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or not path.startswith(INSIDE):
            continue
        page = somebody.asks(path)
        headers = {name: page.headers.get(name) for name in ("location", "etag", "last-modified")}
        seen[path] = f"{page.status} {headers} {FRESH.sub('', page.text)}"
        if page.status == 200 and page.is_html:
            waiting += [link for link in page.links if link not in seen]
    return seen


def _ids(rows: list) -> list[str]:
    return [str(row.id) for row in rows]
