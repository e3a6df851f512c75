"""The unit behind a number: looked up in the table of units, never parsed into something new."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from msc_dose.problems import Problem, stop
from msc_dose.quantity.amount import Counts
from msc_dose.quantity.kinds import KINDS, Kind
from msc_dose.quantity.table import Compound, Unit, compound, units

_POPULATIONS = {
    "msc": "MSC", "mscs": "MSC", "tnc": "TNC", "tnc cells": "TNC",
    "nucleated cells": "TNC", "mnc": "MNC", "mnc cells": "MNC",
    "cd34+ cells": "CD34+", "cd3+ cells": "CD3+", "car+ t cells": "CAR+ T",
    "cells": None, "cell": None,
}  # fmt: skip
_COUNTS: dict[str, Counts] = {"viable": "viable", "all": "all"}
_OPERATORS = frozenset('*^()[]{}=+%&|!;:<>@#$\\?"`~')


@dataclass(frozen=True, slots=True)
class UnitText:
    """What a unit says: its exact size, and what it counts where it says so."""

    size: Compound
    counts: Counts | None = None
    population: str | None = None


def unit_text(text: str, kind: Kind, field: str, read: str) -> UnitText | Problem:
    """The unit, when it is one in which this kind is written; else the problem.

    Problems: `unit.missing`, `unit.unknown`, `unit.wrong-kind`, `unit.not-metric`,
    `notation.expression`.
    """
    clean = _tidied(text)
    if not clean:
        fix = f"Write the unit, for instance {kind.unit}."
        return stop("unit.missing", field, f"A {kind.noun} needs its unit; none is assumed.", fix, read)
    return _looked_up(clean, kind) or _problem(clean, kind, field, read)


def _tidied(text: str) -> str:
    """Spaces single, none around the stroke; `per` and `⁻¹` as the stroke; m³ as m3."""
    clean = " ".join(text.split(" ")).strip()
    clean = clean.replace("³", "3").replace("²", "2")
    if clean.endswith("⁻¹") or clean.endswith("^-1"):
        at = max(clean.rfind(" "), clean.rfind("·"))
        clean = f"{clean[:at] if at >= 0 else ''}/{clean[at + 1 :].removesuffix('⁻¹').removesuffix('^-1')}"
    clean = f" {clean} ".replace(" per ", "/").strip()
    return "/".join(" ".join(part.split()) for part in clean.split("/"))


def _looked_up(text: str, kind: Kind) -> UnitText | None:
    over_text, stroke, under_text = text.partition("/")
    under = _unit(under_text, kind, kind.denominators) if stroke else None
    if bool(stroke) != bool(kind.denominators or kind.under) or (stroke and under is None):
        return None
    powers = ((under, -1),) if under else ()
    if kind.counts_things:
        return _counted(over_text, kind, powers)
    over = _unit(over_text, kind, kind.numerators)
    return UnitText(compound(((over, 1), *powers))) if over else None


def _unit(text: str, kind: Kind, allowed: tuple[str, ...]) -> Unit | None:
    unit = units().get(text.replace(" ", "_"))
    if unit and unit.name == "kilogram" and kind.patient_mass:
        unit = units()["body_kg"]
    names = allowed or ((kind.under,) if kind.under else ())
    return unit if unit and unit.name in names else None


def _counted(text: str, kind: Kind, powers: tuple[tuple[Unit, int], ...]) -> UnitText | None:
    """The unit of a count. The stroke alone (`/kg`, `/µL`) counts what the kind counts."""
    things = units()[kind.numerators[0]]
    size = compound(((things, 1), *powers))
    if not text:
        return UnitText(size) if powers else None
    if not kind.cells:
        return UnitText(size) if units().get(text) == things else None
    first, _, rest = text.partition(" ")
    counts = _COUNTS.get(first.lower())
    noun = (rest if counts else text).lower()
    return UnitText(size, counts, _POPULATIONS[noun]) if noun in _POPULATIONS else None


def _problem(text: str, kind: Kind, field: str, read: str) -> Problem:
    fix = f"Write it in {kind.unit}."
    if _pounds(text):
        return stop(
            "unit.not-metric", field, "Pounds are not accepted here.", "Write the weight in kg.", read
        )
    if any(c.isdigit() or c in _OPERATORS for c in text) and text != "%":
        return stop(
            "notation.expression", field, f"{text!r} is more than a unit.", "Give one number, one unit.", read
        )
    for other in KINDS.values():
        if other is not kind and _looked_up(text, other):
            message = f"{text} is the unit of a {other.noun}, not of a {kind.noun}."
            return stop("unit.wrong-kind", field, message, fix, read)
    return stop(
        "unit.unknown", field, f"{text!r} is not a unit of a {kind.noun}{_look_alike(text)}.", fix, read
    )


def _pounds(text: str) -> bool:
    unit = units().get(text)
    return unit is not None and unit.name == "body_lb"


def _look_alike(text: str) -> str:
    for character in text:
        name = unicodedata.name(character, "")
        if character.isalpha() and not name.startswith("LATIN") and character not in "µμ":
            return f" ({character!r} is {name.capitalize()}, not a Latin letter)"
    return ""
