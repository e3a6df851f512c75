"""Exact decimal arithmetic: the context in which products are exact or refused, and plain text."""

from __future__ import annotations

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    Subnormal,
    Underflow,
)
from math import gcd
from typing import Any

from msc_dose.problems import refuse


def context(digits: int, rounding: str = ROUND_HALF_EVEN, traps: tuple[Any, ...] = ()) -> Context:
    """A decimal context that takes nothing from the caller's or from the process's defaults."""
    return Context(
        prec=digits,
        rounding=rounding,
        Emin=-999_999,
        Emax=999_999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[InvalidOperation, DivisionByZero, Overflow, *traps],
    )


# Two inputs of at most 30 digits each, and a factor of a unit, multiply within 100 digits, and a sum over
# twenty bags of different volumes within some hundreds; should a
# sum ever need more, Inexact raises rather than rounding behind anyone's back.
EXACT = context(500, traps=(Inexact, Underflow, Subnormal, Clamped))
SHOWN_DIGITS = 12
LONGEST_INPUT = 30
LARGEST_EXPONENT = 24


def plain(value: Decimal) -> str:
    """The number as plain digits: no exponent, no trailing zeros, no grouping."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def lowest_terms(numerator: Decimal, denominator: int) -> tuple[Decimal, int]:
    """The same quotient with the smallest denominator; 1 when the decimal expansion ends."""
    _, digits, exponent = numerator.as_tuple()
    whole, power = int("".join(map(str, digits)) or "0"), int(exponent)
    shared = gcd(whole, denominator)
    whole, denominator = whole // shared, denominator // shared
    for prime, partner in ((2, 5), (5, 2)):
        while denominator % prime == 0:
            denominator, whole, power = denominator // prime, whole * partner, power - 1
    return Decimal(plain(Decimal(whole).scaleb(power, EXACT))), denominator


def quotient(numerator: Decimal, denominator: int, digits: int = SHOWN_DIGITS) -> Decimal:
    """The quotient cut (never rounded up) to this many significant digits."""
    return context(digits, ROUND_DOWN).divide(numerator, Decimal(denominator))


def check_size(value: Decimal, field: str, read: str | None = None) -> Decimal:
    """The value itself, when it is finite, not negative and of a size that stays exact.

    Raises Refusal `number.not-finite`, `number.negative`, `number.too-long`, `number.out-of-range`.
    """
    if not value.is_finite():
        raise refuse("number.not-finite", field, "This is not a finite number.", "Give a number.", read)
    if value < 0:
        raise refuse("number.negative", field, "An amount cannot be negative.", "Check the sign.", read)
    if len(value.as_tuple().digits) > LONGEST_INPUT:
        raise refuse(
            "number.too-long",
            field,
            f"More than {LONGEST_INPUT} digits.",
            "Give the number as ordered.",
            read,
        )
    if value and abs(value.adjusted()) > LARGEST_EXPONENT:
        raise refuse(
            "number.out-of-range",
            field,
            f"The power of ten is beyond ±{LARGEST_EXPONENT}.",
            "Check the exponent.",
            read,
        )
    return value
