"""The screens end while something is still read: what comes after that is not shown, and breaks nothing."""

import asyncio

import pytest

from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.desk import Desk
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.flow import enter

from .conftest import at_rest
from .driving import until
from .walking import ward

PAGES = ("f2", "f3", "f4", "f5", "f6", "f7", "f9", "f10")


@pytest.fixture
def lingers(monkeypatch):
    """Whatever is read in a thread comes when a screen that is put here has begun to lose its parts."""
    real, screens = asyncio.to_thread, {}

    async def comes_late(work, *given, **named):
        found = await real(work, *given, **named)
        while any(len(screen.query("*")) == parts for screen, parts in screens.items()):
            await asyncio.sleep(0)
        return found

    monkeypatch.setattr(asyncio, "to_thread", comes_late)
    return screens


def app_of(site):
    ward(site)
    return MscDoseApp(site.desk("rn-1"), opens="today")


@pytest.mark.parametrize("key", PAGES)
async def test_a_change_of_others_that_is_seen_at_the_end_is_not_shown_any_more(
    site, lingers, key, monkeypatch
):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await at_rest(pilot)
        lingers[app.page] = len(app.page.query("*"))
        app.desk.version += 1
        monkeypatch.setattr(Desk, "moved_on", lambda desk: True)
        looking = asyncio.create_task(app._look())
        await asyncio.sleep(0)
    await looking
    assert app._exception is None


@pytest.mark.parametrize("key", PAGES)
async def test_a_page_that_is_read_while_the_screens_end_is_not_shown(site, lingers, key):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await at_rest(pilot)
        lingers[app.page] = len(app.page.query("*"))
        app.desk.version += 1
        app.changed()
        await asyncio.sleep(0)
    assert app._exception is None


async def test_the_effect_of_an_entry_that_is_worked_out_while_the_screens_end_is_not_shown(site, lingers):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_rest(pilot)
        app.start(enter(app, "C-417", "hold", {"reason": "a cold"}))
        await until(pilot, lambda: isinstance(app.screen, EntryDialog))
        await until(pilot, lambda: app.screen._read is not None and app.screen._read.what is not None)
        lingers[app.screen] = len(app.screen.query("*"))
        looking = asyncio.create_task(app.screen._look(app.screen._asked))
        await asyncio.sleep(0)
    await looking
    assert app._exception is None


@pytest.mark.parametrize("key", ["f3", "f4", "f5", "f6", "f7"])
async def test_a_page_that_is_still_being_made_when_the_screens_end_is_not_filled(site, monkeypatch, key):
    async def at_once(work, *given, **named):
        return work(*given, **named)

    ward(site)
    monkeypatch.setattr(asyncio, "to_thread", at_once)
    for ticks in range(0, 60, 4):
        app = MscDoseApp(site.desk("rn-1"), opens="dose")
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.desk.course = "C-417"
            app.simulate_key(key)
            for _ in range(10_000):
                if app.current_mode != "dose":
                    break
                await asyncio.sleep(0)
            for _ in range(ticks):
                await asyncio.sleep(0)
        assert app._exception is None
