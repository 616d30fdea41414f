"""Every route says who may call it, or the house does not open."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from inspect import Parameter, signature
from typing import Annotated, Any

from fastapi import Depends, FastAPI, params
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts


class NoDoor(RuntimeError):
    """A route without a guard; the text names it."""


def anyone() -> None:
    """Said aloud: this page is open to everybody."""


Anyone = Annotated[None, Depends(anyone)]


def routes(app: FastAPI) -> Iterator[RouteContext]:
    """Every page and action of the app, with the path and arguments it really has."""
    return (found for found in iter_route_contexts(app.routes) if isinstance(found.original_route, APIRoute))


def check_doors(app: FastAPI, guards: Iterable[Any]) -> None:
    """Raise NoDoor unless each route has one of the guards among its arguments. There are no exceptions to this."""
    known = {anyone, *guards}
    for found in routes(app):
        if not known & steps(found.endpoint):
            raise NoDoor(f"{sorted(found.methods or ())} {found.path} does not say who may call it.")


@cache
def steps(call: Callable[..., Any]) -> frozenset[Any]:
    """Every function that its arguments ask for, however deep."""
    asked = [_asks_for(given) for given in signature(call, eval_str=True).parameters.values()]
    return frozenset().union(*({step} | steps(step) for step in asked if step))


def _asks_for(given: Parameter) -> Callable[..., Any] | None:
    said = [*getattr(given.annotation, "__metadata__", ()), given.default]
    return next((each.dependency for each in said if isinstance(each, params.Depends)), None)
