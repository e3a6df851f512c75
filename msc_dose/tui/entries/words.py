"""What an entry is called, how its fields are labelled, and what can be typed into them."""

from __future__ import annotations

from typing import Any

from msc_dose.courses.events.allowed import Of
from msc_dose.courses.events.fields import Field
from msc_dose.courses.events.kinds import NAMES

_TITLES = {
    "ordered": "Prescriber's order",
    "weighed": "Body weight",
    "dose-changed": "Another dose or dosing weight, by an order",
    "cleared": "Clear to thaw",
    "thawed": "Thaw",
    "post-thaw-count": "Count after thaw",
    "bedside-check": "Bedside check by two",
    "started": "Start",
    "paused": "Pause",
    "restarted": "Restart",
    "completed": "Complete: all of it went in",
    "stopped-early": "Stop early",
    "observed": "End of the observation",
    "partial-decided": "What the partial dose counts as",
    "reaction": "Reaction",
    "held": "Hold the course",
    "resumed": "Resume the course",
    "moved": "Move to another day",
    "not-needed": "Leave out: not needed",
    "missed": "Missed",
    "later-decided": "How later dates follow",
    "block-chosen": "Decision",
    "course-stopped": "Stop the course",
    "counted": "Platelet count",
    "rescue-given": "Rescue treatment",
    "entered-in-error": "Entered in error",
}
_LABELS = {
    "patient_matches": "Patient",
    "container_matches": "Label",
    "expiry_matches": "Expiry",
    "volume_matches": "Volume",
    "appearance_normal": "Appearance",
    "identifiers": "Compared",
    "containers": "Container",
    "second": "2nd person",
    "expires": "Expires",
    "prescriber": "Prescriber",
    "order_number": "Order no.",
    "transcribed_by": "Written by",
    "dosing_weight": "Dosing wt",
    "from_infusion": "From inf.",
    "line_rinsed": "Line rinsed",
    "within_days": "Within days",
    "minimum_gap": "Least gap",
    "volume_by_then": "Volume then",
    "ordered": "DOSE",
    "to": "To",
    "later": "Moves",
    "occurred": "When",
    "from_date": "From",
    "follow": "Follow",
    "cells": "Cells",
    "remainder": "Rest",
}
_HINTS = {
    "text": "the order, word for word",
    "prescriber": "a code, such as md-12",
    "order_number": "such as O-2",
    "transcribed_by": "a code, where another wrote it",
    "second": "a code; signs after ^R",
    "identifiers": "a kind, such as date of birth",
    "container": "scan the label",
    "containers": "scan the label",
    "needs": "such as IV access",
    "place": "such as day ward, bed 4",
    "time": "such as 09:30",
    "count": "such as 34 × 10⁹/L",
    "treatment": "such as IVIG 1 g/kg",
    "signs": "such as chills",
    "grade": "1 to 5 (CTCAE)",
    "action": "what was done",
    "outcome": "such as resolved",
    "ordered": "such as 2 million cells/kg",
    "within_days": "where it is made up",
    "minimum_gap": "days; where none is stated",
    "until": "last day; empty: one day",
    "note": "may stay empty",
    "reference": "form or number on file",
    "event": "the entry's number",
    "to": "the new day, YYYY-MM-DD",
}
_OF_KIND = {
    "body_weight": "such as 60 kg",
    "volume": "such as 14.5 mL",
    "cell_count": "where counted; else by volume",
    "percentage": "such as 91 %",
}
_OF_TYPE = {"date": "YYYY-MM-DD", "datetime": "YYYY-MM-DD HH:MM", "int": "a whole number"}
_SAID = {
    "bedside-check": "Both compare patient and bag: yes is a match. A no suspends the start.",
    "cleared": "Space ticks what holds. What does not hold keeps the product frozen.",
    "stopped-early": "Of each container: issued = infused + left, each as it was read.",
    "completed": "Of each container: issued = infused + left, each as it was read.",
    "entered-in-error": "The entry counts as if it had never been; both stay visible.",
    "thawed": "Thawing is one-way. Empty the line of a container that stayed frozen.",
    "weighed": "A weight never changes a dose by itself.",
}


def title_of(kind: type[Any]) -> str:
    """What the entry is called."""
    name = NAMES[kind]
    return _TITLES.get(name, name.replace("-", " ").capitalize())


def said_of(kind: type[Any]) -> str:
    """What a person should know who makes this entry; mostly nothing."""
    return _SAID.get(NAMES[kind], "")


def label_of(name: str) -> str:
    """What stands before a field, in at most eleven letters; `issued-2` is `Issued 2`."""
    plain, _, number = name.partition("-")
    said = _LABELS.get(plain, plain.replace("_", " ").capitalize())
    return f"{said} {number}".rstrip()


def hint_of(field: Field) -> str:
    """What can be typed into a field."""
    if field.name in _HINTS:
        return _HINTS[field.name]
    if isinstance(field.allowed, Of):
        return _OF_KIND.get(field.allowed.kinds[0], "")
    return _OF_TYPE.get(field.type.__name__, "")
