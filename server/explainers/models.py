"""What is kept of reading: how often a page was called clear or not, and nothing about who said it."""

from typing import ClassVar, Self

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, select

from server.core.db import CLUSTERED


class Clear(SQLModel, table=True):
    """One count: this answer to "was this clear?", on one page in one language."""

    __tablename__ = "clear"
    __table_args__ = (CLUSTERED,)
    classified: ClassVar[dict[str, str]] = {
        "page": "id: of the piece, the same for everybody",
        "language": "setting: the language it was read in",
        "answer": "state: yes, partly or no",
        "count": "state: how often; nobody's name, time or address is kept",
    }
    page: str = Field(primary_key=True, max_length=60)
    language: str = Field(primary_key=True, max_length=10)
    answer: str = Field(primary_key=True, max_length=10)
    count: int = 0

    @classmethod
    def said(cls, db: Session, page: str, language: str, answer: str) -> Self:
        """One more answer."""
        found = db.get(cls, (page, language, answer), with_for_update=True)
        found = found or cls._begin(db, page, language, answer)
        found.count += 1
        db.flush()
        return found

    @classmethod
    def _begin(cls, db: Session, *which: str) -> Self:
        page, language, answer = which
        try:
            with db.begin_nested():
                db.add(cls(page=page, language=language, answer=answer))
        except IntegrityError:
            pass  # two first answers at the same moment: both count on the row that won
        return db.get_one(cls, which, with_for_update=True)

    @classmethod
    def every(cls, db: Session) -> list[Self]:
        """Every count there is."""
        return list(db.exec(select(cls).order_by(cls.page, cls.language, cls.answer)))
