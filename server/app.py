"""Puts the rooms together; the only file that knows them all."""

from collections.abc import Mapping
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from server import audit
from server.core import doors, errors, i18n
from server.core.asking import Ask
from server.core.assets import Assets
from server.core.csrf import SameOrigin
from server.core.db import Store
from server.core.encryption import Master
from server.core.headers import SecurityHeaders
from server.core.limits import Limiter
from server.core.pages import page
from server.core.sessions import Gates
from server.explainers.public import public_pages
from server.explainers.routes import reading as explaining
from server.explainers.serving import PublicPage, PublicPages
from server.families.routes import families
from server.meetings.routes import meetings
from server.organisations import models as organisations
from server.people.access import came_in
from server.people.locked import Locked
from server.people.routes import people
from server.plans.routes import plans
from server.reminders.push_key import public_push_key
from server.reminders.routes import reminders
from server.settings import Settings
from server.voices.routes import voices

GUARDS = (came_in,)
PARTS = (*people, *families, *meetings, explaining, *voices, *plans, reminders)
# Whole routes, not routers: including one builds everything each route needs once more, at every level.
ROUTES = tuple(route for part in PARTS for route in part.routes)
# Rooms without pages of their own still have rows.
ROWS = (audit, organisations)
LARGEST_FORM = 1_000_000


def rooms(settings: Settings, store: Store, *, demo: bool = False) -> FastAPI:
    """The app without its outer layers: every room's routes, each with a guard."""
    routes = [*ROUTES, *_demonstration()] if demo else [*ROUTES]
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, routes=routes, max_body_size=LARGEST_FORM)
    app.state.demo = demo
    move_in(app, settings, store)
    errors.install(app, page)
    doors.check_doors(app, GUARDS)
    return app


def _demonstration() -> list[BaseRoute]:
    from server.demo.routes import demonstration

    return demonstration.routes


def move_in(app: FastAPI, settings: Settings, store: Store) -> None:
    """Give the rooms their settings and their database."""
    app.state.settings, app.state.store = settings, store
    app.state.gates, app.state.limiter = Gates(store), Limiter(store)


def make_app(settings: Settings, store: Store | None = None, *, demo: bool = False) -> ASGIApp:
    """The whole house, ready to serve."""
    if settings.pseudo_languages:
        i18n.offer_pseudo_languages()
    store = store or open_store(settings)
    inside: ASGIApp = rooms(settings, store, demo=demo)
    for layer, options in layers(settings, demo=demo):
        inside = layer(inside, **options)
    return inside


def layers(settings: Settings, *, demo: bool) -> list:
    """The ASGI layers round the rooms, innermost first."""
    return [
        (GZipMiddleware, {"minimum_size": 600, "compresslevel": 5}),
        (SameOrigin, {"origin": settings.origin}),
        (Ask, {"demo": demo, "push_key": partial(public_push_key, settings)}),
        (PublicPages, {"pages": without_fronts(public_pages()) if demo else public_pages()}),
        (Locked, {}),
        (Assets, {}),
        (SecurityHeaders, {"host": settings.host}),
    ]


def without_fronts(pages: Mapping[str, PublicPage]) -> dict[str, PublicPage]:
    """All public pages but the front ones, which in a demonstration show a door for each person."""
    return {path: page for path, page in pages.items() if path.strip("/") not in {"", *i18n.LANGUAGES}}


def open_store(settings: Settings) -> Store:
    """The database of these settings; needs its master key file."""
    return Store(settings.database_address, Master(settings.master_key_file.read_bytes()))
