"""The ways of taking a text: each reading of its number, or of its two numbers together."""

from __future__ import annotations

from decimal import Decimal

from msc_dose.notation.hazards import Hazard
from msc_dose.notation.numbers.factors import LARGEST_POWER, SMALLEST_POWER, ten_to
from msc_dose.notation.numbers.scaled import Scaled, Value, because
from msc_dose.notation.phrase import RANGE_POWER, Phrase
from msc_dose.notation.readings import Candidate
from msc_dose.notation.units.sizes import in_canonical
from msc_dose.notation.units.unit_text import UnitText
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.kinds import Kind

_NUMERALS = str.maketrans("", "", "0123456789.,'’")


def candidates(
    found: Phrase, unit: UnitText, second_unit: UnitText | None, kind: Kind
) -> tuple[list[Candidate], list[Hazard]]:
    """Every way of taking the phrase, and the hazard of a range whose ends are reversed."""
    if found.second is None:
        return [Candidate(value, unit) for value in found.first.values], []
    if found.second.factor.based and not found.first.factor.stated and second_unit is None:
        return [*_products(found.first, found.second, unit), *_pairs(found, unit, second_unit)], []
    pairs = _pairs(found, unit, second_unit)
    if found.form != "range":
        return pairs, []
    # Where it is unclear whether both numbers have the power, each way is offered.
    doubted = any(hazard.code == RANGE_POWER for hazard in found.hazards)
    rising = [pair for pair in [*(_apart(found, unit) if doubted else []), *pairs] if _rises(pair, kind)]
    powers = _powers_by_dash(found, unit) if kind.counts_things and second_unit is None else []
    if rising:
        return [*powers, *rising], [_WIDE] if all(_is_wide(pair, kind) for pair in rising) else []
    return [*powers, *_turned(found, unit, kind, pairs)], [_REVERSED]


def _powers_by_dash(found: Phrase, unit: UnitText) -> list[Candidate]:
    """`1 × 10^5-6` is perhaps a range of powers, `10-6` perhaps 10⁶ with a dash for its caret."""
    first, second = found.alone or (found.first, found.second)
    if second is None or second.factor.stated or not second.digits.text.isdigit():
        return []
    power = int(second.digits.text[:3])
    if not SMALLEST_POWER <= power <= LARGEST_POWER:
        return []
    if first.factor.stated:
        mantissa = Decimal(1) if first.factor.based else first.digits.values[0][0]
        high = Value(EXACT.multiply(mantissa, ten_to(power)), "")
        return [Candidate(first.values[0], unit, high, None, "the dash joins two powers")]
    alone = Value(ten_to(power), f"10 to the power of {power}, the dash taken for a caret")
    return [Candidate(alone, unit)] if first.digits.text == "10" else []


def _pairs(found: Phrase, unit: UnitText, second_unit: UnitText | None) -> list[Candidate]:
    if found.second is None:
        return []
    return [Candidate(a, unit, b, second_unit) for a, b in _alike(found.first, found.second)]


def _products(first: Scaled, second: Scaled, unit: UnitText) -> list[Candidate]:
    """`2-10^6`: the dash may have been a times sign, or the point of 2·10⁶."""
    why = "the dash taken as a times sign"
    return [
        Candidate(Value(EXACT.multiply(a.number, b.number), because(a.why, b.why)), unit, why=why)
        for a in first.values
        for b in second.values
    ]


def _alike(first: Scaled, second: Scaled) -> list[tuple[Value, Value]]:
    """The two numbers taken in the same way: a superscript lost in one is lost in the other."""
    ways = {_way(value) for value in first.values}
    every = [(a, b) for a in first.values for b in second.values]
    if ways != {_way(value) for value in second.values}:
        return every
    return [(a, b) for a, b in every if _way(a) == _way(b)]


def _way(value: Value) -> str:
    return value.why.translate(_NUMERALS)


def _rises(pair: Candidate, kind: Kind) -> bool:
    low, high = _ends(pair, kind)
    return low <= high


def _is_wide(pair: Candidate, kind: Kind) -> bool:
    """Whether the high end is a thousand times the low one: `1- 200 000 000` has a mark too many."""
    low, high = _ends(pair, kind)
    return 0 < EXACT.multiply(low, Decimal(1000)) <= high


def _ends(pair: Candidate, kind: Kind) -> tuple[Decimal, Decimal]:
    """Both ends on a common denominator."""
    second = pair.second or pair.first
    low = in_canonical(pair.first.number, pair.unit, kind)
    high = in_canonical(second.number, pair.second_unit or pair.unit, kind)
    return EXACT.multiply(low[0], Decimal(high[1])), EXACT.multiply(high[0], Decimal(low[1]))


def _turned(found: Phrase, unit: UnitText, kind: Kind, pairs: list[Candidate]) -> list[Candidate]:
    """What a falling range can be: a power that belongs to one number only, or its ends changed."""
    apart = [pair for pair in _apart(found, unit) if _rises(pair, kind) and not _is_wide(pair, kind)]
    return [*apart, *(_with_ends_changed(pair) for pair in pairs)]


def _apart(found: Phrase, unit: UnitText) -> list[Candidate]:
    """The two numbers as they stand, where a power of ten was taken for both."""
    if found.alone is None:
        return []
    why = "the power of ten belongs to one number only"
    return [Candidate(a, unit, b, None, why) for a, b in _alike(*found.alone)]


def _with_ends_changed(pair: Candidate) -> Candidate:
    second = pair.second or pair.first
    other = pair.second_unit or pair.unit
    unit = pair.unit if pair.second_unit else None
    return Candidate(second, other, pair.first, unit, "the smaller end first")


_WIDE = Hazard(
    "notation.range-wide",
    "The ends of this range lie a thousandfold apart.",
    "Write both ends with their unit.",
)
_REVERSED = Hazard(
    "notation.range-reversed",
    "The first end of the range is above the second.",
    "Write the smaller end first.",
)
