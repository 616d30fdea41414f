"""One transaction for each request, kept before the answer leaves; the same form sent twice is done once."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel
from starlette.concurrency import run_in_threadpool

from server.core import clock
from server.core.asking import asking
from server.core.db import Store
from server.core.errors import AlreadySent, Refused
from server.core.forms import SentForm
from server.core.i18n import _

SAFE = {"GET", "HEAD"}


class Sent(SQLModel, table=True):
    """A form that was received: its key was made on the phone, and the answer it got."""

    classified: ClassVar[dict[str, str]] = {
        "key": "id: made with the form, so that a retry is known; 30 days",
        "body": "secret: SHA-256 of the form, so that a key cannot be used for something else; 30 days",
        "went_to": "link: where the person was sent; 30 days",
        "at": "time: when it was received; 30 days",
    }
    key: UUID = Field(primary_key=True)
    body: bytes
    went_to: str = ""
    at: datetime = Field(default_factory=clock.now)


class Gates:
    """How many requests may hold a database connection; waiting here costs no thread.

    On PostgreSQL a writer may stand in a thread waiting for another's commit. The pool has more threads (40) than
    there are writers, so that the one they wait for always finds a thread to commit in. Readers and writers share one
    pool there: together they are fewer than its connections (20), so that nobody stands waiting for one of those.
    """

    def __init__(self, store: Store) -> None:
        self.reading = asyncio.Semaphore(16 if store.on_sqlite else 9)
        self.writing = asyncio.Semaphore(1 if store.on_sqlite else 9)


async def open_session(request: Request, form: SentForm) -> AsyncIterator[Session]:
    """GET reads only; anything else is one transaction that is committed before the answer leaves."""
    store: Store = request.app.state.store
    gates: Gates = request.app.state.gates
    if request.method in SAFE:
        async with gates.reading:
            with store.reading() as session:
                yield session
                await run_in_threadpool(session.close)
        if session.info["afterwards"]:
            async with gates.writing:
                await run_in_threadpool(_write_afterwards, store, session.info["afterwards"])
        return
    async with gates.writing:
        writing = store.writing()
        session = await run_in_threadpool(writing.__enter__)
        try:
            if "_language" in form:
                asking().choose(form["_language"][-1])
                raise Refused("", status=200)
            # Words put by while somebody still writes are not the form itself: its key is not used up.
            is_sent = "x-keep" not in request.headers
            sent = await run_in_threadpool(_only_once, session, asking().path, form) if is_sent else None
            yield session
            if sent is not None:
                sent.went_to = asking().went_to
            await run_in_threadpool(_finish, session)
        except BaseException as wrong:
            await run_in_threadpool(_leave, writing, session, wrong)
            raise
        await run_in_threadpool(writing.__exit__, None, None, None)


Db = Annotated[Session, Depends(open_session, scope="function")]


def _finish(session: Session) -> None:
    for write in session.info["afterwards"]:
        write(session)
    session.flush()


def _leave(writing: AbstractContextManager[Session], session: Session, wrong: BaseException) -> None:
    if isinstance(wrong, Refused) and wrong.keep:
        writing.__exit__(None, None, None)
        return
    try:
        writing.__exit__(type(wrong), wrong, wrong.__traceback__)
    except type(wrong):
        pass


def _write_afterwards(store: Store, writes: list[Any]) -> None:
    with store.writing() as session:
        for write in writes:
            write(session)


def _only_once(session: Session, path: str, form: dict[str, list[str]]) -> Sent | None:
    key = _key(form)
    if key is None:
        return None
    said = {name: values for name, values in form.items() if name not in {"key", "at", "_language"}}
    body = hashlib.sha256(json.dumps([path, said], sort_keys=True).encode()).digest()
    sent = Sent(key=key, body=body)
    try:
        # On PostgreSQL a second sender of the same key waits here until the first has finished.
        with session.begin_nested():
            session.add(sent)
        return sent
    except IntegrityError:
        before = session.get_one(Sent, key)
    if before.body != body:
        raise Refused(_("This form was sent before with other words. Please open the page again."))
    raise AlreadySent(before.went_to)


def _key(form: dict[str, list[str]]) -> UUID | None:
    try:
        return UUID(form["key"][-1])
    except (KeyError, ValueError):
        return None
