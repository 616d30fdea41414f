"""What a reader of public pages can send: words to look for, and whether a page was clear."""

from typing import Annotated

import brotli
from fastapi import Depends, Form, Request
from starlette.responses import Response

from server.core.answering import Pages
from server.core.asking import asking
from server.core.doors import Anyone
from server.core.errors import NOT_FOUND, see_other
from server.core.i18n import SPOKEN
from server.core.limits import limited
from server.core.pages import page
from server.core.sessions import Db
from server.explainers.finding import QUESTIONS, search
from server.explainers.forms import Asked, WasItClear
from server.explainers.models import Clear
from server.explainers.pack import packed
from server.explainers.pieces import library

reading = Pages()
KEEP = {"cache-control": "public, no-cache", "x-keep": "public", "vary": "Accept-Encoding"}
NotTooOften = Annotated[None, Depends(limited(20, "was-it-clear"))]


@reading.post("/search")
def find(_: Anyone, said: Annotated[Asked, Form()]) -> Response:
    """Sent as a form, so that what was looked for stands in no address and in no history."""
    found = search(asking().locale, said.asked)
    return page("explainers/found", asked=said.asked, found=found, questions=QUESTIONS)


@reading.get("/everything.json")
def everything(_: Anyone, request: Request) -> Response:
    """Every public page of this language at once, for a phone that will have no signal."""
    small = packed(asking().locale)
    if "br" in request.headers.get("accept-encoding", ""):
        return Response(small, media_type="application/json", headers={"content-encoding": "br", **KEEP})
    return Response(brotli.decompress(small), media_type="application/json", headers=KEEP)


@reading.post("/clear")
def was_it_clear(_: Anyone, __: NotTooOften, db: Db, said: Annotated[WasItClear, Form()]) -> Response:
    """Counted, and nothing else is kept."""
    if said.page not in library():
        raise NOT_FOUND
    language = asking().locale
    if language in SPOKEN:
        Clear.said(db, said.page, language, said.clear)
    return see_other(f"/{said.page}#thanks")
