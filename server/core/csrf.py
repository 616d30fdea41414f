"""Another site cannot make a visitor's browser change anything here."""

from starlette.types import ASGIApp, Receive, Scope, Send

from server.core.errors import plain_answer

SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOrigin:
    """Unsafe requests pass only from our own pages: by fetch metadata, else by origin; without both, not at all."""

    def __init__(self, app: ASGIApp, *, origin: str) -> None:
        self.app, self.origin = app, origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        await plain_answer(403, "This came from another site, so nothing was changed.")(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        said = {name: value.decode("latin-1") for name, value in scope["headers"]}
        site = said.get(b"sec-fetch-site")
        if scope["method"] in SAFE:
            return site in {None, "same-origin", "none"} or _is_a_visit(said)
        return site in {"same-origin", "none"} if site is not None else said.get(b"origin") == self.origin


def _is_a_visit(said: dict[bytes, str]) -> bool:
    """A link tapped on another site is a visit; a script, picture or frame of theirs is not."""
    return said.get(b"sec-fetch-mode") == "navigate" and said.get(b"sec-fetch-dest") == "document"
