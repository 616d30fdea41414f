"""A visitor with a phone: opens pages, sends forms, and polices every page it is shown."""

import re
from collections import Counter
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from server.core.headers import ALWAYS
from server.core.i18n import LANGUAGES
from server.core.tokens import new_id
from server.people.access import COOKIE
from tests.cast import Member

# Words that must not stand in a title, an address or a file name: somebody else may be looking.
TELLING = re.compile(
    r"social|\bcare\b|protect|conference|court|council|abuse|worr|safeguard|violen|police", re.I
)


class Page:
    """One answer: its status, text and parsed markup."""

    def __init__(self, answer: Response) -> None:
        self.answer, self.status, self.text = answer, answer.status_code, answer.text
        self.headers = answer.headers

    @property
    def path(self) -> str:
        """Where this page is, without the host."""
        return urlsplit(str(self.answer.url)).path

    @property
    def is_html(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @cached_property
    def root(self) -> Element:
        """The parsed page; a fault in the markup raises."""
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        return parser.parse(self.text)

    def all(self, path: str) -> list[Element]:
        """Every element of an ElementTree path, such as `.//h1` or `.//a[@href]`."""
        return self.root.findall(path)

    @property
    def words(self) -> str:
        """All text that is shown, on one line."""
        shown = (text for body in self.all("body") for text in _shown(body))
        return re.sub(r"\s+", " ", " ".join(shown)).strip()

    @property
    def heading(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.all(".//h1")[0].itertext())).strip()

    @property
    def links(self) -> list[str]:
        """Addresses of every link on the page that stays with us."""
        found = (link.get("href", "") for link in self.all(".//a"))
        return [href.partition("#")[0] for href in found if href.startswith("/")]

    @property
    def forms(self) -> list[Element]:
        return self.all(".//form")

    def form(self, action: str) -> dict[str, str]:
        """The fields of the form that goes to `action`, as the page fills them."""
        form = next(form for form in self.forms if form.get("action") == action)
        inputs = [*form.findall(".//input"), *form.findall(".//textarea")]
        ticked = [field for field in inputs if _is_filled(field)]
        return {
            field.get("name", ""): field.get("value") or field.text or ""
            for field in ticked
            if field.get("name")
        }

    def __contains__(self, words: str) -> bool:
        return words in self.words


class Visitor:
    """Somebody with a phone. `opens` and `sends` follow our own redirects and police what comes back."""

    def __init__(self, app: ASGIApp, origin: str, member: Member | None = None) -> None:
        self.origin = origin
        self.client = TestClient(app, base_url=origin, raise_server_exceptions=True, follow_redirects=False)
        self.client.headers["accept"] = "text/html"
        if member:
            self.client.cookies.set(COOKIE, member.cookie, domain=urlsplit(origin).hostname or "")

    @property
    def cookie(self) -> str | None:
        """What this phone would send to say whose it is."""
        return next((cookie.value for cookie in self.client.cookies.jar if cookie.name == COOKIE), None)

    def opens(self, path: str, *, status: int = 200, **headers: str) -> Page:
        """Open a page; follows redirects; fails unless the last answer has this status."""
        page = Page(self.client.get(path, headers={"sec-fetch-site": "same-origin", **headers}))
        while page.status == 303:
            page = Page(self.client.get(page.headers["location"], headers={"sec-fetch-site": "same-origin"}))
        return self._policed(page, status)

    def asks(self, path: str, **headers: str) -> Page:
        """Open a page without following redirects or policing it."""
        return Page(self.client.get(path, headers={"sec-fetch-site": "same-origin", **headers}))

    def posts(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Page:
        """Send a form and see the first answer, as it is."""
        sent = {"key": str(new_id()), **fields}
        said = {"sec-fetch-site": "same-origin", **(headers or {})}
        return Page(self.client.post(path, data=sent, headers=said))

    def sends(self, path: str, *, status: int = 200, at: str | None = None, **fields: Any) -> Page:
        """Send a form and follow to the page that answers it; fails unless that has this status."""
        page = self.posts(path, at=at or path, **fields)
        if page.status == 303:
            return self.opens(page.headers["location"], status=status)
        return self._policed(page, status)

    def _policed(self, page: Page, status: int) -> Page:
        assert page.status == status, f"{page.path}: {page.status} instead of {status}\n{page.text[:2000]}"
        police(page)
        return page


def police(page: Page) -> None:
    """Everything that must be true of every page, whoever opens it."""
    for name, value in ALWAYS:
        assert page.headers.get(name.decode()) == value.decode(), f"{page.path}: header {name!r}"
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy and "data:" not in policy and "*" not in policy
    if not page.is_html:
        return
    html = page.root
    title = "".join(page.all(".//title")[0].itertext())
    assert not TELLING.search(title), f"{page.path}: the title {title!r} tells too much"
    assert html.get("lang") in LANGUAGES and html.get("dir") == LANGUAGES[str(html.get("lang"))].dir
    assert len(page.all(".//h1")) == 1, f"{page.path}: {len(page.all('.//h1'))} h1"
    ids = Counter(element.get("id") for element in html.iter() if element.get("id"))
    assert not [name for name, count in ids.items() if count > 1], f"{page.path}: {ids.most_common(2)}"
    _no_inline_code(page)
    _labels_are_bound(page, set(ids))
    _forms_can_be_retried(page)


def _no_inline_code(page: Page) -> None:
    for element in page.root.iter():
        assert "style" not in element.attrib, f"{page.path}: a style attribute on {element.tag}"
        telling = [name for name in element.attrib if isinstance(name, str) and name.startswith("on")]
        assert not telling, f"{page.path}: {telling} on {element.tag}"
        if element.tag == "script":
            assert element.get("src") and not element.text, f"{page.path}: a script inside the page"


def _labels_are_bound(page: Page, ids: set[Any]) -> None:
    labelled = {label.get("for") for label in page.all(".//label")}
    inside = {id(field) for label in page.all(".//label") for field in label.iter()}
    assert {name for name in labelled if name} <= ids, f"{page.path}: a label for nothing"
    for tag in ("input", "textarea", "select"):
        for field in page.all(f".//{tag}"):
            hidden = field.get("type") in {"hidden", "submit"}
            named = field.get("id") in labelled or id(field) in inside or field.get("aria-label")
            assert hidden or named, f"{page.path}: {field.attrib} has no label"


def _forms_can_be_retried(page: Page) -> None:
    for form in page.forms:
        action = form.get("action", "")
        # Made once for everybody, or done twice without harm.
        if form.get("method", "").lower() != "post" or action.startswith(("/leave", "/lock", "/demo/")):
            continue
        if action.endswith(("/search", "/clear")):
            continue
        names = {field.get("name") for field in form.findall(".//input")}
        assert "key" in names, f"{page.path}: the form to {form.get('action')} has no key"


def _is_filled(field: Element) -> bool:
    return field.get("type") not in {"checkbox", "radio"} or field.get("checked") is not None


def _shown(element: Element) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in {"script", "style", "template"}:
        return [element.tail or ""]
    inner = [text for child in element for text in _shown(child)]
    return [element.text or "", *inner, element.tail or ""]
