"""Whose name stands under an entry, what a dialog keeps, and what the header says."""

import pytest

from msc_dose.courses.events.dating import Held
from msc_dose.courses.events.giving import Thawed
from msc_dose.library import kept_session
from msc_dose.problems import Refusal
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.entries.flow import enter
from msc_dose.tui.screens.help import HelpScreen

from .a_record import passphrase_of
from .conftest import screen_text
from .driving import until


async def test_nobody_elses_name_is_put_under_an_entry_that_somebody_began(site):
    site.begun()
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.start(enter(app, "C-1", "hold"))
        await until(pilot, lambda: app.screen.query("#reason"))
        await pilot.press(*"fever")
        app.desk.keeper.forget(site.record)
        app.desk.keeper.keep(site.record, site.session("rn-2"))
        await app._look()
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "people.other-person" in screen_text(app))
        assert not any(isinstance(event.what, Held) for event in app.desk.course_of("C-1").events)
        app.desk.keeper.keep(site.record, site.session("rn-1"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: app.desk.course_of("C-1").held_since is not None)
        assert app.desk.course_of("C-1").events[-1].by == "rn-1"


async def test_who_signs_in_at_another_terminal_puts_no_name_under_what_is_done_here(site):
    """Two terminals of one user of the machine are two sign-ins."""
    here, there = site.desk("rn-1"), site.desk("rn-1")
    there.keeper.forget(site.record)
    there.keeper.keep(site.record, site.session("rn-2"))
    assert (there.whose().person, there.used().person) == ("rn-2", "rn-2")
    assert here.whose() is None, "the sign-in of the command was ended at the other terminal"
    here.keeper.keep(site.record, site.session("rn-1"))
    assert (here.used().person, there.used().person) == ("rn-1", "rn-2")
    kept_session.keep(site.record, site.session("te-1"))
    assert (here.used().person, there.used().person) == ("rn-1", "rn-2")


async def test_a_command_that_signs_somebody_else_in_ends_the_sign_in_that_a_command_had_begun(site):
    desk = site.desk("rn-1")
    kept_session.keep(site.record, site.session("rn-2"))
    assert desk.whose() is None
    with pytest.raises(Refusal) as refused:
        desk.used()
    assert refused.value.codes == ("people.signed-out",)


async def test_the_header_says_what_is_urgent_on_every_screen(site):
    site.begun()
    site.stocked("0001")
    site.reserved("C-1", 1, "MSC24A 0001")
    app = MscDoseApp(site.desk("rn-1"), opens="course")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.3)
        site.enter("C-1", Thawed(1, ("MSC24A 0001",)), by="te-1")
        await app._look()
        await until(pilot, lambda: "1 on the clock" in screen_text(app))


async def test_a_dialog_under_its_help_is_not_left_behind_by_a_key_of_another_screen(site):
    site.begun()
    app = MscDoseApp(site.desk("rn-1"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.start(enter(app, "C-1", "hold"))
        await until(pilot, lambda: app.screen.query("#reason"))
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await pilot.press("f3", "ctrl+q")
        await pilot.pause()
        assert app.current_mode == "today"
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not app.busy)


async def test_a_record_that_is_busy_signs_nobody_out(site, monkeypatch):
    from msc_dose.problems import refuse

    desk = site.desk("rn-1")

    def busy(record):
        raise refuse("record.busy", "db", "It is busy.", "Try again.")

    monkeypatch.setattr(kept_session, "kept", busy)
    with pytest.raises(Refusal) as refused:
        desk.whose()
    assert refused.value.codes == ("record.busy",)
    assert desk.session.person == "rn-1"


@pytest.mark.parametrize(
    ("code", "mode", "said"), [("te-1", "today", "[Thaws]"), ("ph-1", "checks", "CHECKS")]
)
async def test_a_laboratory_that_signs_in_sees_its_thaws_and_a_pharmacy_its_checks(site, code, mode, said):
    site.begun()
    app = MscDoseApp(site.desk(None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+o")
        await until(pilot, lambda: app.screen.query("#passphrase"))
        await pilot.press(*code, "enter", *passphrase_of(code), "ctrl+r")
        await until(pilot, lambda: said in screen_text(app))
        assert app.current_mode == mode
