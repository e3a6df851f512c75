"""One event in a line of words, from its fields."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import ClearanceItem, Given
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.plan import Plan
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import Closures, day_text

# Fields whose value needs no name beside the type of the event: "weighed: 66.4 kg".
_UNNAMED = ("closures", "count", "items", "plan", "reference", "text", "treatment", "weight")


def told(event: Event) -> str:
    """The event in words: its type, then by its name every field that says other than its default."""
    said = [
        _field(each.name, value)
        for each in fields(event.what)
        if (value := getattr(event.what, each.name)) != each.default
    ]
    return ": ".join(filter(None, (event.type, "; ".join(filter(None, said)))))


def moment_text(moment: datetime) -> str:
    """A moment by the clocks of its place: `Mon 1-Mar-2027 09:45 (+0100)`."""
    return f"{day_text(moment.date())} {moment:%H:%M} ({moment.strftime('%z')})"


def told_change(what: DoseChanged) -> str:
    """What an order changes: the dose, the dosing weight or both, from which infusion on, and why."""
    dose = [] if what.ordered is None else [f"dose {briefly(what.ordered)}"]
    weight = [] if what.dosing_weight is None else [f"dosing weight {briefly(what.dosing_weight)}"]
    return f"from infusion {what.from_infusion} on {', '.join([*dose, *weight])}: {what.reason}"


def _field(name: str, value: Any) -> str:
    text = f"“{value}”" if name == "text" else _said(value)
    return text if name in _UNNAMED or not text else f"{name.replace('_', ' ')} {text}"


def _said(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Amount():
            return briefly(value)
        case datetime():
            return f"{day_text(value.date())} {value:%H:%M}"
        case date():
            return day_text(value)
        case Plan():
            return f"{value.protocol}, {len(value.infusions)} infusions from {day_text(value.inputs.start)}"
        case Closures():
            return f"open {value.open_text()}, {len(value.closed)} closed days"
        case Given():
            return f"{value.container} {briefly(value.infused)} of {briefly(value.issued)}"
        case ClearanceItem():
            return f"{value.item} {'yes' if value.holds else 'NO'}"
        case tuple():
            return ", ".join(map(_said, value))
    return str(value)
