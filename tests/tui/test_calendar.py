"""The calendar as a ward uses it: what stands on days, in every view."""

from dataclasses import replace
from datetime import date

import pytest

import msc_dose as md
from msc_dose.courses.course import CourseVisit
from msc_dose.courses.events import dating
from msc_dose.files.settings import Settings
from msc_dose.tui.calendar.dialogs import EntriesDialog
from msc_dose.tui.calendar.heading import VIEWS
from msc_dose.tui.desk import Desk
from msc_dose.tui.desk.board import EverySeen
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.month_grid import MonthGrid

from .a_calendar import a_ward, app_of, at_calendar, at_day, one_course, planned, shown, told
from .a_record import HOSTILE
from .conftest import at_rest, golden_everywhere, screen_text
from .driving import until


@pytest.fixture
def ward(site):
    return a_ward(site)


@pytest.fixture
def alone(site):
    return one_course(site)


async def test_courses_stand_in_the_month_the_week_and_the_agenda(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_calendar(pilot)
        for key, view in zip("123", VIEWS, strict=True):
            await pilot.press(key)
            await pilot.pause()
            await golden_everywhere(pilot, f"calendar-{view}")
        await pilot.press("1")
        page.grid.go(date(2024, 2, 1))
        await pilot.pause(0.2)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntriesDialog))
        await pilot.pause(0.2)
        await golden_everywhere(pilot, "calendar-day")


async def test_the_calendar_begins_without_colour_where_none_is_wanted(ward, no_color, golden):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_calendar(pilot)
        await at_rest(pilot)
        golden(app, "calendar-month-80")


async def test_enter_lists_the_day_and_once_more_opens_the_course(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_day(pilot, date(2024, 2, 1))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntriesDialog))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "course")
        assert (app.desk.course, app.desk.infusion) == ("C-3", 2)


async def test_a_click_selects_a_day_and_a_second_one_opens_it(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_calendar(pilot)
        there = next(
            (x, y)
            for y in range(page.grid.size.height)
            for x in range(page.grid.size.width)
            if page.grid.day_at(x, y) == date(2024, 2, 8)
        )
        await pilot.click(MonthGrid, offset=there)
        await pilot.pause()
        assert "Thu 8-Feb-2024, in 10 days" in shown(app)
        await pilot.click(MonthGrid, offset=there)
        await until(pilot, lambda: isinstance(app.screen, EntriesDialog))


async def test_the_filter_shows_the_course_that_was_looked_at_alone_with_its_own_closed_days(ward):
    app = app_of(ward, settings=Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_calendar(pilot)
        await pilot.press("f")
        await pilot.pause()
        assert "all courses (3)" in shown(app)
        app.desk.course = "C-1"
        await pilot.press("f")
        await until(pilot, lambda: page.loaded.one == "C-1")
        assert "only course C-1" in shown(app)
        assert "P-0102" not in screen_text(app)
        page.grid.go(date(2024, 3, 29))
        await pilot.pause()
        assert "closed: Good Friday" in shown(app)
        await pilot.press("f")
        await until(pilot, lambda: page.loaded.one is None)


async def test_many_courses_are_counted_where_they_cannot_be_told_apart(ward, monkeypatch):
    one = ward.desk().course_of("C-1")
    copies = tuple(replace(one, course=f"C-{n}", recipient=f"P-{n}") for n in range(1, 301))
    monkeypatch.setattr(Desk, "seen", lambda self, progress=None: EverySeen(copies, ()))
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_day(pilot, date(2024, 1, 30))
        assert "300i" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntriesDialog))
        await pilot.press("end")
        await pilot.pause()
        assert "P-99, C-99" in screen_text(app)


async def test_the_same_day_stands_in_every_view(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 2, 8))
        await pilot.press("3")
        await pilot.pause()
        assert page.agenda.key.startswith("C-3/4/")
        await pilot.press("down")
        await pilot.press("v")
        await pilot.pause()
        assert page.grid.day == date(2024, 2, 12)
        await pilot.press("3", "t", "1")
        await pilot.pause()
        assert page.grid.day == date(2024, 1, 29)


async def test_a_key_that_cannot_act_says_why(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_day(pilot, date(2024, 2, 6))
        await pilot.press("m")
        await pilot.pause()
        assert "No infusion to come stands here" in next(note.message for note in app._notifications)


async def test_the_footer_fits_in_every_view_and_while_moving(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_day(pilot, date(2024, 1, 30))
        for key in ("1", "2", "3", "1", "m"):
            await pilot.press(key)
            await until(pilot, lambda: not app.busy)
            footer = screen_text(app).splitlines()[-1]
            assert footer.startswith("F1 Help"), footer
            assert footer.endswith("^Q Quit"), footer
        assert "Enter Propose" in footer
        assert "Esc Give up" in footer


async def test_empty_states_teach(site, app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: "msc-dose" in shown(app) and "record" in shown(app))
        assert "once there is a record" in shown(app)
    empty = app_of(site)
    async with empty.run_test(size=(80, 24)) as pilot:
        await at_calendar(pilot)
        assert "F9 plans one" in shown(empty)
        await pilot.press("3")
        await pilot.pause()
        assert "F9 plans one" in shown(empty)


async def test_hostile_text_is_shown_and_neither_obeyed_nor_hidden(alone, monkeypatch):
    desk = alone.desk()
    course, site = desk.course_of("C-1"), desk.closures()
    day = date(2024, 1, 30)
    visit = CourseVisit(HOSTILE, day, day, day, day, 1, HOSTILE, HOSTILE)
    infusions = tuple(replace(each, why_this_date=(HOSTILE,), place=HOSTILE) for each in course.infusions)
    bad = replace(course, course=HOSTILE, recipient=HOSTILE, infusions=infusions, visits=(visit,))
    closed = site._with(closed=((day, HOSTILE),))
    monkeypatch.setattr(Desk, "seen", lambda self, progress=None: EverySeen((bad,), ()))
    monkeypatch.setattr(Desk, "course_of", lambda self, code: bad)
    monkeypatch.setattr(Desk, "closures", lambda self: closed)
    app = app_of(alone)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_day(pilot, day)
        for key in ("1", "2", "3", "1", "enter", "escape", "m", "right"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, EntriesDialog) or not app.busy)
            await pilot.pause()
            text = screen_text(app)
            assert {one for one in text if safe(one) != one} == {"\n"}
            assert "[B12]" in text


async def test_a_note_like_markup_is_shown_as_it_was_written(alone):
    alone.enter("C-1", dating.Moved(1, date(2024, 1, 31), "this-one", "[B12] [/] [@click=app.quit]x[/]"))
    app = app_of(alone)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_day(pilot, date(2024, 1, 31))
        assert "moved to Wed 31-Jan-2024: [B12] [/] [@click=app.quit]x[/]" in shown(app)


async def test_what_stands_across_the_turn_of_a_year_and_in_a_leap_february(site):
    planned(site, "C-1", "P-0417", date(2024, 12, 31), md.Closures())
    app = app_of(site, settings=Settings())
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 12, 31))
        await pilot.press("right")
        assert page.grid.day == date(2025, 1, 1)
        assert "January 2025" in shown(app)
        for month, last in ((1, 31), (2, 28), (3, 31)):
            await pilot.press("left" if month == 1 else "pagedown", *(["pagedown"] if month == 1 else []))
            assert page.grid.day == date(2025, month, last)
            assert f"{month + 1}/4" in told(page)
