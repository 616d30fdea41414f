"""One transaction for each request, kept before the answer leaves; the same form sent twice is done once."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel

from server.core import clock
from server.core.asking import asking
from server.core.db import Store
from server.core.errors import AlreadySent, Refused
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
    """How many requests may hold a thread and a database connection; waiting here costs neither.

    There are more threads (40) than readers and writers together, and on PostgreSQL more connections (20).
    """

    def __init__(self, store: Store) -> None:
        self.reading = asyncio.Semaphore(16 if store.on_sqlite else 9)
        self.writing = asyncio.Semaphore(1 if store.on_sqlite else 9)

    def of(self, method: str) -> asyncio.Semaphore:
        """The one a request of this method waits at."""
        return self.reading if method in SAFE else self.writing


def open_session(request: Request) -> Session:
    """GET reads only; anything else is one transaction that is committed before the answer leaves."""
    store, opened = request.app.state.store, request.state.opened
    transaction = _reading(store) if request.method in SAFE else _writing(request)
    session: Session = opened.enter_context(transaction)
    return session


Db = Annotated[Session, Depends(open_session)]


@contextmanager
def _reading(store: Store) -> Iterator[Session]:
    with store.reading() as session:
        yield session
    if session.info["afterwards"]:
        with store.writing() as later:
            _write(later, session.info["afterwards"])


@contextmanager
def _writing(request: Request) -> Iterator[Session]:
    form = asking().typed
    if "_language" in form:
        asking().choose(form["_language"][-1])
        raise Refused("", status=200)
    refusal: Refused | None = None
    with request.app.state.store.writing() as session:
        # Words put by while somebody still writes are not the form itself: its key is not used up.
        sent = None if "x-keep" in request.headers else _only_once(session, asking().path, form)
        try:
            yield session
            if sent is not None:
                sent.went_to = asking().went_to
            _write(session, session.info["afterwards"])
        except Refused as no:
            if not no.keep:
                raise
            refusal = no
    if refusal:
        raise refusal


def _write(session: Session, writes: list[Callable[[Session], None]]) -> None:
    for write in writes:
        write(session)
    session.flush()


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
