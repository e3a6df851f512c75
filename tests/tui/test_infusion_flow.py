"""One infusion at the bedside, from clearance to what its part counts as: keyboard only, on a real record."""

from datetime import timedelta

from msc_dose.courses.events.giving import BedsideCheck
from msc_dose.tui.dialogs.choose import ChooseDialog
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.dialogs.passphrase import PassphraseDialog
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.told import AloneDialog

from .a_case import act, app_of, course, idle, menu, ready, shows, signs, states, ticks, typed
from .conftest import screen_text
from .driving import until

YES = ["right", "enter"] * 5


async def chosen(pilot, words, then=EntryDialog):
    """Choose the act of these words in the menu, by its digit, as it stands on the screen."""
    menu(pilot.app)
    await shows(pilot, ChooseDialog)
    lines = screen_text(pilot.app).splitlines()
    line = next(line for line in lines if words in line)
    await pilot.press(line.replace(">", " ").split("│")[1].split()[0])
    await shows(pilot, then)


async def recorded(pilot):
    await shows(pilot, EntryDialog)
    await pilot.press("ctrl+r")
    await idle(pilot)


async def test_an_infusion_is_cleared_thawed_checked_by_two_started_paused_and_stopped_early(site):
    bag, other = ready(site, "B1", "B2")
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await chosen(pilot, "Clear infusion 1 to thaw")
        await shows(pilot, EntryDialog)
        await ticks(pilot)
        await recorded(pilot)
        await chosen(pilot, "Record the thaw for infusion 1")
        assert bag in screen_text(app)
        await recorded(pilot)
        assert course(site).infusions[0].thawed == (bag, other)

        site.clock.now += timedelta(minutes=10)
        for each in (bag, other):
            await chosen(pilot, "Bedside check")
            await typed(pilot, each, "rn-2")
            kinds = ("date of birth", "name") if each == bag else ()
            await typed(pilot, *kinds)
            await pilot.press(*([] if kinds else ["enter", "enter"]), *YES, "ctrl+r")
            await shows(pilot, PassphraseDialog)
            await signs(pilot, "rn-2")
            await idle(pilot)
        assert states(site)[0] == "checked"
        site.clock.now += timedelta(minutes=5)
        await chosen(pilot, "Start infusion 1")
        await recorded(pilot)
        site.clock.now += timedelta(minutes=6)
        await chosen(pilot, "Pause infusion 1")
        await typed(pilot, "chills")
        await recorded(pilot)
        assert states(site)[0] == "paused"
        await chosen(pilot, "Restart infusion 1")
        await recorded(pilot)
        site.clock.now += timedelta(minutes=14)

        await chosen(pilot, "Stop infusion 1 early")
        await pilot.press(*"09:30", "down", "enter", "enter")
        assert app.screen.typed()["ended"] == "2024-01-29 09:30"
        await typed(pilot, "chills again")
        await pilot.press("enter", "enter")
        await typed(pilot, "20 mL", "3 mL")
        await shows(pilot, EntryDialog)
        assert "20 mL infused and 3 mL left are not the 20 mL issued" in flat(app)
        await pilot.press("up", "ctrl+u", *"0 mL", "down", "enter", "enter", "enter")
        await typed(pilot, "14.5 mL", "5.5 mL")
        await pilot.press("right", "ctrl+r")
        await idle(pilot)
        one = course(site).infusions[0]
        assert (one.state, str(one.given[1].left), one.given[1].remainder) == (
            "stopped-early",
            "5.5 mL",
            "wasted",
        )

        await chosen(pilot, "Decide what the part of infusion 1")
        await pilot.press("right", "enter")
        await typed(pilot, "as md-1 ordered")
        await recorded(pilot)
        assert course(site).infusions[0].partial == "counts"
        site.clock.now += timedelta(hours=2)
        await pilot.pause()
        await chosen(pilot, "End the observation after infusion 1", PassphraseDialog)  # unused for an hour
        await typed(pilot, "rn-1")
        await signs(pilot, "rn-1")
        await recorded(pilot)
        assert course(site).infusions[0].observed


def flat(app):
    """The text of the screen without frames and line ends."""
    lines = [line.strip(" │║") for line in screen_text(app).splitlines()]
    return " ".join(" ".join(line.split("│")[-2:]).strip(" │") for line in lines)


async def at_the_bedside(pilot, site):
    """A bag is thawed, and the check is typed up to the second person's signature."""
    (bag,) = ready(site)
    for action in ("clear", "thawed"):
        act(pilot.app, action)
        if action == "clear":
            await shows(pilot, EntryDialog)
            await ticks(pilot)
        await recorded(pilot)
    act(pilot.app, "bedside-check")
    await shows(pilot, EntryDialog)
    await typed(pilot, bag, "rn-2", "date of birth", "name")
    await pilot.press(*YES, "ctrl+r")
    await shows(pilot, PassphraseDialog)


async def test_what_is_no_container_is_refused_with_everything_that_is_missing(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        ready(site)
        for action in ("clear", "thawed"):
            act(app, action)
            if action == "clear":
                await shows(pilot, EntryDialog)
                await ticks(pilot)
            await recorded(pilot)
        act(app, "bedside-check")
        await shows(pilot, EntryDialog)
        await typed(pilot, "WRONG-1")
        await pilot.press("tab")
        await until(pilot, lambda: "cannot record: Container refused; 2nd person, " in flat(app))
        told = " ".join(flat(app).split())
        assert "■ STOP 'WRONG-1' is" in told
        assert told.count("(identity.format)") == 1


async def test_a_second_person_who_cannot_sign_is_asked_about_and_the_check_is_recorded(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_bedside(pilot, site)
        await pilot.press("escape")
        await shows(pilot, AloneDialog)
        await pilot.press("escape")
        await shows(pilot, EntryDialog)
        assert app.screen.typed()["second"] == "rn-2"
        assert len(course(site).entries) == 5
        await pilot.press("ctrl+r")
        await shows(pilot, PassphraseDialog)
        await pilot.press("escape")
        await shows(pilot, AloneDialog)
        await pilot.press("ctrl+r")
        await idle(pilot)
        assert isinstance(course(site).events[-1].what, BedsideCheck)


async def test_a_wrong_passphrase_signs_nothing_and_loses_nothing(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_bedside(pilot, site)
        await pilot.press(*"not this one", "ctrl+r")
        await shows(pilot, PassphraseDialog)
        await pilot.pause(0.3)
        assert "do not fit together" in screen_text(app)
        assert len(course(site).entries) == 5
        site.clock.now += timedelta(seconds=5)
        await signs(pilot, "rn-2")
        await idle(pilot)
        assert states(site)[0] == "checked"


async def test_a_wrong_entry_is_struck_by_two_after_its_number_was_typed(site):
    app = app_of(site)
    async with app.run_test(size=(80, 24)) as pilot:
        ready(site)
        act(app, "clear")
        await shows(pilot, EntryDialog)
        await ticks(pilot)
        await recorded(pilot)
        act(app, "retract", infusion=None)
        await shows(pilot, ChooseDialog)
        assert "Entry 4" in screen_text(app)
        await pilot.press("1")
        await shows(pilot, EntryDialog)
        await typed(pilot, "another course was meant")
        await shows(pilot, EntryDialog)
        assert "concerns product or dose" in flat(app)
        await typed(pilot, "rn-2")
        await pilot.press("ctrl+r")
        await shows(pilot, ConfirmDialog)
        await pilot.press(*"3", "ctrl+r")
        await shows(pilot, ConfirmDialog)
        assert states(site)[0] == "cleared"
        await pilot.press("backspace", *"4", "ctrl+r")
        await shows(pilot, PassphraseDialog)
        await signs(pilot, "rn-2")
        await idle(pilot)
        assert states(site)[0] == "planned"
