"""After Leave, nothing of ours can be seen on that phone until its owner is back."""

from http.cookies import CookieError, SimpleCookie

from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.asking import without_language
from server.people.access import COOKIE
from server.people.models import LOCKED

# What still answers: the bland page and the ways back, and the files they need.
STILL_OPEN = {"/quiet", "/open", "/alive", "/worker.js", "/lock", "/leave", "/sign-out"}
STILL_OPEN_UNDER = ("/assets/", "/passkeys/use", "/join")


class Locked:
    """Answers for the whole house where the cookie says that Leave was pressed; the database is not asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_locked(scope):
            return await self.app(scope, receive, send)
        path, prefix = without_language(scope["path"])
        if path in STILL_OPEN or path.startswith(STILL_OPEN_UNDER):
            return await self.app({**scope, "area": "locked"}, receive, _saying_so(send))
        return await _bland(scope, prefix)(scope, receive, _saying_so(send))


def is_locked(scope: Scope) -> bool:
    """Whether the cookie begins as locked ones do."""
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie").decode("latin-1")
    if COOKIE not in sent:
        return False
    try:
        cookie = SimpleCookie(sent).get(COOKIE)
    except CookieError:
        return True
    return cookie is not None and cookie.value.startswith(LOCKED)


def _bland(scope: Scope, prefix: str) -> Response:
    said = dict(scope["headers"])
    if b"x-outbox" in said or b"json" in said.get(b"content-type", b""):
        return Response(status_code=401)
    return RedirectResponse(f"{prefix}/quiet", 303)


def _saying_so(send: Send) -> Send:
    async def send_with_mark(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _ in message["headers"]}
            if b"x-locked" not in names:
                message["headers"] = [*message["headers"], (b"x-locked", b"1")]
        await send(message)

    return send_with_mark
