"""Pages of other weights to paint beside ours: bare, as heavy as a GOV.UK page (90 KB), and as a React one (97 KB).

Only their weight and order of loading are like that; the words are the same everywhere. Sent compressed already.
"""

import base64
import gzip
import random

from starlette.types import Receive, Scope, Send

WORDS = (
    "<h1>Getting ready</h1>"
    + "<p>You can ask for a break at any time. You can ask people to use plain words.</p>" * 12
)
HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><meta name="viewport" content="width=device-width">'


def _filler(size: int) -> str:
    """Letters that weigh about `size` bytes when compressed."""
    return base64.b64encode(random.Random(size).randbytes(size)).decode()


STYLE = "body{font:1.2rem/1.5 sans-serif;margin:1rem}" + f"/*{_filler(17_000)}*/"
SHOW = "document.getElementById('root').innerHTML=" + repr(WORDS).replace("</", "<\\/") + ";"
FILES: dict[str, tuple[str, bytes]] = {
    "/bare": ("text/html", f"{HEAD}{WORDS}".encode()),
    "/govuk": (
        "text/html",
        f'{HEAD}<link rel="stylesheet" href="/govuk.css">{WORDS}<script type="module" src="/govuk.js"></script>'.encode(),
    ),
    "/govuk.css": ("text/css", STYLE.encode()),
    "/govuk.js": ("text/javascript", f"/*{_filler(73_000)}*/".encode()),
    "/react": ("text/html", f'{HEAD}<div id="root"></div><script src="/react.js"></script>'.encode()),
    "/react.js": ("text/javascript", f"/*{_filler(97_000)}*/{SHOW}".encode()),
}


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """`uvicorn tests.bench.weights:pages`."""
    kind, body = FILES.get(scope["path"], ("text/plain", b"not here"))
    small = gzip.compress(body, 9)
    headers = [
        (b"content-type", kind.encode()), (b"content-encoding", b"gzip"), (b"content-length", str(len(small)).encode()),
    ]  # fmt: skip
    await send(
        {"type": "http.response.start", "status": 200 if scope["path"] in FILES else 404, "headers": headers}
    )
    await send({"type": "http.response.body", "body": small})
