"""What is being asked right now: one small object per request, found from anywhere while it is answered."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from server.core.i18n import LANGUAGES, direction


@dataclass
class Asking:
    """One request: in which language, by whom, and what was typed when a page is shown again."""

    path: str = "/"
    query: str = ""
    locale: str = "en"
    prefix: str = ""
    chosen: str = ""
    area: str = "public"
    me: Any = None
    seat: Any = None
    owner: str = ""
    push: str | None = None
    push_key: Callable[[], str] = str
    outbox: bool = False
    demo: bool = False
    typed: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    went_to: str = ""

    @property
    def dir(self) -> str:
        """Reading direction, `ltr` or `rtl`."""
        return direction(self.locale)

    def speak(self, language: str) -> None:
        """Use a person's own language, unless the address names one or another was chosen just now."""
        if not self.prefix and not self.chosen and language in LANGUAGES:
            self.locale = language

    def choose(self, language: str) -> None:
        """Use the language picked on this very page."""
        if language in LANGUAGES:
            self.chosen = self.locale = language


_now: ContextVar[Asking | None] = ContextVar("asking", default=None)


def asking() -> Asking:
    """The request being answered; a quiet default outside of one."""
    return _now.get() or Asking()


class Ask:
    """Outermost ASGI layer but one: reads the language from the address and starts an Asking."""

    def __init__(self, app: ASGIApp, *, demo: bool = False, push_key: Callable[[], str] = str) -> None:
        self.app, self.demo, self.push_key = app, demo, push_key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ask = Asking(query=scope["query_string"].decode("latin-1"), demo=self.demo, push_key=self.push_key)
        ask.area = scope.get("area", ask.area)
        ask.path, ask.prefix = without_language(scope["path"])
        ask.locale = ask.prefix.removeprefix("/") or "en"
        ask.outbox = any(name == b"x-outbox" for name, _ in scope["headers"])
        token = _now.set(ask)
        try:
            await self.app({**scope, "path": ask.path, "raw_path": ask.path.encode()}, receive, send)
        finally:
            _now.reset(token)


def without_language(path: str) -> tuple[str, str]:
    """(path, prefix): `/ur/join` is `/join` asked for in Urdu."""
    first, _, rest = path.removeprefix("/").partition("/")
    return ("/" + rest, "/" + first) if first in LANGUAGES else (path, "")


def only(ask: Asking) -> Any:
    """Set (and later reset) the Asking by hand, where a page is made outside a request."""
    return _now.set(ask)
