"""`content stamp`: write into a file that its words now belong to the English as it stands."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from server.core import clock
from server.core.i18n import UK
from server.explainers.blocks import Unreadable, fingerprint
from server.explainers.pieces import SOURCE, Original, Piece, Translation


def stamp(piece: Piece, locale: str, block: str | None = None) -> None:
    """Stamp one block, or the whole piece where none is named. Raises Unreadable for what is not there."""
    if locale == SOURCE:
        _stamp_original(piece.original, clock.now().astimezone(UK).date())
        return
    translation = piece.translations.get(locale)
    if translation is None:
        raise Unreadable(f"{piece.id} is not there in {locale!r} yet")
    _stamp_translation(piece.original, translation, [block] if block else list(translation.blocks))
    if not block:
        _write(translation.file, r"^src: .*$", f'src: "{fingerprint(piece.original.head.words)}"')


def _stamp_original(original: Original, today: date) -> None:
    _write(original.file, r"^stamp: .*$", f'stamp: "{original.fingerprint}"')
    _write(original.file, r"^changed_on: .*$", f"changed_on: {today}")


def _stamp_translation(original: Original, translation: Translation, names: Iterable[str]) -> None:
    english = {block.name: block.fingerprint for block in original.blocks}
    for name in names:
        if name not in english or name not in translation.blocks:
            raise Unreadable(f"there is no {{#{name}}} in both {translation.file} and the English")
        mark = rf"^\{{#{re.escape(name)}(?: src=[0-9a-f]+)?\}}$"
        _write(translation.file, mark, f"{{#{name} src={english[name]}}}")


def _write(file: Path, pattern: str, line: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, lambda _: line, text, count=1, flags=re.M), encoding="utf-8")
