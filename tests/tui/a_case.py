"""A course that is ready to be given, and the keys by which a nurse enters what is done."""

from __future__ import annotations

import asyncio

from textual import events
from textual.keys import _character_to_key

import msc_dose as md
from msc_dose.store.verifications import verify
from msc_dose.tui.app import MscDoseApp
from msc_dose.tui.entries.dialog import EntryDialog
from msc_dose.tui.entries.flow import choose_act, enter
from msc_dose.verification.comparison import Reentry

from .a_record import passphrase_of
from .conftest import screen_text

ORDER = md.read("2 × 10⁶ viable MSC/kg", "dose_per_weight")


def ready(site, *serials):
    """A course whose first infusion has its bags, checked by a second pharmacist; the identities."""
    site.begun()
    names = site.stocked(*(serials or ("B1",)))
    site.reserved("C-1", 1, *names)
    weight = md.read("60 kg", "body_weight")
    entry = Reentry(
        dose=ORDER, counts="viable", basis="actual", weight=weight, infusion=1, containers=tuple(names)
    )
    done = verify(site.record, site.proof("ph-2"), "C-1", 1, entry, {})
    assert done.signature, done
    return names


def app_of(site, person="rn-1"):
    """The screens over this record; the dose form lies under the dialogs, for it shows nothing of it."""
    return MscDoseApp(site.desk(person), opens="dose")


async def until(pilot, condition, what="it"):
    """Wait until the condition holds."""
    for _ in range(1000):
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"waited for {what} in vain")


async def shows(pilot, kind, settled=True):
    """Wait until a dialog of this kind is on top, and has worked out what it shows."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and screen_text(app).strip(), kind.__name__)
    if settled and isinstance(app.screen, EntryDialog):
        await worked_out(pilot)


async def worked_out(pilot):
    """Wait until the effect of what stands in the form is shown, where there is one."""
    await pilot.pause()
    screen = pilot.app.screen

    def done():
        return screen._read.what is None or screen._answered == screen._asked

    await until(pilot, done, "the effect")


async def alone(pilot):
    """Blank the page under the dialog: what another screen shows is not looked at here."""
    for child in pilot.app.page.children:
        child.visible = False
    await pilot.pause()


async def idle(pilot):
    """Wait until no flow runs."""
    await until(pilot, lambda: not pilot.app.busy, "the end of the flow")


def act(app, action, infusion=1, **preset):
    """Begin one entry, as a screen does."""
    given = {"infusion": str(infusion), **preset} if infusion else preset
    app.start(enter(app, "C-1", action, given))


def menu(app, infusion=1):
    """Ask what can be done now, as a screen does."""
    app.start(choose_act(app, "C-1", infusion))


async def typed(pilot, *texts):
    """Type each text into its line, as fast as a scanner does; Enter goes to the next."""
    for text in texts:
        await _at_once(pilot, text)
        await pilot.press("enter")


async def _at_once(pilot, text):
    """All keys of the text in one packet, and what they did."""
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    done = asyncio.Event()
    pilot.app.call_later(done.set)
    await done.wait()
    await pilot.pause()


async def signs(pilot, code):
    """This person types their passphrase into the dialog that waits for it."""
    await _at_once(pilot, passphrase_of(code))
    await pilot.press("ctrl+r")


def states(site):
    """Where each infusion of the course stands."""
    with site.record.reading() as statements:
        return [each.state for each in md.record.course_on_record(statements, "C-1").infusions]


def course(site):
    with site.record.reading() as statements:
        return md.record.course_on_record(statements, "C-1")


async def ticks(pilot, items=3):
    """Every item of the list before thaw holds."""
    await pilot.press(*("space", "down") * items)
