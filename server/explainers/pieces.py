"""The library: every piece of content, its English original and its translations; heads are read from content/ once,
words when somebody first asks for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from server.core.places import site
from server.explainers.blocks import Block, Unreadable, fingerprint, read_blocks
from server.explainers.heads import Head, SourceHead, TranslationHead

SOURCE = "en"
GLOSSARY, WORDS = "glossary", "words"  # its folder, and its id
AnyHead = TypeVar("AnyHead", bound=Head)


@dataclass(frozen=True)
class Original:
    """The English text: the source of truth."""

    file: Path
    head: SourceHead
    text: str = field(repr=False)

    @cached_property
    def blocks(self) -> list[Block]:
        """The text in blocks, cut when somebody first reads it. Raises Unreadable."""
        return _cut(self.file, self.text)

    @property
    def fingerprint(self) -> str:
        """Of every word in it; compared with the stamp in its head."""
        return fingerprint("\n".join([self.head.words, *(block.text for block in self.blocks)]))


@dataclass(frozen=True)
class Translation:
    """The same piece in another language, block by block."""

    file: Path
    head: TranslationHead
    blocks: dict[str, Block]


class Translations(Mapping[str, Translation]):
    """A piece in other languages, each read when somebody first asks for it. Reading may raise Unreadable."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files
        self._read: dict[str, Translation] = {}

    def __getitem__(self, lang: str) -> Translation:
        if lang not in self._read:
            self._read[lang] = read_translation(self._files[lang])
        return self._read[lang]

    def __contains__(self, lang: object) -> bool:
        return lang in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True)
class Piece:
    """One piece of content in every language it exists in."""

    original: Original
    translations: Mapping[str, Translation] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its name in addresses, the same in every language."""
        return self.original.head.id


def content_folder() -> Path:
    """Where the content lies."""
    return site() / "content"


@cache
def library() -> Mapping[str, Piece]:
    """Every piece by id, in reading order, as it was when first asked for."""
    return read_library(content_folder())


def piece_ids() -> list[str]:
    """The id of every piece; nothing is read for that, as files are called by it."""
    return [WORDS if file.parent.name == GLOSSARY else file.stem for file in _originals(content_folder())]


def read_library(folder: Path) -> dict[str, Piece]:
    """Read the head of every piece below a content folder. Raises Unreadable with the file's name."""
    pieces = [Piece(read_original(file), _translations(folder, file)) for file in _originals(folder)]
    pieces.sort(key=lambda piece: piece.original.head.order)
    return {piece.id: piece for piece in pieces}


def read_original(file: Path) -> Original:
    """An English file. Raises Unreadable."""
    return Original(file, *_read(file, SourceHead))


def read_translation(file: Path) -> Translation:
    """A translated file. Raises Unreadable."""
    head, text = _read(file, TranslationHead)
    return Translation(file, head, {block.name: block for block in _cut(file, text)})


def _read(file: Path, kind: type[AnyHead]) -> tuple[AnyHead, str]:
    import frontmatter  # with the first page, so that the start need not wait for it

    try:
        keys, text = frontmatter.parse(file.read_text(encoding="utf-8"))
        return kind.model_validate(keys), text
    except ValidationError as wrong:
        raise Unreadable(f"{file}: {wrong}") from wrong


def _cut(file: Path, text: str) -> list[Block]:
    try:
        return read_blocks(text)
    except Unreadable as wrong:
        raise Unreadable(f"{file}: {wrong}") from wrong


def _originals(folder: Path) -> Iterator[Path]:
    yield from sorted((folder / SOURCE).glob("*/*.md"))
    yield from sorted((folder / GLOSSARY).glob(f"{SOURCE}.md"))


def _translations(folder: Path, original: Path) -> Translations:
    files = {lang: _counterpart(folder, original, lang) for lang in _languages(folder)}
    return Translations({lang: file for lang, file in files.items() if file.exists()})


def _counterpart(folder: Path, original: Path, lang: str) -> Path:
    if original.parent.name == GLOSSARY:
        return folder / GLOSSARY / f"{lang}.md"
    return folder / lang / original.relative_to(folder / SOURCE)


def _languages(folder: Path) -> list[str]:
    translated = {path.name for path in folder.iterdir() if path.is_dir()} | {
        path.stem for path in (folder / GLOSSARY).glob("*.md")
    }
    return sorted(translated - {SOURCE, GLOSSARY, "forms"})
