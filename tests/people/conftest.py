"""A phone with a key keeper, for tests of passkeys over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.authenticator import Authenticator
from tests.cast import Cast, Member
from tests.visitor import Page, Visitor

Json = dict[str, Any]


class Phone:
    """Somebody's browser together with the keys on the phone."""

    def __init__(self, visitor: Visitor, keeper: Authenticator) -> None:
        self.visitor, self.keeper = visitor, keeper

    def says(self, path: str, said: Json) -> Page:
        """POST as JSON, as our script does."""
        answer = self.visitor.client.post(path, json=said, headers={"sec-fetch-site": "same-origin"})
        return Page(answer)

    def asked_to_make(self) -> Json:
        return self.says("/passkeys/new/options", {}).answer.json()

    def makes_key(self) -> Page:
        """Make a key and bring it to the server."""
        return self.says("/passkeys/new", {"credential": self.keeper.makes(self.asked_to_make())})

    def asked_to_use(self, purpose: str) -> Json:
        answer = self.says("/passkeys/use/options", {"purpose": purpose})
        assert answer.status == 200, answer.text
        return answer.answer.json()

    def uses_key(self, purpose: str = "sign-in", **how: Any) -> Page:
        """Use a key for a purpose."""
        return self.brings(purpose, self.keeper.uses(self.asked_to_use(purpose), **how))

    def brings(self, purpose: str, credential: Json) -> Page:
        return self.says("/passkeys/use", {"purpose": purpose, "credential": credential})


@pytest.fixture
def phone(visitor: Callable[[Member | None], Visitor]) -> Callable[..., Phone]:
    """`phone(cast.amira)` is Amira's phone, `phone()` a stranger's; `keeper=` brings keys along."""

    def pick_up(member: Member | None = None, keeper: Authenticator | None = None) -> Phone:
        return Phone(visitor(member), keeper or Authenticator())

    return pick_up


@pytest.fixture
def amira(phone: Callable[..., Phone], cast: Cast) -> Phone:
    """Amira, signed in, with one key on her phone."""
    hers = phone(cast.amira)
    assert hers.makes_key().status == 200
    return hers
