"""Many courses: what was read is read again only where it changed, and the first patients are shown at once."""

import threading
from datetime import date, timedelta

import pytest
import recorded
from textual.widgets import Static

import msc_dose as md
from msc_dose.courses.events import dating
from msc_dose.store.courses import reading
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import board
from msc_dose.tui.screens.today import _UNPRINTED
from msc_dose.tui.widgets.row_list import RowList
from msc_dose.ward import ward_view
from msc_dose.ward.brief_document import FORM

from .driving import until


@pytest.fixture
def folds(monkeypatch):
    """The codes of the courses that are folded from now on, in order."""
    told = []
    real = reading.course_on_record

    def counting(statements, code):
        told.append(code)
        return real(statements, code)

    for module in ("msc_dose.store.courses", "msc_dose.store.courses.reading"):
        monkeypatch.setattr(f"{module}.course_on_record", counting)
    return told


@pytest.fixture
def ten(site):
    """Ten patients: two due today, the others one after the other from tomorrow on."""
    for number in range(10):
        start = recorded.START + timedelta(days=max(0, number - 1))
        site.begun(f"C-{number}", f"P-{number}5{number}", start=start)
    return site


@pytest.fixture
def few(monkeypatch):
    """Five patients are many, and two are a page."""
    monkeypatch.setattr(board, "_MANY", 5)
    monkeypatch.setattr(board, "FIRST", 2)


def unbriefed(site):
    with site.record.database.writing() as statements:
        for number in range(10):
            statements.run("delete_brief", course=f"C-{number}")


def courses(site):
    with site.record.reading() as statements:
        return [reading.course_on_record(statements, f"C-{number}") for number in range(10)]


def test_the_ward_is_shown_without_folding_any_course(ten, folds):
    desk = ten.desk()
    shown = desk.look()
    assert folds == []
    assert shown == ward_view(courses(ten), desk.now(), desk.closures())


def test_after_one_event_only_that_course_is_folded_again(ten, folds):
    desk = ten.desk()
    desk.look()
    course = desk.course_of("C-3")
    assert folds == ["C-3"]
    desk.enter(course, dating.Held("fever"))
    folds.clear()
    shown = desk.look()
    assert folds == []  # its brief was written with the event
    assert shown == ward_view(courses(ten), desk.now(), desk.closures())
    folds.clear()
    assert desk.course_of("C-3").held_since is not None
    assert folds == ["C-3"]
    assert [each.course for each in desk.seen().read if each.held_since] == ["C-3"]
    assert folds == ["C-3"]


def test_what_somebody_else_enters_is_seen(ten, folds):
    desk, other = ten.desk(), ten.desk("rn-2")
    before = desk.look()
    ten.enter("C-0", dating.Held("fever"), by="rn-2")
    folds.clear()
    after = desk.look()
    assert folds == []
    assert (before.counts()["due"], after.counts()["due"]) == (2, 1)
    assert after == other.look()


def test_of_an_older_record_each_course_is_folded_once_and_its_brief_kept(ten, folds):
    unbriefed(ten)
    told = []
    desk = ten.desk()
    shown = desk.look(lambda done, total: told.append((done, total)))
    assert sorted(folds) == sorted(f"C-{number}" for number in range(10))
    assert told[-1] == (10, 10)
    folds.clear()
    assert desk.look() == shown
    assert ten.desk().look() == shown  # another process finds them
    assert folds == []


def test_screens_that_only_show_keep_nothing(ten, folds):
    unbriefed(ten)
    desk = ten.desk()
    desk.readonly = True
    shown = desk.look()
    folds.clear()
    assert desk.look() == shown
    assert folds == []
    with ten.record.reading() as statements:
        assert statements.all("brief_lengths", form=FORM) == []


def test_a_course_that_cannot_be_read_is_told_and_hides_none(ten):
    recorded.spoilt(ten.record, "C-X", "P-X")
    desk = ten.desk()
    assert len(desk.look().rows) == 10
    assert [each.course for each in desk.board.unreadable] == ["C-X"]
    [unreadable] = [each for each in desk.briefs() if each.why]
    assert (unreadable.course, unreadable.recipient, unreadable.stage) == ("C-X", "P-X", "")


def test_the_record_that_keeps_no_brief_is_shown_all_the_same(ten, monkeypatch):
    unbriefed(ten)

    def refuses(record, briefs):
        raise md.Refusal([md.Problem("record.unwritable", "stop", "db", "The disk is full.", "Make room.")])

    monkeypatch.setattr(board, "keep_missing", refuses)
    desk = ten.desk()
    assert desk.look() == ward_view(courses(ten), desk.now(), desk.closures())


def test_a_moment_before_the_last_entry_is_asked_of_the_course_itself(ten):
    ten.clock.now = recorded.at(8, 10)  # it was planned at eight and ordered at half past
    desk = ten.desk()
    assert desk.look() == ward_view(courses(ten), desk.now(), desk.closures())


def test_courses_in_brief_say_what_the_ward_says_of_each(ten):
    desk = ten.desk()
    found = desk.briefs()
    assert [each.course for each in found] == [f"C-{number}" for number in range(10)]
    rows = {row.course: row for row in desk.look().rows}
    for each in found:
        row = rows[each.course]
        assert (each.recipient, each.stage, each.word, each.next) == (
            row.recipient,
            row.stage,
            row.word,
            row.next,
        )
        assert (each.number, each.of, each.date) == (row.number, row.of, row.date)
        assert (each.protocol, each.training, each.why) == ("sjogren-itp-msc-monthly", True, "")
    assert found[9].date == date(2024, 2, 6)


def test_the_first_patients_are_told_before_the_others_are_read(ten, few):
    desk, told = ten.desk(), []
    whole = desk.look(early=told.append)
    [first] = told
    assert [row.recipient for row in first.rows] == ["P-050", "P-151"]
    assert first.rows == whole.rows[:2]
    desk.look(early=told.append)
    assert told == [first]  # what is known is not shown in part


def test_with_a_course_that_has_no_brief_yet_it_is_among_the_first(ten, few, folds):
    with ten.record.database.writing() as statements:
        statements.run("delete_brief", course="C-1")
    told = []
    ten.desk().look(early=told.append)
    assert [row.recipient for row in told[0].rows] == ["P-050", "P-151", "P-252"]
    assert folds == ["C-1"]


async def test_today_shows_the_first_patients_while_the_others_are_read(ten, few, monkeypatch):
    goes_on = threading.Event()
    real = board.Board.ward

    def waits(self, *given):
        assert goes_on.wait(20)
        return real(self, *given)

    monkeypatch.setattr(board.Board, "ward", waits)
    app = MscDoseApp(ten.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app.screen.query_one(RowList).source) == 2)
        assert "being read" in str(app.screen.query_one("#views", Static).render())
        assert app.screen.check_action("print", ()) is None  # half a ward is not printed
        await pilot.press("p")
        assert [each.message for each in app._notifications] == [_UNPRINTED]
        await pilot.press("down")
        assert app.screen.query_one(RowList).key == "P-151"
        goes_on.set()
        await until(pilot, lambda: len(app.screen.query_one(RowList).source) == 10)
        assert app.screen.query_one(RowList).key == "P-151"  # the cursor stays where it was
        await until(pilot, lambda: "being read" not in str(app.screen.query_one("#views", Static).render()))
