"""The kinds of meeting as settings, not code: what each is called, who decides, and how the day goes."""

from dataclasses import dataclass

from server.core.i18n import _, n_

Nation = str
DayStep = tuple[str, str, str]  # title, a few words, the explainer that tells more


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """One kind of meeting, in words that are translated where they are shown."""

    called: str
    official: dict[Nation, str]
    must_you_come: str
    who_runs_it: str
    who_decides: str
    output: dict[Nation, str]
    follow_up: str
    explainer: str
    day: tuple[DayStep, ...]
    always_private_time: bool = False
    private_time_called: str = n_("Family break")


ARRIVE = (n_("Arrive and settle in"), n_("Somebody meets you at the door."), "the-meeting-for-you")
HELLO = (n_("Hello"), n_("Everyone says who they are and why they came."), "who-will-be-there")
FAMILY_FIRST = (n_("Your family’s turn"), n_("You say what you want to talk about. You go first."), "")
STRENGTHS = (n_("What is going well"), n_("The good things come before the worries."), "")
WORRIES = (n_("What people are worried about"), n_("Said plainly, so that nobody has to guess."), "")
PRIVATE = (
    n_("Time for your family alone"),
    n_("The workers leave the room. There is no clock."),
    "private-family-time",
)
BREAK = (
    n_("A break for your family, if you want one"),
    n_("You can ask for it at any time."),
    "private-family-time",
)
PLAN = (n_("The plan"), n_("Who does what, by when. Services too."), "")
DECIDE = (
    n_("What is decided"),
    n_("The people who decide say what, and why. Your view stands beside it."),
    "",
)
AGREE = (n_("Do we agree?"), n_("Each person says yes, or “I am not sure”. Silence is not a yes."), "")

KINDS: dict[str, MeetingKind] = {
    "fgc": MeetingKind(
        called=n_("Family meeting"),
        official={
            "england": n_("The full name is family group conference, or family group decision-making meeting."),
            "wales": n_("The full name is family group conference."),
        },
        must_you_come=n_("You choose. Nobody has to come. Ask what will happen if you say no."),
        who_runs_it=n_("The coordinator plans it with you. The coordinator does not decide anything."),
        who_decides=n_("Your family makes the plan. It is agreed unless it would not be safe."),
        output={"england": n_("A family plan"), "wales": n_("A family plan")},
        follow_up=n_("You look at the plan together again, usually within three months."),
        explainer="family-group-meeting",
        always_private_time=True,
        private_time_called=n_("Private family time"),
        day=(ARRIVE, HELLO, FAMILY_FIRST, STRENGTHS, WORRIES, PRIVATE, PLAN, AGREE),
    ),
    "cpc": MeetingKind(
        called=n_("Meeting with the chair"),
        official={
            "england": n_("The full name is child protection conference."),
            "wales": n_("The full name is child protection conference."),
        },
        must_you_come=n_(
            "You are invited. It goes ahead if you are not there, so tell us how your views can still be heard."
        ),
        who_runs_it=n_("The chair runs it, and meets you before it begins."),
        who_decides=n_("The people who work with children decide. You help to shape it, and your view is written down."),
        output={
            "england": n_("An outline child protection plan, if one is needed"),
            "wales": n_("An outline care and support protection plan, if one is needed"),
        },
        follow_up=n_("A smaller group meets soon after. You all look at it again after three months."),
        explainer="what-this-meeting-is-for",
        day=(ARRIVE, HELLO, FAMILY_FIRST, STRENGTHS, WORRIES, BREAK, DECIDE, PLAN),
    ),
    "cin": MeetingKind(
        called=n_("Support meeting"),
        official={
            "england": n_("The full name is child-in-need meeting."),
            "wales": "",
        },
        must_you_come=n_("It happens because you agree to it. You can say no."),
        who_runs_it=n_("Usually the social worker."),
        who_decides=n_("You and the people who help you decide together."),
        output={"england": n_("A child-in-need plan"), "wales": n_("A plan for care and support")},
        follow_up=n_("You choose together when to look at the plan again."),
        explainer="what-this-meeting-is-for",
        day=(ARRIVE, HELLO, FAMILY_FIRST, STRENGTHS, WORRIES, BREAK, PLAN, AGREE),
    ),
}  # fmt: skip


def about(kind: MeetingKind, nation: Nation) -> list[tuple[str, str]]:
    """(question, answer): what this kind of meeting is, in the reader's language."""
    return [
        (_("Must you come?"), _(kind.must_you_come)),
        (_("Who runs it?"), _(kind.who_runs_it)),
        (_("Who decides?"), _(kind.who_decides)),
        (_("What comes out of it?"), _(kind.output[nation])),
        (_("And then?"), _(kind.follow_up)),
    ]


def day_steps(kind: MeetingKind, locale: str, *, has_break: bool) -> list[DayStep]:
    """How the day goes: (title, words, address of the explainer). The family's turn comes before any report (COL-D2)."""
    steps = [step for step in kind.day if step != BREAK or has_break]
    return [(_(title), _(words), f"/{locale}/{more}" if more else "") for title, words, more in steps]
