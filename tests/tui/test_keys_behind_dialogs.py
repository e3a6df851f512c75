"""A key that arrives right behind the one that ends a dialog acts after the flow, and nothing undoes it."""

import asyncio
import threading
from datetime import date

from textual import events

from msc_dose.tui import flows
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.calendar.dialogs import EntriesDialog
from msc_dose.tui.dialogs.passphrase import PassphraseDialog
from msc_dose.tui.widgets.header import Screens

from .a_calendar import app_of, at_day, one_course
from .a_record import passphrase_of
from .driving import until


async def at_once(pilot, *keys):
    """Keys of one packet; some time passes, whether or not they act."""
    for key in keys:
        pilot.app.post_message(events.Key(key, None))
    await asyncio.sleep(0.2)


async def signing_in(pilot, person):
    """The dialog of a sign-in, filled in."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: isinstance(pilot.app.screen, PassphraseDialog))
    await pilot.press(*person, "enter", *passphrase_of(person))


async def test_f10_behind_a_sign_in_on_checks_shows_today(site):
    app = MscDoseApp(site.desk(None), opens="checks")
    async with app.run_test(size=(80, 24)) as pilot:
        await signing_in(pilot, "ph-1")
        await at_once(pilot, "ctrl+r", "f10")
        await until(pilot, lambda: app.desk.session is not None and not app.busy)
        await until(pilot, lambda: app.current_mode == "today")
        await pilot.pause(0.2)
        assert app.current_mode == "today"


async def test_no_key_acts_between_a_dialog_and_what_its_flow_does_next(site, monkeypatch):
    gate, real = threading.Event(), flows._kept

    def waits(*given):
        assert gate.wait(20)
        return real(*given)

    monkeypatch.setattr(flows, "_kept", waits)
    app = MscDoseApp(site.desk(None), opens="checks")
    async with app.run_test(size=(80, 24)) as pilot:
        await signing_in(pilot, "ph-1")
        await at_once(pilot, "ctrl+r", "f10")
        assert (app.current_mode, app.busy) == ("checks", True)
        gate.set()
        await until(pilot, lambda: app.current_mode == "today")


async def test_a_key_behind_a_choice_in_a_list_acts_after_what_was_chosen(site):
    app = app_of(one_course(site))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_day(pilot, date(2024, 1, 30))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EntriesDialog))
        await at_once(pilot, "enter", "f10")
        await until(pilot, lambda: not app.busy)
        await pilot.pause(0.3)
        assert app.current_mode == "today"
        assert app.desk.course == "C-1"


async def test_whoever_went_to_today_by_the_mouse_while_they_signed_in_stays_there(site, monkeypatch):
    gate, real = threading.Event(), flows._kept

    def waits(*given):
        assert gate.wait(20)
        return real(*given)

    monkeypatch.setattr(flows, "_kept", waits)
    app = MscDoseApp(site.desk(None), opens="checks")
    async with app.run_test(size=(80, 24)) as pilot:
        await signing_in(pilot, "ph-1")
        await at_once(pilot, "ctrl+r")
        await pilot.click(Screens, offset=(3, 0))
        await until(pilot, lambda: app.current_mode == "today")
        gate.set()
        await until(pilot, lambda: not app.busy)
        assert app.current_mode == "today"


async def test_a_page_with_nothing_on_it_yet_or_any_more_shows_no_header_and_minds_no_size(site):
    """A clock that ticks, or a terminal that is resized, while a screen is made or ends."""
    app = MscDoseApp(site.desk(), opens="dose")
    async with app.run_test(size=(80, 24)) as pilot:
        for mode in ("plan", "calendar", "record"):
            page = app.MODES[mode]()
            with app._context():
                page.show_header("reading")
            await app.action_go(mode)
            await pilot.pause()
            page = app.screen
            await page.remove_children()
            page.show_header("reading")
            for size in ((60, 20), (80, 24), (120, 40)):
                await pilot.resize_terminal(*size)
            await pilot.pause()
