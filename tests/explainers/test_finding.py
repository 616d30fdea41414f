"""Finding a page: by shelf, by words, and without a network. Whether a page was clear is only counted."""

import json

import pytest

from server.core.i18n import SPOKEN
from server.explainers.finding import QUESTIONS, SHELVES, as_json, by_stage, in_parts, index, search
from server.explainers.models import Clear
from server.explainers.pack import MAIN, PATH, TAB, pack, packed
from server.explainers.pieces import WORDS, library
from server.explainers.public import public_pages
from server.explainers.serving import HTML
from tests.visitor import Visitor


def found_by(language: str, words: str) -> list[str]:
    return [entry.path for entry in search(language, words)]


def test_every_piece_stands_on_a_shelf_of_each_question_that_fits_it() -> None:
    where, which, who = QUESTIONS.values()
    for piece in library().values():
        if piece.id == WORDS:
            continue
        head = piece.original.head
        on = {shelf.slug for shelf in SHELVES.values() if shelf.holds(head)}
        assert on & {shelf.slug for shelf in who}, piece.id
        assert head.band or head.audience == ["staff"] or on & {shelf.slug for shelf in where}, piece.id
    assert all(by_stage(shelf, "en", library()) for shelf in SHELVES.values())


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("interpreter", "/your-language"), ("travel", "/time-and-place"), ("report", "/reading-the-report"),
        ("private family time", "/private-family-time"), ("dads", "/living-apart"), ("advocate", "/words#advocate"),
    ],
)  # fmt: skip
def test_words_find_the_page_that_is_about_them(words: str, first: str) -> None:
    assert first in found_by("en", words)[:4]


@pytest.mark.parametrize("tag", SPOKEN)
def test_every_title_finds_its_own_page_in_every_language(tag: str) -> None:
    lost = [entry.path for entry in index(tag) if entry.path not in found_by(tag, entry.title)]
    assert lost == []


@pytest.mark.parametrize("typed", ["", "  ", "zzzz", "<script>", "%", "\x00", "a" * 200, "؟؟؟"])
def test_nothing_is_found_where_nothing_fits(typed: str) -> None:
    assert found_by("en", typed) == []


def test_marks_and_capitals_do_not_matter() -> None:
    assert in_parts("Llŷr’s PLAN, façade") == ["llyr", "s", "plan", "facade"]
    assert in_parts("خاندان کا منصوبہ") == ["خاندان", "کا", "منصوبہ"]


def test_the_list_on_the_phone_is_what_the_server_searches() -> None:
    for tag in ("en", "ur"):
        listed = json.loads(public_pages()[f"/{tag}/pages.json"].body)
        assert listed == json.loads(as_json(index(tag))) and len(listed) > 100


def test_a_search_is_answered_in_the_readers_language_and_stands_in_no_address(visitor) -> None:
    somebody = visitor(None)
    page = somebody.posts("/ur/search", asked="ترجمان")
    assert page.status == 200 and page.root.get("lang") == "ur" and "/ur/your-language" in page.links
    assert "location" not in page.headers
    page = somebody.posts("/en/search", asked="qqqq <b>")
    assert "No page fits these words." in page.words and "qqqq &lt;b&gt;" in page.text
    assert somebody.posts("/en/search").status == 200


@pytest.mark.parametrize("tag", ["en", "ar-XB"])
def test_the_parcel_holds_every_page_exactly_as_it_is(tag: str) -> None:
    made = json.loads(pack(tag, public_pages()))
    pages = {
        path: page
        for path, page in public_pages().items()
        if path.startswith(f"/{tag}/") and page.kind == HTML
    }
    assert {f"/{tag}{path}" for path in made["pages"]} == set(pages)
    for path, (tab, main) in made["pages"].items():
        whole = made["frame"].replace(PATH, path).replace(TAB, tab).replace(MAIN, main)
        assert whole == pages[f"/{tag}{path}"].write(), path


@pytest.mark.parametrize("tag", SPOKEN)
def test_all_pages_of_a_language_are_a_small_parcel(tag: str) -> None:
    assert len(packed(tag)) <= 150_000


def test_the_parcel_is_sent_to_a_browser_with_and_without_brotli(visitor) -> None:
    small = visitor(None).asks("/cy/everything.json", **{"accept-encoding": "br"})
    large = visitor(None).asks("/cy/everything.json", **{"accept-encoding": "identity"})
    assert small.status == large.status == 200 and json.loads(small.text) == json.loads(large.text)
    assert small.headers["content-encoding"] == "br" and small.headers["x-keep"] == "public"


def counts(store) -> list[tuple[str, str, str, int]]:
    with store.reading() as db:
        return [(one.page, one.language, one.answer, one.count) for one in Clear.every(db)]


def test_whether_a_page_was_clear_is_counted_and_nothing_else_is_kept(visitor, store) -> None:
    somebody: Visitor = visitor(None)
    page = somebody.posts("/ur/clear", page="getting-ready", clear="no")
    assert page.status == 303 and page.headers["location"] == "/ur/getting-ready#thanks"
    for answer in ("yes", "yes", "partly"):
        somebody.posts("/clear", page="getting-ready", clear=answer)
    assert counts(store) == [
        ("getting-ready", "en", "partly", 1), ("getting-ready", "en", "yes", 2), ("getting-ready", "ur", "no", 1)
    ]  # fmt: skip
    assert set(Clear.model_fields) == {"page", "language", "answer", "count"}


def test_nonsense_is_not_counted(visitor, store) -> None:
    somebody = visitor(None)
    assert somebody.posts("/clear", page="no-such-page", clear="yes").status == 404
    assert somebody.posts("/clear", page="getting-ready", clear="perhaps").status == 422
    assert somebody.posts("/clear", page="x" * 9000, clear="yes").status == 404
    assert counts(store) == []


def test_one_address_cannot_count_without_end(visitor, store) -> None:
    somebody = visitor(None)
    answers = [somebody.posts("/clear", page="help", clear="no").status for _ in range(25)]
    assert answers.count(303) == 20 and answers[-1] == 429
