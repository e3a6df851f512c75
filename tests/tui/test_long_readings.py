"""Long readings: the calendar and the forecast fold next to nothing, and a reading that takes long can be stopped."""

import threading
import time
from datetime import date, timedelta

import pytest

from msc_dose.courses.events import dating
from msc_dose.scheduling import Closures
from msc_dose.tui import in_order
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.calendar import looking
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.desk import Desk
from msc_dose.tui.desk.board import Board
from msc_dose.tui.desk.folded import Stopped
from msc_dose.tui.screens.course import CourseScreen
from msc_dose.tui.screens.today import TodayScreen
from msc_dose.ward.brief import Brief, brief_of
from msc_dose.ward.brief_document import FORM

from .a_calendar import a_ward, app_of, at_calendar, at_day, shown, told
from .a_record import recorded
from .driving import until


@pytest.fixture
def ten(site):
    """Ten courses, each begun a day after the one before."""
    for number in range(10):
        site.begun(f"C-{number}", f"P-{number}5{number}", start=recorded.START + timedelta(days=number))
    return site


@pytest.fixture
def asked(monkeypatch):
    """The codes of the courses that are asked for whole, in order."""
    codes, real = [], Desk.course_of

    def counting(self, code):
        codes.append(code)
        return real(self, code)

    monkeypatch.setattr(Desk, "course_of", counting)
    return codes


class Gate:
    """Lets so many courses be folded; `folded` are those that were."""

    def __init__(self):
        self.folded, self.waits = [], threading.Semaphore(0)

    def let(self, number):
        for _ in range(number):
            self.waits.release()


@pytest.fixture
def gate(ten, monkeypatch):
    """No course has its brief, and each is folded only when it is let."""
    with ten.record.database.writing() as statements:
        for number in range(10):
            statements.run("delete_brief", course=f"C-{number}")
    gate, real = Gate(), Board._folded_brief

    def waits(self, code):
        assert gate.waits.acquire(timeout=20)
        gate.folded.append(code)
        return real(self, code)

    monkeypatch.setattr(Board, "_folded_brief", waits)
    yield gate
    gate.let(1000)


def on_dose(site):
    """The app on a screen that reads nothing."""
    desk = site.desk("rn-1")
    desk.moved_on()
    return MscDoseApp(desk, opens="dose")


async def reading(pilot, gate):
    """A reading under way that has lasted long enough to be told of."""
    gate.let(1)
    await until(pilot, lambda: gate.folded)
    await pilot.pause(0.25)
    gate.let(1)
    await until(pilot, lambda: "Reading 2 of 10 courses … Esc stops." in shown(pilot.app))


def told_of(days):
    """Everything that the calendar shows of its days."""
    local = days.local
    return [
        (
            entry.key, entry.day, entry.number, entry.name, entry.patient, entry.arrow, entry.movable,
            entry.word(local(entry.course)), entry.sign(local(entry.course)), entry.style(local(entry.course)),
        )
        for entry in days.listed
    ]  # fmt: skip


def same(courses, now, at):
    """The days of the courses are those of their briefs."""
    whole = CalendarDays(courses, Closures(), now)
    brief = CalendarDays([brief_of(course) for course in courses], Closures(), now)
    assert told_of(brief) == told_of(whole)
    assert [brief.in_window(day) for day in at] == [whole.in_window(day) for day in at]
    windows = [[[entry.key for entry in days.windows_on(day)] for day in at] for days in (brief, whole)]
    assert windows[0] == windows[1]


def test_the_days_of_briefs_are_those_of_their_courses(site):
    desk = a_ward(site).desk()
    courses = [desk.course_of(f"C-{number}") for number in (1, 2, 3)]
    assert all(isinstance(each, Brief) for each in desk.seen().read)
    same(courses, desk.now(), [date(2024, 1, 1) + timedelta(days=each) for each in range(150)])


async def test_the_calendar_folds_what_stands_about_the_cursor_and_goes_on_as_one_moves(
    ten, asked, monkeypatch
):
    monkeypatch.setattr(looking, "_AHEAD", 2)
    ten.enter("C-8", dating.Moved(1, date(2024, 2, 7), "this-one", "no bed"))
    app = app_of(ten)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_calendar(pilot)
        assert asked == ["C-0", "C-1"]
        assert "all courses (10)" in shown(app)
        page.grid.go(date(2024, 2, 7))
        await pilot.pause()
        assert "P-858, course C-8 DOSE 120 million viable MSC" in told(page)
        assert "→ moved, target Tue 6-Feb-2024 reading …" in told(page)
        await until(pilot, lambda: "moved to Wed 7-Feb-2024: no bed" in told(page))
        assert "reading …" not in told(page)
        await until(pilot, lambda: asked[2:] == ["C-8", "C-9"])
        asked.clear()
        page.grid.go(date(2024, 2, 4))
        await pilot.press("right")
        await until(pilot, lambda: asked == ["C-7", "C-6"])  # a day that one passes by asks for nothing
        page.grid.go(date(2024, 2, 7))
        await pilot.pause(0.3)
        assert asked == ["C-7", "C-6"]  # what is folded stays so


async def test_a_course_that_cannot_be_read_whole_is_told_where_it_stands(ten, monkeypatch):
    from msc_dose.problems import refuse

    def refuses(self, code):
        raise refuse("course.unknown", "course", "No such course.", "Look again.", code)

    monkeypatch.setattr(Desk, "course_of", refuses)
    app = app_of(ten)
    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_day(pilot, date(2024, 2, 6))
        assert "■ This course cannot be read" in told(page)
        assert "DOSE" in told(page)


async def test_escape_stops_a_long_reading_and_r_reads_the_rest(ten, gate):
    app = on_dose(ten)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        page = app.screen
        await reading(pilot, gate)
        await pilot.press("escape")
        await until(pilot, lambda: "The reading was stopped: r reads again." in shown(app))
        gate.let(2)
        await until(pilot, lambda: not app.desk.board._lock.locked())
        page.tick()
        app.changed()
        await pilot.pause(0.2)
        assert page.loaded is None  # nobody but a person goes on
        assert len(gate.folded) == 3  # the one under way came to its end
        gate.let(10)
        await pilot.press("r")
        await until(pilot, lambda: page.loaded is not None)
        assert "all courses (10)" in shown(app)
        assert "stopped" not in shown(app)
        assert app.focused is page.grid
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_what_was_read_before_a_stop_is_kept(ten, gate):
    desk, stops = ten.desk(), 4

    def progress(done, total):
        if done == stops:
            raise Stopped

    gate.let(100)
    with pytest.raises(Stopped):
        desk.seen(progress)
    with ten.record.reading() as statements:
        assert len(statements.all("brief_lengths", form=FORM)) == stops
    assert len(desk.seen().read) == 10


async def test_whoever_leaves_stops_it_and_it_is_read_again_when_they_come_back(ten, gate):
    app = on_dose(ten)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        page = app.screen
        await reading(pilot, gate)
        await pilot.press("f2")
        gate.let(1)
        await until(pilot, lambda: not app.desk.board._lock.locked())
        assert len(gate.folded) == 3
        gate.let(20)
        await pilot.press("f3")
        await until(pilot, lambda: page.loaded is not None)
        assert "all courses (10)" in shown(app)


async def test_the_forecast_is_stopped_by_escape_too_and_folds_no_course_that_has_its_brief(ten, gate, asked):
    app = on_dose(ten)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f5", "v", "v")
        page = app.screen
        await reading(pilot, gate)
        await pilot.press("escape")
        await until(pilot, lambda: "The reading was stopped: r reads again." in shown(app))
        assert page.shows == "forecast"
        gate.let(20)
        await pilot.press("r")
        await until(pilot, lambda: "NOT COVERED" in shown(app))
        gate.folded.clear()
        await pilot.press("r")
        await until(pilot, lambda: not page._loading)
        assert (gate.folded, asked) == ([], [])
        await pilot.press("escape")
        await until(pilot, lambda: page.shows == "containers")


async def test_a_key_does_not_wait_for_a_long_reading_twice(ten, gate):
    app = on_dose(ten)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f3")
        await pilot.press("right")  # this one waits a moment for the first rows
        began = time.monotonic()
        await pilot.press(*["right"] * 5)
        assert time.monotonic() - began < in_order._LONGEST_LOAD
        assert app.screen.grid.day == date(2024, 2, 4)
        gate.let(20)


async def test_what_is_read_when_the_program_has_ended_is_shown_nowhere(ten, monkeypatch):
    read = threading.Event()
    page = CourseScreen
    real = page.load

    def late(self, progress):
        found = real(self, progress)
        assert read.wait(20)
        return found

    monkeypatch.setattr(page, "load", late)
    app = MscDoseApp(ten.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen) and app.screen.composed)
        screen = app.screen
        await screen.remove_children()
        read.set()
        await until(pilot, lambda: not screen._loading)
    assert app._exception is None
