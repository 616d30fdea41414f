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
    """One question on one page. `pick`: pictures to tap; `write`: a place for own words.

    `place`: one of the three places, to be visited in any order. `for_few`: is never offered to everyone.
    `is_about_me`: nothing can be done with it, so nobody has to say what happened.
    """

    id: str
    asks: str
    why: str = ""
    pick: Literal["none", "one", "many"] = "none"
    choices: tuple[Choice, ...] = ()
    write: str = ""
    is_long: bool = True
    place: str = ""
    for_few: bool = False
    is_about_me: bool = False

    @property
    def number(self) -> int:
        """From 1, as the child counts."""
        return QUESTIONS.index(self) + 1

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
        why=n_("So we know if someone helped you. On your own is fine."),
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
        is_long=False,
        is_about_me=True,
    ),
    Question(
        "called",
        n_("What do you want to be called?"),
        why=n_("Your name, or a name you like."),
        write=n_("Call me"),
        is_long=False,
        is_about_me=True,
    ),
    Question(
        "feel",
        n_("How do you feel about the meeting?"),
        why=n_("Pick as many as you like. No answer is wrong."),
        pick="many",
        choices=FEELINGS,
        write=n_("Or use your own word"),
        is_long=False,
    ),
    Question(
        "good",
        n_("What are the good things?"),
        why=n_("At home, at school, or anywhere."),
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
        place="good",
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
        place="worry",
    ),
    Question(
        "wishes",
        n_("What would make things better?"),
        why=n_("Big wishes and small ones all count."),
        pick="many",
        choices=(
            Choice("more-time", n_("More time together"), "family"),
            Choice("calm-home", n_("A calm home"), "calm"),
            Choice("help-school", n_("Help with school"), "room"),
            Choice("more-play", n_("More fun"), "good"),
            Choice("someone-to-talk", n_("Someone to talk to"), "speaks"),
        ),
        write=n_("My wish is"),
        place="wish",
    ),
    Question(
        "people",
        n_("Who matters most to you?"),
        why=n_("Write their names. Pets count too."),
        write=n_("They are"),
    ),
    Question(
        "come",
        n_("Who would you like at the meeting?"),
        why=n_("People you want there."),
        write=n_("I would like"),
    ),
    Question(
        "hard",
        n_("Is it hard to be with anyone there?"),
        why=n_("Then we can plan for it. You can say no."),
        write=n_("It would be hard with"),
        for_few=True,
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
PLACES = tuple(question for question in QUESTIONS if question.place)


def after(question: Question, visited: set[str]) -> Question | None:
    """What follows: the places not visited yet in their order, then the next question; None after the last.

    None as well before the first place: there the child picks where to start.
    """
    places = [place for place in PLACES if place.id not in visited | {question.id}]
    if question.place:
        return places[0] if places else QUESTIONS[PLACES[-1].number]
    following = QUESTIONS[question.number :]
    return following[0] if following and not following[0].place else None


def before(question: Question) -> Question | None:
    """What came before in the usual order, or None at the first."""
    return QUESTIONS[question.number - 2] if question.number > 1 else None
