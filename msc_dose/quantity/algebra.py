"""Products and ratios of amounts: what has no kind is refused, so that kilograms cannot be mixed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount, Counts, describe
from msc_dose.quantity.exact import EXACT, lowest_terms
from msc_dose.quantity.kinds import KINDS, Kind, kind_of


def product(one: Amount, other: object) -> Amount:
    """`one` times a number, or times an Amount whose unit makes a kind (cells/kg × kg: cells).

    Raises Refusal `kind.mixed` (a dose per body weight times a bag's mass is no number of cells).
    """
    if isinstance(other, Amount):
        return _joined(one, other, 1)
    return _scaled(one, _number(other), 1)


def ratio(one: Amount, other: object) -> Amount:
    """`one` divided by a whole or decimal number, or by an Amount whose unit makes a kind."""
    if isinstance(other, Amount):
        return _joined(one, other, -1)
    divisor, ten = _as_fraction(_number(other))
    return _scaled(one, Decimal(ten), divisor)


def _number(other: object) -> Decimal:
    if isinstance(other, bool) or not isinstance(other, int | Decimal):
        raise TypeError(f"an Amount is multiplied by an Amount, int or Decimal, not {type(other).__name__}")
    return Decimal(other)


def _as_fraction(number: Decimal) -> tuple[int, int]:
    top, bottom = number.as_integer_ratio()
    if top == 0:
        raise refuse("number.zero", "divisor", "Nothing can be divided by zero.", "Give a divisor.")
    return top, bottom


def _scaled(one: Amount, factor: Decimal, divisor: int) -> Amount:
    numerator, denominator = EXACT.multiply(one.numerator, factor), one.denominator * divisor
    return replace(one, numerator=numerator, denominator=denominator, as_written=None)


def _joined(one: Amount, other: Amount, power: int) -> Amount:
    kind = _kind_of_product(one, other, power)
    unit, other_unit = kind_of(one.kind).canonical(), kind_of(other.kind).canonical()
    top, bottom = (other.numerator, Decimal(other.denominator))
    over, under = (other_unit.factor, other_unit.divisor)
    if power < 0:
        top, bottom, over, under = bottom, top, under, over
    target = kind.canonical()
    numerator = _times(one.numerator, top, unit.factor, over, target.divisor)
    denominator = _times(Decimal(one.denominator), bottom, unit.divisor, under, target.factor)
    divisor, ten = _as_fraction(denominator)
    whole, denominator_left = lowest_terms(EXACT.multiply(numerator, Decimal(ten)), divisor)
    return Amount(kind.name, whole, denominator_left, *_counted(one, other, kind), _basis(one, other, kind))


def _times(*factors: Decimal) -> Decimal:
    result = Decimal(1)
    for factor in factors:
        result = EXACT.multiply(result, factor)
    return result


def _kind_of_product(one: Amount, other: Amount, power: int) -> Kind:
    dimension = dict(kind_of(one.kind).canonical().dimension)
    for name, n in kind_of(other.kind).canonical().dimension:
        dimension[name] = dimension.get(name, 0) + n * power
    wanted = tuple(sorted((name, n) for name, n in dimension.items() if n))
    for kind in KINDS.values():
        if wanted and kind.canonical().dimension == wanted:
            return kind
    raise _mixed(one, other, "together make no kind of amount")


def _counted(one: Amount, other: Amount, kind: Kind) -> tuple[Counts | None, str | None, str | None]:
    """What the result counts; two counts that meet must count the same cells."""
    facts = [(a.counts, a.population, a.moment) for a in (one, other) if kind_of(a.kind).cells]
    if len(set(facts)) > 1:
        raise _mixed(one, other, "do not count the same cells")
    return facts[0] if kind.cells else (None, None, None)


def _basis(one: Amount, other: Amount, kind: Kind) -> str | None:
    """The basis of the result; two stated bases that meet must be one."""
    stated = {amount.basis for amount in (one, other) if amount.basis}
    if len(stated) > 1:
        raise _mixed(one, other, "do not mean the same weight")
    return stated.pop() if stated and kind.patient_mass else None


def _mixed(one: Amount, other: Amount, why: str) -> Refusal:
    return refuse(
        "kind.mixed",
        "amount",
        f"{describe(one)} and {describe(other)} {why}.",
        "A dose per body weight goes with a body weight; a concentration with a volume.",
    )
