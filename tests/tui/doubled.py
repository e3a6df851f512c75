"""Doses of a record to be double-checked: each as far as somebody has got with it, and what people type."""

from dataclasses import replace

import recorded
from textual import events
from textual.keys import _character_to_key

import msc_dose as md
from msc_dose.store.stock import exceptional_release
from msc_dose.store.verifications import declare_urgent, verify
from msc_dose.tui.checking.dialogs import UrgentDialog
from msc_dose.tui.checking.reentry_dialog import ReentryDialog
from msc_dose.tui.dialogs.passphrase import PassphraseDialog
from msc_dose.verification.comparison import Reentry

from .a_record import passphrase_of
from .conftest import screen_text
from .driving import until

ORDER = md.read("2 million viable MSC/kg", "dose_per_weight")


def entry(bags, weight="60 kg", infusion=1):
    """What the source order says, or another weight than it says."""
    return Reentry(ORDER, "viable", "actual", md.read(weight, "body_weight"), infusion, tuple(bags))


def ready(site, code="C-1", recipient="P-1", bag="0001", **more):
    """A course whose first infusion has an order and a bag: what its identity is."""
    site.begun(code, recipient, **more)
    (identity,) = site.stocked(bag)
    site.reserved(code, 1, identity)
    return identity


def entered(site, code, bag, who="ph-2", weight="60 kg"):
    return verify(site.record, site.proof(who), code, 1, entry([bag], weight))


def every_state(site):
    """A course for each state in which a check can stand."""
    ready(site, "C-1", "P-1", "0001")
    entered(site, "C-2", ready(site, "C-2", "P-2", "0002"), weight="61 kg")
    disputed = ready(site, "C-3", "P-3", "0003")
    for who in ("ph-2", "md-1"):
        entered(site, "C-3", disputed, who, "61 kg")
    ready(site, "C-4", "P-4", "0004")
    declare_urgent(site.record, site.proof("rn-1"), "C-4", 1, "nobody else on duty at night")
    entered(site, "C-5", ready(site, "C-5", "P-5", "0005"))
    site.reserved("C-5", 1, *site.stocked("0055"))
    by_exception(site)
    recorded.begin_course(
        site.record,
        site.session("ph-1"),
        recorded.opened("C-7", "P-7"),
        recorded.plan(),
        None,
        recorded.at(8),
    )


def by_exception(site, code="C-6", recipient="P-6", bag="0006"):
    """A dose whose one bag goes by exceptional release."""
    site.begun(code, recipient)
    (identity,) = site.stocked(bag, status="quarantined")
    why = ("viability after thaw 62 %, below 70 %", "no other product", "QA-2024-017")
    proofs = (site.proof("ph-1"), site.proof("di-1"))
    exceptional_release(site.record, site.session("te-1"), identity, *why, proofs)
    site.reserved(code, 1, identity)


def raised(site, code="C-1"):
    """The dosing weight of a course is another from its first infusion on: a document of its own."""
    heavier = recorded.ordering.DoseChanged(
        1, "she gained weight", "dr-lee", "O-2", None, md.read("62 kg", "body_weight")
    )
    site.enter(code, replace(heavier), by="ph-1")


async def opens(pilot, kind):
    """Wait until a dialog of this kind is in front, and has its focus."""
    app = pilot.app
    await until(
        pilot,
        lambda: isinstance(app.screen, kind) and app.focused is not None and screen_text(app).strip(),
    )
    await pilot.pause()


async def types(pilot, *keys):
    """Press keys as fast as they come, and wait until each has acted."""
    for key in keys:
        character = key if len(key) == 1 else None
        pilot.app.post_message(events.Key(_character_to_key(key) if character else key, character))
    await until(pilot, lambda: not pilot.app._keys_to_come)
    await pilot.pause()


async def re_enters(pilot, bags, weight="60 kg", dose="2 million viable MSC/kg", infusion="1"):
    """Open the dose under the cursor, and type the source order."""
    await pilot.press("enter")
    await opens(pilot, ReentryDialog)
    await types(
        pilot, *infusion, "enter", *dose, "enter", "right", "enter", "right", "enter", *weight, "enter"
    )
    for bag in bags:
        await types(pilot, *bag, "enter")


async def signs(pilot, who):
    """Record what is open, and sign with the passphrase."""
    await pilot.press("ctrl+r")
    await opens(pilot, PassphraseDialog)
    await types(pilot, *passphrase_of(who))
    await pilot.press("ctrl+r")
    await until(pilot, lambda: not pilot.app.busy or not isinstance(pilot.app.screen, PassphraseDialog))


async def declares(pilot, reason, course):
    await pilot.press("d")
    await opens(pilot, UrgentDialog)
    await types(pilot, *reason, "enter", *course)
