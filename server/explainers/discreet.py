"""Words that must not stand in an address, a tab or a file name: somebody else may be looking."""

import re

TELLING: dict[str, re.Pattern[str]] = {
    "en": re.compile(
        r"social|\bcare\b|protect|conference|court|council|abuse|worr|safeguard|violen|police", re.I
    ),
    "cy": re.compile(
        r"cymdeithasol|ofal\b|amddiffyn|gynhadledd|cynhadledd|\bllys|cyngor|gam-drin|cam-drin|trais|heddlu|pryder",
        re.I,
    ),
    "ur": re.compile(r"سوشل|سماجی|نگہداشت|تحفظ|کانفرنس|عدالت|کونسل|زیادتی|بدسلوکی|تشدد|پولیس|فکر"),
}


def telling_words(text: str, lang: str) -> list[str]:
    """The words in an address or tab that would give a family away."""
    languages = {"en", lang} & TELLING.keys()
    return [found for each in sorted(languages) for found in TELLING[each].findall(text)]
