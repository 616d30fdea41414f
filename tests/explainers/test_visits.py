"""The public pages through the whole house, for a stranger and for someone signed in."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, Member
from tests.visitor import Visitor

Visits = Callable[[Member | None], Visitor]


@pytest.mark.parametrize(
    "path", ["/", "/help", "/en/getting-ready", "/cy/private-family-time", "/ur/", "/ur/the-meeting-for-you"]
)
def test_anyone_may_read(visitor: Visits, path: str) -> None:
    page = visitor(None).opens(path)
    assert page.headers["x-keep"] == "public"
    assert "set-cookie" not in page.headers


def test_someone_signed_in_reads_the_very_same_bytes(visitor: Visits, cast: Cast) -> None:
    stranger = visitor(None).asks("/ur/who-will-be-there").answer
    amira = visitor(cast.amira).asks("/ur/who-will-be-there").answer
    assert amira.content == stranger.content
    assert amira.headers == stranger.headers


def test_each_header_is_said_once(visitor: Visits) -> None:
    names = [name for name, _ in visitor(None).asks("/en/help").answer.headers.multi_items()]
    assert len(names) == len(set(names))


def test_a_second_visit_is_told_that_nothing_changed(visitor: Visits) -> None:
    anyone = visitor(None)
    tag = anyone.asks("/cy/help").headers["etag"]
    again = anyone.asks("/cy/help", **{"if-none-match": tag})
    assert (again.status, again.text) == (304, "")
    assert again.headers["content-security-policy"]


def test_a_page_that_is_not_there_is_not_there_in_any_language(visitor: Visits) -> None:
    for path in ("/en/no-such-page", "/ur/no-such-page"):
        assert visitor(None).asks(path).status == 404
