"""Small counts that may be large ones whose power of ten was lost: `26 cells/kg` may have been 2e6.

Nobody orders ten cells. A count with neither power nor word, too small for what it counts, is asked
about where one slip leads to it from a safe text. Exact writing avoids these forms.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import ten_to
from msc_dose.notation.numbers.scaled import Scaled, Value
from msc_dose.notation.plausible import plausible
from msc_dose.notation.units.sizes import in_canonical
from msc_dose.notation.units.unit_text import UnitText
from msc_dose.quantity.exact import EXACT, plain, quotient
from msc_dose.quantity.kinds import Kind
from msc_dose.quantity.table import units
from msc_dose.quantity.writer import LOST_POWERS, exponent_like

# Policy, in canonical units: below this a count without a power of ten is asked about. A CD34+ count
# of 25 cells/µL (25,000 cells/mL) lies above; platelets are not told below 1,000/µL.
_SMALL_CELLS, _SMALL_PLATELETS = Decimal(10_000), Decimal(1)
_GIGA = Decimal(1_000_000_000)


def doubted(found: Scaled, unit: UnitText, kind: Kind, beside: bool = False) -> Scaled:
    """The number with a hazard added where its power of ten, or the µ of µL, may be lost.

    `beside` another number a small count is asked about always: `2-6 cells/kg` was perhaps 2e6.
    """
    value = found.values[0].number
    if not kind.counts_things or value == 0:
        return found
    if found.hazards:
        # A superscript and the µ can be lost together: 150 x 103/L was 150 × 10³/µL.
        both = _is_small(value, unit, kind) and _per_liter(unit)
        return replace(found, offers=_per_microliter(value, unit, kind)) if both else found
    small = _is_small(value, unit, kind)
    if small and _per_liter(unit) and found.factor.factors[0][0] != _GIGA and not exponent_like(_run(found)):
        return _with(found, _PER_LITER, _per_microliter(value, unit, kind))
    if not kind.cells and found.factor.factors[0][0] >= _GIGA and not _per_liter(unit):
        return _with(found, _PER_MICROLITER, _usual(value, -6, "per litre meant", unit, kind))
    if found.bare is None:
        return found
    if found.bare == "10":
        return _with(found, _ONLY_TEN)
    # Where the comma is the decimal mark, the digits are looked at as a point would have them.
    bare = plain(value) if "," in found.bare else found.bare
    offers = (*_thousands(value, unit, kind), *_with_exponent(bare, unit, kind))
    suspect = beside or "." in bare or not kind.cells or (offers and exponent_like(bare))
    return _with(found, _hazard(found.bare), offers) if small and suspect else found


def both_small(first: Scaled, second: Scaled, unit: UnitText, kind: Kind) -> bool:
    """Whether two bare numbers of cells are too small for what they count."""
    numbers = (first, second)
    bare = kind.cells and all(one.bare is not None for one in numbers)
    return bare and all(_is_small(one.values[0].number, unit, kind) for one in numbers)


def _run(found: Scaled) -> str:
    return found.bare or ""


def _per_microliter(number: Decimal, unit: UnitText, kind: Kind) -> tuple[Value, ...]:
    """The count per µL that lost its µ, where it would be a usual one."""
    return _usual(number, 6, "the µ of µL lost", unit, kind) or _usual(number, 9, "× 10⁹ lost", unit, kind)


def _thousands(number: Decimal, unit: UnitText, kind: Kind) -> tuple[Value, ...]:
    """A platelet count whose thousands are lost: 35/µL was 35 thousand per µL."""
    return () if kind.cells else _usual(number, 3, "thousand lost", unit, kind)


def _usual(number: Decimal, power: int, why: str, unit: UnitText, kind: Kind) -> tuple[Value, ...]:
    """The number a power of ten larger, where that would be a usual amount."""
    low, high = plausible(kind.name, unit.population)
    value = EXACT.multiply(number, ten_to(power))
    usual = low <= quotient(*in_canonical(value, unit, kind)) <= high
    return (Value(value, why),) if usual else ()


def _is_small(value: Decimal, unit: UnitText, kind: Kind) -> bool:
    floor = _SMALL_CELLS if kind.cells else _SMALL_PLATELETS
    return quotient(*in_canonical(value, unit, kind)) < floor


def _per_liter(unit: UnitText) -> bool:
    return unit.size.divisor == units()["liter"].factor


def _with_exponent(run: str, unit: UnitText, kind: Kind) -> tuple[Value, ...]:
    """What the digits were, had they lost an `e`: 26 was 2e6, 1.56 was 1.5e6, 510 was 5e10."""
    low, high = plausible(kind.name)
    found = []
    for mantissa, power in ((run[:-1], run[-1:]), (run[:-2], run[-2:])):
        if power in LOST_POWERS and mantissa[-1:].isdigit() and mantissa.replace(".", "").isdigit():
            value = EXACT.multiply(Decimal(mantissa), ten_to(int(power)))
            if low <= quotient(*in_canonical(value, unit, kind)) <= high:
                found.append(Value(value, f"{mantissa}e{power}, the e lost in copying"))
    return tuple(found)


def _with(found: Scaled, hazard: Hazard, offers: tuple[Value, ...] = ()) -> Scaled:
    return replace(found, offers=offers, doubts=(hazard,))


def _hazard(run: str) -> Hazard:
    return Hazard(
        "notation.lost-exponent",
        f"{run} is too small a count: its power of ten may be lost.",
        "Write the power of ten, for instance 2e6 or 2 million.",
    )


_ONLY_TEN = Hazard(
    "notation.lost-superscript",
    "10 may be a power of ten that lost its superscript.",
    "Write the power, for instance 10^6, or 1e1 if ten is meant.",
)
_PER_MICROLITER = Hazard(
    "notation.lost-prefix",
    "A power of 10⁹ belongs to a count per litre.",
    "Write × 10⁹/L, or the number per µL.",
)
_PER_LITER = Hazard(
    "notation.lost-prefix",
    "This count per litre is too small: the letter before L may be lost.",
    "Write /µL, /mL or × 10⁹/L.",
)
