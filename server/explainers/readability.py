"""A reading grade for English, from rules alone: a tripwire for long words and sentences, never a proof."""

import re
from dataclasses import dataclass

VOWELS = re.compile(r"[aeiouy]+")
WORD = re.compile(r"[A-Za-z0-9]+(?:[’'-][A-Za-z0-9]+)*")
SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouydt]ed$|[^aeiouscgxz]es$")
SPLIT = re.compile(r"[^qg]ua|[^ct]ia[^n]|[eoy]ing$|[^aeiou].ea$|coord")
SENTENCE_END = re.compile(r"(?<=[.!?۔؟।])[\s”“’»\")]+|\n+")


@dataclass(frozen=True)
class Reading:
    """Flesch-Kincaid grade (about a UK age less five), and the lengths of sentences in words."""

    words: int
    grade: float
    average: float
    longest: int
    longest_sentence: str


def plain(markdown: str) -> str:
    """The words alone: no marks, no addresses; each list item on its own line, each block ended by a blank one."""
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", markdown)
    return re.sub(r"^\s*(?:[-*]|\d+\.|#+)\s+|[*_`]", "", text, flags=re.M)


def sentences(text: str) -> list[str]:
    """Sentences of plain text in any of our scripts; the end of a line ends a sentence."""
    return [part.strip() for part in SENTENCE_END.split(text) if len(part.split()) > 0]


def syllables(word: str) -> int:
    """How many beats an English word has, near enough; errs on the side of too many."""
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(VOWELS.findall(word))
    if count > 1 and SILENT.search(word):
        count -= 1
    return max(1, count + len(SPLIT.findall(word)))


def read(text: str) -> Reading:
    """Grade and lengths of plain English text of at least one word."""
    parts = [(len(WORD.findall(part)), part) for part in sentences(text)]
    parts = [(count, part) for count, part in parts if count]
    words = WORD.findall(text)
    average = len(words) / len(parts)
    grade = 0.39 * average + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    longest, sentence = max(parts)
    return Reading(len(words), round(grade, 1), round(average, 1), longest, sentence)
