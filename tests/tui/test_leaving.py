"""How the screens end, and what they remember."""

import pytest

from msc_dose.cli.main import DEFECT, main
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.screens.dose import DoseScreen
from msc_dose.tui.theme import LIGHT


async def test_the_theme_that_was_chosen_last_is_there_at_the_next_start(in_colour):
    app = MscDoseApp(opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = LIGHT
        await pilot.pause()
    assert MscDoseApp(opens="dose").theme == LIGHT


def test_a_defect_ends_the_screens_with_its_name_and_without_what_was_typed(monkeypatch, capsys):
    def fails(self):
        passphrase = "four green frogs"
        raise ZeroDivisionError(f"no screen for {len(passphrase)} letters")

    monkeypatch.setattr(DoseScreen, "answer", fails)
    monkeypatch.setattr("msc_dose.cli.screens.can_show_screens", lambda: True)

    def screens(*_):
        app = MscDoseApp(opens="dose")
        app.run(headless=True)
        return app.outcome()

    assert main([], screens) == DEFECT
    written = "".join(capsys.readouterr())
    assert "ZeroDivisionError: no screen for 16 letters" in written
    assert "four green frogs" not in written
    assert "Traceback" not in written


async def test_an_exception_of_a_screen_is_still_raised_to_a_test(monkeypatch, in_colour):
    monkeypatch.setattr(DoseScreen, "answer", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        async with MscDoseApp(opens="dose").run_test(size=(80, 24)) as pilot:
            await pilot.pause()
