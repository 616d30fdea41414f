"""The twelve questions of "What I think", for children aged 8 to 12. Marked here, translated where they are shown.

None asks what somebody did. Every one may be skipped.
"""

from dataclasses import dataclass
from typing import Literal

from server.core.i18n import n_


@dataclass(frozen=True)
class Choice:
    """One picture to tap: what is kept, what it says, which drawing stands beside it."""

    value: str
    words: str
    picture: str


@dataclass(frozen=True)
class Question:
    """One question on one page. `pick`: pictures to tap; `write`: a place for own words."""

    id: str
    asks: str
    why: str = ""
    pick: Literal["none", "one", "many"] = "none"
    choices: tuple[Choice, ...] = ()
    write: str = ""
    faces: bool = False
    kept_quiet: bool = False

    @property
    def values(self) -> set[str]:
        return {choice.value for choice in self.choices}


FEELINGS = (
    Choice("happy", n_("Happy"), "happy"),
    Choice("calm", n_("Calm"), "calm"),
    Choice("hopeful", n_("Hopeful"), "hopeful"),
    Choice("worried", n_("Worried"), "worried"),
    Choice("sad", n_("Sad"), "sad"),
    Choice("cross", n_("Cross"), "cross"),
    Choice("scared", n_("Scared"), "scared"),
    Choice("shy", n_("Shy"), "shy"),
    Choice("tired", n_("Tired"), "tired"),
    Choice("mixed-up", n_("Mixed up"), "mixed-up"),
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "with",
        n_("Who is with you now?"),
        why=n_("So we know if somebody helped you. You can be on your own."),
        pick="many",
        choices=(
            Choice("alone", n_("I am on my own"), "me"),
            Choice("mum", n_("Mum"), "family"),
            Choice("dad", n_("Dad"), "family"),
            Choice("grandparent", n_("Grandparent"), "older"),
            Choice("teacher", n_("Teacher"), "worker"),
            Choice("social-worker", n_("Social worker"), "worker"),
            Choice("someone", n_("Someone else"), "with-you"),
        ),
        write=n_("Their name, if you like"),
    ),
    Question(
        "called",
        n_("What do you want to be called?"),
        why=n_("Your name, or a name you like."),
        write=n_("Call me"),
    ),
    Question(
        "feel",
        n_("How do you feel about the meeting?"),
        why=n_("Pick as many as you like. There is no wrong answer."),
        pick="many",
        choices=FEELINGS,
        faces=True,
        write=n_("Or use your own word"),
    ),
    Question(
        "good",
        n_("What are the good things?"),
        why=n_("Good things at home, at school, or anywhere."),
        pick="many",
        choices=(
            Choice("people", n_("People I love"), "family"),
            Choice("pets", n_("Pets"), "heart"),
            Choice("play", n_("Playing"), "good"),
            Choice("food", n_("Food I like"), "snack"),
            Choice("school", n_("School"), "room"),
            Choice("friends", n_("Friends"), "with-you"),
            Choice("bedtime", n_("Bedtime"), "calm"),
            Choice("garden", n_("Being outside"), "path"),
        ),
        write=n_("Tell us about the good things"),
    ),
    Question(
        "worries",
        n_("Is anything worrying you?"),
        why=n_("You can say no. You can say not now."),
        pick="one",
        choices=(
            Choice("none", n_("No worries"), "calm"),
            Choice("not-now", n_("I don’t want to say now"), "later"),
        ),
        write=n_("Tell us about your worries"),
    ),
    Question(
        "wishes",
        n_("What would make things better?"),
        why=n_("Big wishes and small ones all count."),
        pick="many",
        choices=(
            Choice("more-time", n_("More time together"), "family"),
            Choice("less-shouting", n_("Less shouting"), "calm"),
            Choice("help-school", n_("Help with school"), "room"),
            Choice("more-play", n_("More fun"), "good"),
            Choice("someone-to-talk", n_("Someone to talk to"), "speaks"),
        ),
        write=n_("My wish is"),
    ),
    Question(
        "people",
        n_("Who are the important people for you?"),
        why=n_("Write their names. You can say who they are, like “Nan”."),
        write=n_("My important people"),
    ),
    Question(
        "come",
        n_("Who would you like at the meeting?"),
        why=n_("People you want there."),
        write=n_("I would like"),
    ),
    Question(
        "hard",
        n_("Is there anyone you would find it hard to be with there?"),
        why=n_("Only the people running the meeting need to know this. You choose."),
        write=n_("It would be hard with"),
        kept_quiet=True,
    ),
    Question(
        "know",
        n_("What do you want the grown-ups to know?"),
        why=n_("Things to stop. Things to keep doing. Anything."),
        write=n_("I want them to know"),
    ),
    Question(
        "part",
        n_("How do you want to take part?"),
        why=n_("You can change your mind later."),
        pick="many",
        choices=(
            Choice("room", n_("Be in the room"), "room"),
            Choice("some", n_("Be there for part of it"), "door"),
            Choice("online", n_("Join on a screen"), "screen"),
            Choice("send", n_("Send what I wrote here"), "letter"),
            Choice("someone", n_("Someone speaks for me"), "speaks"),
            Choice("not-sure", n_("I’m not sure yet"), "mixed-up"),
            Choice("break", n_("I would like a break card"), "break"),
            Choice("see-room", n_("See the room first"), "room"),
            Choice("snack", n_("Have a snack"), "snack"),
        ),
        write=n_("What else would help?"),
    ),
    Question(
        "ask",
        n_("Do you have any questions?"),
        why=n_("Write them here. Someone will find an answer."),
        write=n_("I want to ask"),
    ),
)

BY_ID = {question.id: question for question in QUESTIONS}


def after(question_id: str) -> str | None:
    """The question that follows, or None after the last."""
    ids = [question.id for question in QUESTIONS]
    return next(iter(ids[ids.index(question_id) + 1 :]), None)


def before(question_id: str) -> str | None:
    """The question that came before, or None at the first."""
    ids = [question.id for question in QUESTIONS]
    return ids[ids.index(question_id) - 1] if question_id != ids[0] else None
