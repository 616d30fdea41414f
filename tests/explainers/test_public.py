"""Every public page in every language, as it is really sent."""

import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from xml.etree.ElementTree import Element

import html5lib
import pytest

from server.core.asking import Asking, only
from server.core.i18n import LANGUAGES, SPOKEN
from server.core.pages import public
from server.explainers.commands import COLUMNS
from server.explainers.discreet import telling_words
from server.explainers.finding import SHELVES
from server.explainers.pieces import library
from server.explainers.public import public_pages
from server.explainers.serving import HTML, PublicPage
from server.explainers.states import State
from server.explainers.table import rows

MOST_BYTES = 9_000
# Answered by other rooms.
ELSEWHERE = re.compile(
    rf"^(/({'|'.join(LANGUAGES)}))?/(join|sign-in|language)(\?|$)|^/(home|leave)$|^/assets/"
)
PATHS = sorted(
    path
    for path, page in public_pages().items()
    if page.kind == HTML and path.split("/")[1] in LANGUAGES and path.count("/") >= 2
)
each_language = pytest.mark.parametrize("tag", list(LANGUAGES))


def of(tag: str) -> list[str]:
    """The addresses of every page in one language."""
    return [path for path in PATHS if language(path) == tag]


@cache
def root(path: str) -> Element:
    """The page, parsed strictly."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return parser.parse(public_pages()[path].body.decode())


def language(path: str) -> str:
    return path.split("/")[1]


def sent(page: PublicPage) -> int:
    """Bytes on the wire for one first visit, status line and headers included."""
    head = sum(len(name) + len(value) + 4 for name, value in page.br.headers)
    return len(b"HTTP/1.1 200 OK\r\n\r\n") + head + len(page.br.body)


def test_each_piece_the_front_page_and_the_truth_about_translations_are_there_in_each_language() -> None:
    names = ["", "find", "soon", *(f"pages/{slug}" for slug in SHELVES), *library()]
    wanted = {f"/{tag}/{name}" for tag in LANGUAGES for name in names}
    assert wanted == set(PATHS)
    assert {"/", "/help", "/getting-ready", "/ur"} < set(public_pages())


@pytest.mark.parametrize("tag", SPOKEN)
def test_one_request_of_nine_thousand_bytes_paints_the_page(tag: str) -> None:
    """promise: SP6"""
    assert [path for path in of(tag) if sent(public_pages()[path]) > MOST_BYTES] == []


@each_language
def test_a_page_is_whole_and_in_its_language(tag: str) -> None:
    for path in of(tag):
        page = root(path)
        spoken = LANGUAGES[language(path)]
        assert (page.get("lang"), page.get("dir")) == (spoken.tag, spoken.dir)
        assert len(page.findall(".//h1")) == 1
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert page.findall(".//script[@src]") or not page.findall(".//script")
        assert not [element for element in page.iter() if element.get("style")]


@each_language
def test_nothing_in_the_address_or_tab_gives_a_family_away(tag: str) -> None:
    """promise: X6"""
    for path in of(tag):
        title = root(path).findtext(".//title") or ""
        assert title.endswith(" · Our Table")
        assert telling_words(f"{path} {title}", language(path)) == []


@each_language
def test_every_link_leads_somewhere(tag: str) -> None:
    for path in of(tag):
        ids = {element.get("id") for element in root(path).iter()}
        for href in _hrefs(path):
            target, _, anchor = href.partition("#")
            if target in public_pages():
                there = {element.get("id") for element in root(_canonical(target)).iter()}
                assert not anchor or anchor in there, href
            elif href.startswith("#"):
                assert anchor in ids, href
            else:
                assert ELSEWHERE.match(href) or href.startswith(("tel:", "sms:")), href


@each_language
def test_the_same_page_is_one_link_away_in_every_language(tag: str) -> None:
    for path in of(tag):
        rest = path.removeprefix(f"/{language(path)}")
        links = root(path).findall(".//main//nav//a[@hreflang]")
        assert {(link.get("hreflang"), link.get("href")) for link in links} == {
            (tag, f"/{tag}{rest}") for tag in LANGUAGES
        }
        assert [link.get("hreflang") for link in links if link.get("aria-current")] == [language(path)]
        assert all(link.get("lang") == link.get("hreflang") and link.get("dir") for link in links)


@each_language
def test_the_style_sheet_inside_is_the_one_that_is_allowed(tag: str) -> None:
    for path in of(tag):
        page = public_pages()[path]
        (inside,) = re.findall(r"<style>(.*?)</style>", page.body.decode(), re.S)
        allowed = b64encode(sha256(inside.encode()).digest()).decode()
        policy = dict(page.headers)[b"content-security-policy"].decode()
        assert f"'sha256-{allowed}'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("tag", ["en-XA"])
def test_every_sentence_of_the_page_itself_can_be_translated(tag: str) -> None:
    for path in of(tag):
        plain = [
            words
            for words in _own_words(root(path).find("body"))
            if not re.search(r"[áçéíñóšúýÁÇÉÍÑÓŠÚÝẋ]", words)
        ]
        assert plain == []


@each_language
def test_drawings_are_small_and_every_step_of_a_walk_has_its_own(tag: str) -> None:
    for path in of(tag):
        page = public_pages()[path].body.decode()
        drawn = [len(svg) for svg in re.findall(r'<svg(?! class="icon).*?</svg>', page, re.S)]
        assert max(drawn, default=0) <= 2_048 and sum(drawn) <= 12_000, path
        if "/walk-" in path:
            steps = re.findall(r'<section class="walk flow".*?</section>', page, re.S)
            pictures = {
                picture
                for step in steps
                for picture in re.findall(r'<svg class="scene".*?</svg>', step, re.S)
            }
            assert len(pictures) == len(steps) >= 8, path


@pytest.mark.parametrize("tag", ["en-XA", "ar-XB"])
def test_a_language_without_translations_is_english_and_says_so_once(tag: str) -> None:
    for path in of(tag):
        name = path.rpartition("/")[2]
        if name not in library():
            continue
        assert root(path).find(".//div[@class='other-words flow']") is None
        english = root(path).find(".//main//div[@class='flow']")
        assert english is not None
        assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
        chip = root(path).find(".//aside[@lang='en']") or root(path).find(".//aside/p[@lang='en']")
        assert chip is not None
        assert chip.text == "This page is only in English so far."


@pytest.mark.parametrize("tag", [tag for tag in SPOKEN if tag != "en"])
def test_a_translation_says_on_top_that_no_one_has_checked_it(tag: str) -> None:
    for piece in library().values():
        if tag in piece.translations:
            english = root(f"/{tag}/{piece.id}").findtext(".//aside/p[@lang='en']") or ""
            assert english.startswith("Translated by a computer. No one has checked it."), piece.id


@pytest.mark.parametrize("tag", ["cy", "ur"])
def test_critical_words_stand_in_english_before_the_translation(tag: str) -> None:
    page = public_pages()[f"/{tag}/family-group-meeting"].body.decode()
    assert page.index("You do not have to have one.") < page.index('<p id="choice-yes">')


def test_children_see_a_childrens_line_first() -> None:
    page = public_pages()["/en/help"].body.decode()
    children = page[page.index('id="children"') : page.index('id="england"')]
    assert children.index("Childline") < children.index("Meic") < children.index("Help at Hand")


def test_the_page_about_translations_counts_what_is_there() -> None:
    tables = root("/en/about-translations").findall(".//table")
    assert len(tables) == len(SPOKEN) - 1
    for row, table in zip(rows(library(), SPOKEN), tables, strict=True):
        told = [int(cell.text or "") for cell in table.findall(".//td")]
        assert told == [row.parts[state] for state in COLUMNS]
        assert row.parts[State.REVIEWED] == 0


def test_no_page_says_anything_about_who_reads_it() -> None:
    for page in public_pages().values():
        assert b"set-cookie" not in dict(page.headers)
        assert b"data-owner" not in page.body


def _hrefs(path: str) -> list[str]:
    return [element.get("href", "") for element in root(path).iter() if element.get("href")]


def _canonical(path: str) -> str:
    return (
        path
        if path in PATHS
        else f"/en{path}"
        if path.count("/") == 1 and path[1:] not in LANGUAGES
        else f"{path}/"
    )


def _own_words(element: Element | None) -> Iterator[str]:
    if (
        element is None
        or element.get("lang")
        or element.get("translate") == "no"
        or element.tag in {"script", "bdi"}
    ):
        return
    for words in (element.text, *(child.tail for child in element)):
        if words and re.search(r"[A-Za-z]{2}", words):
            yield words
    for child in element:
        yield from _own_words(child)


def test_the_way_to_help_is_in_the_readers_language_even_where_the_address_names_none() -> None:
    token = only(Asking(locale="ur", prefix=""))
    assert public("/help") == "/ur/help"
    assert public("/help") in public_pages()
    token.var.reset(token)
