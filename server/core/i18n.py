"""Languages: sentences, plurals, dates. Catalogues are read from `.po` files once, at start."""

import gettext as _gettext
import io
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from server.core.places import site

UK = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Language:
    """One language on offer: its tag, its own name, reading direction, and the rules Babel knows for it."""

    tag: str
    name: str
    dir: str
    babel: str


# Never built from parts: `ar_GB`, `so_GB` and others do not exist in CLDR.
LANGUAGES: dict[str, Language] = {
    "en": Language("en", "English", "ltr", "en_GB"),
    "cy": Language("cy", "Cymraeg", "ltr", "cy_GB"),
    "pl": Language("pl", "Polski", "ltr", "pl"),
    "ro": Language("ro", "Română", "ltr", "ro"),
    "ur": Language("ur", "اردو", "rtl", "ur"),
    "ar": Language("ar", "العربية", "rtl", "ar"),
    "bn": Language("bn", "বাংলা", "ltr", "bn"),
    "pa": Language("pa", "ਪੰਜਾਬੀ", "ltr", "pa_Guru"),
}
SPOKEN = tuple(LANGUAGES)  # what people read; the made-up two are for us
PSEUDO: dict[str, Language] = {
    "en-XA": Language("en-XA", "[Ëñĝļîšĥ ẋẋ]", "ltr", "en_GB"),
    "ar-XB": Language("ar-XB", "‮Arabish‬", "rtl", "ar"),
}


def offer_pseudo_languages() -> None:
    """Add the two made-up languages that show untranslated text and mirrored layout."""
    LANGUAGES.update(PSEUDO)


def direction(tag: str) -> str:
    """`ltr` or `rtl`."""
    return LANGUAGES[tag].dir


def languages() -> list[Language]:
    """Every language on offer, English first."""
    return list(LANGUAGES.values())


@cache
def catalogue(tag: str) -> _gettext.NullTranslations:
    """The sentences of one language; English stands in where a sentence is missing."""
    if tag in PSEUDO:
        return _Pseudo(tag)
    file = site() / "locales" / tag / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return _gettext.NullTranslations()
    with file.open("rb") as source:
        read = read_po(source, locale=LANGUAGES[tag].babel)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def _(sentence: str) -> str:
    """The sentence in the language of the page being made."""
    return catalogue(_tag()).gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this many, in the language of the page being made."""
    return catalogue(_tag()).ngettext(one, many, count)


def n_(sentence: str) -> str:
    """Mark a sentence for translation where it is written; it is translated where it is shown."""
    return sentence


def day(on: date) -> str:
    """Weekday first: `Thursday 5 March 2026`."""
    locale = LANGUAGES[_tag()].babel
    pattern = "EEEE d MMMM y"
    return _latin_digits(format_date(on, pattern, locale=Locale.parse(locale)))


def clock_time(at: time) -> str:
    """`2:30pm`, in Latin digits in every language."""
    hour = at.hour % 12 or 12
    return f"{hour}{f':{at.minute:02}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime) -> str:
    """`Thursday 5 March 2026, 2:30pm`, as a clock on a wall in the UK shows it."""
    local = at.astimezone(UK)
    return f"{day(local.date())}{comma(_tag())} {clock_time(local.time())}"


def comma(tag: str) -> str:
    """The comma of a language; Urdu and Arabic turn it round."""
    return "،" if tag in {"ur", "ar"} else ","


def _tag() -> str:
    from server.core.asking import asking  # asking reads LANGUAGES, so this one import waits

    return asking().locale


def _latin_digits(text: str) -> str:
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


class _Pseudo(_gettext.NullTranslations):
    """Accented and a third longer, or wrapped to read from the right: shows what was never wrapped."""

    accents = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag

    def gettext(self, message: str) -> str:
        if not message:
            return message
        if self.tag == "ar-XB":
            return f"‮{message}‬"
        kept = _outside_placeholders(message, lambda text: text.translate(self.accents))
        return f"[{kept}{' ẋẋẋ' * (len(message) // 10 + 1)}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _outside_placeholders(message: str, change: object) -> str:
    import re

    assert callable(change)
    parts = re.split(r"(%\(\w+\)[sd]|<[^>]+>|&\w+;)", message)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))
