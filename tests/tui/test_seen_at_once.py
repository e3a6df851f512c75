"""What must be seen without looking for it: the clock, what is to be done first, and no stale word."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.entries import flow
from msc_dose.tui.today import finding
from msc_dose.tui.today.finding import find
from msc_dose.tui.widgets.header import title_text
from msc_dose.ward.stages import DUE, LATE, ON_CLOCK, OUT, RUNNING, SIGNS, STAGES

from .doubled import entered, ready
from .driving import until

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Berlin"))
MANY = {ON_CLOCK: 2, RUNNING: 3, LATE: 14, DUE: 27, OUT: 31}


def title(width, subtitle="who, what, when", person="rn-104", **more):
    counts = dict.fromkeys(STAGES, 0) | MANY | more
    desk = SimpleNamespace(
        readonly=False,
        session=SimpleNamespace(person=person, role="pharmacist"),
        ward=SimpleNamespace(counts=lambda: counts),
    )
    return title_text("TODAY", subtitle, desk, NOW, width).plain


def test_counts_that_do_not_fit_are_dropped_from_the_end_and_the_subtitle_before_them():
    whole = "2 on the clock, 3 running, 14 late, 27 due, 31 out of window "
    assert title(160).endswith(whole)
    assert "who, what, when" in title(160)
    assert title(115).endswith(whole)
    assert "who, what, when" not in title(115)
    assert title(100).endswith("2 on the clock, 3 running, 14 late, 27 due, … ")
    assert title(80).endswith("2 on the clock, … ")


@pytest.mark.parametrize("width", range(24, 161))
@pytest.mark.parametrize("person", ["rn-104", "p" * 40])
def test_the_clock_is_counted_in_every_width_and_no_line_is_too_long(width, person):
    assert "2 on the clock" in title(width, person=person)
    assert "3 running" in title(width, person=person, **{ON_CLOCK: 0})
    assert len(title(width, person=person)) <= width


def test_no_sign_of_a_stage_is_that_of_the_cursor_or_of_another_stage():
    assert ">" not in SIGNS.values()
    assert len(set(SIGNS.values())) == len(STAGES)
    assert all(sign.isascii() and len(sign) == 1 for sign in SIGNS.values())


def steps(site):
    found = find(site.desk(), lambda done, total: None)
    return {each.row.recipient: each.row.next for each in found.patients}


def test_a_due_dose_is_verified_before_it_is_cleared_to_thaw(site):
    ready(site, "C-1", "P-1", "0001")
    entered(site, "C-2", ready(site, "C-2", "P-2", "0002"))
    assert steps(site) == {
        "P-1": "verify first (F6); then clear to thaw",
        "P-2": "clear to thaw",
    }


def test_only_the_first_patients_are_asked_about(site, monkeypatch):
    monkeypatch.setattr(finding, "ASKED", 1, raising=False)
    ready(site, "C-1", "P-1", "0001")
    ready(site, "C-2", "P-2", "0002")
    assert list(steps(site).values()) == ["verify first (F6); then clear to thaw", "clear to thaw"]


def test_what_is_told_after_an_entry_is_two_lines_for_four_seconds_at_most():
    notes = ["● NOTE a note", "● NOTE another one"]
    assert flow.TOLD_FOR <= 4
    assert flow.toast_of("Recorded.", "Next: start.", []) == "Recorded.\nNext: start."
    assert flow.toast_of("Recorded.", "Next: start.", notes).splitlines() == [
        "Recorded. Next: start.",
        "● NOTE a note; ● NOTE another one",
    ]


async def test_a_dialog_that_opens_clears_what_was_told_before(site):
    app = MscDoseApp(site.desk())
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("old", timeout=60, markup=False)
        app.start(app.ask(ConfirmDialog("Sure?", "What cannot be undone.", "SURE")))
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert not [each for each in app._notifications if each.message == "old"]
