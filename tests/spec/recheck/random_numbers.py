"""Awkward amounts at random: primes, three decimals, quotients that do not end."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from msc_dose.quantity.amount import Amount

PRIMES = (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


class Chance(Random):
    """A generator of one random case; everything follows from its seed."""

    def maybe(self, part: float) -> bool:
        return self.random() < part

    def number(self, low: float, high: float) -> Decimal:
        """From low to high with no to three decimals, often of a large prime's last digits."""
        places = self.choice((0, 1, 2, 3, 3))
        found = Decimal(str(round(self.uniform(low, high), places)))
        return found or Decimal(1)

    def amount(self, kind: str, low: float, high: float, *facts: str | None, sevenths: float = 0.0) -> Amount:
        """An amount from low to high; a part of them are so many sevenths, thirteenths …"""
        if self.maybe(sevenths):
            under = self.choice(PRIMES)
            return Amount(kind, Decimal(max(1, round(self.uniform(low, high) * under))), under, *facts)
        return Amount(kind, self.number(low, high), 1, *facts)

    def cells(self, kind: str, low: float, high: float, *facts: str | None, sevenths: float = 0.05) -> Amount:
        """Many cells: round, to the last cell, with decimals, or so many sevenths of a cell."""
        about = self.uniform(low, high)
        step = 10 ** max(len(str(int(about))) - self.choice((1, 2, 3)), 0)
        number = Decimal(max(1, round(about / step))) * step
        if self.maybe(0.4):
            number = Decimal(max(1, round(about)))
        if self.maybe(0.1):
            number += Decimal(self.choice(PRIMES)) / 1000
        under = self.choice(PRIMES) if self.maybe(sevenths) else 1
        return Amount(kind, number * under + (under > 1), under, *facts)
