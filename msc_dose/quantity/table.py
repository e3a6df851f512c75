"""units.txt read without pint: what each unit's name stands for, exactly.

The text stays in pint's definition format, of which this reads the three forms the table uses:
`[dimension]`, `number * unit`, `unit ** power` (and a bare number for parts of a whole).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from msc_dose.quantity.exact import EXACT

Dimension = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the table: its full name, its exact size in root units, and its dimension."""

    name: str
    factor: Decimal
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Compound:
    """A unit or a quotient of units: `factor` ÷ `divisor` root units, both exact."""

    factor: Decimal
    divisor: Decimal
    dimension: Dimension


def definitions() -> list[str]:
    """The lines of units.txt, as pint's `load_definitions` takes them."""
    path = os.path.join(os.path.dirname(__file__), "units.txt")
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


@cache
def units() -> dict[str, Unit]:
    """Every unit under each of its names, symbols and aliases."""
    known: dict[str, Unit] = {}
    for line in definitions():
        if line and not line.startswith("#"):
            _define(known, [part.strip() for part in line.split(" = ")])
    return known


def _define(known: dict[str, Unit], parts: list[str]) -> None:
    name, definition, *aliases = parts
    unit = _unit(known, name, definition)
    for alias in (name, *(alias for alias in aliases if alias != "_")):
        if alias in known:
            raise ValueError(f"units.txt names {alias!r} twice")
        known[alias] = unit


def _unit(known: dict[str, Unit], name: str, definition: str) -> Unit:
    if definition.startswith("["):
        return Unit(name, Decimal(1), ((definition.strip("[]"), 1),))
    if " ** " in definition:
        base_name, power = definition.split(" ** ")
        base = compound(((known[base_name], int(power)),))
        return Unit(name, base.factor, base.dimension)
    if " * " in definition:
        number, base_name = definition.split(" * ")
        return Unit(
            name, EXACT.multiply(Decimal(number), known[base_name].factor), known[base_name].dimension
        )
    return Unit(name, Decimal(definition), ())


def compound(parts: tuple[tuple[Unit, int], ...]) -> Compound:
    """The product of units raised to whole powers, for instance milliliter¹ × minute⁻¹."""
    factor = divisor = Decimal(1)
    dimension: dict[str, int] = {}
    for unit, power in parts:
        if power > 0:
            factor = EXACT.multiply(factor, EXACT.power(unit.factor, power))
        else:
            divisor = EXACT.multiply(divisor, EXACT.power(unit.factor, -power))
        for key, n in unit.dimension:
            dimension[key] = dimension.get(key, 0) + n * power
    return Compound(factor, divisor, tuple(sorted((key, n) for key, n in dimension.items() if n)))
