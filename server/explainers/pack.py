"""All public pages of one language in one small parcel, to be kept on a phone: one frame, and what each page puts into it."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

import brotli

from server.explainers.public import public_pages
from server.explainers.serving import HTML, PublicPage

# The gaps of the frame; `web/src/elements/save-all.ts` fills them again.
PATH, TAB, MAIN = "§path§", "§tab§", "§main§"
MODEL = "/soon"
PARTS = re.compile(
    r"(?P<head>.*<title>)(?P<tab>[^<]*)(?P<top></title>.*<main id=\"main\">)(?P<main>.*)(?P<foot></main>.*)",
    re.S,
)
QUALITY = 10  # the last step would take four times as long and save a twentieth


@lru_cache(maxsize=16)
def packed(language: str) -> bytes:
    """The parcel as brotli, made when first asked for."""
    return brotli.compress(
        pack(language, public_pages()).encode(), mode=brotli.MODE_TEXT, quality=QUALITY, lgwin=24
    )


def pack(language: str, pages: Mapping[str, PublicPage]) -> str:
    """JSON: {"frame": html with gaps, "pages": {path: [tab, main]}}."""
    own = {
        path.removeprefix(f"/{language}"): page.write()
        for path, page in pages.items()
        if path.startswith(f"/{language}/") and page.kind == HTML
    }
    inside = {path: _parts(html) for path, html in own.items()}
    model = inside[MODEL]
    frame = f"{model['head']}{TAB}{model['top']}{MAIN}{model['foot']}".replace(MODEL, PATH)
    kept = {path: [parts["tab"], parts["main"]] for path, parts in inside.items()}
    return json.dumps({"frame": frame, "pages": kept}, ensure_ascii=False, separators=(",", ":"))


def _parts(html: str) -> dict[str, str]:
    found = PARTS.fullmatch(html)
    if not found:
        raise ValueError("a public page without a title or a main part")
    return found.groupdict()
