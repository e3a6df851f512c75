"""Keys pressed at random, and a record that goes away: nothing ends the screens, nothing is recorded unasked."""

from __future__ import annotations

import random

import pytest

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.widgets.field import FieldInput

from .conftest import at_rest, screen_text
from .doubled import types
from .driving import until
from .walking import ward

KEYS = (
    *(
        "tab",
        "shift+tab",
        "up",
        "down",
        "left",
        "right",
        "enter",
        "escape",
        "pageup",
        "pagedown",
        "home",
        "end",
    ),
    *("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "ctrl+g", "ctrl+y", "ctrl+n", "ctrl+p"),
    *"abcdfhklmnoprstuvwxy123456789/?[]+-",
    *(" ", "backspace"),
)
OFTEN = ("tab", "up", "down", "enter", "escape")
SCREENS = ("f10", "f3", "f4", "f5", "f6", "f7")


async def test_four_hundred_keys_at_random_end_nothing_and_record_nothing(site):
    """Without ^R, which does what a dialog says, and ^O, which signs in and out."""
    dice = random.Random(417)
    before = ward(site).record.head()
    app = MscDoseApp(site.desk("ph-2"), opens="today")
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        for _ in range(40):
            await types(pilot, *(dice.choice(OFTEN if dice.random() < 0.4 else KEYS) for _ in range(10)))
        await at_rest(pilot)
        assert app._exception is None
        assert not app._exit
    assert site.record.head() == before


@pytest.mark.parametrize("key", SCREENS)
async def test_a_record_that_goes_away_is_told_of_and_comes_back(site, tmp_path, key):
    ward(site)
    app = MscDoseApp(site.desk("ph-2"), opens="today")
    path = tmp_path / "record.db"
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await at_rest(pilot)
        if key in ("f10", "f4", "f7"):
            await pilot.press("slash", *"C-1")
            await at_rest(pilot)
        before, typed = screen_text(app), [each.value for each in app.screen.query(FieldInput)]
        whole = path.read_bytes()
        path.write_bytes(b"\0" * len(whole))
        app.desk.version += 1
        app.changed()
        await at_rest(pilot)
        await until(pilot, lambda: "restore the" in " ".join(screen_text(app).split()))
        assert [each.value for each in app.screen.query(FieldInput)] == typed
        path.write_bytes(whole)
        app.desk.version += 1
        app.changed()
        await at_rest(pilot)
        await until(pilot, lambda: screen_text(app) == before)
