"""Each request is answered in one worker thread: its guards, its page and its commit, one after the other.

FastAPI by itself sends every guard to a thread and back; two dozen such hops cost more than all their work.
"""

from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from functools import cache, partial, wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from threading import RLock
from typing import Any

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from server.core.forms import read_form

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Answered(APIRoute):
    """A route whose guards and page may wait for the database without holding up anybody else.

    Its guards are looked through when somebody first comes: for all routes at once that takes as long as
    everything else at the start.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        Route.__init__(self, path, endpoint, methods=options["methods"], name=options["name"])
        self.methods = set(options["methods"])  # without Starlette's HEAD
        del self.app  # Starlette's, which asks no guard: whoever wants it gets the one that is made
        self._options, self._is_made, self._making = options, False, RLock()

    def make(self) -> None:
        """Everything FastAPI needs to know of the endpoint, once."""
        with self._making:
            if not self._is_made:
                super().__init__(self.path, self.endpoint, **self._options)
                self._is_made = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or self._is_made:
            raise AttributeError(name)
        self.make()
        return getattr(self, name)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if not self._is_made:
            await run_in_threadpool(self.make)
        await super().handle(scope, receive, send)

    def get_route_handler(self) -> Handler:
        """FastAPI's own handler, in one thread; what was sent is read, and a turn is taken, before that."""
        in_place(self.dependant)
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            await request.body()  # kept by the request, so that no thread waits for a slow phone
            await read_form(request)
            async with request.app.state.gates.of(request.method):
                return await run_in_threadpool(finish, handle, request)

        return answer


# How every room begins: `reading = Pages()`.
Pages = partial(APIRouter, route_class=Answered)


def finish(handle: Handler, request: Request) -> Response:
    """The answer; what the guards opened is closed again (the transaction is over) when this returns."""
    with ExitStack() as request.state.opened:
        return at_once(handle(request))


def at_once(work: Coroutine[Any, Any, Response]) -> Response:
    """The result of work that never waits for the event loop, which this thread does not have."""
    try:
        work.send(None)
    except StopIteration as done:
        response: Response = done.value
        return response
    work.close()
    raise RuntimeError("A guard or a page waited for the event loop.")


def in_place(dependant: Dependant) -> None:
    """Let each guard and the page itself be called where FastAPI stands, instead of in a thread of its own."""
    if dependant.call and not iscoroutinefunction(dependant.call):
        dependant.call = _called_in_place(dependant.call)
    for step in dependant.dependencies:
        in_place(step)


@cache  # the same guard stays the same, so that it is asked once a request
def _called_in_place(call: Callable[..., Any]) -> Callable[..., Any]:
    if isgeneratorfunction(call) or isasyncgenfunction(call):
        raise TypeError(f"{call} would stay open: let it use `request.state.opened`.")

    @wraps(call)
    async def called(**given: Any) -> Any:
        return call(**given)

    return called
