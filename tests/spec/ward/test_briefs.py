"""A brief shows the same on the ward as its course, at any moment; and a book that is kept shows the same anew.

`MSC_DOSE_WARDS` says how many wards are told (6 if it is not set).
"""

import os
import pickle
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest
from courses import story

import msc_dose as md
from msc_dose.courses.clearance import obstacles
from msc_dose.courses.events import dating
from msc_dose.ward import ward_view
from msc_dose.ward.book import Book
from msc_dose.ward.brief import Brief, brief_of
from msc_dose.ward.brief_document import brief_from, brief_text
from msc_dose.ward.obstacle_words import in_words
from msc_dose.ward.stages import DUE, LATE, STAGES
from msc_dose.ward.waking import NEVER, moment_text, waking_of

from .random_courses import ZONES, Told, some_courses, some_moments

WARDS = int(os.environ.get("MSC_DOSE_WARDS", "6"))
CLOSURES = md.Closures(open="mon-fri")


def kept(course):
    """The brief of a course as it comes out of the record."""
    brief = brief_of(course)
    return brief_from(brief.course, brief.recipient, brief.events, brief_text(brief))


@cache
def courses_of(seed, number):
    zones = ZONES if seed % 2 else ZONES[:1]
    return tuple(some_courses(Random(seed), number, zones))


def ward(seed, number=24):
    return Random(seed), courses_of(seed, number)


@pytest.mark.parametrize("seed", range(WARDS))
def test_a_brief_comes_back_from_its_text_as_it_was(seed):
    for course in ward(seed)[1]:
        assert kept(course) == brief_of(course)
        assert pickle.loads(pickle.dumps(kept(course))) == brief_of(course)


@pytest.mark.parametrize("seed", range(WARDS))
def test_the_ward_of_the_briefs_is_the_ward_of_the_courses_at_any_moment(seed):
    chance, courses = ward(seed)
    whole = {course.course: course for course in courses}
    book = Book(lambda brief: whole[brief.course])
    for course in courses:
        book.put(course.course, kept(course))
    for now in some_moments(chance, courses, 12):
        for at in (now, now + timedelta(minutes=1)):
            assert book.ward(at, CLOSURES, 3) == ward_view(courses, at, CLOSURES, 3)


@pytest.mark.parametrize("seed", range(WARDS))
def test_of_settled_courses_nothing_is_asked_but_the_briefs(seed):
    chance, courses = ward(seed)
    for now in some_moments(chance, courses, 6):
        settled = [each for each in courses if all(entry.event.recorded <= now for entry in each.entries)]
        assert ward_view(map(kept, settled), now, CLOSURES) == ward_view(settled, now, CLOSURES)


@pytest.mark.parametrize("seed", range(WARDS))
def test_a_book_in_which_courses_come_change_and_go_shows_what_a_new_one_shows(seed):
    chance, courses = ward(seed, 16)
    more = {each.course: each for each in ward(seed + 1000, 16)[1]}
    book, inside = Book(), {}
    now = datetime(2027, 2, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    settled_by = max(each.entries[-1].event.recorded for each in (*courses, *more.values()))
    for _ in range(40):
        course = chance.choice([*courses, *more.values()])
        if chance.random() < 0.2:
            inside.pop(course.course, None)
            book.take(course.course)
        else:
            inside[course.course] = course
            book.put(course.course, kept(course))
        if now < settled_by:
            now = max(now, settled_by)
        now += chance.choice((timedelta(0), timedelta(minutes=1), timedelta(hours=7), timedelta(days=2)))
        if inside:
            shown = ward_view([inside[code] for code in sorted(inside)], now, CLOSURES, 2)
            assert book.ward(now, CLOSURES, 2) == shown


def test_random_wards_hold_every_stage_and_what_keeps_infusions_from_being_cleared():
    """Else the tests above would say less than they seem to."""
    stages, said = Counter(), Counter()
    for seed in range(6):
        chance, courses = ward(seed)
        for now in some_moments(chance, courses, 24):
            view = ward_view(courses, now, CLOSURES)
            stages.update(stage for row in view.rows for stage in row.stages)
            said.update(row.next for row in view.rows if row.stage in (LATE, DUE))
            said.update(["NAME ALERT"] if any(row.alike for row in view.rows) else [])
            said.update(
                ["elsewhere"] if any(" there" in note for row in view.rows for note in row.notes) else []
            )
    assert set(stages) == set(STAGES)
    for words in ("weigh", "record consent", "no order", "NAME ALERT", "elsewhere", "clear to thaw"):
        assert any(words in text for text in said), words


@pytest.mark.parametrize("seed", range(WARDS))
def test_the_words_in_store_are_those_of_the_gates_themselves(seed):
    """The gates are asked of the course itself; the brief answers without it."""
    chance = Random(seed)
    for number in range(8):
        told = Told(chance, f"C-{number}", "P-1", chance.choice(ZONES))
        brief = brief_of(told.course)
        for each in told.course.infusions:
            if each.state != "planned" or each.date is None or each.make_up_by or told.course.held_since:
                continue
            if told.course.stopped is not None:
                continue
            for later in (0, 1, 2, 8, 29, 200):
                day = max(each.date, told.day) + timedelta(days=later)
                at = datetime(day.year, day.month, day.day, 13, tzinfo=told.zone)
                found = obstacles(told.course, each.number, at)
                assert brief.shut(each.number, day) == in_words(found, told.course, each)


@pytest.mark.parametrize("seed", range(WARDS))
def test_what_is_urgent_is_found_by_the_texts_beside_the_brief(seed):
    """On a day before it acts or opens, and when nothing is busy, a course is not urgent; else it may be."""
    chance, courses = ward(seed)
    for now in some_moments(chance, courses, 8):
        for course in courses:
            waking = waking_of(brief_of(course))
            local = now.astimezone(ZoneInfo(course.zone))
            [row] = ward_view([course], now, CLOSURES).rows
            today = local.date().isoformat()
            quiet = waking.busy < moment_text(now) and today < min(waking.acts, waking.opens)
            urgent = ("on-clock", "running", "observe", "late", "due", "in-window", "out-of-window")
            if quiet:
                assert row.stage not in urgent
            if waking.busy == NEVER:
                assert row.stage in ("on-clock", "running")


def test_a_brief_is_made_of_a_course_without_events_too():
    from .courses import as_course, plan

    course = as_course(plan())
    assert kept(course) == brief_of(course)
    now = datetime(2027, 1, 29, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert ward_view([brief_of(course)], now, CLOSURES) == ward_view([course], now, CLOSURES)


def test_a_brief_that_is_not_settled_yet_is_asked_of_its_course_and_settles():
    told = story.Story().begin()
    asked = []

    def whole(brief: Brief):
        asked.append(brief.course)
        return told.course

    book = Book(whole)
    book.put("C-1", kept(told.course))
    book.ward(story.moment("01-10"), story.EVERY_DAY)
    assert asked == ["C-1"]
    book.ward(story.moment("01-29"), story.EVERY_DAY)
    assert asked == ["C-1"]


def said(book, on, hour, minute=0):
    [row] = book.ward(story.moment(on, hour, minute), story.EVERY_DAY).rows
    return f"{row.word}: {row.next}"


def kept_book(told):
    book = Book()
    book.put("C-1", kept(told.course))
    return book


def test_what_is_due_at_a_time_is_late_a_minute_after_it_in_a_book_that_is_kept():
    told = story.Story().begin()
    told.tell(dating.Arranged(1, "12:45"), "01-21")
    book = kept_book(told)
    assert said(book, "01-29", 12, 45) == "DUE 12:45: clear to thaw"
    assert said(book, "01-29", 12, 50) == "LATE 12:45: 5 min late: clear to thaw, or move it"


def test_what_is_observed_for_a_day_is_no_more_a_minute_later_in_a_book_that_is_kept():
    told = story.Story().begin().give(1, "01-29")  # it ended at eleven
    book = Book()
    book.put("C-1", kept(told))
    assert said(book, "01-30", 11).startswith("OBSERVE")
    assert said(book, "01-30", 11, 1).startswith("NEXT")


def test_a_weight_grows_old_between_the_day_of_an_infusion_and_a_later_one():
    told = story.Story().begin(story.plan(weight_valid_days=7, window=20))
    told.weigh("60", "01-25")
    book = kept_book(told)
    assert said(book, "01-29", 9) == "DUE: clear to thaw"
    late = "LATE 3 days: planned Fri 29-Jan-2027, window to Thu 18-Feb-2027: "
    assert said(book, "02-01", 9) == f"{late}move it: its day has passed"
    older = ward_view([told.course], story.moment("02-02"), story.EVERY_DAY).rows[0]
    assert older.next.endswith("weigh (and 1 more)")
    assert book.ward(story.moment("02-02"), story.EVERY_DAY).rows[0] == older


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1,2,3,4,5,6,7,8,9,10,11,12]", '["Europe/Berlin"]'])
def test_a_text_that_is_no_brief_is_none(text):
    with pytest.raises((ValueError, TypeError, LookupError, md.Refusal)):
        brief_from("C-1", "P-1", 3, text)
