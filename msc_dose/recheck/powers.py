"""Roots and powers in whole numbers, with more digits than any rounding needs.

A value is a whole number of units of ten to the power of −80. Logarithm and exponential are summed as series;
their error stays below ten to the power of −60, which every decision on rounding checks.
"""

from __future__ import annotations

from math import isqrt

from msc_dose.recheck.exact import Exact

DIGITS = 80
SCALE: int = 10**DIGITS
SAFE: int = 10**20
"""More units than a power can be wrong by."""


def root(number: Exact) -> int:
    """The square root, cut to units."""
    return isqrt(number.top * SCALE * SCALE // number.bottom)


def power_product(*powers: tuple[Exact, Exact]) -> int:
    """The product of positive numbers, each raised to its power, in units."""
    exponent = sum(_log(number) * power.top // power.bottom for number, power in powers)
    return _exp(exponent)


def _log(number: Exact) -> int:
    """The natural logarithm: twos are taken out, the rest lies near one."""
    twos = number.top.bit_length() - number.bottom.bit_length()
    top = number.top << max(-twos, 0)
    bottom = number.bottom << max(twos, 0)
    return _log_near_one(top, bottom) + twos * _log_near_one(2, 1)


def _log_near_one(top: int, bottom: int) -> int:
    """2 · artanh((top − bottom) ÷ (top + bottom)), from a half to two."""
    step = (top - bottom) * SCALE // (top + bottom)
    square = step * step // SCALE
    found, odd = 0, 1
    while step not in (0, -1):
        found += step // odd
        step, odd = step * square // SCALE, odd + 2
    return 2 * found


def _exp(exponent: int) -> int:
    """e raised to so many units: twos are taken out, the rest is summed."""
    log_of_two = _log_near_one(2, 1)
    twos, rest = divmod(exponent, log_of_two)
    found, term, n = 0, SCALE, 0
    while term:
        found, n = found + term, n + 1
        term = term * rest // (SCALE * n)
    return found << twos if twos >= 0 else found >> -twos
