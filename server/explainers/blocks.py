"""A content file cut into blocks: one heading, paragraph or list each, with a name and a fingerprint."""

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KINDS = {"heading_open", "paragraph_open", "bullet_list_open", "ordered_list_open"}


class Unreadable(ValueError):
    """A content file that breaks the format; the sentence says where."""


@dataclass(frozen=True)
class Block:
    """One block: its name, its Markdown, the fingerprint it was translated from, and whether it is critical."""

    name: str
    kind: str
    text: str
    src: str | None
    critical: bool
    tokens: "Sequence[Token]" = field(repr=False, compare=False)

    @property
    def fingerprint(self) -> str:
        """First 8 hex digits of SHA-256 of the words, blind to spacing and to how letters are composed."""
        return fingerprint(self.text)

    @property
    def targets(self) -> list[str]:
        """Where the links in this block lead, in order."""
        inline = (child for token in self.tokens for child in token.children or ())
        return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]


def fingerprint(text: str) -> str:
    """8 hex digits that change when the words change, not when the lines are broken elsewhere."""
    settled = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(settled.encode()).hexdigest()[:8]


def read_blocks(text: str) -> list[Block]:
    """The blocks of a text, in order. Raises Unreadable for a block without a name or of another kind."""
    lines = text.splitlines()
    blocks = [_block(tokens, lines) for tokens in _top_level(markdown().parse(text))]
    names = [block.name for block in blocks]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Unreadable(f"the name {min(twice)!r} is used twice")
    return blocks


@cache
def markdown() -> "MarkdownIt":
    """What reads and writes Markdown here; loaded with the first page, so that the start need not wait for it."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.attrs import attrs_block_plugin

    return MarkdownIt("commonmark", {"html": False}).use(attrs_block_plugin, allowed=["id", "src", "class"])


def _top_level(tokens: "Sequence[Token]") -> "Iterator[list[Token]]":
    group = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _block(tokens: "list[Token]", lines: list[str]) -> Block:
    first = tokens[0]
    start, end = first.map or (0, 0)
    text = "\n".join(lines[start:end]).strip()
    attrs = first.attrs
    if first.type not in KINDS:
        raise Unreadable(f"only headings, paragraphs and lists are understood, not {text[:40]!r}")
    if "id" not in attrs:
        raise Unreadable(f"no {{#name}} above {text[:40]!r}")
    if attrs.get("class", "critical") != "critical":
        raise Unreadable(f"the only class is .critical, not .{attrs['class']}")
    src = str(attrs["src"]) if "src" in attrs else None
    first.attrs = {}
    return Block(str(attrs["id"]), first.tag, text, src, "class" in attrs, tokens)
