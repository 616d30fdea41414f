"""What a push says: the same few words for everybody in a language, and a door that says nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.core.asking import Asking, only
from server.core.i18n import LANGUAGES, _, direction
from server.core.pages import PRODUCT

# Every push is as long as every other, so that its length tells neither the language nor the day.
LENGTH = 512


@dataclass(frozen=True)
class Letter:
    """One push, ready to go: to whom, what, how long it may wait at the push service, and until when it is ours."""

    delivery_id: UUID
    lease_until: datetime
    endpoint: str
    keys: dict[str, str]
    text: str
    topic: str
    seconds: int


def neutral(language: str) -> tuple[str, str]:
    """Title and body on the lock screen. There is no other sentence a push can carry."""
    with _in(language):
        return PRODUCT, _("Something for you to look at.")


def text_of(origin: str, opaque: str, tag: str, language: str) -> str:
    """Declarative web push JSON, filled up with spaces to a fixed length."""
    language = language if language in LANGUAGES else "en"
    title, body = neutral(language)
    said = {
        "title": title, "body": body, "navigate": f"{origin}/n/{opaque}", "lang": language,
        "dir": direction(language), "tag": tag,
    }  # fmt: skip
    text = json.dumps({"web_push": 8030, "notification": said}, ensure_ascii=False, separators=(",", ":"))
    return text + " " * (-len(text.encode()) % LENGTH)


@contextmanager
def _in(language: str) -> Iterator[None]:
    token = only(Asking(locale=language))
    try:
        yield
    finally:
        token.var.reset(token)
