"""Blocks as HTML."""

import pytest

from server.explainers.blocks import read_blocks
from server.explainers.wording import Place, html


def made(text: str, page: str = "ur", words: str = "en") -> str:
    (block,) = read_blocks("{#here}\n" + text)
    return str(html(block, Place(page, words)))


def test_a_page_link_stays_in_the_language_of_the_page() -> None:
    assert made("[Read](page:help#children).") == '<p id="here"><a href="/ur/help#children">Read</a>.</p>\n'


def test_a_hard_word_leads_to_its_meaning_below() -> None:
    assert '<a class="word" href="#word-chair">the chair</a>' in made("Ask [the chair](word:chair).")


def test_a_helpline_brings_its_number_from_one_place() -> None:
    line = made("- [Childline](helpline:childline). For you.")
    assert '<strong dir="auto">Childline</strong>' in line
    assert '<a class="call" dir="ltr" translate="no" href="tel:08001111">0800 1111</a> (free)' in line


def test_a_line_for_one_nation_says_so_and_when_it_is_open() -> None:
    assert "(England only, Monday to Friday, 9:30am to 3pm)" in made("[F](helpline:family-rights-group)")


def test_a_line_to_text_is_a_text_link() -> None:
    text = made("[Shout](helpline:shout)")
    assert 'href="sms:85258">85258</a>' in text
    assert "tel:" not in text


def test_a_number_alone_can_stand_in_a_sentence() -> None:
    assert made("Call [999](call:emergency).").count("999") == 2


def test_markup_typed_into_content_is_shown_not_run() -> None:
    assert "<script>" not in made("<script>alert(1)</script> and [<b>x</b>](page:help)")


def test_bold_inside_a_link_is_kept() -> None:
    assert '<a href="/ur/help"><strong>help</strong></a>' in made("[**help**](page:help)")


def test_another_kind_of_link_is_refused() -> None:
    with pytest.raises(ValueError, match="no such kind of link"):
        made("[x](https://example.org)")
