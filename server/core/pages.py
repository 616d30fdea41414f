"""The only way to answer with a page."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from server.core import assets, forms, i18n
from server.core.asking import Asking, asking, only
from server.core.places import site
from server.core.tokens import new_id

# The name people see; said in one place because it must stay discreet everywhere.
PRODUCT = "Our Table"


@cache
def templates() -> Environment:
    """The Jinja environment: everything escaped, every missing name an error."""
    environment = Environment(
        loader=FileSystemLoader(site() / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(i18n._, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.globals.update(
        asking=asking,
        asset=assets.asset,
        chosen=forms.chosen,
        clock_time=i18n.clock_time,
        day=i18n.day,
        error=forms.error,
        has_script=assets.has_script,
        kilobytes=assets.kilobytes,
        inline_css=assets.inline_sheet,
        languages=i18n.languages,
        link=link,
        moment=i18n.moment,
        new_key=lambda: str(new_id()),
        product=PRODUCT,
        public=public,
        typed=forms.typed,
    )
    return environment


def link(path: str) -> str:
    """A path of ours, in the language the page was asked for with."""
    return asking().prefix + path


def public(path: str) -> str:
    """A page that anyone may read, in the reader's language even where the address does not name one."""
    return f"/{asking().locale}{path}"


def page(name: str, status: int = 200, **things: Any) -> HTMLResponse:
    """Render `web/pages/<name>.html` for the person who asks."""
    return HTMLResponse(templates().get_template(f"pages/{name}.html").render(things), status)


def render(name: str, locale: str, *, path: str = "/", **things: Any) -> str:
    """Render a public page outside a request, in one language."""
    ask = Asking(path=path, locale=locale, prefix=f"/{locale}")
    token = only(ask)
    try:
        return templates().get_template(f"pages/{name}.html").render(things)
    finally:
        token.var.reset(token)
