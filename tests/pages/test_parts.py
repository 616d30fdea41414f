"""Every part draws valid, labelled markup in every language; styles and pictures stay small and readable."""

import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from xml.etree.ElementTree import Element

import brotli
import html5lib
import pytest

from server.core import assets
from server.core.asking import Asking, only
from server.core.i18n import LANGUAGES
from server.core.pages import templates
from server.core.places import site
from tests.cast import MONDAY
from tests.pages.samples import SAMPLES

WEB = site() / "web"
EACH = [(part, sample) for part, samples in SAMPLES.items() for sample in samples]
FEELINGS = [
    "happy",
    "calm",
    "excited",
    "hopeful",
    "proud",
    "worried",
    "sad",
    "cross",
    "scared",
    "mixed-up",
    "shy",
    "tired",
    "dont-know",
]
THINGS = [
    "me",
    "with-you",
    "family",
    "older",
    "worker",
    "everyone",
    "except",
    "room",
    "door",
    "screen",
    "letter",
    "speaks",
    "words",
    "good",
    "worry",
    "wish",
    "break",
    "snack",
    "later",
    "kept",
    "heart",
    "day",
    "path",
]


@pytest.fixture(params=["en", "ur", "en-XA"])
def asked(request: pytest.FixtureRequest) -> Iterator[Asking]:
    """A family member's page being made, with something typed that was not right."""
    ask = Asking(path="/home", locale=request.param, area="family", owner="phone")
    ask.seat = SimpleNamespace(family_id="f")
    ask.typed = {"called": ["Joe"], "come": ["n"]}
    ask.errors = {"called": "Write a name.", "come": "Please choose.", "on": "We couldn’t read that."}
    ask.problem = "This changed meanwhile."
    token = only(ask)
    yield ask
    token.var.reset(token)


def drawn(part: str, sample: str) -> Element:
    """One call of a part, in a page of its own, parsed without forgiving anything."""
    call = sample.removeprefix("CALL ")
    body = f"{{% call {call} %}}<p>Inside</p>{{% endcall %}}" if call != sample else f"{{{{ {call} }}}}"
    source = f'{{% import "parts/{part}.html" as it %}}<!doctype html><title>x</title><body>{body}'
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return parser.parse(templates().from_string(source).render())


@pytest.mark.parametrize(("part", "sample"), EACH)
def test_a_part_draws_valid_markup(part: str, sample: str, asked: Asking) -> None:
    page = drawn(part, sample)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {id(field) for label in page.iter("label") for field in label.iter()}
    for element in page.iter():
        assert not {"style", "onclick", "required"} & set(element.attrib)
        described = element.get("aria-describedby", "").split()
        assert set(described) <= set(ids)
        if element.tag in {"input", "textarea"} and element.get("type") != "hidden":
            assert element.get("id") in labelled or id(element) in inside
        if element.tag == "form":
            assert "novalidate" in element.attrib
        if element.tag == "svg":
            assert element.get("aria-hidden") == "true"


def test_every_part_is_drawn_here_and_says_its_arguments_first() -> None:
    parts = {file.stem: file.read_text() for file in (WEB / "parts").glob("*.html")}
    assert set(parts) == set(SAMPLES)
    for name, text in parts.items():
        assert text.startswith("{#"), f"{name} does not say what it takes"
        for macro in re.findall(r"{% macro (\w+)\(", text):
            assert (
                any(f"{macro}(" in sample for sample in SAMPLES[name])
                or f"{macro}(" in text.split("#}", 1)[1]
            )


def test_what_was_typed_and_what_is_wrong_stand_in_the_field(asked: Asking) -> None:
    field = drawn("fields", SAMPLES["fields"][1])
    box = field.find(".//input")
    assert box is not None and box.get("value") == "Joe" and box.get("aria-invalid") == "true"
    assert "Write a name." in "".join(field.itertext())
    picked = [
        radio for radio in drawn("fields", SAMPLES["fields"][3]).iter("input") if "checked" in radio.attrib
    ]
    assert [radio.get("value") for radio in picked] == ["n"]


def test_the_summary_leads_to_the_field_itself(asked: Asking) -> None:
    ways = [link.get("href") for link in drawn("errors", "it.summary()").iter("a")]
    assert ways == ["#called", "#come", "#on"]
    for sample in SAMPLES["fields"]:
        page = drawn("fields", sample)
        for name in ("called", "come", "on"):
            target = page.find(f".//*[@id='{name}']")
            assert target is None or target.tag == "input"


def test_skip_weighs_as_much_as_continue_and_nothing_is_picked_beforehand(asked: Asking) -> None:
    asked.typed = {}
    page = drawn("question", SAMPLES["question"][0])
    said = {button.get("value"): button.get("class", "").split()[0] for button in page.iter("button")}
    assert list(said) == ["continue", "skip", "stop"] and said["continue"] == said["skip"]
    assert not [box for box in drawn("sight", SAMPLES["sight"][1]).iter("input") if "checked" in box.attrib]


@pytest.mark.parametrize("name", [*FEELINGS, *THINGS])
def test_a_picture_is_our_own_and_small(name: str, asked: Asking) -> None:
    made = (
        templates()
        .from_string(f'{{% import "parts/pictures.html" as it %}}{{{{ it.picture("{name}") }}}}')
        .render()
    )
    unknown = (
        templates().from_string('{% import "parts/pictures.html" as it %}{{ it.picture("?") }}').render()
    )
    assert len(made) <= 2048 and made != unknown


def test_styles_fit_their_budgets() -> None:
    assert len(brotli.compress(assets.sheet().encode())) <= 6_000
    assert len(brotli.compress(assets.inline_sheet().encode())) <= 2_750


def test_styles_keep_to_logical_sides_and_layers() -> None:
    physical = re.compile(
        r"(?<!area-)\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)|text-align: ?(?:left|right)"
    )
    for file in (WEB / "styles").glob("*.css"):
        text = file.read_text()
        assert not physical.search(text), file.name
        assert "url(" not in text and "@import" not in text, f"{file.name} fetches something"
        assert text.lstrip().startswith(("@layer", "/*")), f"{file.name} stands in no layer"


def test_words_can_be_read_in_daylight_and_in_the_dark() -> None:
    light, dark = (dict(re.findall(r"--(\w[\w-]*): (#\w{6})", half)) for half in _halves())
    for colours in (light, {**light, **dark}):
        for ground in ("paper", "card", "leaf", "sun"):
            for ink in ("ink", "muted", "action", "error"):
                assert _contrast(colours[ink], colours[ground]) >= 7, (ink, ground)
            assert _contrast(colours["edge"], colours[ground]) >= 3
        assert _contrast(colours["on-action"], colours["action"]) >= 7
        assert _contrast(colours["ring"], colours["glow"]) >= 3
        assert _contrast(colours["clay"], colours["paper"]) >= 3


def test_the_icon_on_the_home_screen_tells_nothing_and_is_there() -> None:
    manifest = json.loads((WEB / "public" / "manifest.webmanifest").read_text())
    assert manifest["name"] == manifest["short_name"] == "Our Table" and "description" not in manifest
    for icon in manifest["icons"]:
        assert icon["src"].removeprefix("/assets/") in assets.files(), (
            "the icon changed: write its new name down"
        )


@pytest.mark.parametrize("name", ["errors/500", "offline"])
def test_pages_of_last_resort_speak_every_language(name: str) -> None:
    page = html5lib.parse(
        templates().get_template(f"pages/{name}.html").render(), namespaceHTMLElements=False
    )
    spoken = {
        element.get("lang"): element.get("dir", "ltr") for element in page.iter() if element.get("lang")
    }
    real = {tag: language.dir for tag, language in LANGUAGES.items() if "-X" not in tag}
    assert spoken == real
    assert len(list(page.iter("h1"))) == 1


@pytest.mark.parametrize("status", [403, 404, 409, 429])
def test_a_refusal_offers_a_way_on(status: int, asked: Asking) -> None:
    made = templates().get_template(f"pages/errors/{status}.html").render(sentence="")
    page = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(made)
    main = page.find(".//main")
    assert main is not None and len(list(page.iter("h1"))) == 1
    assert "/home" in [link.get("href") for link in main.iter("a")]


def test_the_quiet_page_does_not_say_whose_it_is(asked: Asking) -> None:
    made = templates().get_template("pages/people/quiet.html").render(today=MONDAY.date())
    assert "table" not in made.lower() and "family" not in made.lower()


def _halves() -> list[str]:
    return (WEB / "styles" / "tokens.css").read_text().split("@media", 1)


def _contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two `#rrggbb` colours."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
