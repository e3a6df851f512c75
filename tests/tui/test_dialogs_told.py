"""What a dialog tells stays beside where one types, and can be read to its end on a small terminal."""

import pytest

from msc_dose.notation.conventions import DEFAULT
from msc_dose.problems import Refusal, stop
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.checking.reentry_dialog import Asked, ReentryDialog
from msc_dose.tui.dialogs.refused import RefusedDialog

from .conftest import at_rest, screen_text
from .driving import until

MANY = [stop("value.missing", f"field {n}", "It is missing. " * 6, "Type it.") for n in range(12)]


async def shown(pilot, dialog):
    pilot.app.push_screen(dialog)
    await until(pilot, lambda: pilot.app.screen is dialog)
    await at_rest(pilot)


async def test_a_refusal_is_closed_and_a_long_one_is_scrolled_to_its_end():
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, RefusedDialog(Refusal(MANY[:1])))
        assert "Esc Close" in screen_text(app)
        assert "Cancel" not in screen_text(app)
        assert "PgDn" not in screen_text(app)
        await pilot.press("escape")
        await shown(pilot, RefusedDialog(Refusal(MANY)))
        assert "PgDn More" in screen_text(app)
        assert "field 11" not in screen_text(app)
        await pilot.press("pagedown", "pagedown", "pagedown")
        await at_rest(pilot)
        assert "field 11" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, RefusedDialog)


@pytest.mark.parametrize("height", [16, 20, 24])
async def test_the_field_that_one_is_in_is_seen_beside_what_is_told(height):
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, height)) as pilot:
        dialog = ReentryDialog("Verify", Asked("C-1", "P-1", 1, 4, None), DEFAULT)
        await shown(pilot, dialog)
        dialog.show_problems(MANY)
        for _ in range(6):
            await at_rest(pilot)
            within = dialog.query_one("#dialog-body").region
            assert within.contains_region(dialog.focused.region)
            assert "■ STOP   field 0" in screen_text(app), screen_text(app)
            await pilot.press("tab")
