"""The front matter of a content file: what a piece says about itself. An unknown key is refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,40}$")]
Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Line = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]


class Head(BaseModel):
    """What English and every translation share: the words outside the text itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Line
    tab: Line = Field(description="the discreet words in the browser's tab")
    summary: Line

    @property
    def words(self) -> str:
        """The translatable words of the head, one a line."""
        return "\n".join((self.title, self.tab, self.summary))


class LegalCheck(BaseModel):
    """Whether someone who knows the law must read this, and who did, when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    needed: bool
    by: str | None = None
    on: date | None = None


class Audio(BaseModel):
    """A recording of the piece; `hash` is the fingerprint of the words that were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    seconds: int
    bytes: int
    voice: Literal["human", "machine"]
    reader: str | None = None
    hash: Stamp


class SourceHead(Head):
    """Front matter of the English original. `stamp` and `changed_on` are kept by `content stamp`."""

    code: Annotated[str, StringConstraints(pattern=r"^([EKS]\d\d|-)$")]
    kind: Literal["page", "walk"] = "page"
    audience: list[Literal["parent", "network", "child", "staff"]]
    band: Literal["u8", "8-12", "13-17"] | None = None
    stage: Literal["before", "during", "after", "any"]
    doors: list[Literal["before", "today", "after", "children"]] = []
    mechanisms: list[Literal["collaboration", "trust", "participation"]] = []
    meetings: list[Literal["fgc", "cpc", "cin"]] = []
    jurisdiction: list[Literal["england", "wales"]]
    minutes: Annotated[int, Field(ge=1, le=20)]
    order: int
    then: Slug | None = None
    sources: list[str] = []
    legal_check: LegalCheck
    critical: bool = False
    easy_read: str | None = None
    audio: list[Audio] = []
    bsl: str | None = None
    stamp: Stamp
    changed_on: date


class TranslationHead(Head):
    """Front matter of a translation. `src` is the fingerprint of the English head it was made from."""

    lang: str
    src: Stamp
    status: Literal["machine", "draft", "reviewed"]
    translator: str | None = None
    reviewer: str | None = None
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _honest(self) -> "TranslationHead":
        if self.status == "reviewed" and not (self.reviewer and self.reviewed_on):
            raise ValueError("'reviewed' needs the name of the reviewer and the day")
        if self.status == "reviewed" and self.reviewer == self.translator:
            raise ValueError("a translator cannot review their own words")
        if self.status == "machine" and (self.reviewer or self.reviewed_on or self.translator):
            raise ValueError("a translation by a computer has no translator and no reviewer")
        return self
