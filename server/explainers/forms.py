"""What a reader of public pages may say."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from server.core.forms import Said


class Asked(Said):
    """Words somebody looks for; they are answered and forgotten."""

    asked: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


class WasItClear(Said):
    """Whether a page was clear. Nobody is asked who they are."""

    page: str
    clear: Literal["yes", "partly", "no"]
