"""A walk through every screen, view and main dialog, by the keys that lead there."""

from __future__ import annotations

from dataclasses import dataclass

import recorded
from doublechecked import reentry

import msc_dose as md
from msc_dose.courses.events import results
from msc_dose.problems import refuse, stop
from msc_dose.store.verifications import verify
from msc_dose.tui.dialogs.confirm import ConfirmDialog
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.dialogs.reasons import ReasonsDialog
from msc_dose.tui.dialogs.refused import RefusedDialog
from msc_dose.tui.tour.dialog import TourDialog
from msc_dose.tui.tour.pages import PAGES

from . import a_ward
from .conftest import at_rest, screen_text
from .doubled import types
from .driving import plan_the_case, put_into, until

WHY = "A person reads why it was refused: [B12] [/] \x1b[31m \u202e."
REFUSED = refuse("example.refused", "field", WHY, "Do something else.")
ASKED = stop("example.asked", "field", WHY, "Say why it may stand.")


@dataclass(frozen=True)
class Stop:
    """One place of the walk: its name, the keys that lead there from the stop before."""

    name: str
    keys: tuple[str, ...] = ()
    shows: str = ""
    made: object = None


def _at(name, *keys, shows="", made=None):
    return Stop(name, keys, shows, made)


STOPS = (
    _at("today", "f10", shows="C-417"),
    _at("search", "slash", shows="Search"),
    _at("glance", "escape", "enter", shows="Enter Course"),
    _at("acts menu", "a", shows="At once"),
    _at("entry", "1", shows="Record"),
    _at("clear", "escape", "escape", "home", "down", "down", "c", shows="thaw"),
    _at("print", "escape", "p", shows="file"),
    _at("thaws", "escape", "t", shows="[Thaws]"),
    _at("load", "t", "v", "v", shows="[Load]"),
    _at("calendar month", "escape", "f3", "1", shows="January"),
    _at("day", "t", "enter", shows="C-102"),
    _at("calendar moving", "escape", "m", "home", "enter", "right", "right", shows="Propose"),
    _at("move", "enter", shows="Record"),
    _at("calendar week", "escape", "escape", "2", shows="Mon"),
    _at("calendar agenda", "3", shows="C-102"),
    _at("courses", "f4", shows="C-3"),
    _at("course search", "slash", shows="Search"),
    _at("timeline", *"C-102", "enter", "enter", shows="Timeline]"),
    _at("bags", "b", shows="MSC24A"),
    _at("working", "escape", "w", shows="Back"),
    _at("doses", "escape", "2", shows="[2 Doses]"),
    _at("counts", "3", shows="10⁹/L"),
    _at("history", "4", shows="ordered"),
    _at("entered in error", "u", shows="ERROR"),
    _at("changes", "escape", "5", shows="Compared with"),
    _at("course unreadable", "escape", "slash", *["backspace"] * 5, *"P-3", "enter", "home", "enter", shows="cannot be shown"),
    _at("containers", "f5", shows="MSC24A"),
    _at("container", "enter", shows="STEPS"),
    _at("container acts", "escape", "a", shows="Esc Cancel"),
    _at("states", "escape", "f", shows="released"),
    _at("find", "escape", "slash", shows="Find"),
    _at("lots", "escape", "v", shows="MSC24A"),
    _at("forecast", "v", shows="[forecast]"),
    _at("checks", "f6", shows="to check"),
    _at("re-entry", "home", *["down"] * 3, "enter", shows="SOURCE ORDER"),
    _at("standing", "escape", "o", shows="DOSE of course"),
    _at("urgent", "escape", "d", shows="WITHOUT"),
    _at("audit", "escape", "f7", shows="AUDIT"),
    _at("audit row", "enter", shows="OF THE AUDIT"),
    _at("quick filter", "escape", "slash", shows="/"),
    _at("filter", "escape", "f", shows="From day"),
    _at("chain", "escape", "k", shows="Verify the chain"),
    _at("examined", "escape", "x", shows="NOT SOUND"),
    _at("backup", "escape", "b", shows="Back up the record"),
    _at("protocols", "escape", "v", shows="PROTOCOLS"),
    _at("people", "v", shows="PEOPLE"),
    _at("dose", "f2", made="dose", shows="DOSE 120"),
    _at("plan", "f9", made="plan", shows="DOSE 120"),
    _at("begin", "ctrl+g", shows="Begin a course"),
    _at("plan working", "escape", "f8", shows="each infusion"),
    _at("help", "escape", "f1", shows="HELP"),
    _at("palette", "escape", "ctrl+p", shows="Search"),
    _at("refused", "escape", made=lambda: RefusedDialog(REFUSED)),
    _at("reasons", "escape", made=lambda: ReasonsDialog([ASKED])),
    _at("confirm", "escape", made=lambda: ConfirmDialog("Sure?", WHY, "C-1")),
    _at("tour", "escape", made=lambda: TourDialog(PAGES[0], 2, len(PAGES))),
    _at("sign in", "escape", "ctrl+o", "ctrl+o", shows="assphrase"),
)  # fmt: skip


def ward(site):
    """A full ward; C-417 has counts, C-102 a signature, C-3 cannot be read."""
    a_ward.full(site)
    for day, text in ((-7, "14 × 10⁹/L"), (-3, "45 × 10⁹/L"), (-1, "104 × 10⁹/L")):
        counted = results.Counted(md.read(text, "platelet_count"), False)
        site.enter("C-102", counted, recorded.at(8, day=a_ward.day(day)))
    verify(site.record, site.proof("ph-2"), "C-102", 1, reentry(containers=("MSC24A 002",)))
    recorded.spoilt(site.record, "C-3", "P-3")
    return site


async def walk(pilot, stops=STOPS):
    """Go to every stop, yielding its name once the screen is at rest there."""
    app = pilot.app
    for stop_ in stops:
        await types(pilot, *stop_.keys)
        if stop_.made is None:
            await until(pilot, lambda shown=stop_.shows: shown in screen_text(app))
        await at_rest(pilot)
        if stop_.made == "dose":
            await put_into(pilot, dose="2e6 cells/kg", weight="60 kg")
        elif stop_.made == "plan":
            await plan_the_case(pilot)
        elif stop_.made is not None:
            app.push_screen(stop_.made())
        await at_rest(pilot)
        app._notifications.clear()
        app._refresh_notifications()
        await pilot.pause()
        yield stop_, isinstance(app.screen, Dialog)
