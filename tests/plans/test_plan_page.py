"""The plan page: who may open it, what it says first, and what it never says."""

import re
from datetime import timedelta

import pytest

from server.core import clock
from server.core.encryption import key_ring
from server.plans.models import Task
from tests.cast import MONDAY
from tests.plans.laid import LISTED, sends_as_shown

PAGES = ["{home}", "{home}/print", "{home}/agree", "{job}"]
AT_IT = ["amira", "nan", "dev", "leila", "joe", "grace", "tom", "priya", "hope", "sam"]
NOT_AT_IT = ["stone", "cerys", "helen", "dee", "yusuf", "rob", "olu"]


def address(page, plan):
    return page.format(home=plan.home, job=plan.job(plan.passes))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", AT_IT)
def test_works_for_everyone_it_was_made_with(visitor, cast, plan, page, name):
    visitor(cast.people[name]).opens(address(page, plan))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", NOT_AT_IT)
def test_hidden_from_mr_stone_and_everyone_it_was_not_made_with(visitor, cast, plan, page, name):
    visitor(cast.people[name]).opens(address(page, plan), status=404)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_goes_to_the_door(visitor, plan, page):
    answer = visitor(None).asks(address(page, plan))
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")


def test_the_bar_leads_to_the_plan_that_matters_now(visitor, cast, plan):
    assert visitor(cast.nan).opens(f"/families/{plan.family_id}/plan").path == plan.home
    assert "There is no plan yet" in visitor(cast.helen).opens(f"/families/{plan.family_id}/plan")
    visitor(cast.stone).opens(f"/families/{plan.family_id}/plan", status=404)


# promise: TRU-A5
def test_what_to_do_if_this_stops_being_safe_comes_before_any_job(visitor, cast, plan):
    shown = visitor(cast.amira).opens(plan.home).words
    first_job = shown.index("Walk Joe to school")
    for said in ("If this stops being safe", "999", "Ring Priya.", "All the help numbers"):
        assert -1 < shown.index(said) < first_job


# promise: COL-A4
def test_promises_stand_in_the_same_list_in_the_same_words_and_first(visitor, cast, plan):
    page = visitor(cast.nan).opens(plan.home)
    jobs = [
        re.sub(r"\s+", " ", "".join(item.itertext())).strip() for item in page.all(".//ul[@class='jobs']/li")
    ]
    assert len(jobs) == 3
    assert jobs[0].startswith("Not started yetA promise from services Bring the bus passes")
    assert all(job.startswith("Not started yet") for job in jobs)
    assert "Please update us" in jobs[0] and not any("Please update us" in job for job in jobs[1:])


# promise: COL-A2
def test_somebody_who_was_shown_fewer_jobs_sees_only_those(visitor, cast, store, plan):
    with store.writing() as db:
        key_ring(db).admit(cast.family_id)
        task = db.get_one(Task, (cast.family_id, plan.tea))
        task.shown_to = [str(cast.people[name].seat_id) for name in ("amira", "dev", "priya")]
    assert "Cook tea" not in visitor(cast.nan).opens(plan.home)
    visitor(cast.nan).opens(plan.job(plan.tea), status=404)
    assert visitor(cast.nan).posts(plan.job(plan.tea) + "/done").status == 404
    assert "Cook tea" in visitor(cast.dev).opens(plan.home)


def test_no_blame_no_counting_no_red(visitor, cast, plan):
    with clock.freeze(MONDAY + timedelta(days=20)):
        page = visitor(cast.nan).opens(plan.home)
        assert "The date we picked has passed. What would help?" in page
        assert not re.search(r"overdue|late\b|%|missed|fail|incomplete|streak|points", page.words, re.I)
        # Only the one whose job it is is asked; nobody sees a list of who has not done theirs.
        assert "Cook tea on Tuesdays" in page and page.words.count("has passed") == 1


def test_everyone_listed_is_in_this_test():
    assert set(AT_IT) == set(LISTED)


def test_a_professional_is_told_the_family_keeps_track(visitor, cast, plan):
    visitor(cast.nan).sends(plan.job(plan.school) + "/done")
    page = visitor(cast.hope).opens(plan.home)
    assert "The family keeps track of this one." in page
    assert page.words.count("Done") == 0
    # Priya looks whether it helped, which everybody agreed to, so she is told; and the plan says so.
    assert "Done" in visitor(cast.priya).opens(plan.home)
    assert "Whoever looks whether a job helped hears how that one is going, too." in visitor(cast.nan).opens(
        plan.home
    )


# promise: V11
def test_nothing_crosses_to_the_other_side(visitor, cast, plan):
    before = visitor(cast.tom).opens(plan.home)
    visitor(cast.nan).sends(plan.job(plan.school) + "/done")
    visitor(cast.nan).sends(plan.job(plan.passes) + "/ask")
    sends_as_shown(visitor(cast.dev), plan.job(plan.tea) + "/hand")
    visitor(cast.amira).sends(plan.home + "/agree", answer="yes")
    after = visitor(cast.tom).opens(plan.home)
    keyless = lambda page: re.sub(r'name="key" value="[^"]+"', "", page.text)  # noqa: E731
    assert keyless(before) == keyless(after)
    assert all(name not in after for name in ("Walk Joe", "Cook tea", "Nan", "Amira"))
    assert "Bring the bus passes" in after
    assert all(name not in visitor(cast.tom).opens(plan.home + "/agree") for name in ("Nan", "Amira", "Dev"))
