"""What can be done with a container now: the acts of the menu, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msc_dose.product.allocation.expiry import past
from msc_dose.product.life import EXCEPTIONAL
from msc_dose.store.people.permissions import DEEDS
from msc_dose.tui.stock.details import Details

# Each act of the menu with its words and the deed that a role must be allowed; in the order of a life.
_ACTS = {
    "reserve": ("Reserve it for an infusion", "stock"),
    "retrieve": ("Retrieve it from storage", "stock"),
    "issue": ("Issue it", "stock"),
    "return": ("Return it to storage, still frozen", "stock"),
    "unreserve": ("Unreserve it", "stock"),
    "release": ("Release it", "release"),
    "quarantine": ("Quarantine it", "release"),
    "position": ("Correct its position", "stock"),
    "retract": ("Entered in error: its last step", "stock"),
    "waste": ("Waste it (cannot be undone)", "stock"),
    EXCEPTIONAL: ("Exceptional release, two sign", "exceptional release"),
}


@dataclass(frozen=True, slots=True)
class StockAct:
    """One act: its name, its words, and why it cannot be done now (empty where it can)."""

    name: str
    label: str
    why_not: str = ""


def acts_on(details: Details, role: str, now: datetime) -> tuple[StockAct, ...]:
    """Every act for somebody of this role at this moment, those that can be done first."""
    acts = [
        StockAct(name, label, _why_not(details, name, role, deed, now))
        for name, (label, deed) in _ACTS.items()
    ]
    return tuple(sorted(acts, key=lambda act: bool(act.why_not)))


def _why_not(details: Details, name: str, role: str, deed: str, now: datetime) -> str:
    if role not in DEEDS[deed]:
        return f"not for the role {role}"
    if name == "position":
        return ""
    if name == "retract":
        return "" if details.last_by_hand else "nobody took a step by hand"
    if name not in details.life.lawful:
        return f"it is {details.held.state}"
    expired = name == "reserve" and past(details.held.container, now.replace(tzinfo=None))
    return "it is expired" if expired else ""
