"""`make words`: gather every sentence of the house into locales/<language>/LC_MESSAGES/messages.po.

What was translated stays; what is new is empty; what is no longer said is dropped. Nothing is marked as checked.
"""

import io
import sys
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from server.core.i18n import LANGUAGES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
KEYWORDS = {"_": None, "gettext": None, "n_": None, "ngettext": (1, 2)}
SOURCES = (
    ("server", [("**.py", "python")]),
    ("web", [("pages/**.html", "jinja2"), ("parts/**.html", "jinja2"), ("frame.html", "jinja2")]),
)
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.do", "silent": "false"}
NOT_SAID = (
    b'"Project-Id-Version', b'"Report-Msgid', b'"POT-Creation', b'"PO-Revision', b'"Last-Translator',
    b'"Language-Team', b'"Generated-By',
)  # fmt: skip
HEADER = """# The words of the house in this language.
# Translated by a computer. No one has checked them.
"""


def said() -> Catalog:
    """Every sentence of the server and the pages, with where it stands."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES:
        options = {pattern: JINJA for pattern, method in methods if method == "jinja2"}
        for name, line, message, comments, context in extract_from_dir(
            ROOT / folder, methods, options, KEYWORDS, comment_tags=("i18n:",)
        ):
            found.add(
                message, locations=[(f"{folder}/{name}", line)], auto_comments=comments, context=context
            )
    return found


def file_of(tag: str) -> Path:
    """Where a language's catalogue lies."""
    return HERE / tag / "LC_MESSAGES" / "messages.po"


def plural_header(tag: str) -> tuple[int, str]:
    """How many forms a language has and how to choose one, from CLDR; Babel's own table is wrong for some."""
    rule = to_gettext(Locale.parse(LANGUAGES[tag].babel).plural_form)
    count, _, expression = rule.partition(";")
    return int(count.removeprefix("nplurals=")), expression.strip().removeprefix("plural=").rstrip(";")


def gathered(tag: str, template: Catalog) -> Catalog:
    """A language's catalogue brought up to what is said now."""
    catalogue = Catalog(locale=LANGUAGES[tag].babel, charset="utf-8", header_comment=HEADER, fuzzy=False)
    catalogue._num_plurals, catalogue._plural_expr = plural_header(tag)
    kept = {}
    if file_of(tag).exists():
        with file_of(tag).open("rb") as file:
            kept = {message.id: message.string for message in read_po(file, locale=LANGUAGES[tag].babel)}
    for message in template:
        if message.id:
            string = kept.get(message.id) or (
                "" if isinstance(message.id, str) else ("",) * catalogue.num_plurals
            )
            catalogue.add(
                message.id,
                string,
                flags=message.flags,
                locations=sorted({(place, 0) for place, _ in message.locations}),
            )
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """The file: sorted, and without the header lines that only say when and by whom."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, include_lineno=False)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(NOT_SAID))


def main() -> int:
    """Write every language's catalogue; say how much of it is translated."""
    template = said()
    for tag in (tag for tag in LANGUAGES if tag != "en"):
        catalogue = gathered(tag, template)
        file_of(tag).parent.mkdir(parents=True, exist_ok=True)
        file_of(tag).write_bytes(as_text(catalogue))
        empty = [
            m.id
            for m in catalogue
            if m.id and not all(m.string if isinstance(m.string, tuple) else [m.string])
        ]
        print(f"{LANGUAGES[tag].name}: {len(catalogue) - len(empty)} of {len(catalogue)} translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
