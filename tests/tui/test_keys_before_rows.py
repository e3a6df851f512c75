"""Keys typed ahead: each finds the focus, and the rows, that the one before it asked for."""

import os
import pty
import re
import sys
import threading
import time

import pytest

from msc_dose.tui import in_order
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.screens.course import CourseScreen
from msc_dose.tui.today.glance import PatientGlance

from .conftest import screen_text
from .doubled import opens, types
from .driving import until


@pytest.fixture
def begun(site):
    """Two courses."""
    site.begun("C-1", "P-1")
    site.begun("C-2", "P-2")
    return site


@pytest.fixture
def slow_courses(monkeypatch):
    """The screen Course reads nothing until it is let."""
    may_read, real = threading.Event(), CourseScreen.load

    def waits(self, progress):
        assert may_read.wait(40)
        return real(self, progress)

    monkeypatch.setattr(CourseScreen, "load", waits)
    yield may_read
    may_read.set()


async def test_enter_right_behind_escape_opens_the_patient_under_the_cursor(begun):
    app = MscDoseApp(begun.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "P-1" in screen_text(app))
        await types(pilot, "slash")
        await types(pilot, "escape", "enter")
        await opens(pilot, PatientGlance)


async def test_letters_right_behind_slash_are_what_is_sought_and_no_keys(begun):
    app = MscDoseApp(begun.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "P-1" in screen_text(app))
        await types(pilot, "slash", *"P-2")
        assert app.screen.sought == "P-2"


async def test_enter_behind_f4_waits_for_the_list_however_long_it_is_read(begun, slow_courses):
    app = MscDoseApp(begun.desk("rn-1"), opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        pressing = threading.Timer(in_order._LONGEST_LOAD + 0.5, slow_courses.set)
        pressing.start()
        await pilot.press("f4", "enter")
        await until(pilot, lambda: "Timeline]" in screen_text(app))


async def test_the_key_of_another_screen_is_not_held_back_by_what_is_read(begun, slow_courses):
    app = MscDoseApp(begun.desk("rn-1"), opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        began = time.monotonic()
        await types(pilot, "f4", "enter", "f2")
        await until(pilot, lambda: app.current_mode == "dose")
        assert time.monotonic() - began < 10
        await pilot.press("tab")  # what is still read elsewhere holds no key back here
        slow_courses.set()


def first_frame(place):
    """The first whole frame that a real terminal is given."""
    words = [sys.executable, "-m", "msc_dose", "tui", "--db", str(place)]
    child, terminal = pty.fork()
    if child == 0:
        os.execve(
            sys.executable, words, os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        )
    written, began = b"", time.monotonic()
    while b"F10" not in written or written.count(b"\x1b[1;1H") < 2:
        assert time.monotonic() - began < 30, written
        written += os.read(terminal, 65536)
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(terminal)
    return re.split(rb"\x1b\[1;1H", written)[1]


def test_the_first_that_a_terminal_is_given_is_a_whole_frame(begun, tmp_path):
    frame = first_frame(tmp_path / "record.db")
    lines = [int(line) for line in re.findall(rb"\x1b\[(\d+);1H", frame)]
    assert lines[:23] == list(range(2, 25))
    assert b"TODAY" in frame
