"""What a page says about a plan, in the reader's words: rows of jobs, good news, and gentle prompts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from server.core.i18n import _, day, moment, ngettext
from server.families.facts import Action
from server.plans.access import jobs_of
from server.plans.board import Board
from server.plans.jobs import Job
from server.plans.models import Goal, PlanAgreement
from server.plans.updates import Said, Status, Update

GOOD = {Said.DONE, Said.WELL}


@dataclass
class PlanLines:
    """A whole plan as one reader sees it, judged once."""

    board: Board
    jobs: list[Job]

    @classmethod
    def of(cls, board: Board) -> "PlanLines":
        return cls(board, jobs_of(board))

    @property
    def goals(self) -> list[tuple[Goal, list[Job]]]:
        """What we want, each with its jobs."""
        shown = (
            goal for goal in self.board.goals if self.board.may(Action.READ, self.board.goal_facts(goal))
        )
        return [(goal, [job for job in self.jobs if job.task.goal_id == goal.id]) for goal in shown]

    @property
    def going_well(self) -> list[dict[str, str]]:
        """The newest three good things people wrote; nothing if nobody did."""
        said = [update for job in self.jobs for update in job.said]
        good = [u for u in said if u.kind in GOOD and u.note and u.withdrawn_at is None]
        newest = sorted(good, key=lambda update: (update.made_at, update.number), reverse=True)[:3]
        return [
            {
                "words": update.note,
                "who": self.board.called(update.seat_id),
                "when": day(self.board.day_of(update.made_at)),
            }
            for update in newest
        ]

    @property
    def just_done(self) -> Job | None:
        """The job I ticked a moment ago."""
        return next((job for job in self.jobs if job.just_done), None)

    @property
    def too_much_for(self) -> UUID | None:
        """Who holds more than half of what the family has to do: told gently to them, the lead and the coordinator."""
        open_jobs = [job for job in self.jobs if not job.task.is_promise and job.status != Status.DONE]
        held = Counter(seat for job in open_jobs for seat in job.owners).most_common(1)
        if not held or held[0][1] < 2 or held[0][1] * 2 <= len(open_jobs):
            return None
        me = self.board.me
        may_know = me.id == held[0][0] or me.is_family_lead or self.board.i_run_this
        return held[0][0] if may_know else None

    @property
    def could_use_a_hand(self) -> bool:
        """Several jobs need a hand: one prompt to look together, never a list."""
        me = self.board.me
        needing = [job for job in self.jobs if job.status == Status.HAND]
        return len(needing) > 1 and (me.is_family_lead or self.board.i_run_this)

    @property
    def agreeing(self) -> list[tuple[str, str]]:
        """Each person the plan was made with and what they said, as far as I may know. Nothing said stays nothing."""
        board = self.board
        listed = [line for line in board.agreements if board.may(Action.SEE, board.listed_facts(line))]
        return [(board.called(line.seat_id), self._answer(line)) for line in listed]

    def _answer(self, line: PlanAgreement) -> str:
        may_know = self.board.may(Action.READ, self.board.agreement_facts(line))
        return line.answer or "" if may_know else ""


def row(job: Job) -> dict[str, Any]:
    """A job as the list shows it."""
    task, board = job.task, job.board
    home = f"/families/{task.family_id}/tasks/{task.id}"
    done = job.status == Status.DONE
    shown: dict[str, Any] = {
        "id": f"job-{task.id}", "href": home, "what": task.what, "who": [board.called(seat) for seat in job.owners],
        "when": _("By %(day)s") % {"day": day(task.by_on)}, "service": task.is_promise, "note": note(job),
        "state": job.status if job.is_told_to_me else "",
    }  # fmt: skip
    if job.is_mine and job.may_tick:
        shown |= (
            {"undo_to": f"{home}/undo"} if done else {"done_to": f"{home}/done", "hand_to": f"{home}/help"}
        )
    elif job.may_ask and not done and job.waiting_since is None:
        shown["ask_to"] = f"{home}/ask"
    return shown


def note(job: Job) -> str:
    """One quiet line under a job: a swap that was asked for, news that is awaited, a day that has passed."""
    if job.offers_to_me:
        giver = job.board.called(job.offers_to_me[0].seat_id)
        return _("%(name)s asks whether you could do this one.") % {"name": giver}
    if job.waiting_since:
        return waiting(job)
    if job.is_mine and job.is_past:
        return _("The date we picked has passed. What would help?")
    return "" if job.is_told_to_me else _("The family keeps track of this one.")


def waiting(job: Job) -> str:
    """How long a service has been asked for news: days for staff, the day itself for the family."""
    assert job.waiting_since
    if not job.me.is_professional:
        return _("You asked for news on %(day)s. No answer yet.") % {
            "day": day(job.board.day_of(job.waiting_since))
        }
    if not job.days_waiting:
        return _("The family asked for news today.")
    said = ngettext(
        "The family has waited for news for %(days)s day.",
        "The family has waited for news for %(days)s days.",
        job.days_waiting,
    )
    return said % {"days": job.days_waiting}


SENTENCES = {
    Said.DONE: lambda who, whom: _("%(who)s: done.") % {"who": who},
    Said.UNDONE: lambda who, whom: _("%(who)s: not done after all.") % {"who": who},
    Said.NOT_YET: lambda who, whom: _("%(who)s: still doing it.") % {"who": who},
    Said.HAND: lambda who, whom: _("%(who)s: a hand would help.") % {"who": who},
    Said.CHANGED: lambda who, whom: _("%(who)s changed the plan.") % {"who": who},
    Said.WELL: lambda who, whom: _("%(who)s wrote:") % {"who": who},
    Said.ASKED: lambda who, whom: _("%(who)s asked for news.") % {"who": who},
    Said.OFFERED: lambda who, whom: _("%(who)s asked %(whom)s to do this one.") % {"who": who, "whom": whom},
    Said.TAKEN: lambda who, whom: _("%(who)s took this over from %(whom)s.") % {"who": who, "whom": whom},
    Said.KEPT: lambda who, whom: _("%(who)s can’t take this over just now.") % {"who": who},
}


def story(job: Job) -> list[dict[str, Any]]:
    """What was said about a job, newest first: a sentence, the words, when, and whether they are mine to take back."""
    return [_told(job, update) for update in reversed(job.said) if update.withdrawn_at is None]


def _told(job: Job, update: Update) -> dict[str, Any]:
    who = job.board.called(update.seat_id)
    whom = job.board.called(update.for_seat_id) if update.for_seat_id else ""
    sentence = SENTENCES[Said(update.kind)](who, whom)
    if update.kind == Said.DONE and whom:
        sentence = _("%(who)s did this for %(whom)s.") % {"who": who, "whom": whom}
    is_mine = update.seat_id == job.me.id and bool(update.note)
    return {
        "sentence": sentence,
        "note": update.note,
        "when": moment(update.made_at),
        "id": update.id,
        "mine": is_mine,
    }


def sight_of_plan(board: Board) -> str:
    """Who can see the plan and who hears how it goes, in the words it was agreed with."""
    sentences = [
        _("The people this plan was made with can see it. Some jobs are shown to fewer people."),
        _("The family, and the people running the meeting, hear how its jobs are going.")
        if board.plan.tells_services
        else _("Only the family hears how its own jobs are going."),
        _("Whoever looks whether a job helped hears how that one is going, too."),
    ]
    if board.leads and not board.plan.tells_services:
        leads = _(", ").join(board.called(seat.id) for seat in board.leads)
        sentences.append(_("When one needs a hand, %(name)s hears of it first.") % {"name": leads})
    return " ".join(sentences)


def sight_of_job(job: Job) -> str:
    """Who can see a job: by name for those whose it is, in general for everybody else."""
    answer = job.board.may(Action.READ, job.facts)
    if "audience" not in answer.fields:
        return _("The people it was shown to when it was written down can see this job.")
    named = _(", ").join(job.board.called(seat.id) for seat in job.board.readers(job.facts))
    return _("These people can see this job: %(names)s.") % {"names": named}


def hearers_of_job(job: Job) -> str:
    """Who hears if I say how it goes: exactly those who are told."""
    named = _(", ").join(job.board.called(seat.id) for seat in job.who_hears(Said.DONE))
    if not named:
        return _("What you say about this job is seen by you only.")
    return _("When you say how it goes, these people hear it: %(names)s.") % {"names": named}


def in_words(job: Job, version: dict[str, Any]) -> str:
    """One version of a job on one line."""
    who = _(", ").join(job.board.called(UUID(seat)) for seat in version["who"])
    by = _("By %(day)s") % {"day": day(date.fromisoformat(version["by_on"]))}
    return " · ".join(part for part in (version["what"], who, by, version["how_we_know"]) if part)
