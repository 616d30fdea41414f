"""The security headers that every answer carries, and the only host name we answer to."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.errors import plain_answer

Headers = list[tuple[bytes, bytes]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src {style}; img-src 'self' blob:; media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types our-table"
)
OFF = [
    "accelerometer",
    "camera",
    "display-capture",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
]
ALWAYS: Headers = [
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", ", ".join(f"{power}=()" for power in OFF).encode()),
    (b"origin-agent-cluster", b"?1"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
]
PRIVATE: Headers = [
    (b"content-security-policy", POLICY.format(style="'self'").encode()),
    (b"cache-control", b"no-store"),
    (b"x-robots-tag", b"noindex"),
]
UNLESS_SAID: Headers = [*ALWAYS, *PRIVATE]


def public_headers(style_hash: str) -> Headers:
    """The set for a public page that carries its style sheet inside; `style_hash` is `'sha256-…'`."""
    return [*ALWAYS, (b"content-security-policy", POLICY.format(style=f"'self' {style_hash}").encode())]


class SecurityHeaders:
    """Adds what an answer does not already carry; refuses any host name but ours."""

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self.app, self.host = app, host.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                missing = [header for header in UNLESS_SAID if header[0] not in present]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        hosts = [value for name, value in scope["headers"] if name == b"host"]
        forwarded = any(name == b"x-forwarded-host" for name, _ in scope["headers"])
        if hosts != [self.host] or forwarded and not _agrees(scope, self.host):
            await plain_answer(400, "This address is not ours.")(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def _agrees(scope: Scope, host: bytes) -> bool:
    return all(value == host for name, value in scope["headers"] if name == b"x-forwarded-host")
