"""pint in and out: our registry, and Amount ⇄ pint Quantity. The one module that imports pint."""

from __future__ import annotations

import threading
from decimal import Decimal, localcontext
from functools import cache
from typing import Any

import pint

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.quantity.exact import EXACT, check_size, context, lowest_terms, quotient
from msc_dose.quantity.kinds import Kind, kind_of
from msc_dose.quantity.table import Compound, Dimension, Unit, compound, definitions, units

_LOCK = threading.Lock()
_SHOWN = 40


@cache
def _built() -> pint.UnitRegistry[Any]:
    """The registry, whatever decimal context its first user has set."""
    with localcontext(context(EXACT.prec)):
        made: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
        made.load_definitions(definitions())
    return made


def registry() -> pint.UnitRegistry[Any]:
    """The registry of `md.units`: Decimal magnitudes, units.txt and nothing else, built once."""
    with _LOCK:
        return _built()


def quantity_of(amount: Amount) -> pint.Quantity[Any]:
    """The amount as a Quantity of `md.units`, in its canonical unit; viable cells as `viable_cell`.

    Cells of a stated population or moment have a unit of their own (`viable_cell_of_MSC`), so that they
    cannot be added to others there either. A stated basis of weight makes the patient's kilogram another
    one (`body_kg_ideal`), which cancels with its like only.
    """
    kind = kind_of(amount.kind)
    over = _cell_unit(amount) if kind.cells else _patient_unit(kind.over, amount.basis)
    unit = {over: 1, _patient_unit(kind.under, amount.basis): -1} if kind.under else {over: 1}
    return registry().Quantity(amount.value, _unit_of(unit))


def _unit_of(powers: dict[str, int]) -> pint.Unit:
    return registry().Unit(pint.util.UnitsContainer(powers, non_int_type=Decimal))


def _patient_unit(name: str, basis: str | None) -> str:
    """The patient's kilogram with its basis of weight, made at its first use; other units as they are."""
    if basis is None or name != "body_kg":
        return name
    own, named = registry(), f"body_kg_{basis}"
    with _LOCK:
        if named not in _BASES:
            own.define(f"{named} = [body_mass_{basis}]")
            _BASES[named] = basis
    return named


def _cell_unit(amount: Amount) -> str:
    """The unit of what is counted, made at its first use."""
    name = f"{amount.counts}_cell" if amount.counts else "cell"
    if not (amount.population or amount.moment):
        return name
    name += f"_of_{_as_name(amount.population)}" if amount.population else ""
    name += f"_at_{_as_name(amount.moment)}" if amount.moment else ""
    own = registry()
    with _LOCK:
        if name not in _COUNTED:
            own.define(f"{name} = [{name}]")
            _COUNTED[name] = (amount.counts, amount.population, amount.moment)
    return name


def _as_name(fact: str) -> str:
    """A population or a moment as part of a unit's name, none like another: `CD34+` as `CD34_2b_`."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in fact)


# The units made for cells of a stated population or moment, and what they count.
_COUNTED: dict[str, tuple[Counts | None, str | None, str | None]] = {}
# The units made for the patient's kilogram of a stated basis, and that basis.
_BASES: dict[str, str] = {}


def converted(amount: Amount, unit: str) -> pint.Quantity[Any]:
    """The amount in a unit spelled with names of the table, such as `lb` or `mL/h`.

    Raises Refusal `unit.unknown`, or `unit.wrong-kind` where the dimensions differ.
    """
    kind = kind_of(amount.kind)
    parts = tuple(
        (_named(_as_of_patient(name.strip(), kind), "unit"), 1 if i == 0 else -1)
        for i, name in enumerate(unit.split("/"))
    )
    target, own = compound(parts), _canonical(kind, amount.counts)
    if target.dimension != own.dimension:
        raise _wrong_kind(unit, kind, "unit")
    top = EXACT.multiply(EXACT.multiply(amount.numerator, own.factor), target.divisor)
    bottom = EXACT.multiply(EXACT.multiply(Decimal(amount.denominator), own.divisor), target.factor)
    over, under = bottom.as_integer_ratio()
    numerator, denominator = lowest_terms(EXACT.multiply(top, Decimal(under)), over)
    value = numerator if denominator == 1 else quotient(numerator, denominator, 28)
    # Cells stay the cells they are, whatever the volume or mass they are converted to.
    first = _cell_unit(amount) if kind.cells else parts[0][0].name
    powers = {first: 1, **{part.name: -1 for part, _ in parts[1:]}}
    return registry().Quantity(value, _unit_of(powers))


def amount_of_quantity(quantity: pint.Quantity[Any], kind_name: str, field: str) -> Amount:
    """The Quantity, of any registry, as an Amount of this kind.

    A plain kilogram is the patient's where a body weight belongs, also below the stroke of a dose;
    grams are a product's and are refused there. A pure number of things (`count`, `1/kg`) is taken as
    cells or platelets where those are counted. Raises Refusal `unit.unknown` (a unit outside the table),
    `unit.wrong-kind`, `number.type`, `number.not-finite`, `number.negative`, or a hard limit's code.
    """
    kind = kind_of(kind_name)
    number = _decimal(quantity.magnitude, field)
    read = _as_text(number, quantity)
    value = check_size(number, field, read)
    parts, population, moment, basis = _parts(quantity)
    given = compound(
        tuple((_named(_as_of_patient(n, kind), field), _whole(p, field, read)) for n, p in parts)
    )
    counts, own = _matching(given, kind, field, read)
    top = EXACT.multiply(EXACT.multiply(value, given.factor), own.divisor)
    bottom = EXACT.multiply(given.divisor, own.factor)
    over, under = bottom.as_integer_ratio()
    numerator, denominator = lowest_terms(EXACT.multiply(top, Decimal(under)), over)
    problem = kind.outside(quotient(numerator, denominator, 28), field, read)
    if problem:
        raise Refusal([problem])
    own_basis = basis if kind.patient_mass else None
    # What is converted keeps the number it was given as.
    pounds = read if any(name in ("pound", "body_lb") for name, _ in quantity.unit_items()) else None
    return Amount(kind.name, numerator, denominator, counts, population, moment, own_basis, pounds)


def _as_text(number: Decimal, quantity: pint.Quantity[Any]) -> str:
    """The quantity as a message shows it, cut when long: pint's own text fails beyond 4,300 digits."""
    text = str(number)
    return f"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'} {quantity.units}".strip()


def _parts(quantity: pint.Quantity[Any]) -> tuple[list[tuple[str, Any]], str | None, str | None, str | None]:
    """Names and powers, the population and moment of the cells, and the basis of the patient's kilogram.

    A count has no unit of its own.
    """
    parts: list[tuple[str, Any]] = []
    population = moment = basis = None
    for name, power in quantity.unit_items():
        if name in _BASES:
            if basis not in (None, _BASES[name]):
                message = f"{quantity.units} has the kilograms of two different weights."
                raise refuse("weight.basis-differs", "basis", message, "Use one basis of weight.")
            basis = _BASES[name]
            parts.append(("body_kg", power))
            continue
        if name in _COUNTED:
            counts, population, moment = _COUNTED[name]
            parts.append((f"{counts}_cell" if counts else "cell", power))
        elif name != "count":
            parts.append((name, power))
    return parts, population, moment, basis


def _decimal(magnitude: object, field: str) -> Decimal:
    if isinstance(magnitude, float):
        return Decimal(float.__repr__(magnitude))
    if isinstance(magnitude, int | Decimal) and not isinstance(magnitude, bool):
        return Decimal(magnitude)
    raise refuse(
        "number.type",
        field,
        f"A magnitude of type {type(magnitude).__name__} is not one number.",
        "Give one int, float or Decimal magnitude.",
    )


def _whole(power: Any, field: str, read: str) -> int:
    if power != int(power):
        raise refuse(
            "unit.wrong-kind", field, f"{read} has a broken power of a unit.", "Check the unit.", read
        )
    return int(power)


def _as_of_patient(name: str, kind: Kind) -> str:
    known = units().get(name)
    return "body_kg" if kind.patient_mass and known and known.name == "kilogram" else name


def _named(name: str, field: str) -> Unit:
    unit = units().get(name)
    if unit is None:
        raise refuse(
            "unit.unknown", field, f"The unit {name!r} is not known here.", "Use a unit of md.units.", name
        )
    return unit


def _canonical(kind: Kind, counts: str | None) -> Compound:
    own = kind.canonical()
    cells = {"viable": "viable_cells", "all": "all_cells", None: "cells"}[counts]
    renamed = tuple((cells if name == "cells" else name, n) for name, n in own.dimension)
    return Compound(own.factor, own.divisor, tuple(sorted(renamed)))


def _matching(given: Compound, kind: Kind, field: str, read: str) -> tuple[Any, Compound]:
    """What the quantity counts, when its dimension is the kind's."""
    for counts in (None, "viable", "all") if kind.cells else (None,):
        own = _canonical(kind, counts)
        if given.dimension == own.dimension:
            return counts, own
    own = kind.canonical()
    if kind.counts_things and given.dimension == _without_things(own.dimension):
        return None, own
    raise _wrong_kind(read, kind, field)


def _without_things(dimension: Dimension) -> Dimension:
    return tuple((name, n) for name, n in dimension if name not in ("cells", "platelets"))


def _wrong_kind(read: str, kind: Kind, field: str) -> Exception:
    fix = f"Give a {kind.noun} in {kind.unit}."
    return refuse("unit.wrong-kind", field, f"{read} is not a {kind.noun}.", fix, read)
