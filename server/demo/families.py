"""The three families of the demonstration, each at another point of its journey."""

from datetime import time, timedelta

from sqlmodel import func, select

from server.core.db import Store
from server.demo.doors import doors, keep_doors
from server.demo.laying import (
    Laid,
    ask_to_come,
    job,
    lay_meeting,
    point,
    remember,
    say,
    sit,
    today,
    where,
    write_down,
)
from server.families.models import Family, Role, Side
from server.meetings.agenda import For
from server.meetings.circle import Circle
from server.meetings.sharing import Sort, share
from server.meetings.stages import Stage
from server.organisations.models import Organisation
from server.plans.models import Goal, Plan
from server.plans.updates import Said as Saying
from server.settings import Settings
from server.voices.models import Voice


def seed(store: Store, settings: Settings) -> None:
    """Lay the three families if nothing is there yet, and write demo.json beside the database."""
    with store.writing() as db:
        if db.exec(select(func.count()).select_from(Organisation)).one():
            keep_doors(settings, doors(settings))
            return
        council = Organisation(name="Ourtown", nation="england", lead_days=5)
        council.out_of_hours = "At night and at weekends call the duty team. In danger call 999."
        db.add(council)
        db.flush()
        laid = Laid(db, council)
        amiras_family(laid)
        megans_family(laid)
        stones_family(laid)
    keep_doors(settings, {"people": laid.people, "families": laid.families})


def amiras_family(laid: Laid) -> None:
    """Mid-way through preparing a family group conference; Tom attends separately."""
    db = laid.db
    family = Family.welcome(db, laid.council.id, "Amira and the children", "england")
    family.separate_households = True
    ours, theirs = (
        Side(family_id=family.id, label="Mum’s side"),
        Side(family_id=family.id, label="Dad’s side"),
    )
    db.add_all([family, ours, theirs])
    db.flush()
    here = {"side_id": ours.id}
    priya = sit(laid, family, "priya", "Priya", Role.COORDINATOR, "Coordinator", is_follow_up=True)
    sam = sit(laid, family, "sam", "Sam", Role.SOCIAL_WORKER, "Social worker")
    sit(laid, family, "dee", "Dee", Role.DUTY_LEAD, "Duty lead")
    amira = sit(laid, family, "amira", "Amira", Role.PARENT, "Mum", **here)
    joe = sit(laid, family, "joe", "Joe", Role.CHILD, "Son, 9", band="8-12", **here)
    leila = sit(laid, family, "leila", "Leila", Role.CHILD, "Daughter, 15", band="13-17", **here)
    nan = sit(laid, family, "nan", "Nan", Role.NETWORK, "Grandmother", is_family_lead=True, **here)
    dev = sit(laid, family, "dev", "Dev", Role.NETWORK, "Uncle", **here)
    tom = sit(laid, family, "tom", "Tom", Role.PARENT, "Dad", side_id=theirs.id)
    grace = sit(laid, family, "grace", "Grace", Role.ADVOCATE, "Advocate", stands_with=leila.id, **here)
    meeting = lay_meeting(db, family, priya, "fgc", has_private_time=True)
    meeting.if_no_plan = (
        "If no plan is agreed, Sam talks with you about what happens next. Nothing is decided that day."
    )
    soon = today() + timedelta(days=(2 - today().weekday()) % 7 + 7)
    where(
        db,
        meeting,
        ours.id,
        soon,
        time(16),
        "Oak Room, Community Centre, Mill Lane",
        "Main door. Ask for Priya.",
    )
    where(
        db,
        meeting,
        theirs.id,
        soon,
        time(18),
        "Elm Room, Community Centre, Mill Lane",
        "Side door, on Park Road.",
    )
    for seat, why in ((amira, ""), (joe, ""), (leila, ""), (nan, "Cooks tea twice a week and knows the school run."),
                      (dev, "Has the children some weekends."), (grace, "Stands beside Leila and carries her words."),
                      (tom, ""), (sam, "Says what Children’s Services worry about, and what they can offer."),
                      (priya, "Keeps the meeting fair. Decides nothing.")):  # fmt: skip
        ask_to_come(db, meeting, priya, seat, why)
    desk = Circle.of(db, meeting, priya)
    pieces = [
        (Sort.STRENGTH, "Joe and Leila are close to their nan. They feel safe at her house."),
        (Sort.STRENGTH, "Amira asked for help herself, early."),
        (Sort.WORRY, "Joe was late for school on nine days since September. He says he is tired."),
        (Sort.QUESTION, "Who can help on school mornings when Amira works nights?"),
        (Sort.BOTTOM_LINE, "There must be a grown-up in the house at night."),
    ]
    written = [write_down(db, desk, sort, what, ours.id) for sort, what in pieces]
    share(desk, written, frozenset({amira.id}))
    meeting.enter(db, Stage.INFORMATION_SHARED, priya)
    point(db, meeting, amira, "I want help with mornings, not another leaflet.", For.EVERYONE)
    point(db, meeting, amira, "I am scared of what they will write.", For.ONLY_ME)
    point(db, meeting, nan, "I can have the children on Tuesdays and Thursdays.", For.EVERYONE)
    Voice.open_for(db, meeting, joe, priya)
    remember(laid, "amira", family, meeting, None)


def megans_family(laid: Laid) -> None:
    """After the first plan of a child protection conference, in Wales."""
    db = laid.db
    family = Family.welcome(db, laid.council.id, "Megan and Ffion", "wales")
    hope = sit(laid, family, "hope", "Hope", Role.CHAIR, "Chair")
    iolo = sit(laid, family, "iolo", "Iolo", Role.SOCIAL_WORKER, "Social worker", is_follow_up=True)
    helen = sit(laid, family, "helen", "Helen", Role.PROFESSIONAL, "Health visitor")
    megan = sit(laid, family, "megan", "Megan", Role.PARENT, "Mum")
    ffion = sit(laid, family, "ffion", "Ffion", Role.CHILD, "Daughter, 10", band="8-12")
    beth = sit(laid, family, "beth", "Gran Beth", Role.NETWORK, "Grandmother", is_family_lead=True)
    meeting = lay_meeting(db, family, hope, "cpc")
    where(db, meeting, None, today() - timedelta(days=12), time(10), "Room 2, The Old School", "Front door.")
    everyone = (megan, ffion, beth, hope, iolo, helen)
    for seat in everyone:
        ask_to_come(db, meeting, hope, seat, "")
    for stage in (Stage.INFORMATION_SHARED, Stage.MEETING_OPEN, Stage.AGREED):
        meeting.enter(db, stage, hope)
    meeting.review_on = today() + timedelta(days=78)
    named = [seat.id for seat in everyone]
    safety = "If Ffion is not safe: go to Gran Beth’s, any time. Then call Iolo. In danger call 999."
    plan = Plan.start(db, meeting, hope, named, tells_services=True, safety=safety)
    calm = Goal.write(db, plan, hope, "Ffion has calm bedtimes at home", named)
    seen = Goal.write(db, plan, hope, "Ffion and Megan get help that lasts", named)
    stories = job(db, calm, hope, "Read a bedtime story each night", [megan], 7, beth, named)
    job(db, calm, hope, "Ffion sleeps at Gran Beth’s on Fridays", [beth, megan], 4, iolo, named)
    job(db, seen, hope, "Help Megan fill in the housing form", [iolo], 2, beth, named)
    job(db, seen, hope, "Visit at home and bring the sleep guide", [helen], 9, megan, named)
    say(db, stories, megan, Saying.DONE, "", named)
    say(db, stories, beth, Saying.WELL, "She asked for the same story twice!", named)
    remember(laid, "megan", family, meeting, plan)


def stones_family(laid: Laid) -> None:
    """Another family, who have no business in the first two."""
    family = Family.welcome(laid.db, laid.council.id, "The Stones", "england")
    cerys = sit(laid, family, "cerys", "Cerys", Role.COORDINATOR, "Coordinator", is_follow_up=True)
    stone = sit(laid, family, "stone", "Mr Stone", Role.PARENT, "Dad")
    meeting = lay_meeting(laid.db, family, cerys, "cin")
    where(laid.db, meeting, None, today() + timedelta(days=20), time(14, 30), "At home", "")
    ask_to_come(laid.db, meeting, cerys, stone, "")
    ask_to_come(laid.db, meeting, cerys, cerys, "")
    remember(laid, "stone", family, meeting, None)
