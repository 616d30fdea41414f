"""What services promised: asked first, answered by days, changed only with a reason."""

from datetime import timedelta

from server.core import clock
from server.plans.updates import Update
from tests.cast import MONDAY
from tests.conftest import ORIGIN
from tests.plans.laid import sends_as_shown
from tests.visitor import Visitor


def as_typed(page, path, **words):
    return {**without_page(page.form(path)), **words}


def without_page(fields):
    """A form's fields but not the page it stands on, which is said when it is sent."""
    return {name: value for name, value in fields.items() if name != "at"}


# promise: DEC-A1
def test_please_update_us_takes_two_taps_and_staff_see_days_waiting(app, store, visitor, cast, plan):
    ask = plan.job(plan.passes) + "/ask"
    page = visitor(cast.nan).opens(plan.home)
    visitor(cast.nan).sends(ask, **page.form(ask))
    assert "You asked for news on Monday 23 November 2026. No answer yet." in visitor(cast.nan).opens(
        plan.home
    )
    with clock.freeze(MONDAY + timedelta(minutes=14)):
        assert "The family asked for news today." in visitor(cast.sam).opens(plan.home)
    with store.writing() as db:
        asked = Update.of_plan(db, plan.family_id, plan.plan_id)[0]
        asked.made_at = MONDAY - timedelta(days=3)
    for name in ("sam", "priya", "hope"):
        assert "The family has waited for news for 3 days." in visitor(cast.people[name]).opens(plan.home)
    assert "3 days" not in visitor(cast.nan).opens(plan.home)
    assert "The family has waited for news for 3 days." in visitor(cast.sam).opens("/home")


# promise: DEC-A1
def test_an_answer_ends_the_waiting_and_asking_twice_is_asking_once(store, visitor, cast, plan):
    ask = plan.job(plan.passes) + "/ask"
    visitor(cast.nan).sends(ask)
    visitor(cast.amira).sends(ask)
    with store.reading() as db:
        assert len(Update.of_plan(db, plan.family_id, plan.plan_id)) == 1
    sends_as_shown(visitor(cast.sam), plan.job(plan.passes) + "/not-yet", note="Ordered, here by Thursday")
    page = visitor(cast.nan).opens(plan.job(plan.passes))
    assert "Ordered, here by Thursday" in page and "No answer yet" not in page
    assert "waited" not in visitor(cast.priya).opens(plan.home)


def test_only_the_family_asks(visitor, cast, plan):
    for name in ("leila", "joe", "grace", "priya", "sam"):
        visitor(cast.people[name]).sends(plan.job(plan.passes) + "/ask", status=403)
    visitor(cast.nan).sends(plan.job(plan.school) + "/ask", status=403)
    visitor(cast.tom).sends(plan.job(plan.passes) + "/ask")


# promise: DEC-A2
def test_a_promise_changes_only_with_a_reason_and_the_family_sees_old_and_new(visitor, cast, plan):
    path, sam = plan.job(plan.passes) + "/change", visitor(cast.sam)
    fields = as_typed(
        sam.opens(path),
        path,
        what="Bring the bus passes and a map",
        by_day="4",
        by_month="12",
        who=str(cast.sam.seat_id),
    )
    page = sam.sends(path, status=422, at=path, **fields)
    assert "Say why this promise changes." in page
    assert page.form(path)["what"] == "Bring the bus passes and a map"
    sam.sends(path, **{**fields, "reason": "The office was closed"})
    page = visitor(cast.amira).opens(plan.job(plan.passes))
    for said in ("The office was closed", "Sam changed this on", "Bring the bus passes · Sam · By Friday 27 November 2026",
                 "Bring the bus passes and a map · Sam · By Friday 4 December 2026", "Plan changed"):  # fmt: skip
        assert said in page
    assert "Plan changed" in visitor(cast.nan).opens(plan.home)


# promise: DEC-A2
def test_a_promise_can_pass_to_a_named_colleague_and_to_nobody_else(visitor, cast, plan):
    path, priya = plan.job(plan.passes) + "/change", visitor(cast.priya)
    fields = as_typed(priya.opens(path), path, reason="Sam is away")
    for name in ("nan", "helen", "stone"):
        priya.sends(path, status=422, at=path, **{**fields, "who": str(cast.people[name].seat_id)})
    priya.sends(path, **{**fields, "who": str(cast.hope.seat_id)})
    page = visitor(cast.nan).opens(plan.job(plan.passes))
    assert "Hope" in page and "Bring the bus passes · Sam" in page
    assert plan.job(plan.passes) + "/done" in [
        form.get("action") for form in visitor(cast.hope).opens(plan.home).forms
    ]


# promise: D8
def test_two_people_changing_one_job_never_overwrite_each_other_unseen(visitor, cast, plan):
    path = plan.job(plan.tea) + "/change"
    amiras, devs = (as_typed(visitor(member).opens(path), path) for member in (cast.amira, cast.dev))
    visitor(cast.amira).sends(path, **{**amiras, "what": "Cook tea on Wednesdays"})
    page = visitor(cast.dev).sends(path, status=409, at=path, **{**devs, "what": "Cook tea on Thursdays"})
    assert "Somebody else changed this job while you were writing." in page
    assert page.form(path)["what"] == "Cook tea on Thursdays"
    assert "Cook tea on Wednesdays" in visitor(cast.nan).opens(plan.home)


def test_a_family_job_is_changed_by_those_who_do_it_without_giving_reasons(visitor, cast, plan):
    path, dev = plan.job(plan.tea) + "/change", visitor(cast.dev)
    dev.sends(path, **as_typed(dev.opens(path), path, what="Cook tea on Wednesdays"))
    assert "Cook tea on Tuesdays · Amira, Dev" in visitor(cast.amira).opens(plan.job(plan.tea))
    visitor(cast.nan).opens(path, status=403)
    visitor(cast.sam).opens(path, status=403)
    visitor(cast.tom).opens(path, status=404)
    visitor(cast.stone).opens(path, status=404)
    assert Visitor(visitor(None).client.app, ORIGIN).asks(path).headers["location"] == "/sign-in"


def test_saying_the_same_again_changes_nothing(visitor, cast, plan):
    path, dev = plan.job(plan.tea) + "/change", visitor(cast.dev)
    dev.sends(path, **dev.opens(path).form(path))
    assert "What was changed" not in dev.opens(plan.job(plan.tea))


def test_nonsense_is_said_beside_its_field_and_the_rest_is_kept(visitor, cast, plan):
    path, dev = plan.job(plan.tea) + "/change", visitor(cast.dev)
    page = dev.sends(path, status=422, at=path, **as_typed(dev.opens(path), path, by_day="31", by_month="2"))
    assert "We couldn’t read that date." in page
    page = dev.sends(path, status=422, at=path, **as_typed(dev.opens(path), path, what=" "))
    assert "Write a few words here first." in page
