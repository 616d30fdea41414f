"""One cell of the matrix tried at one door, and what was wrong with the answer, if anything."""

from urllib.parse import quote
from uuid import uuid4

from server.core.i18n import _
from server.families.facts import Action, Kind
from server.families.reasons import SENTENCES
from tests.authz.doors import DOORS, NOT_BUILT, Door
from tests.authz.house import House
from tests.authz.wire import Answer, Fields
from tests.cast import Member
from tests.matrix import NOW, PRINCIPALS, SEATS, Cell, item_in
from tests.oracle import judge

# What a refusal may say besides the sentences of `reasons`: whose page this is.
OTHER_SENTENCES = (
    "This page is for somebody else at the table. Your own pages are on the home page.",
    "The person who writes the plan down shows it.",
)


def plain_sentences() -> set[str]:
    """Everything a person may be told instead of a bare "no"."""
    return {_(sentence) for sentence in SENTENCES.values()} | set(OTHER_SENTENCES)


def is_over_http(cell: Cell) -> bool:
    """Whether the house has a door that decides this cell; for looking it always has."""
    if cell.action in (Action.SEE, Action.READ):
        return True
    doors = doors_of(cell)
    if not doors or is_not_built(cell):
        return False
    # May narrow and not widen, and the only door widens: it is tried all the same, and must not open.
    narrows = any(not door.widens for door in doors)
    return cell.expected != "allowed" or narrows or may_widen(cell)


def doors_of(cell: Cell) -> list[Door]:
    """The doors this principal tries for this cell."""
    doors = DOORS.get((cell.kind, cell.action), ())
    return [
        door
        for door in doors
        if cell.state in door.only_in and (not door.only_by or cell.principal in door.only_by)
    ]


def is_not_built(cell: Cell) -> bool:
    who, states, _why = NOT_BUILT.get((cell.kind, cell.action), (frozenset(), frozenset(), ""))
    return cell.principal in who and cell.state in states


def may_widen(cell: Cell) -> bool:
    """Whether the independent policy lets this principal widen what the cell speaks of."""
    return judge(SEATS[cell.principal], cell.action, item_in(cell), cell.state, NOW).widen


def faults(house: House, cell: Cell) -> list[str]:
    """Everything that was wrong when this cell was tried at each of its doors; the house is as before."""
    found, spoke = [], False
    for door in doors_of(cell):
        expected = cell.expected
        if is_not_built(cell) or door.widens and expected == "allowed" and not may_widen(cell):
            expected = "not this way"
        trial = Trial(house, cell, door)
        found += [f"{door.path}: {fault}" for fault in trial.faults(expected)]
        spoke = spoke or trial.answer.status in (403, 409)
    if cell.expected == "refused" and cell.action != Action.CREATE and doors_of(cell) and not spoke:
        found.append("nobody said that it may not be done")
    return found


class Trial:
    """One request at one door, and everything about its answer."""

    def __init__(self, house: House, cell: Cell, door: Door) -> None:
        self.house, self.cell, self.door = house, cell, door
        name = PRINCIPALS[cell.principal]
        self.name, self.member = name or "", house.laid.cast.people[name] if name else None
        marked = house.mark
        if door.is_prepared:
            with house.store.writing() as db:
                door.prepare(db, house.laid, self.name)
            marked = house.print()
        self.path, self.fields = house.laid.path(door.path), door.fields(house.laid, self.name)
        self.fields["at"] = house.laid.path(door.at or door.path)
        before, version = house.sees(door.watch), house.version
        self.answer = house.wire.says(self.member, self.path, self.fields)
        self.is_touched = house.version != version
        self.is_written = self.is_touched and house.print() != marked
        self.is_done = house.sees(door.watch) != before

    def faults(self, expected: str) -> list[str]:
        checks = {
            "allowed": self._allowed, "refused": self._refused, "absent": self._absent,
            "not this way": self._not_this_way,
        }  # fmt: skip
        found = checks[expected]()
        if self.is_touched or self.door.is_prepared:
            self.house.undo()
        if self.cell.expected == "absent":
            found += leaks(self.house, self.cell.kind, self.answer)
        return [f"{fault} ({self.answer.status} {self.answer.goes_to})" for fault in found]

    def _allowed(self) -> list[str]:
        fine = self.answer.status == 303 and not self.answer.is_door
        return [] if fine and self.is_done else ["was not done"]

    def _refused(self) -> list[str]:
        found = ["something was done"] if self.is_done or self.is_written else []
        if self.answer.status == 404 and (self.cell.action == Action.CREATE or self._has_other_doors):
            return found
        if self.answer.status not in (403, 409):
            return [*found, "was not refused"]
        told = any(sentence in self.answer.text for sentence in plain_sentences())
        return found if told else [*found, "no plain sentence says why"]

    def _not_this_way(self) -> list[str]:
        found = ["something was done"] if self.is_done or self.is_written else []
        return found if self.answer.status in (403, 404, 409, 422) else [*found, "was not refused"]

    @property
    def _has_other_doors(self) -> bool:
        return len(doors_of(self.cell)) > 1

    def _absent(self) -> list[str]:
        found = ["something was done"] if self.is_done or self.is_written else []
        if self.member is None:
            return found if self.answer.is_door else [*found, "a stranger was not sent to the door"]
        twin_path, twin_fields = self._twin()
        twin = self.house.wire.says(self.member, twin_path, twin_fields)
        if masked(self.answer, self.path) != masked(twin, twin_path):
            found.append(f"differs from a thing that does not exist ({twin.status})")
        # A page that is somebody else's may say so, as long as it says the same whether or not anything is there.
        return found if self.answer.status in (403, 404, 422) else [*found, "was not absent"]

    def _twin(self) -> tuple[str, Fields]:
        """The same request for a thing that does not exist."""
        laid, nothing = self.house.laid, uuid4()
        things = {laid.ids[gap] for gap in laid.ids if gap not in ("family_id", "meeting_id", "side_id")}
        fields = {
            name: [nothing if one in things else one for one in value] if isinstance(value, list) else value
            for name, value in self.fields.items()
        }
        if self.door.twin:
            return laid.path(self.door.twin), fields
        gap = self.door.path.rpartition("{")[2].partition("}")[0]
        gap = "meeting_id" if gap == "meeting" else gap
        if fields != self.fields:
            return self.path, fields
        return self.path.replace(str(laid.ids[gap]), str(nothing)), fields


def masked(answer: Answer, path: str) -> tuple[int, tuple[tuple[bytes, bytes], ...], bytes]:
    """An answer without the address that was asked for, so that two of them can be compared."""
    status, headers, body = answer.without_keys
    for said in (path, quote(path, safe=""), quote(path)):
        body = body.replace(said.encode(), b"THE PATH")
    return status, tuple(pair for pair in headers if pair[0] != b"content-length"), body


def leaks(house: House, kind: Kind, answer: Answer) -> list[str]:
    """The words of a kind that stand in an answer."""
    return [f"says “{words}”" for words in house.laid.words[kind] if answer.says(words)]


def somebody(house: House, principal: str) -> Member | None:
    """Who of the cast a principal is."""
    name = PRINCIPALS[principal]
    return house.laid.cast.people[name] if name else None
