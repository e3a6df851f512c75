"""The unit behind a number: looked up in the table of units, never parsed into something new."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.hazards import Hazard
from msc_dose.notation.units.nouns import Noun, bases, noun, without_surface
from msc_dose.notation.units.spelled import unit_named
from msc_dose.notation.units.tidied import tidied
from msc_dose.problems import Problem, stop
from msc_dose.quantity.amount import Counts
from msc_dose.quantity.kinds import KINDS, Kind
from msc_dose.quantity.table import Compound, Unit, compound, units

_OPERATORS = frozenset('*^()[]{}=+%&|!;:<>@#$\\?"`~')
_Powers = tuple[tuple[Unit, int], ...]


@dataclass(frozen=True, slots=True)
class UnitText:
    """What a unit says: its exact size, and what it counts and whose weight it is where it says so.

    `bases` has more than one name where the text can mean more than one (ABW: actual or adjusted);
    `pounds` says that the weight is converted from the unit written.
    """

    size: Compound
    counts: Counts | None = None
    population: str | None = None
    bases: tuple[str | None, ...] = (None,)
    hazards: tuple[Hazard, ...] = ()
    pounds: bool = False


_BARE = UnitText(compound(()))


def unit_text(
    text: str, kind: Kind, field: str, read: str, conventions: Conventions = DEFAULT
) -> UnitText | Problem:
    """The unit, when it is one in which this kind is written; else the problem.

    Problems: `unit.missing`, `unit.unknown`, `unit.wrong-kind`, `unit.not-metric`,
    `notation.expression`.
    """
    clean, hazards = tidied(text)
    if not clean:
        fix = f"Write the unit, for instance {kind.unit}."
        return stop("unit.missing", field, f"A {kind.noun} needs its unit; none is assumed.", fix, read)
    found = _known(clean, kind, conventions) or _known(clean.removesuffix("."), kind, conventions)
    if found is None:
        return _problem(clean, kind, field, read)
    if len(found.bases) > 1:
        message = f"{text.rsplit(' ', maxsplit=1)[-1]} is the abbreviation of two weights."
        hazards += (Hazard("weight.basis-ambiguous", message, "Write actual or adjusted body weight."),)
    return replace(found, hazards=(*hazards, *found.hazards))


def _known(text: str, kind: Kind, conventions: Conventions) -> UnitText | None:
    if not text:
        return None
    return _looked_up(text, kind) or _counted_behind(text, kind) or _pounds(text, kind, conventions)


def known_unit(text: str, kind: Kind) -> UnitText | None:
    """The unit of this kind that the text is, as `unit_text` finds it; None where it is none."""
    clean, hazards = tidied(text)
    found = _looked_up(clean, kind) if clean else None
    return replace(found, hazards=(*hazards, *found.hazards)) if found else None


def _looked_up(text: str, kind: Kind) -> UnitText | None:
    over_text, stroke, under_text = text.partition("/")
    if bool(stroke) != bool(kind.denominators or kind.under):
        return None
    below = _below(under_text, kind) if stroke else ((), _BARE)
    if below is None:
        return None
    powers, under = below
    if kind.counts_things:
        return _counted(over_text, kind, powers, under)
    return _measured(over_text, kind, powers, under)


def _measured(text: str, kind: Kind, powers: _Powers, under: UnitText) -> UnitText | None:
    named = _unit(text, kind, kind.numerators)
    if named is None:
        return None
    unit, stated, hazards = named
    if powers and stated != (None,):
        return None  # 10 mL PBW/kg
    whose = under.bases if powers else stated
    hazards = (*under.hazards, *hazards)
    return replace(under, size=compound(((unit, 1), *powers)), bases=whose, hazards=hazards)


def _below(text: str, kind: Kind) -> tuple[_Powers, UnitText] | None:
    """What stands below the stroke: its unit, and the basis that may follow the patient's kilogram."""
    named = _unit(text, kind, kind.denominators or ((kind.under,) if kind.under else ()))
    if named is None:
        return None
    unit, stated, hazards = named
    return ((unit, -1),), replace(_BARE, bases=stated, hazards=hazards)


def _with_basis(text: str) -> tuple[str, tuple[str | None, ...] | None]:
    """`kg PBW`: the unit, and the bases of weight that the words behind it can name."""
    name, _, words = text.partition(" ")
    stated = bases(words)
    return (text, (None,)) if stated is None else (name, stated)


def _unit(
    text: str, kind: Kind, allowed: tuple[str, ...]
) -> tuple[Unit, tuple[str | None, ...], tuple[Hazard, ...]] | None:
    name, stated = _with_basis(text) if kind.patient_mass else (text, (None,))
    if "square_meter" in (kind.over, kind.under):
        name = without_surface(text)
    found = unit_named(name)
    if found is None or stated is None:
        return None
    unit, hazards = found
    if unit.name == "kilogram" and kind.patient_mass:
        unit = units()["body_kg"]
    return (unit, stated, hazards) if unit.name in allowed else None


def _counted(text: str, kind: Kind, powers: _Powers, under: UnitText) -> UnitText | None:
    """The unit of a count. The stroke alone (`/kg`, `/µL`) counts what the kind counts."""
    things = units()[kind.numerators[0]]
    size = compound(((things, 1), *powers))
    if not text:
        return replace(under, size=size) if powers else None
    counted = noun(text)
    if not kind.cells:
        # Platelets are cells: "24,000 cells/mm³" is a common way of giving their count.
        plain = counted == Noun()
        named = units().get(text.lower()) == things or text.lower() in ("plt", "thrombocytes")
        return replace(under, size=size) if named or (plain and bool(powers)) else None
    if counted is None:
        return None
    hazards = (*counted.hazards, *under.hazards)
    return replace(under, size=size, counts=counted.counts, population=counted.population, hazards=hazards)


def _counted_behind(text: str, kind: Kind) -> UnitText | None:
    """`2e6 cells/kg MSC`: what is counted stands behind the unit."""
    words = text.split(" ")
    for at in range(1, len(words)) if kind.cells and "/" in text else ():
        counted = noun(" ".join(words[at:]))
        found = _looked_up(" ".join(words[:at]), kind) if counted else None
        if (
            counted
            and found
            and not found.population
            and counted.counts in (None, found.counts or counted.counts)
        ):
            counts = counted.counts or found.counts
            hazards = (*found.hazards, *counted.hazards)
            return replace(found, counts=counts, population=counted.population, hazards=hazards)
    return None


def _pounds(text: str, kind: Kind, conventions: Conventions) -> UnitText | None:
    """Pounds of body weight, where the one who asks has allowed them."""
    name, stated = _with_basis(text)
    if not (conventions.pounds and kind.name == "body_weight" and stated and is_pound(name)):
        return None
    return UnitText(compound(((units()["body_lb"], 1),)), bases=stated, pounds=True)


def is_pound(text: str) -> bool:
    """Whether the text is a name of the pound."""
    unit = units().get(text.lower())
    return unit is not None and unit.name == "body_lb"


def _problem(text: str, kind: Kind, field: str, read: str) -> Problem:
    fix = f"Write it in {kind.unit}."
    if is_pound(text):
        message = "Pounds are not accepted here."
        return stop("unit.not-metric", field, message, "Write the weight in kg.", read)
    for other in KINDS.values():
        if other is not kind and _looked_up(text, other):
            message = f"{text} is the unit of a {other.noun}, not of a {kind.noun}."
            return stop("unit.wrong-kind", field, message, fix, read)
    if any(c.isdigit() or c in _OPERATORS for c in text):
        return stop(
            "notation.expression", field, f"{text!r} is more than a unit.", "Give one number, one unit.", read
        )
    return stop(
        "unit.unknown", field, f"{text!r} is not a unit of a {kind.noun}{_look_alike(text)}.", fix, read
    )


def _look_alike(text: str) -> str:
    for character in text:
        name = unicodedata.name(character, "")
        if character.isalpha() and not name.startswith("LATIN") and character not in "µμ":
            return f" ({character!r} is {name.capitalize()}, not a Latin letter)"
    return ""
