"""The plain sentence behind each reason: kind, and never more than the reader may know."""

from server.core.i18n import _, n_
from server.families.facts import Reason

SENTENCES: dict[Reason, str] = {
    Reason.YES: n_("You can do this."),
    Reason.NOT_HERE: n_("We could not find that page."),
    Reason.WAITING: n_("You are nearly in. The person who invited you needs to say that it is really you."),
    Reason.NOT_YOUR_PART: n_(
        "Somebody else at the table does this part. If you want it done, ask the coordinator."
    ),
    Reason.NOT_YOURS: n_(
        "Only the people this belongs to can change it. If something is wrong, tell the coordinator."
    ),
    Reason.NOT_YET_OR_NO_LONGER: n_("This cannot be done at this point of the meeting."),
    Reason.FAMILY_TIME: n_("The family is having its own time. This can be done when they are back."),
    Reason.CLOSED: n_("This meeting is finished, so nothing new can be added to it."),
    Reason.USED: n_(
        "These words have already been used at the meeting. The coordinator can tell you how, and what you can do now."
    ),
    Reason.TAKEN_BACK: n_("This was taken back."),
    Reason.ONLY_LOOKING: n_(
        "You are looking at this page as somebody else sees it. Nothing can be changed from here."
    ),
}


def sentence(reason: Reason) -> str:
    """The sentence for a reason, in the language of the page being made."""
    return _(SENTENCES[reason])
