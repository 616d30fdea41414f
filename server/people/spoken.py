"""Three plain words that can be said over the telephone, and how they are heard however they are typed."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

# Letters and digits that nobody mixes up, on paper or aloud.
HANDLE_SIGNS = "CFHJKMPQRTWX34679"
HANDLE_LENGTH = 4
HOW_MANY = 3


@cache
def all_words() -> tuple[str, ...]:
    """1,024 easy words, each at least two letters away from every other."""
    return tuple(Path(__file__).with_name("spoken_words.txt").read_text().split())


def new_handle() -> str:
    """The short name said before the words; it only says which invitation is meant."""
    return "".join(secrets.choice(HANDLE_SIGNS) for _ in range(HANDLE_LENGTH))


def new_words() -> str:
    """Three words: 30 random bits, enough behind five tries and ten minutes."""
    return " ".join(secrets.choice(all_words()) for _ in range(HOW_MANY))


def heard(typed: str) -> tuple[str, str] | None:
    """(handle, words) in what somebody typed: any case, spacing, stops and digits of any script. None if too short."""
    parts = re.findall(r"[^\W_]+", _plain(typed))
    if len(parts) <= HOW_MANY:
        return None
    handle, said = "".join(parts[:-HOW_MANY]), parts[-HOW_MANY:]
    return handle.upper(), " ".join(_meant(word) for word in said)


def _plain(typed: str) -> str:
    letters = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter
        for letter in letters
        if unicodedata.category(letter) != "Cf"  # marks of direction and width, put there by keyboards
    )


def _meant(word: str) -> str:
    """The word one slip away, if it can only be that one: it makes guessing no easier, since no two words are near."""
    if word in all_words() or len(word) > 10:
        return word
    near = [each for each in all_words() if is_near(word, each)]
    return near[0] if len(near) == 1 else word


def is_near(one: str, other: str) -> bool:
    """Whether one letter more, less or different makes the same word."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return other[same + 1 :] == one[same + (len(one) == len(other)) :]
