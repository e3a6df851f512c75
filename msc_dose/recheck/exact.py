"""Exact numbers as two whole ones, numerator and denominator, and the only text that each has."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from msc_dose.recheck.document import malformed

SHOWN_DIGITS = 12
_MOST_BITS = 4_000  # so that its decimals are fewer than the 4,300 that Python writes


@dataclass(frozen=True, slots=True)
class Exact:
    """A number `top` ÷ `bottom` in lowest terms; equal numbers are equal values."""

    top: int
    bottom: int = 1

    @classmethod
    def ratio(cls, top: int, bottom: int) -> Exact:
        """The quotient in lowest terms; refused as malformed when its digits are too many to be written."""
        if bottom < 0:
            top, bottom = -top, -bottom
        shared = gcd(top, bottom)
        if max(top.bit_length(), bottom.bit_length()) - shared.bit_length() > _MOST_BITS:
            raise malformed("document", "Its numbers have more digits than a calculation of doses needs.")
        return cls(top // shared, bottom // shared)

    @classmethod
    def of(cls, text: str) -> Exact:
        """The number of a plain decimal text such as `70.125`, as `Node.decimal` lets through."""
        whole, _, fraction = text.partition(".")
        return cls.ratio(int(whole + fraction), 10 ** len(fraction))

    def __add__(self, other: Exact) -> Exact:
        """The sum."""
        return Exact.ratio(self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __sub__(self, other: Exact) -> Exact:
        """The difference, which may be negative."""
        return Exact.ratio(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def __mul__(self, other: Exact) -> Exact:
        """The product."""
        return Exact.ratio(self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other: Exact) -> Exact:
        """The quotient; the divisor is not nothing."""
        return Exact.ratio(self.top * other.bottom, self.bottom * other.top)

    def __lt__(self, other: Exact) -> bool:
        """Whether this is the smaller number."""
        return self.top * other.bottom < other.top * self.bottom

    def __le__(self, other: Exact) -> bool:
        """Whether this is not the greater number."""
        return self.top * other.bottom <= other.top * self.bottom

    def __bool__(self) -> bool:
        """Whether it is anything but nothing."""
        return self.top != 0

    def floor(self) -> int:
        """The greatest whole number that is not above it."""
        return self.top // self.bottom

    def ceiling(self) -> int:
        """The smallest whole number that is not below it."""
        return -(-self.top // self.bottom)

    def down_to(self, step: Exact) -> Exact:
        """The greatest multiple of the step that is not above it."""
        return Exact((self / step).floor()) * step

    def up_to(self, step: Exact) -> Exact:
        """The smallest multiple of the step that is not below it."""
        return Exact((self / step).ceiling()) * step

    @property
    def ends(self) -> bool:
        """Whether its decimals end: nothing but twos and fives divide."""
        rest = self.bottom
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
        return rest == 1

    @property
    def fraction(self) -> str:
        """The number as `N/D`."""
        return f"{self.top}/{self.bottom}"

    def __str__(self) -> str:
        """Plain text: no exponent, no trailing zeros; cut to 12 significant digits where it does not end."""
        if self.top < 0:
            return f"-{Exact(-self.top, self.bottom)}"
        places = self._places()
        if places <= 0:
            return str(self.top // (self.bottom * 10**-places) * 10**-places)
        digits = str(self.top * 10**places // self.bottom).rjust(places + 1, "0")
        return f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")

    def _places(self) -> int:
        """How many decimal places are written; negative where digits before the point are cut."""
        if self.ends:
            places = 0
            while 10**places % self.bottom:
                places += 1
            return places
        # The leading digit stands at 10 to the power of `lead`, or one below it.
        lead = len(str(self.top)) - len(str(self.bottom))
        if self.top * 10 ** max(-lead, 0) < self.bottom * 10 ** max(lead, 0):
            lead -= 1
        return SHOWN_DIGITS - 1 - lead


ZERO, ONE, HUNDRED = Exact(0), Exact(1), Exact(100)


def total(numbers: list[Exact]) -> Exact:
    """The sum of all."""
    found = ZERO
    for number in numbers:
        found += number
    return found
