"""Public pages as bytes: the smallest coding allowed, unchanged when it is, the same for everyone."""

import asyncio
import gzip
from typing import Any

import brotli
import pytest

from server.explainers.serving import PublicPage, PublicPages, best_coding

BODY = ("<!doctype html><title>Getting ready</title>" + "You can ask for a break. " * 40).encode()
SAFE = [(b"content-security-policy", b"default-src 'none'")]


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """The rest of the house."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"not here"})


PAGES = PublicPages(behind, {"/en/getting-ready": PublicPage(BODY.decode, "en", SAFE)})


def ask(
    path: str = "/en/getting-ready", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of one request."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": named}
    asyncio.run(PAGES(scope, None, send))  # type: ignore[arg-type]
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, sent[1]["body"]


def test_brotli_is_sent_where_it_is_allowed() -> None:
    status, headers, body = ask(accept_encoding="gzip, deflate, br, zstd")
    assert (status, headers["content-encoding"], brotli.decompress(body)) == (200, "br", BODY)


def test_gzip_and_plain_for_those_who_know_no_better() -> None:
    assert gzip.decompress(ask(accept_encoding="gzip, deflate")[2]) == BODY
    status, headers, body = ask()
    assert (status, body) == (200, BODY)
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        (b"", "identity"),
        (b"br;q=0, gzip", "gzip"),
        (b"br;q=0.1, gzip;q=1", "br"),
        (b"*", "br"),
        (b"*;q=0.5, br;q=0", "gzip"),
        (b"identity", "identity"),
        (b"GZIP", "gzip"),
        (b"br;q=loud", "identity"),
        (b"\xff\xfe", "identity"),
    ],
)
def test_what_is_asked_for_is_obeyed(accepts: bytes, coding: str) -> None:
    assert best_coding(accepts) == coding


def test_every_answer_carries_its_complete_headers() -> None:
    _, headers, body = ask(accept_encoding="br")
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-language"] == "en"
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == "public, no-cache"
    assert headers["x-keep"] == "public"
    assert headers["content-security-policy"] == "default-src 'none'"
    assert "set-cookie" not in headers


def test_each_coding_has_a_strong_tag_of_its_own() -> None:
    tags = {ask(accept_encoding=coding)[1]["etag"] for coding in ("br", "gzip", "identity")}
    assert len(tags) == 3
    assert all(tag.startswith('"') for tag in tags)


@pytest.mark.parametrize("known", ["{tag}", "W/{tag}", '"other", {tag}', "*"])
def test_an_unchanged_page_is_a_few_bytes(known: str) -> None:
    tag = ask(accept_encoding="br")[1]["etag"]
    status, headers, body = ask(accept_encoding="br", if_none_match=known.format(tag=tag))
    assert (status, body, headers["etag"]) == (304, b"", tag)
    assert headers["vary"] == "Accept-Encoding"
    assert not {"content-length", "content-type", "content-encoding"} & headers.keys()


def test_the_tag_of_another_coding_or_page_is_not_enough() -> None:
    tag = ask(accept_encoding="gzip")[1]["etag"]
    assert ask(accept_encoding="br", if_none_match=tag)[0] == 200
    assert ask(accept_encoding="br", if_none_match='"0123456789abcdef-br"')[0] == 200


def test_head_is_get_without_the_body() -> None:
    got, asked = ask(accept_encoding="br"), ask(accept_encoding="br", method="HEAD")
    assert asked[:2] == got[:2]
    assert asked[2] == b""


def test_a_cookie_changes_nothing() -> None:
    assert ask(accept_encoding="br", cookie="__Host-table=x") == ask(accept_encoding="br")


@pytest.mark.parametrize(("path", "method"), [("/en/elsewhere", "GET"), ("/en/getting-ready", "POST")])
def test_everything_else_goes_on_into_the_house(path: str, method: str) -> None:
    assert ask(path, method)[0] == 404


def test_what_is_not_http_goes_on_too() -> None:
    seen = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(PublicPages(inner, {})({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
