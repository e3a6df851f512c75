"""Steps and sums that every chapter of a preparation shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

from msc_dose import derivation
from msc_dose.derivation import NOT_ROUNDED, Step, Term, term
from msc_dose.dosing.known import KEPT
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain
from msc_dose.quantity.rounded import Rounded

ARITHMETIC = "arithmetic"


def step(name: str, formula: str, inputs: tuple[Term, ...], result: Amount, source: str) -> Step:
    """A step whose result is not rounded; where its decimals do not end, it says how it is shown."""
    return derivation.step(name, formula, inputs, result, source, NOT_ROUNDED if result.exact else KEPT)


def rounded_step(name: str, formula: str, inputs: tuple[Term, ...], result: Rounded, source: str) -> Step:
    """A step whose result was rounded: the unrounded number and the rule stand beside it."""
    before = plain(result.unrounded.shown_value)
    return Step(name, formula, inputs, term(name, result.value), before, result.rule, source)


def number_term(name: str, number: int, unit: str = "") -> Term:
    """A whole number as a term: of containers, of drops per mL."""
    return Term(name, str(number), unit)


def total(amounts: Sequence[Amount]) -> Amount:
    """The sum of amounts of one kind that count the same; there is at least one."""
    return reduce(add, amounts)


def fraction(part: Amount, whole: Amount) -> tuple[int, int]:
    """part ÷ whole as whole numbers, in no particular terms; Refusal `number.zero` for a whole of nothing."""
    top, bottom = part.numerator.as_integer_ratio()
    over, under = whole.numerator.as_integer_ratio()
    if over == 0:
        raise refuse("number.zero", whole.kind, f"Nothing is a part of {whole}.", "Give more than nothing.")
    return top * under * whole.denominator, bottom * part.denominator * over


def in_proportion(amount: Amount, part: Amount, whole: Amount) -> Amount:
    """amount × part ÷ whole: multiplied first, divided once."""
    top, bottom = fraction(part, whole)
    return amount * top / bottom


def without_basis(weight: Amount) -> Amount:
    """A weight as a divisor: whose kilogram it is stands beside the dose, not in every quotient."""
    return replace(weight, basis=None, as_written=None)


def prefixed(identity: str, steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps of one container among several, each named by it."""
    return tuple(replace(each, name=f"{identity}: {each.name}") for each in steps)
