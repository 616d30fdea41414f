"""Drafts are the child's alone: no page or job of anybody else goes near them, and they do not stay. promise: H9"""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import select

import server
from server.core import clock
from server.core.encryption import NotAdmitted, VaultKey, key_ring
from server.voices.models import Draft, Voice, forget_old_drafts
from tests.cast import MONDAY
from tests.voices.stages import finish

SERVER = Path(server.__file__).parent


@pytest.fixture
def statements(store):
    """Every statement that reaches the database."""
    said = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement.lower())

    for engine in {store.reader, store.writer}:
        event.listen(engine, "before_cursor_execute", note)
    yield said
    for engine in {store.reader, store.writer}:
        event.remove(engine, "before_cursor_execute", note)


def test_nobody_elses_request_ever_asks_for_a_draft(say, statements, visitor, cast):
    say.begin()
    say.answers(6, "A dog")
    say.shares(6, "running_the_meeting")
    statements.clear()
    for name in ("priya", "hope", "sam", "dee", "amira", "grace", "leila"):
        for path in ("/home", say.family, f"{say.family}/voices", say.voice, f"{say.family}/asks"):
            visitor(cast.people[name]).asks(path)
    assert statements and not [said for said in statements if "draft" in said]


def test_opening_the_family_does_not_open_a_draft(say, store):
    say.begin()
    say.answers(6, "A dog")
    with store.reading() as db:
        key_ring(db).admit(say.cast.family_id)
        draft = db.exec(select(Draft)).one()
        assert b"dog" not in draft.said_sealed
        with pytest.raises(NotAdmitted):
            _ = draft.said


def test_only_this_room_knows_drafts_and_only_one_job_may_touch_them():
    for file in SERVER.rglob("*.py"):
        if "voices" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("server.voices"):
                assert "Draft" not in {name.name for name in node.names}, file
    jobs = (SERVER / "voices" / "models.py").read_text().split("def forget_old_drafts")[1]
    assert ".said" not in jobs and ".picked" not in jobs


def test_drafts_go_thirty_days_after_the_child_last_kept_something(say, store):
    say.begin()
    say.answers(6, "A dog")
    with clock.freeze(MONDAY + timedelta(minutes=10)):
        say.answers(7, "Nan")
    for days, gone in ((30, 0), (31, 1)):
        with store.writing() as db:
            assert forget_old_drafts(db, MONDAY + timedelta(days=days)) == gone
    with store.reading() as db:
        assert not db.exec(select(Draft)).all()
        assert db.get(VaultKey, say.voice_id) is None and db.get(Voice, say.key) is not None
    with store.writing() as db:
        assert forget_old_drafts(db, MONDAY + timedelta(days=90)) == 0


def test_drafts_go_when_the_meeting_is_over_as_the_organisation_settled(say, store):
    say.begin()
    say.answers(6, "A dog")
    finish(say)
    for days, gone in ((14, 0), (15, 1)):
        with store.writing() as db:
            assert forget_old_drafts(db, MONDAY + timedelta(days=days)) == gone


def test_what_was_sent_stays_when_drafts_go(say, store, visitor, cast):
    say.begin()
    say.says(6, "A dog", "running_the_meeting")
    finish(say)
    with store.writing() as db:
        forget_old_drafts(db, MONDAY + timedelta(days=40))
    assert "A dog" in visitor(cast.priya).opens(say.voice)
    assert "A dog" in say.back_with_a_code().opens(f"{say.mine}/sent")
