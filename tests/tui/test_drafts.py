"""A terminal that is closed while something is typed: it comes back to whoever typed it, and to nobody else."""

import json
import os
import time
from datetime import timedelta

from msc_dose.files.drafts import _folder
from msc_dose.library import kept_session
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.dialogs.choose import ChooseDialog
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.keys import AS_SHIPPED
from msc_dose.tui.opening import BegunApp

from .a_record import passphrase_of
from .conftest import screen_text
from .doubled import opens, types
from .driving import field, plan_the_case, until
from .terminal import Terminal, tmux_or_skip

SIZE = (80, 24)


def begun(site, who=None):
    return BegunApp(site.desk(who), AS_SHIPPED, False, "")


async def closed_while_planning(site, who=None):
    """What stands on the plan screen when the terminal is closed."""
    app = begun(site, who)
    async with app.run_test(size=SIZE) as pilot:
        await plan_the_case(pilot)
        typed = app.screen.typed()
        app.end_from_outside(129)
        await pilot.pause()
    assert app.return_code == 129
    return typed


async def closed_while_weighing(site, who="rn-1"):
    app = begun(site, who)
    async with app.run_test(size=SIZE) as pilot:
        await app.open_course("C-1")
        await until(pilot, lambda: "Timeline]" in screen_text(app))
        await types(pilot, "a")
        await opens(pilot, ChooseDialog)
        line = next(line for line in screen_text(app).splitlines() if "Enter a body weight" in line)
        await types(pilot, line.partition("Enter a body")[0].split()[-1])
        await opens(pilot, EntryDialog)
        await types(pilot, *"61.5 k")
        app.end_from_outside(129)
        await pilot.pause()


async def test_a_plan_comes_back_whole_and_is_offered_once(site):
    typed = await closed_while_planning(site)
    app = begun(site)
    async with app.run_test(size=SIZE) as pilot:
        await opens(pilot, ChooseDialog)
        assert "NOT RECORDED" in screen_text(app)
        assert "The plan of a course (F9)" in screen_text(app)
        await types(pilot, "1")
        await until(pilot, lambda: "[F9 Plan]" in screen_text(app) and app.screen.typed() == typed)
        assert "120 million viable" in screen_text(app)
    assert not await asks(begun(site))


async def asks(app):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: not app.busy or isinstance(app.screen, ChooseDialog))
        await pilot.pause(0.1)
        return isinstance(app.screen, ChooseDialog)


async def test_an_entry_comes_back_to_the_person_who_typed_it_and_nothing_is_recorded(site):
    site.begun("C-1", "P-1")
    head = site.record.head()
    await closed_while_weighing(site)
    assert not await asks(begun(site, "rn-2"))
    app = begun(site, "rn-1")
    async with app.run_test(size=SIZE) as pilot:
        await opens(pilot, ChooseDialog)
        assert "typed by rn-1" in " ".join(screen_text(app).split())
        await types(pilot, "1")
        await opens(pilot, EntryDialog)
        assert field(app, "weight").value == "61.5 k"
    assert site.record.head() == head


async def test_it_is_offered_after_the_sign_in_of_that_person(site):
    site.begun("C-1", "P-1")
    await closed_while_weighing(site)
    kept_session.forget(site.record)
    app = begun(site)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: not app.busy)
        await types(pilot, "ctrl+o")
        await until(pilot, lambda: "assphrase" in screen_text(app))
        await types(pilot, *"rn-1", "enter", *passphrase_of("rn-1"), "ctrl+r")
        await opens(pilot, ChooseDialog)
        assert "NOT RECORDED" in screen_text(app)


async def test_what_is_thrown_away_or_a_day_old_is_not_offered_again_and_esc_leaves_it(site):
    await closed_while_planning(site)
    app = begun(site)
    async with app.run_test(size=SIZE) as pilot:
        await opens(pilot, ChooseDialog)
        await types(pilot, "escape")
    app = begun(site)
    async with app.run_test(size=SIZE) as pilot:
        await opens(pilot, ChooseDialog)
        await types(pilot, "2")
    assert not await asks(begun(site))
    await closed_while_planning(site)
    site.clock.now += timedelta(hours=24, seconds=1)
    assert not await asks(begun(site))


async def test_no_draft_is_kept_where_nothing_was_typed_and_none_holds_a_passphrase(site):
    app = MscDoseApp(site.desk(None))
    async with app.run_test(size=SIZE) as pilot:
        await types(pilot, "ctrl+o")
        await until(pilot, lambda: "assphrase" in screen_text(app))
        await types(pilot, *"rn-1", "enter", *"a secret passphrase")
        app.end_from_outside(129)
        await pilot.pause()
    assert not os.path.exists(os.path.join(os.environ["XDG_STATE_HOME"], "msc_dose", "drafts"))


async def test_a_file_that_is_no_draft_is_left_alone(site):
    await closed_while_planning(site)
    (path,) = _folder().glob("*.json")
    assert path.stat().st_mode & 0o077 == 0
    for spoilt in ("", "[]", "{}", json.dumps({**json.loads(path.read_text()), "texts": {"weight": 60}})):
        path.write_text(spoilt)
        assert not await asks(begun(site))
        assert path.exists()


def test_in_a_terminal_that_is_closed(tmp_path):
    tmux_or_skip()
    first = Terminal(tmp_path)
    try:
        first.open("msc-dose", "^Q Quit", "No record is open.")
        first.keys("F2")
        first.wait("[F2 Dose]")
        first.type("3.7e6 cells/kg")
        first.wait("3.7e6 cells/kg")
    finally:
        first.close()
    kept = tmp_path / ".local/state/msc_dose/drafts"
    end = time.monotonic() + 20
    while not list(kept.glob("*.json")):
        assert time.monotonic() < end, "no draft was kept"
        time.sleep(0.05)
    second = Terminal(tmp_path)
    try:
        second.open("msc-dose", "NOT RECORDED: A FORM WAS OPEN", "The dose calculator (F2)", "3.7e6 cells/kg")
        second.type("1")
        second.wait("[F2 Dose]", "3.7e6 cells/kg")
    finally:
        second.close()
