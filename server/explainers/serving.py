"""Public pages as bytes in memory: made and compressed once, when first asked for, and answered before any other part
of the house is asked."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import cast

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
HTML = b"text/html; charset=utf-8"

# Ask each time, and be told "unchanged" in a few bytes: a corrected number must reach the very next
# visit. With no signal the service worker answers instead; `X-Keep` tells it that it may.
FRESH: Headers = [
    (b"cache-control", b"public, no-cache"),
    (b"x-keep", b"public"),
    (b"vary", b"Accept-Encoding"),
]
ABOUT_BODY = {b"content-length", b"content-type", b"content-encoding"}
CODINGS = ("br", "gzip", "identity")  # best first


@dataclass(frozen=True)
class Coded:
    """One page in one coding, with its complete headers."""

    body: bytes
    etag: bytes
    headers: Headers

    @property
    def unchanged(self) -> Headers:
        """The headers of a 304: the same, but nothing about a body."""
        return [header for header in self.headers if header[0] not in ABOUT_BODY]


@dataclass(frozen=True)
class PublicPage:
    """One public page. `headers` are those that every answer carries (security, language)."""

    write: Callable[[], str]
    language: str
    headers: Headers
    kind: bytes = HTML

    @cached_property
    def body(self) -> bytes:
        """The page itself, written when somebody first asks for it."""
        return self.write().encode()

    @cached_property
    def br(self) -> Coded:
        """Brotli, as small as it goes."""
        return self._coded(b"br", brotli.compress(self.body, quality=11, mode=brotli.MODE_TEXT))

    @cached_property
    def gzip(self) -> Coded:
        """For the few that know no brotli; and over plain http no browser does."""
        return self._coded(b"gzip", gzip.compress(self.body, 9, mtime=0))

    @cached_property
    def identity(self) -> Coded:
        """As it is."""
        return self._coded(b"", self.body)

    async def coded(self, coding: str) -> Coded:
        """The page in one coding; whoever asks for it first waits in a thread, and nobody else waits with them."""
        made = vars(self).get(coding) or await run_in_threadpool(getattr, self, coding)
        return cast(Coded, made)

    def _coded(self, coding: bytes, body: bytes) -> Coded:
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:16]}{f"-{coding.decode()}" if coding else ""}"'.encode()
        headers = [
            (b"content-type", self.kind),
            (b"content-language", self.language.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"etag", etag),
            *FRESH,
            *self.headers,
        ]
        return Coded(body, etag, [*headers, (b"content-encoding", coding)] if coding else headers)


class PublicPages:
    """Answers the public pages by path, for everyone alike: no cookie is read, none is set."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, PublicPage]) -> None:
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page = self.pages.get(scope["path"]) if scope["type"] == "http" else None
        if page is None or scope["method"] not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        accepts, known = _asked(scope["headers"])
        coded = await page.coded(best_coding(accepts))
        if known and _is_known(coded.etag, known):
            await send({"type": "http.response.start", "status": 304, "headers": coded.unchanged})
            await send({"type": "http.response.body", "body": b""})
            return None
        await send({"type": "http.response.start", "status": 200, "headers": coded.headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else coded.body})
        return None


@lru_cache(maxsize=64)
def best_coding(accepts: bytes) -> str:
    """The smallest of `br`, `gzip`, `identity` that an Accept-Encoding header allows."""
    weights = dict(_weighed(part) for part in accepts.decode("latin-1").split(",") if part.strip())
    anything = weights.get("*", 0.0)
    return next((coding for coding in CODINGS if weights.get(coding, anything) > 0), "identity")


def _weighed(part: str) -> tuple[str, float]:
    coding, _, q = part.partition(";")
    _, _, weight = q.partition("=")
    try:
        return coding.strip().lower(), float(weight or 1)
    except ValueError:
        return coding.strip().lower(), 0.0


def _asked(headers: Headers) -> tuple[bytes, bytes]:
    accepts = known = b""
    for name, value in headers:
        if name == b"accept-encoding":
            accepts = value
        elif name == b"if-none-match":
            known = value
    return accepts, known


def _is_known(etag: bytes, known: bytes) -> bool:
    tags = {tag.strip().removeprefix(b"W/") for tag in known.split(b",")}
    return etag in tags or known.strip() == b"*"
