"""When something cannot be done: what people are told, and how what they typed is kept."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Message, Scope

from server.core.asking import asking
from server.core.i18n import _, n_

NOT_FOUND = HTTPException(404)


class Refused(Exception):
    """A thing that may not or cannot be done, with the sentence people read. `field` puts it beside that field.

    `keep` says that what was written so far stays (a wrong try is counted although it is refused).
    """

    def __init__(
        self, sentence: str, *, field: str | None = None, status: int = 422, keep: bool = False
    ) -> None:
        super().__init__(sentence)
        self.sentence, self.field, self.status, self.keep = sentence, field, status, keep


class ElsewhereFirst(Exception):
    """Something else comes first (sign in, unlock): the person is sent there."""

    def __init__(self, path: str) -> None:
        self.path = path


class AlreadySent(Exception):
    """This very form was received before; the person gets the same answer again."""

    def __init__(self, went_to: str) -> None:
        self.went_to = went_to


# Constraint name → (field, sentence): the database's own refusal, as people read it.
SENTENCES: dict[str, tuple[str | None, str]] = {}

KINDS = {
    "missing": n_("Please choose or write something here."),
    "string_too_short": n_("Write a few words here first."),
    "string_too_long": n_("That is more than fits here. Please make it a little shorter."),
    "literal_error": n_("Please choose one of these."),
    "enum": n_("Please choose one of these."),
    "date_from_datetime_parsing": n_("We couldn’t read that date. For example, 5 3 2027."),
    "date_parsing": n_("We couldn’t read that date. For example, 5 3 2027."),
    "time_parsing": n_("We couldn’t read that time. For example, 14:30."),
}


def plain_answer(status: int, sentence: str) -> Response:
    """The barest answer, for layers that come before pages."""
    return PlainTextResponse(sentence, status)


def see_other(path: str) -> Response:
    """303 to a page of ours; 204 with `X-Next` where the phone's outbox asks."""
    ask = asking()
    ask.went_to = path
    if ask.outbox:
        return Response(
            status_code=204, headers={"X-Next": quote(ask.prefix + path, safe="/:%#?=@[]!$&'()*+,;")}
        )
    return RedirectResponse(ask.prefix + path, 303)


def install(app: FastAPI, show: Callable[..., Response]) -> None:
    """Tell the app what people see; `show(name, status, **things)` renders an error page."""

    @app.exception_handler(Refused)
    async def refused(request: Request, no: Refused) -> Response:
        if request.method in {"GET", "HEAD"} and not asking().outbox:
            # A page that may not be opened now has no form to show again: the sentence stands on a page of its own.
            return show("errors/403", no.status, sentence=no.sentence)
        return await again(request, no.status, {no.field: no.sentence} if no.field else {}, no.sentence)

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, wrong: RequestValidationError) -> Response:
        if any(error["loc"][0] in {"path", "query"} for error in wrong.errors()):
            return show("errors/404", 404)
        errors = {str(error["loc"][-1]): _sentence(error) for error in wrong.errors()}
        return await again(request, 422, errors, "")

    @app.exception_handler(IntegrityError)
    async def database_refused(request: Request, wrong: IntegrityError) -> Response:
        for name, (field, sentence) in SENTENCES.items():
            if name in str(wrong.orig):
                return await again(request, 422, {field: _(sentence)} if field else {}, _(sentence))
        if request.method in {"GET", "HEAD"} or not _is_taken(wrong):
            raise wrong
        # Two writers at the same moment took the same place: the other was quicker, and the words typed here stay.
        return await again(request, 409, {}, _("That did not work. Please try again."))

    @app.exception_handler(ElsewhereFirst)
    async def elsewhere(request: Request, first: ElsewhereFirst) -> Response:
        is_script = asking().outbox or "json" in request.headers.get("content-type", "")
        if is_script or request.headers.get("accept") == "application/json":
            return JSONResponse({"next": first.path}, 401)
        return RedirectResponse(asking().prefix + first.path, 303)

    @app.exception_handler(AlreadySent)
    async def already(request: Request, sent: AlreadySent) -> Response:
        return see_other(sent.went_to) if sent.went_to else Response(status_code=204)

    @app.exception_handler(HTTPException)
    async def plain(request: Request, no: HTTPException) -> Response:
        status = 404 if no.status_code in {404, 405} else no.status_code
        if asking().outbox:
            return PlainTextResponse(no.detail if status == 403 else _("This is not here any more."), status)
        name = f"errors/{status}" if status in {403, 404, 409, 429} else "errors/404"
        return show(name, no.status_code, sentence=no.detail if status == 403 else "")

    @app.exception_handler(Exception)
    async def broken(request: Request, wrong: Exception) -> Response:
        try:
            return show("errors/500", 500)
        except Exception:  # the page itself may be what is broken
            return plain_answer(500, "Something went wrong here. Please try again in a while.")


def _is_taken(wrong: IntegrityError) -> bool:
    """Whether the database refused because a row like it is there already."""
    return (
        getattr(wrong.orig, "sqlstate", "") == "23505"
        or getattr(wrong.orig, "sqlite_errorname", "") in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
    )  # fmt: skip


def _sentence(error: Any) -> str:
    if error["type"] == "value_error":
        return _(str(error["msg"]).removeprefix("Value error, "))
    return _(KINDS.get(error["type"], n_("We couldn’t read this. Please try again.")))


async def again(request: Request, status: int, errors: dict[str, str], problem: str) -> Response:
    """The page the form came from, with everything typed still in it and the sentence beside its field."""
    ask = asking()
    sentence = problem or next(iter(errors.values()), "")
    if ask.outbox:
        return PlainTextResponse(sentence, status)
    if "json" in request.headers.get("content-type", ""):
        return JSONResponse({"sentence": sentence, "errors": errors}, status)
    ask.errors, ask.problem = errors, problem
    at = page_of(ask.typed.get("at", [""])[-1]) or ask.path
    scope = {**request.scope, "method": "GET", "path": at, "raw_path": at.encode(), "query_string": b""}
    for used in ("endpoint", "path_params", "route", "router"):
        scope.pop(used, None)
    try:
        shown = await _answer_of(request.app.router, scope)
    except HTTPException:  # no `at`, and there is no page to show where the form was sent to
        return plain_answer(status, sentence)
    if shown.status_code == 200:
        shown.status_code = status
    return shown


def page_of(at: str) -> str:
    """A path of ours, or nothing: never another site."""
    is_ours = at.startswith("/") and not at.startswith("//") and "\\" not in at and at.isprintable()
    return at.partition("?")[0] if is_ours else ""


async def _answer_of(app: Any, scope: Scope) -> Response:
    answer = Response()
    body = b""

    async def nothing_more() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def collect(message: Message) -> None:
        nonlocal body
        if message["type"] == "http.response.start":
            answer.status_code, answer.raw_headers = message["status"], list(message["headers"])
        else:
            body += message.get("body", b"")

    # The stacks belong to the request that failed; the page shown again gets its own.
    for stack in ("fastapi_inner_astack", "fastapi_function_astack"):
        scope.pop(stack, None)
    await app(scope, nothing_more, collect)
    answer.body = body
    answer.raw_headers = [pair for pair in answer.raw_headers if pair[0] != b"content-length"]
    answer.raw_headers.append((b"content-length", str(len(body)).encode()))
    return answer
