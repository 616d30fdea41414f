"""The demonstration: three families, so that anybody can see the whole journey. Never mixed with real people."""

import json
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from sqlmodel import Session, func, select
from starlette.responses import Response

from server.core import clock, i18n
from server.core.answering import Pages
from server.core.asking import asking
from server.core.db import Store
from server.core.doors import Anyone
from server.core.errors import NOT_FOUND, see_other
from server.core.forms import Said
from server.core.i18n import UK, n_
from server.core.pages import page
from server.core.sessions import Db
from server.core.tokens import new_secret, same
from server.explainers.public import front
from server.families.audiences import default_audience
from server.families.facts import Kind
from server.families.front import Area
from server.families.invitations import SMALL
from server.families.models import PROFESSIONAL_ROLES, Family, Role, Seat, Side
from server.meetings.agenda import AgendaPoint, For
from server.meetings.circle import Circle
from server.meetings.models import Attendance, Meeting, MeetingDetail
from server.meetings.sharing import Information, Sort, share
from server.meetings.stages import Stage
from server.organisations.models import Organisation
from server.people.access import COOKIE, browser_in_words, give_cookie
from server.people.models import Device, Person, Staff
from server.plans.models import Goal, Plan, Task
from server.plans.updates import Said as Saying
from server.plans.updates import Update
from server.settings import Settings
from server.voices.models import Voice

DOORS = "demo.json"
STORIES = {
    "amira": n_("Getting ready for a family group conference"),
    "megan": n_("After a first plan"),
    "stone": n_("Another family"),
}
demonstration = Pages()


class Token(Said):
    """The token of one door, from demo.json or the front page."""

    token: str


@dataclass
class Laid:
    """What was laid so far, for demo.json: people in order, families with their meetings and plan."""

    db: Session
    council: Organisation
    people: list[dict[str, Any]] = field(default_factory=list)
    families: list[dict[str, Any]] = field(default_factory=list)


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


def keep_doors(settings: Settings, said: dict[str, Any]) -> None:
    """Write demo.json, with the address of today."""
    file = settings.data / DOORS
    file.touch(mode=0o600)
    file.write_text(json.dumps({**said, "base_url": settings.origin}, indent=2, ensure_ascii=False))


def doors(settings: Settings) -> dict[str, Any]:
    """What demo.json says; {} where nothing was seeded."""
    file = settings.data / DOORS
    return json.loads(file.read_text()) if file.exists() else {}


@demonstration.get("/")
def front_page(request: Request, _: Anyone) -> Response:
    said = doors(request.app.state.settings)
    families = [
        (
            family["name"],
            i18n._(STORIES[family["key"]]),
            [p for p in said["people"] if p["family_id"] == family["id"]],
        )
        for family in said["families"]
    ]
    return page("demo/front", path="/", families=families, **front(asking().locale))


@demonstration.post("/demo/enter/{key}")
def enter(request: Request, db: Db, key: str, said: Annotated[Token, Form()], _: Anyone) -> Response:
    settings = request.app.state.settings
    door = next((person for person in doors(settings)["people"] if person["key"] == key), None)
    if door is None or not same(door["enter_token"].encode(), said.token.encode()):
        raise NOT_FOUND
    person = db.get_one(Person, UUID(door["person_id"]))
    before = Device.by_cookie(db, request.cookies.get(COOKIE, ""))
    if before:
        before.close()
    _device, cookie = Device.opened(
        db, person.area, browser_in_words(request), person, checked_at=clock.now()
    )
    return give_cookie(see_other("/home"), cookie)


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


def sit(laid: Laid, family: Family, key: str, called: str, role: Role, relation: str, **more: Any) -> Seat:
    """One person with a confirmed seat, and a door on the front page."""
    area: Area = "staff" if role in PROFESSIONAL_ROLES else "child" if role is Role.CHILD else "family"
    person = Person.welcome(laid.db, called, area=area, may_have_key=more.get("band") not in SMALL)
    seat = Seat(
        family_id=family.id, person_id=person.id, role=role, called=called, relation=relation,
        confirmed_at=clock.now(), **more,
    )  # fmt: skip
    laid.db.add(seat)
    if seat.is_professional:
        laid.db.add(Staff(person_id=person.id, organisation_id=laid.council.id))
    laid.db.flush()
    laid.people.append(
        {
            "key": key,
            "name": called,
            "role": relation,
            "family_id": str(family.id),
            "person_id": str(person.id),
            "area": area,
            "enter_path": f"/demo/enter/{key}",
            "enter_token": new_secret(),
        }  # fmt: skip
    )
    return seat


def remember(laid: Laid, key: str, family: Family, meeting: Meeting, plan: Plan | None) -> None:
    """Note a family for demo.json."""
    home = f"/families/{family.id}"
    laid.families.append(
        {
            "key": key,
            "id": str(family.id),
            "name": family.name,
            "path": home,
            "meeting_ids": [str(meeting.id)],
            "meeting_path": f"{home}/meetings/{meeting.id}",
            "plan_path": f"{home}/plans/{plan.id}" if plan else None,
        }  # fmt: skip
    )


def today() -> date:
    """The day on the wall in the UK."""
    return clock.now().astimezone(UK).date()


def lay_meeting(db: Session, family: Family, by: Seat, kind: str, **more: Any) -> Meeting:
    meeting = Meeting(family_id=family.id, made_by=by.id, kind=kind, nation=family.nation, **more)
    db.add(meeting)
    db.flush()
    return meeting


def where(
    db: Session, meeting: Meeting, side_id: UUID | None, on: date, at: time, place: str, entrance: str
) -> None:
    detail = MeetingDetail(
        family_id=meeting.family_id, meeting_id=meeting.id, side_id=side_id, on_day=on, at_time=at,
        place=place, entrance=entrance,
    )  # fmt: skip
    db.add(detail)
    db.flush()


def ask_to_come(db: Session, meeting: Meeting, by: Seat, seat: Seat, why: str) -> None:
    line = Attendance(
        family_id=meeting.family_id, made_by=by.id, meeting_id=meeting.id, seat_id=seat.id, side_id=seat.side_id,
        called=seat.called, job=seat.relation, why=why, is_coming="coming",
    )  # fmt: skip
    db.add(line)
    db.flush()


def write_down(db: Session, desk: Circle, sort: Sort, what: str, side_id: UUID | None) -> Information:
    piece = Information.begun(desk, sort, side_id)
    piece.what = what
    piece.name(default_audience(Kind.INFORMATION, desk.me, desk.table))
    db.add(piece)
    db.flush()
    return piece


def point(db: Session, meeting: Meeting, seat: Seat, what: str, meant_for: For) -> None:
    circle = Circle.of(db, meeting, seat)
    written = AgendaPoint.begun(circle)
    written.say(what, meant_for, circle)
    db.add(written)
    db.flush()


def job(
    db: Session,
    goal: Goal,
    by: Seat,
    what: str,
    owners: list[Seat],
    days: int,
    checks: Seat,
    named: list[UUID],
) -> Task:
    return Task.write(
        db, goal, by, what, owners, by_on=today() + timedelta(days=days), checked_by=checks.id, shown_to=named
    )


def say(db: Session, task: Task, seat: Seat, kind: Saying, note: str, told: list[UUID]) -> None:
    number = (
        len([one for one in Update.of_plan(db, task.family_id, task.plan_id) if one.task_id == task.id]) + 1
    )
    update = Update(
        family_id=task.family_id, plan_id=task.plan_id, task_id=task.id, number=number, seat_id=seat.id, kind=kind,
        note=note or None, told=[str(one) for one in told],
    )  # fmt: skip
    db.add(update)
    db.flush()
