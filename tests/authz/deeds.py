"""What every form of the house does, in the words of the matrix. A form that is not here stops the tests."""

from server.families.facts import Action, Kind

Deed = tuple[Kind, Action]
MEETING, LIST, INFORMATION = Kind.MEETING_BASICS, Kind.WHO_IS_COMING, Kind.INFORMATION
POINT, ANSWER, FLAG, QUIET = Kind.PREPARATION, Kind.CHILD_ANSWER, Kind.FLAG, Kind.QUIET_WORD
OWN_TIME, PROPOSAL, PLAN = Kind.FAMILY_TIME, Kind.PROPOSAL, Kind.PLAN
NEWS, SETTING = Kind.PROGRESS, Kind.SAFETY_SETTING
CREATE, CHANGE, SHARE, TAKE_BACK = Action.CREATE, Action.CHANGE, Action.SHARE, Action.TAKE_BACK

# Under /families/{family_id}/meetings/{meeting_id}
IN_A_MEETING: dict[str, tuple[Deed, ...]] = {
    "/when/{detail_id}": ((MEETING, CHANGE),),
    "/versions": ((MEETING, CHANGE),),
    "/family-time": ((MEETING, CHANGE),),
    "/afterwards": ((MEETING, CHANGE),),
    "/people/new": ((LIST, CREATE), (MEETING, SHARE)),
    "/people/{line_id}/coming": ((LIST, SHARE),),
    "/people/{line_id}/off": ((LIST, TAKE_BACK), (MEETING, SHARE)),
    "/not-invited": ((SETTING, CREATE),),
    "/not-invited/{wish_id}/lift": ((SETTING, TAKE_BACK),),
    "/agenda": ((POINT, CREATE),),
    "/agenda/{point_id}": ((POINT, CHANGE), (POINT, SHARE)),
    "/agenda/{point_id}/move": ((POINT, CHANGE),),
    "/agenda/{point_id}/back": ((POINT, TAKE_BACK),),
    "/shared/new": ((INFORMATION, CREATE),),
    "/shared/share": ((INFORMATION, SHARE),),
    "/shared/{information_id}": ((INFORMATION, CHANGE),),
    "/shared/{information_id}/back": ((INFORMATION, TAKE_BACK),),
    "/quiet": ((QUIET, CREATE),),
    "/signal": ((QUIET, CREATE),),
    "/private-time/call": ((QUIET, CREATE),),
    "/private-time/notes": ((OWN_TIME, CREATE),),
    "/private-time/notes/{note_id}/back": ((OWN_TIME, TAKE_BACK),),
    "/private-time/notes/{note_id}/keep": ((POINT, CREATE),),
    "/private-time/draft": ((OWN_TIME, CREATE), (OWN_TIME, CHANGE)),
    "/private-time/show": ((PROPOSAL, CREATE),),
    "/plan": ((PLAN, CREATE),),
}
# Under /families/{family_id}
IN_A_FAMILY: dict[str, tuple[Deed, ...]] = {
    "/meetings/new": ((MEETING, CREATE),),
    "/hides": ((SETTING, CREATE),),
    "/hides/{hide_id}/lift": ((SETTING, TAKE_BACK),),
    "/mine/before": ((ANSWER, CREATE),),
    "/mine/questions/{number}": ((ANSWER, CREATE), (ANSWER, CHANGE)),
    "/mine/questions/{number}/keep": ((ANSWER, CREATE), (ANSWER, CHANGE)),
    "/mine/questions/{number}/who": ((ANSWER, SHARE),),
    "/mine/questions/{number}/all-but": ((ANSWER, SHARE),),
    "/mine/send": ((ANSWER, SHARE),),
    "/mine/sent/{answer_id}/back": ((ANSWER, TAKE_BACK),),
    "/mine/talk": ((FLAG, CREATE),),
    "/mine/talk/one-tap": ((FLAG, CREATE),),
    "/plans/{plan_id}/goals": ((PLAN, CREATE),),
    "/goals/{goal_id}/tasks": ((PLAN, CREATE),),
    "/tasks/{task_id}/change": ((PLAN, CHANGE),),
    "/tasks/{task_id}/take-out": ((PLAN, TAKE_BACK),),
    "/tasks/{task_id}/done": ((NEWS, CREATE),),
    "/tasks/{task_id}/undo": ((NEWS, CREATE),),
    "/tasks/{task_id}/help": ((NEWS, CREATE),),
    "/tasks/{task_id}/not-yet": ((NEWS, CREATE),),
    "/tasks/{task_id}/hand": ((NEWS, CREATE),),
    "/tasks/{task_id}/well": ((NEWS, CREATE),),
    "/tasks/{task_id}/ask": ((NEWS, CREATE),),
    "/tasks/{task_id}/swap": ((NEWS, CREATE),),
    "/tasks/{task_id}/swap/answer": ((NEWS, CREATE),),
    "/tasks/{task_id}/said/{update_id}/take-back": ((NEWS, TAKE_BACK),),
}
# What is done beside the things of the matrix, each with what it is.
BESIDE: dict[str, str] = {
    "/families/new": "lays a new table",
    "/families/{family_id}/sides": "sets up a side",
    "/families/{family_id}/sides/seats": "says which side somebody comes with",
    "/families/{family_id}/seats/new": "sets a place",
    "/families/{family_id}/seats/{seat_id}/confirm": "the held door",
    "/families/{family_id}/invitations/new": "makes a way in",
    "/families/{family_id}/invitations/{seat_id}": "makes a way in",
    "/families/{family_id}/invitations/{seat_id}/cancel": "takes a way in back",
    "/families/{family_id}/meetings/{meeting_id}/steps/{name}": "brings the meeting on",
    "/families/{family_id}/meetings/{meeting_id}/quiet/{word_id}/seen": "says that it was seen",
    "/families/{family_id}/meetings/{meeting_id}/private-time/pen": "hands the pen over",
    "/families/{family_id}/meetings/{meeting_id}/private-time/beside-me": "lets a helper stay",
    "/families/{family_id}/plans/{plan_id}/agree": "somebody's own yes",
    "/families/{family_id}/mine/close": "closes the phone",
    "/families/{family_id}/mine/happened/{happened_id}": "answers who told the child what happened",
    "/families/{family_id}/voices/for/{child_id}": "lets a child have their say",
    "/families/{family_id}/voices/{voice_id}/answers/{answer_id}/used": "records that it was used",
    "/families/{family_id}/voices/{voice_id}/answers/{answer_id}/happened": "tells the child what happened",
    "/families/{family_id}/voices/{voice_id}/answers/{answer_id}/passed-on": "the exception the child was told of",
    "/families/{family_id}/asks/{flag_id}": "tells the child who comes",
    "/families/{family_id}/tasks/{task_id}/reminder": "somebody's own reminder",
}
# One's own phones, keys, language and reminders, and the doors of the house.
OWN_OR_DOORS = (
    "/me/", "/reminders/", "/passkeys/", "/join/", "/leave", "/lock", "/open", "/sign-out", "/sign-out-everywhere",
    "/search", "/clear",
)  # fmt: skip


def deeds() -> dict[str, tuple[Deed, ...]]:
    """Path of a form → what it does to which kind of thing; nothing for those beside the matrix."""
    meeting = "/families/{family_id}/meetings/{meeting_id}"
    return {
        **{meeting + path: done for path, done in IN_A_MEETING.items()},
        **{"/families/{family_id}" + path: done for path, done in IN_A_FAMILY.items()},
        **dict.fromkeys(BESIDE, ()),
    }
