"""Styles, scripts and icons: read once at start, served from memory under names that change with their bytes."""

import gzip
import hashlib
import json
import mimetypes
import re
from base64 import b64encode
from functools import cache, partial

import brotli
from starlette.types import ASGIApp, Receive, Scope, Send

from server.core.places import site

YEAR = b"public, max-age=31536000, immutable"
COMPRESS = {b"br": brotli.compress, b"gzip": partial(gzip.compress, compresslevel=9, mtime=0)}
LAYERS = "@layer reset, base, parts, pages;"


@cache
def sheet() -> str:
    """The whole style sheet, small: layers first, then tokens, reset, base, and one file per part."""
    return LAYERS + _small("".join(file.read_text() for file in _style_files()))


@cache
def inline_sheet() -> str:
    """The part of the style sheet that public pages carry inside themselves."""
    styles = site() / "web" / "styles"
    named = (styles / "public.txt").read_text().split()
    return LAYERS + _small("".join((styles / name).read_text() for name in named))


@cache
def inline_sheet_hash() -> str:
    """CSP source for the inline sheet: `'sha256-…'`."""
    return f"'sha256-{b64encode(hashlib.sha256(inline_sheet().encode()).digest()).decode()}'"


def _style_files() -> list:
    styles = site() / "web" / "styles"
    first = [styles / name for name in ("tokens.css", "reset.css", "base.css")]
    return [*first, *(file for file in sorted(styles.rglob("*.css")) if file not in first)]


def _small(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?|(?<=:) ", r"\1", css).replace(";}", "}").strip()


@cache
def built() -> dict[str, str]:
    """Readable name → built file name. Empty where the scripts were not built; every page works without."""
    manifest = site() / "web" / "dist" / "assets.json"
    return json.loads(manifest.read_text()) if manifest.exists() else {}


def has_script() -> bool:
    """Whether the browser part was built."""
    return "enter.js" in built()


@cache
def files() -> dict[str, tuple[bytes, str]]:
    """Served name → (bytes, content type), for everything under /assets/."""
    found = {_hashed("app.css", sheet().encode()): (sheet().encode(), "text/css")}
    public = site() / "web" / "public"
    for file in sorted(path for path in public.rglob("*") if path.is_file()):
        found[_hashed(file.relative_to(public).as_posix(), file.read_bytes())] = (
            file.read_bytes(),
            _kind(file.name),
        )
    for name in built().values():
        found[name] = ((site() / "web" / "dist" / name).read_bytes(), _kind(name))
    return found


@cache
def _names() -> dict[str, str]:
    plain = {re.sub(r"\.[0-9a-f]{10}(\.\w+)$", r"\1", name): name for name in files()}
    return {**plain, **built()}


def asset(name: str) -> str:
    """Address of a style sheet, script or icon by its readable name; KeyError for an unknown one."""
    return f"/assets/{_names()[name]}"


def asset_bytes(name: str) -> tuple[bytes, str]:
    """(bytes, content type) of a file by its readable name."""
    return files()[_names()[name]]


def kilobytes(name: str) -> int:
    """How large a file is, by its readable name."""
    return round(len(asset_bytes(name)[0]) / 1000)


def _hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def _kind(name: str) -> str:
    if name.endswith(".webmanifest"):
        return "application/manifest+json"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


class Assets:
    """Answers /assets/… from memory, before any other part of the house is asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = {f"/assets/{name}": (*found, YEAR) for name, found in files().items()}
        if has_script():
            # Under a name that never changes, so it is asked for anew each time.
            self.files["/worker.js"] = (*asset_bytes("worker.js"), b"no-cache")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self.files.get(scope.get("path", "")) if scope["type"] == "http" else None
        if file is None or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        accepts = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        coding = b"br" if b"br" in accepts else b"gzip" if b"gzip" in accepts else b""
        if file[1].startswith("font/"):
            coding = b""  # it is as small as it goes
        headers, body = answer(coding, *file)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


@cache
def answer(coding: bytes, content: bytes, kind: str, keep: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """(headers, body) of a file in one coding, compressed when first asked for."""
    body = COMPRESS[coding](content) if coding else content
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode() if kind.startswith("text/") else kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", keep),
        (b"vary", b"Accept-Encoding"),
    ]
    return ([*headers, (b"content-encoding", coding)] if coding else headers), body
