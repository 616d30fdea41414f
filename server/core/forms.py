"""What may be typed: trimmed, bounded, and never lost."""

from typing import Annotated, Any

from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from server.core.asking import asking
from server.core.i18n import n_

LONGEST = 4000


class Said(BaseModel):
    """One form. Rooms add their fields; the hidden ones are read before it."""

    model_config = ConfigDict(extra="ignore")


def _trim(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _written(value: str) -> str:
    if not value:
        raise ValueError(n_("Write a few words here first."))
    if "\x00" in value:
        raise ValueError(n_("We couldn’t read this. Please try again."))
    return value


Words = Annotated[
    str, StringConstraints(max_length=LONGEST), BeforeValidator(_trim), AfterValidator(_written)
]
MaybeWords = Annotated[str, StringConstraints(max_length=LONGEST), BeforeValidator(_trim)]
Name = Annotated[str, StringConstraints(max_length=80), BeforeValidator(_trim), AfterValidator(_written)]


async def read_form(request: Request) -> None:
    """Keep every field of a posted form as it was typed, so that a page shown again still has it."""
    kind = request.headers.get("content-type", "")
    if request.method in {"GET", "HEAD"} or not kind.startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        return
    form = await request.form()
    typed: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(_readable(name), []).append(_readable(value))
    asking().typed = typed


def _readable(said: str) -> str:
    """Without halves of letters, which no page could show again."""
    return said.encode("utf-8", "replace").decode()


def typed(name: str, default: Any = "") -> Any:
    """What was typed in a field when a page is shown again; the default otherwise."""
    values = asking().typed.get(name)
    return values[-1] if values else default


def chosen(name: str, value: str, default: Any = ()) -> bool:
    """Whether a choice was made when a page is shown again; whether it stands in the default otherwise."""
    values = asking().typed
    return value in values.get(name, []) if values else value in default


def error(name: str) -> str:
    """The sentence beside a field, or nothing."""
    return asking().errors.get(name, "")
