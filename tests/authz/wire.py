"""Requests straight into the house: every layer of it, but no thread and no socket between, so thousands are quick."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
import pytest
from starlette.types import ASGIApp, Message

from server.core.tokens import new_id
from server.people.access import COOKIE
from tests.cast import Member

HOST = b"table.test"
KEYS = re.compile(rb'name="key" value="[0-9a-f-]{36}"')
Fields = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came back: the status, every header in order, and the bytes."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @cached_property
    def all_bytes(self) -> bytes:
        """Everything the phone was sent."""
        return b"\n".join([b"%s: %s" % pair for pair in self.headers] + [self.body])

    @cached_property
    def text(self) -> str:
        """The page with its entities read."""
        return unescape(self.body.decode("utf-8", "replace"))

    @property
    def without_keys(self) -> tuple[int, tuple[tuple[bytes, bytes], ...], bytes]:
        """All of it but the random keys of the forms, which are new on every page."""
        return self.status, self.headers, KEYS.sub(b"", self.body)

    @property
    def goes_to(self) -> str:
        return dict(self.headers).get(b"location", b"").decode()

    @property
    def is_door(self) -> bool:
        """Somebody who is not signed in is sent to the door."""
        return self.status == 303 and self.goes_to.partition("?")[0] == "/sign-in"

    def says(self, words: str) -> bool:
        """Whether these words are anywhere in what was sent."""
        return words.encode() in self.all_bytes or words in self.text


class Wire:
    """The house with one request in it at a time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.runner = app, asyncio.Runner()

    def asks(self, who: Member | None, path: str) -> Answer:
        """Open a page."""
        return self._send(who, "GET", path, b"")

    def says(self, who: Member | None, path: str, fields: Fields | None = None) -> Answer:
        """Send a form; its key is new unless the fields have one."""
        said = {"key": str(new_id()), "at": path, **(fields or {})}
        return self._send(who, "POST", path, urlencode(said, doseq=True).encode())

    def _send(self, who: Member | None, method: str, path: str, body: bytes) -> Answer:
        path, _, query = path.partition("#")[0].partition("?")
        headers = [(b"host", HOST), (b"accept", b"text/html"), (b"sec-fetch-site", b"same-origin")]
        if who is not None:
            headers.append((b"cookie", f"{COOKIE}={who.cookie}".encode()))
        if method == "POST":
            headers.append((b"content-type", b"application/x-www-form-urlencoded"))
            headers.append((b"content-length", str(len(body)).encode()))
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "https",
            "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode(),
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("table.test", 443),
        }  # fmt: skip
        with without_threads():
            return self.runner.run(self._answer(scope, body))

    async def _answer(self, scope: dict[str, Any], body: bytes) -> Answer:
        status, headers, parts = 0, (), [b""]

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], tuple(message["headers"])
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, send)
        return Answer(status, headers, b"".join(parts))

    def close(self) -> None:
        self.runner.close()


@contextmanager
def without_threads() -> Iterator[None]:
    """Let sync pages run where they are called: one request at a time needs no thread to wait in."""

    async def here(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return function(*args)

    async def here_too(function: Callable[..., Any], /, *args: Any, **options: Any) -> Any:
        return partial(function, *args, **options)()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anyio.to_thread, "run_sync", here)
        patch.setattr(asyncio, "to_thread", here_too)
        yield
