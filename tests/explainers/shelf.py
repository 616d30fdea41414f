"""A small content folder to spoil and mend: one piece and a glossary, in English and Welsh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.explainers.pieces import Piece, read_library
from server.explainers.stamping import stamp

HEAD = """---
id: {id}
code: "-"
title: {title}
tab: {title}
summary: A short summary.
audience: [parent]
stage: before
doors: [before]
jurisdiction: [england, wales]
minutes: 1
order: {order}
legal_check: {{needed: false}}
stamp: "00000000"
changed_on: 2026-11-02
---

"""
PIECE = """{#key}
- You come first.

{#why}
## Why

{#rights .critical}
You can say no.

{#next-steps}
- Read about [other things](page:second-page).
"""
SECOND = """{#next-steps}
- Go [back](page:first-page), or ask an [advocate](word:advocate).
"""
WELSH = """---
id: first-page
lang: cy
title: Tudalen
tab: Tudalen
summary: Crynodeb byr.
status: machine
src: "00000000"
---

{#key}
- Chi sy'n dod gyntaf.

{#why}
## Pam

{#rights}
Gallwch ddweud na.

{#next-steps}
- Darllenwch am [bethau eraill](page:second-page).
"""
WORDS = "{#advocate}\n**advocate**: someone on your side.\n"


@dataclass(frozen=True)
class Shelf:
    """The folder; `change` edits a file the way a person would."""

    folder: Path

    @property
    def pieces(self) -> Mapping[str, Piece]:
        return read_library(self.folder)

    @property
    def english(self) -> Path:
        return self.folder / "en" / "before" / "first-page.md"

    @property
    def welsh(self) -> Path:
        return self.folder / "cy" / "before" / "first-page.md"

    def change(self, file: Path, before: str, after: str) -> None:
        """Replace words that must be there."""
        text = file.read_text(encoding="utf-8")
        assert before in text
        file.write_text(text.replace(before, after), encoding="utf-8")

    def status(self, status: str, **more: str) -> None:
        """Say how the Welsh was made."""
        lines = "".join(f"\n{key}: {value}" for key, value in more.items())
        self.change(self.welsh, "status: machine", f"status: {status}{lines}")

    def leave_out(self, name: str) -> None:
        """Take a block out of the Welsh."""
        text = self.welsh.read_text(encoding="utf-8")
        self.welsh.write_text(re.sub(rf"\{{#{name}[^}}]*\}}\n.*\n\n?", "", text), encoding="utf-8")


def put_up(folder: Path) -> Shelf:
    """Write the files, with fresh stamps."""
    shelf = Shelf(folder)
    files = {
        shelf.english: HEAD.format(id="first-page", title="First page", order=1) + PIECE,
        shelf.english.with_stem("second-page"): HEAD.format(id="second-page", title="Second page", order=2)
        + SECOND,
        folder / "glossary" / "en.md": HEAD.format(id="words", title="Words", order=9) + WORDS,
        shelf.welsh: WELSH,
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for piece in shelf.pieces.values():
        stamp(piece, "en")
        if "cy" in piece.translations:
            stamp(piece, "cy")
    return shelf
