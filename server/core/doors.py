"""Every route says who may call it, or the house does not open."""

from collections.abc import Iterable, Iterator
from inspect import unwrap
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from fastapi.dependencies.models import Dependant
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
        if not known & set(steps(found.dependant)):
            raise NoDoor(f"{sorted(found.methods or ())} {found.path} does not say who may call it.")


def steps(dependant: Dependant) -> Iterator[Any]:
    """Every function a route depends on, however deep."""
    for step in dependant.dependencies:
        yield unwrap(step.call) if step.call else None
        yield from steps(step)
