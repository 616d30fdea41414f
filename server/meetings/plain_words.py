"""Plainer words for jargon and blaming words, as advice to someone who writes about a family. Never a block."""

import csv
import re
from functools import cache
from itertools import chain
from typing import Literal, NamedTuple

from server.core.places import site


class Advice(NamedTuple):
    """A term as the writer wrote it, what could be said instead, and whether to replace it or explain it."""

    term: str
    say_instead: str
    kind: Literal["suggest", "explain"]


class _Row(NamedTuple):
    pattern: re.Pattern[str]
    say_instead: str
    kind: Literal["suggest", "explain"]


# Rows whose way of writing alternatives no rule can read.
BY_HAND = {
    "initial / review (ICPC, RCPC)": ("initial conference", "review conference", "ICPC", "RCPC"),
    "section 20 (E) / 76 (W)": ("section 20", "section 76"),
}
ORDINARY_IN_SMALL_LETTERS = {"SMART"}
NOT_MEANT = re.compile(r"\bin case\b|\bcontact (?:details|number|me|us)\b", re.I)
BRACKETS = re.compile(r"\(([^)]*)\)")


def plainer(text: str) -> list[Advice]:
    """Advice on each jargon or blaming term in a text, once a term, in order; the longest term at a place wins."""
    readable = NOT_MEANT.sub(lambda found: " " * len(found[0]), text.replace("’", "'"))
    found = [
        (match.start(), -match.end(), match, row)
        for row in _rows()
        for match in row.pattern.finditer(readable)
    ]
    advice: dict[_Row, Advice] = {}
    reached = 0
    for start, minus_end, _match, row in sorted(found, key=lambda each: each[:2]):
        if start < reached:
            continue
        reached = -minus_end
        advice.setdefault(row, Advice(text[start:-minus_end], row.say_instead, row.kind))
    return list(advice.values())


def alternatives(term: str) -> list[str]:
    """The ways of writing a row's term: `problem / troubled family` is two, `victim` one."""
    if term in BY_HAND:
        return list(BY_HAND[term])
    short_forms = chain.from_iterable(each.split(",") for each in BRACKETS.findall(term))
    named = [form.strip() for form in short_forms if len(form.strip()) > 1]
    spelled = [part for comma in BRACKETS.sub("", term).split(",") for part in _either(comma)]
    return [*spelled, *named]


def _either(written: str) -> list[str]:
    """`a / b noun` shares its noun; `one CSE/CCE` shares what stands before."""
    parts = [part.strip(" …") for part in written.split(" / ")]
    if len(parts) == 2 and " " not in parts[0]:
        parts[0] = " ".join([parts[0], *parts[1].split()[1:]])
    tight = re.fullmatch(r"(.* )?(\w+)/(\w+)", parts[0])
    if tight:
        return [f"{tight[1] or ''}{tight[2]}", f"{tight[1] or ''}{tight[3]}"]
    return parts


@cache
def _rows() -> list[_Row]:
    with (site() / "content" / "words.en.csv").open(encoding="utf-8", newline="") as source:
        return [
            _Row(
                _pattern(row["term"]),
                row["say_instead"],
                "explain" if row["kind"] == "explain" else "suggest",
            )
            for row in csv.DictReader(source)
        ]


def _pattern(term: str) -> re.Pattern[str]:
    ways = sorted(alternatives(term), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_whole, ways))})(?![\w-])")


def _whole(way: str) -> str:
    words = r"\s+".join(map(re.escape, way.replace("’", "'").split()))
    many = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}s?"
    return many if way in ORDINARY_IN_SMALL_LETTERS else f"(?i:{many})"
