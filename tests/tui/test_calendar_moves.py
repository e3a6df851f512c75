"""A move at the calendar: looked at before it is made, recorded as it was shown, by keyboard alone."""

import threading
from datetime import date

import pytest

import msc_dose as md
from msc_dose.courses.difference import difference
from msc_dose.courses.difference.text import lines_of
from msc_dose.courses.events import dating
from msc_dose.files.settings import Settings
from msc_dose.tui.calendar import mover
from msc_dose.tui.calendar.dialogs import MoveDialog
from msc_dose.tui.calendar.moving import REASON, preview
from msc_dose.tui.screens.today import TodayScreen

from .a_calendar import a_ward, app_of, at_calendar, at_day, one_course, planned, previewed, shown, told
from .a_record import passphrase_of, recorded
from .conftest import golden_everywhere
from .driving import until


@pytest.fixture
def ward(site):
    return a_ward(site)


@pytest.fixture
def alone(site):
    return one_course(site)


async def test_a_move_is_previewed_and_what_is_then_recorded_is_what_was_shown(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_calendar(pilot)
        await pilot.press("right", "m", "right", "right", "l")
        made = await previewed(pilot, page)
        await golden_everywhere(pilot, "calendar-move")
        before = app.desk.course_of("C-1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MoveDialog))
        await pilot.press(*"no bed")
        await golden_everywhere(pilot, "calendar-reason")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: not page.mover.moving and app.screen is page)
        after = app.desk.course_of("C-1")
        assert len(after.entries) == len(before.entries) + 1
        assert after.entries[-1].event.what == dating.Moved(1, date(2024, 2, 1), "all-later", "no bed")
        told = [line.replace(REASON, "no bed") for line in made.lines(300)]
        assert told == lines_of(difference(before, after), 300)
        assert {problem.code for problem in made.problems} <= {problem.code for problem in after.problems}


async def test_a_closed_day_is_refused_and_no_reason_is_asked_for(alone):
    app = app_of(alone)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", *["right"] * 4)
        assert (await previewed(pilot, page)).refused
        assert "STOP cannot be moved there" in told(page)
        assert "Saturday is not an open weekday" in told(page)
        await pilot.press("enter")
        await until(pilot, lambda: not app.busy)
        assert app.screen is page
        assert page.mover.moving
        assert len(app.desk.course_of("C-1").entries) == 3


async def test_a_day_outside_the_window_is_flagged_as_the_core_says(alone):
    app = app_of(alone)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", "down", "down")
        made = await previewed(pilot, page)
        assert [problem.code for problem in made.problems] == ["course.out-of-window"]
        assert "▲ CHECK" in shown(app)
        assert "outside its window of Sat 27-Jan-2024 to Fri 2-Feb-2024" in told(page)


async def test_a_day_that_leaves_another_infusion_without_one_names_what_stands_in_the_way(site):
    closures = md.Closures(closed={date(2024, 3, day): "inspection" for day in range(2, 5)})
    planned(site, "C-1", "P-0417", date(2024, 1, 30), closures)
    app = app_of(site, settings=Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", *["down"] * 4, "right", "right", "right")
        made = await previewed(pilot, page)
        assert [problem.code for problem in made.problems] == ["course.move-leaves-no-day"]
        assert "Infusion 2 would have no day" in told(page)
        assert "inspection" in told(page), told(page)


async def test_no_preview_of_another_day_is_ever_on_the_screen(alone, monkeypatch):
    """Every preview waits at a gate: while it does, nothing of the one before may stand there."""
    gates = {}

    def slow(move, day, now, by):
        gates.setdefault((day, move.later), threading.Event()).wait(10)
        return preview(move, day, now, by)

    monkeypatch.setattr(mover, "preview", slow)
    app = app_of(alone)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        asked = [
            ("m", 30, "this-one"),
            ("right", 31, "this-one"),
            ("right", 1, "this-one"),
            ("l", 1, "all-later"),
        ]
        for key, number, later in asked:
            await pilot.press(key)
            day = date(2024, 1 if number > 1 else 2, number)
            await until(pilot, lambda wanted=(day, later): wanted in gates)
            assert "working out what would change" in told(page)
            assert "Infusion 1:" not in told(page)
        for key, gate in gates.items():
            if key != (date(2024, 2, 1), "all-later"):
                gate.set()
        await pilot.pause(0.2)
        assert "working out what would change" in told(page)
        gates[date(2024, 2, 1), "all-later"].set()
        await previewed(pilot, page)
        assert "Infusion 1: Tue 30-Jan-2024 → Thu 1-Feb-2024" in told(page)
        assert "ALL LATER ones with it" in told(page)


async def test_keys_typed_as_fast_as_a_macro_move_to_the_day_of_the_last_of_them(alone):
    app = app_of(alone)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", "right", "right", "enter", *"full ward", "ctrl+r")
        await until(pilot, lambda: not page.mover.moving and not app.busy)
        moved = dating.Moved(1, date(2024, 2, 1), "this-one", "full ward")
        assert app.desk.course_of("C-1").entries[-1].event.what == moved


async def test_escape_gives_the_move_up_and_a_reason_is_needed(alone):
    app = app_of(alone)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, MoveDialog))
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "The reason is missing" in shown(app)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not page.mover.moving)
        assert page.grid.day == date(2024, 1, 30)
        assert len(app.desk.course_of("C-1").entries) == 3
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_whoever_is_signed_out_signs_in_before_a_reason_is_asked_for(alone):
    app = app_of(alone, signed_in=None)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", "right", "enter", *"rn-1", "enter", *passphrase_of("rn-1"), "ctrl+r")
        await pilot.press(*"no bed", "ctrl+r")
        await until(pilot, lambda: not page.mover.moving and not app.busy)
        assert app.desk.course_of("C-1").entries[-1].event.by == "rn-1"


async def test_a_move_goes_on_from_what_somebody_else_recorded_meanwhile(alone):
    app = app_of(alone)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("m", "right")
        await previewed(pilot, page)
        alone.enter(
            "C-1", dating.Moved(1, date(2024, 2, 1), "this-one", "no bed"), recorded.at(8, 50), by="rn-2"
        )
        await app._look()
        await until(pilot, lambda: "from Thu 1-Feb-2024 to Wed 31-Jan-2024" in shown(app))
        await previewed(pilot, page)
        assert "Infusion 1: Thu 1-Feb-2024 → Wed 31-Jan-2024" in shown(app)
        alone.enter("C-1", dating.NotNeeded(1, "better"), recorded.at(8, 55), by="rn-2")
        await app._look()
        await until(pilot, lambda: not page.mover.moving)


async def test_a_day_whose_night_has_no_such_time_is_refused(site):
    planned(site, "C-1", "P-0417", date(2024, 1, 30), md.Closures())
    site.enter("C-1", dating.Arranged(3, "02:30"), recorded.at(8, 45))
    app = app_of(site, settings=Settings())
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 3, 30))
        await pilot.press("m", "right")
        made = await previewed(pilot, page)
        assert [problem.code for problem in made.problems] == ["time.does-not-exist"]
        await pilot.press("right")
        assert not (await previewed(pilot, page)).refused


async def test_a_move_can_begin_in_the_agenda_and_is_shown_in_the_month(ward):
    app = app_of(ward)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await at_day(pilot, date(2024, 1, 30))
        await pilot.press("3", "m")
        await until(pilot, lambda: page.mover.moving)
        assert (page.view, page.grid.day) == ("month", date(2024, 1, 30))
        assert "MOVE infusion 1/4 of P-0417" in shown(app)
