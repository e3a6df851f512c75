"""Printing: the record's banner first, a file of one's own and no other's, the printer where there is one."""

import os
import stat

import pytest

from msc_dose.tui import printing
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.printing import PrintDialog, page_lines
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.choice import Choice

from .a_record import HOSTILE
from .conftest import screen_text
from .driving import field, until

BANNER = "TRAINING – not for a patient. Not for patient identification."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(printing, "_PRINTERS", ())
    return tmp_path


async def asked(pilot):
    await until(pilot, lambda: isinstance(pilot.app.screen, PrintDialog))
    await pilot.pause()


async def test_the_board_is_written_to_a_file_for_its_owner_alone(site, folder):
    site.begun("C-1", "P-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.check_action("print", ()) is True)
        await pilot.press("p")
        await asked(pilot)
        assert field(app, "file").value == "ward-2024-01-29.txt"
        await pilot.press("ctrl+r")
        await until(pilot, lambda: not app.busy)
    path = folder / "ward-2024-01-29.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == BANNER
    assert lines[2].startswith("WARD  Mon 29-Jan-2024 09:00")
    assert any("P-1" in line and "120 million" in line for line in lines)
    assert lines[-1] == "Printed Mon 29-Jan-2024 09:00 CET by rn-1."
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


async def test_no_file_is_written_over_and_the_path_stays_to_be_changed(site, folder):
    (folder / "ward-2024-01-29.txt").write_text("of somebody else", encoding="utf-8")
    site.begun("C-1", "P-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.check_action("print", ()) is True)
        await pilot.press("p")
        await asked(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "(file.exists)" in screen_text(app))
        await pilot.press("end", *"2", "ctrl+r")
        await until(pilot, lambda: not app.busy)
    assert (folder / "ward-2024-01-29.txt").read_text(encoding="utf-8") == "of somebody else"
    assert (folder / "ward-2024-01-29.txt2").exists()


@pytest.mark.parametrize("status", [0, 1])
async def test_the_printer_gets_the_page_and_its_failure_is_told(site, folder, monkeypatch, status):
    program, taken = folder / "lp", folder / "taken"
    program.write_text(f'#!/bin/sh\ncat > "{taken}"\necho no paper >&2\nexit {status}\n', encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(printing, "_PRINTERS", ("lp",))
    site.begun("C-1", "P-1")
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.check_action("print", ()) is True)
        await pilot.press("p")
        await asked(pilot)
        app.screen.query_one("#to", Choice).value = "lp"
        await pilot.press("ctrl+r")
        if status:
            await until(pilot, lambda: "lp did not take the page: no paper" in screen_text(app))
            assert "(print.failed)" in screen_text(app)
            await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
    assert taken.read_text(encoding="utf-8").startswith(BANNER)


def test_no_control_character_reaches_the_paper(site):
    lines = list(page_lines(site.desk("rn-1"), [f"P-1 {HOSTILE}"]))
    assert "P-1 [B12] [/] <U+001B>[31m <U+202E>" in lines
    assert all(safe(line) == line for line in lines)
