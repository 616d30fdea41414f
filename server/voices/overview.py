"""Everything a child said, sorted for a last look: what goes to whom, what stays, what was skipped."""

from dataclasses import dataclass

from server.families.models import Seat
from server.voices.models import Draft
from server.voices.questions import QUESTIONS, Question
from server.voices.saying import Saying
from server.voices.shared import SharedAnswer


@dataclass
class Going:
    """One answer on its way: exactly these words, to exactly these people."""

    question: Question
    draft: Draft
    readers: list[Seat]


@dataclass
class Overview:
    """`look` is the mark that Send must bring back; `coming_back` was sent before and will be nobody's after Send."""

    look: str
    going: list[Going]
    just_me: list[tuple[Question, Draft]]
    coming_back: list[Question]
    used: list[SharedAnswer]
    skipped: list[Question]

    @classmethod
    def of(cls, saying: Saying) -> "Overview":
        """As the say stands now."""
        answered = [Going(question, draft, saying.hearers_of(draft)) for question, draft in saying.answered()]
        going = [one for one in answered if one.readers]
        leaving = {one.question.id for one in going}
        said = {one.question.id for one in answered}
        return cls(
            look=saying.look(),
            going=going,
            just_me=[(one.question, one.draft) for one in answered if not one.readers],
            coming_back=[q for q in QUESTIONS if _is_coming_back(saying, q) and q.id not in leaving],
            used=[saying.sent[q.id] for q in QUESTIONS if saying.is_used(q)],
            skipped=[q for q in QUESTIONS if q.id not in said and not saying.is_used(q)],
        )

    @property
    def is_anything_sent(self) -> bool:
        """Whether Send would change anything for anybody."""
        return bool(self.going or self.coming_back)


def _is_coming_back(saying: Saying, question: Question) -> bool:
    sent = saying.sent.get(question.id)
    return sent is not None and sent.is_out and not sent.is_used
