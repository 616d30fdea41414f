"""Everything a child reads here is for a nine-year-old: short sentences, easy words. promise: H1, CYP-B2"""

import re

import pytest

from server.core.pages import templates
from server.core.places import site
from server.explainers.readability import read, sentences
from server.voices.questions import FEELINGS, QUESTIONS

PAGES = site() / "web" / "pages" / "voices"
FOR_CHILDREN = [
    "mine", "before", "question", "places", "who", "all_but", "check", "stop", "said", "kept", "numbers", "talk",
    "sent", "happened", "reply",
]  # fmt: skip
PARTS = ["said", "happened", "help", "bar"]
LONGEST, GRADE, AVERAGE = 12, 3.0, 9.0
NAMES = {"name": "Sam", "other": "Dee", "child": "Joe", "helper": "Sam", "day": "Monday", "when": "Monday"}
NAMES |= {"number": "4", "count": "12", "emergency": "999", "childline": "0800 1111"}


def said_in(path):
    """Every English sentence of a template, with its gaps filled."""
    source = (site() / "web" / path).read_text()
    found = templates().extract_translations(source)
    for _line, _function, message in found:
        for text in message if isinstance(message, tuple) else (message,):
            if text:
                yield re.sub(r"%\((\w+)\)s", lambda gap: NAMES[gap[1]], text)


def pages():
    return [f"pages/voices/{name}.html" for name in FOR_CHILDREN] + [f"parts/{name}.html" for name in PARTS]


def questions():
    for question in QUESTIONS:
        yield from (text for text in (question.asks, question.why, question.write) if text)
    for choice in [*FEELINGS, *(choice for question in QUESTIONS for choice in question.choices)]:
        yield choice.words


@pytest.mark.parametrize("path", pages())
def test_no_sentence_on_a_childs_page_is_long(path):
    for text in said_in(path):
        for sentence in sentences(text):
            assert len(sentence.split()) <= LONGEST, sentence


def test_no_question_is_long():
    for text in questions():
        for sentence in sentences(text):
            assert len(sentence.split()) <= LONGEST, sentence


def test_the_pages_together_are_for_a_nine_year_old():
    text = "\n".join(sentence for path in pages() for sentence in said_in(path))
    found = read(text)
    assert found.words > 300 and found.grade <= GRADE and found.average <= AVERAGE, found


def test_the_questions_together_are_for_a_nine_year_old():
    found = read("\n".join(questions()))
    assert found.words > 150 and found.grade <= GRADE and found.average <= AVERAGE, found


def test_every_page_a_child_sees_is_counted_here():
    staff = {"voices", "voice", "open", "tell", "pass_on", "asks", "ask"}
    assert {file.stem for file in PAGES.glob("*.html")} == set(FOR_CHILDREN) | staff
