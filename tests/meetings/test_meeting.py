"""A meeting's page: for those asked, each with their own side's version, and for nobody else."""

import re

from server.core.encryption import key_ring
from server.families.models import Family
from server.families.seating import add_side
from server.meetings.models import Meeting
from server.meetings.stages import Stage

ASKED = ("amira", "nan", "dev", "joe", "leila", "grace", "tom", "sam", "helen", "priya", "hope")


def test_the_meeting_works_for_everybody_asked(visitor, met):
    for name in ASKED:
        assert "9 December 2026" in visitor(met.cast.people[name]).opens(met.path)


def test_the_meeting_that_matters_now_is_one_tap_away(visitor, met):
    assert visitor(met.cast.amira).opens(f"/families/{met.cast.family_id}/meeting").path == met.path


def test_without_a_meeting_there_is_a_kind_word_and_for_the_coordinator_a_way_on(visitor, cast):
    path = f"/families/{cast.family_id}/meeting"
    assert "No meeting yet" in visitor(cast.amira).opens(path)
    assert f"/families/{cast.family_id}/meetings/new" in visitor(cast.priya).opens(path).links


def test_the_meeting_is_hidden_from_everybody_else(visitor, met):
    for name in ("stone", "cerys", "olu", "rob", "dee"):
        visitor(met.cast.people[name]).opens(met.path, status=404)
    assert visitor().asks(met.path).headers["location"] == "/sign-in"


def test_somebody_not_on_the_list_does_not_find_it(visitor, met, store):
    with met.seen_by(met.cast.priya) as circle:
        line = next(line for line in circle.expected if line.seat_id == met.cast.dev.seat_id)
        line.taken_off_at = line.made_at
        circle.db.add(line)
    visitor(met.cast.dev).opens(met.path, status=404)


def test_each_side_has_its_own_time_place_and_door(visitor, met):  # promise: TRU-D5, V11
    ours, theirs = visitor(met.cast.amira).opens(met.path), visitor(met.cast.tom).opens(met.path)
    assert "4pm" in ours and "The library" in ours and "Ask for Priya" in ours
    assert "11am" in theirs and "The sports hall" in theirs and "Side door" in theirs
    for words in ("11am", "The sports hall", "Side door", "Tom", "Dad"):
        assert words not in ours
    for words in ("4pm", "The library", "Ask for Priya", "Amira", "Nan", "Mum"):
        assert words not in theirs


def test_nothing_one_side_does_changes_the_other_sides_pages(visitor, met):  # promise: V11
    tom, pages = visitor(met.cast.tom), ("", "/people", "/agenda", "/shared", "/our-table.ics")
    before = [_bare(tom.asks(met.path + part)) for part in pages]
    met.goes_private()
    visitor(met.cast.amira).posts(f"{met.path}/agenda", what="Canary 1", meant_for="everyone")
    visitor(met.cast.nan).posts(f"{met.path}/signal", signal="break")
    visitor(met.cast.nan).posts(f"{met.path}/private-time/notes", what="Canary 2", shown="room")
    assert [_bare(tom.asks(met.path + part)) for part in pages] == before


def _bare(page):
    """A page without the keys that are new in each form."""
    return page.status, re.sub(r'name="key" value="[^"]+"', "", page.text)


def test_where_it_stands_is_each_sides_own(met, store):
    met.opens()
    with store.reading() as db:
        meeting = db.get_one(Meeting, (met.cast.family_id, met.id))
        assert meeting.stage(db, met.cast.side_id) == Stage.MEETING_OPEN
        assert meeting.stage(db, met.cast.other_side_id) == Stage.PREPARING
        assert meeting.stage(db) == Stage.MEETING_OPEN
        assert [change.number for change in meeting.changes(db)] == [1, 2]


def test_the_page_changes_with_the_stage(visitor, met):
    amira = visitor(met.cast.amira)
    assert amira.opens(met.path).heading == "Getting ready"
    met.opens()
    assert amira.opens(met.path).heading == "Today"
    assert "Please slow down" in amira.opens(met.path)


def test_the_coordinator_sees_both_sides_and_sets_when_and_where(visitor, met):
    priya = visitor(met.cast.priya)
    page = priya.opens(met.path)
    assert "Mum's" in page and "Dad's" in page and "The library" in page
    path = next(link for link in page.links if "/when/" in link)
    assert priya.opens(path).heading == "When and where"
    page = priya.sends(
        path, on_day="10", on_month="12", on_year="2026", at_time="09:30", place="Here", entrance=""
    )
    assert "9:30am" in page and "This changed" in page
    assert "We couldn’t read that date" in priya.sends(
        path, on_day="31", on_month="2", on_year="2026", at_time="", status=422
    )
    visitor(met.cast.amira).opens(path, status=403)
    visitor(met.cast.stone).opens(path, status=404)


def test_a_side_that_is_added_later_gets_its_own_version(visitor, met, store):
    with store.writing() as db:
        key_ring(db).admit(met.cast.family_id)
        add_side(db, db.get_one(Family, met.cast.family_id), "Gran’s")
    priya = visitor(met.cast.priya)
    assert "Add a time and place for each side" in priya.opens(met.path)
    page = priya.sends(f"{met.path}/versions", at=met.path)
    assert "Gran’s" in page and "Add a time and place for each side" not in page
    assert visitor(met.cast.amira).posts(f"{met.path}/versions").status == 403
    assert visitor(met.cast.stone).posts(f"{met.path}/versions").status == 404


def test_setting_up_is_for_those_who_run_meetings(visitor, cast):
    path = f"/families/{cast.family_id}/meetings/new"
    visitor(cast.amira).opens(path, status=403)
    visitor(cast.sam).opens(path, status=403)
    visitor(cast.stone).opens(path, status=404)
    visitor(cast.hope).opens(path)
    page = visitor(cast.hope).sends(path, kind="cpc")
    assert page.heading == "Meeting with the chair"
    visitor(cast.hope).sends(path, kind="party", status=422)


def test_each_kind_says_who_decides_and_whether_you_must_come(visitor, met):
    page = visitor(met.cast.amira).opens(met.path)
    assert "Nobody has to come" in page and "Your family makes the plan" in page


def test_the_calendar_file_tells_nobody_anything(visitor, met):
    file = visitor(met.cast.amira).asks(f"{met.path}/our-table.ics")
    assert file.status == 200 and 'filename="our-table.ics"' in file.headers["content-disposition"]
    assert "DTSTART:20261209T160000Z" in file.text and "SUMMARY:Our Table" in file.text
    assert "DTSTART:20261209T110000Z" in visitor(met.cast.tom).asks(f"{met.path}/our-table.ics").text
    for telling in ("library", "Amira", "eeting", "family", "LOCATION"):
        assert telling not in file.text
    assert visitor(met.cast.stone).asks(f"{met.path}/our-table.ics").status == 404


def test_a_child_is_offered_nothing_that_stays_on_the_phone(visitor, met):  # promise: CYP-B1
    assert f"{met.path}/our-table.ics" not in visitor(met.cast.joe).opens(met.path).links


def test_a_summer_meeting_is_at_the_hour_the_wall_shows(visitor, met):
    with met.seen_by(met.cast.priya) as circle:
        detail = circle.meeting.detail(circle.db, met.cast.side_id)
        detail.on_day = detail.on_day.replace(year=2027, month=7, day=1)
        circle.db.add(detail)
    assert "DTSTART:20270701T150000Z" in visitor(met.cast.amira).asks(f"{met.path}/our-table.ics").text


def test_no_hour_no_calendar_file(visitor, met):
    with met.seen_by(met.cast.priya) as circle:
        detail = circle.meeting.detail(circle.db, met.cast.side_id)
        detail.at_time = None
        circle.db.add(detail)
    assert visitor(met.cast.amira).asks(f"{met.path}/our-table.ics").status == 404
    assert f"{met.path}/our-table.ics" not in visitor(met.cast.amira).opens(met.path).links


def test_every_page_opens_in_every_language(visitor, met):
    for locale in ("ur", "en-XA", "ar-XB"):
        for part in ("", "/people", "/agenda", "/shared", "/quiet", "/not-invited"):
            visitor(met.cast.amira).opens(f"/{locale}{met.path}{part}")
        for part in ("", "/people/new", "/shared/new", "/shared/share", "/afterwards", "/family-time"):
            visitor(met.cast.priya).opens(f"/{locale}{met.path}{part}")


def test_home_shows_the_meeting_first(visitor, met):
    page = visitor(met.cast.amira).opens("/home")
    assert "Wednesday 9 December 2026, 4pm: the meeting" in page
    assert met.path in page.links
    assert met.path in visitor(met.cast.priya).opens("/home").links
    assert "11am" in visitor(met.cast.tom).opens("/home")


def test_the_familys_page_says_what_is_in_place(visitor, met):
    page = visitor(met.cast.priya).opens(f"/families/{met.cast.family_id}")
    assert "When and where" in page and "The family sees nothing of it yet" in page
    met.opens()
    page = visitor(met.cast.priya).opens(f"/families/{met.cast.family_id}")
    assert "Shared on Monday 23 November 2026" in page
