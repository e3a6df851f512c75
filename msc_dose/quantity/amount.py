"""Amount: an exact number of something whose kind cannot be mixed with another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.exact import (
    EXACT,
    LARGEST_EXPONENT,
    SHOWN_DIGITS,
    check_size,
    lowest_terms,
    quotient,
)
from msc_dose.quantity.kinds import Kind, kind_of

if TYPE_CHECKING:
    import pint

Counts = Literal["viable", "all"]
COUNTS: tuple[Counts, ...] = ("viable", "all")
BASES = ("actual", "ideal", "adjusted", "predicted")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount: `numerator` ÷ `denominator` in the canonical unit of its `kind`.

    The denominator is 1 unless the decimal expansion does not end (10 s is 10/60 min). Where cells
    are counted, `counts` says whether viable or all cells are meant (`None`: not stated),
    `population` which cells (`MSC`, `CD34+`; `None`: not stated) and `moment` when they were counted
    (`None`: not stated). A body weight, or a dose per body weight, may say which weight it means in
    `basis` (`actual`, `ideal`, `adjusted`, `predicted`). `as_written` keeps the text that was converted
    or read by a site's setting (`154.3 lb`), and is no part of the value: amounts compare, hash and
    pickle by all the others.

    Raises Refusal `number.not-finite`, `number.negative`, `number.out-of-range`, or the code of the
    kind's hard limits (`weight.implausible`); TypeError for an unknown kind or a number that is not
    a Decimal or int.
    """

    kind: str
    numerator: Decimal
    denominator: int = 1
    counts: Counts | None = None
    population: str | None = None
    moment: str | None = None
    basis: str | None = None
    as_written: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Check the value, and bring it to lowest terms."""
        kind = kind_of(self.kind)
        if isinstance(self.numerator, bool) or not isinstance(self.numerator, Decimal | int):
            raise TypeError(f"an Amount holds a Decimal, not {type(self.numerator).__name__}")
        if isinstance(self.denominator, bool) or not isinstance(self.denominator, int):
            raise TypeError(f"a denominator is an int, not {type(self.denominator).__name__}")
        if self.denominator < 1:
            message = f"{self.denominator} is no denominator."
            raise refuse("number.zero", self.kind, message, "Give a whole number from 1.")
        number = _sized(Decimal(self.numerator), self.denominator, self.kind)
        _check_facts(kind, self.counts, self.population, self.moment)
        _check_basis(kind, self.basis)
        number, denominator = lowest_terms(number, self.denominator)
        object.__setattr__(self, "numerator", number)
        object.__setattr__(self, "denominator", denominator)
        problem = kind.outside(self.value, self.kind, None)
        if problem:
            raise Refusal([problem])

    @property
    def value(self) -> Decimal:
        """The number in the canonical unit: exact where `exact`, else cut to 28 digits."""
        return self.numerator if self.exact else quotient(self.numerator, self.denominator, 28)

    @property
    def exact(self) -> bool:
        """Whether `value` is the amount itself and not a quotient cut short."""
        return self.denominator == 1

    @property
    def shown_value(self) -> Decimal:
        """The number as it is written out: `value`, a quotient cut to 12 significant digits."""
        return self.numerator if self.exact else quotient(self.numerator, self.denominator, SHOWN_DIGITS)

    @property
    def unit(self) -> str:
        """The canonical unit of the kind, as JSON writes it."""
        return kind_of(self.kind).unit

    @property
    def quantity(self) -> pint.Quantity[Any]:
        """The same as a pint Quantity of `md.units`, with a Decimal magnitude."""
        from msc_dose.quantity.with_pint import quantity_of

        return quantity_of(self)

    def to(self, unit: str) -> pint.Quantity[Any]:
        """The same in another unit of the table (`"lb"`, `"mL/h"`), as a pint Quantity.

        Raises Refusal `unit.unknown` or `unit.wrong-kind`.
        """
        from msc_dose.quantity.with_pint import converted

        if not isinstance(unit, str):
            raise TypeError(f"a unit is named by text, not {type(unit).__name__}")
        return converted(self, unit)

    def __str__(self) -> str:
        """The amount in words that cannot be misread, such as `2 million cells/kg`."""
        from msc_dose.quantity.writer import in_words

        return in_words(self)

    def stating(self, counts: Counts | None = None, population: str | None = None) -> Amount:
        """The same amount with what is counted stated; a contradiction is Refusal `count.mixed`."""
        for name, own, given in (
            ("counts", self.counts, counts),
            ("population", self.population, population),
        ):
            if own is not None and given is not None and own != given:
                raise refuse(
                    "count.mixed",
                    name,
                    f"{self} counts {own} cells where {given} cells are counted.",
                    "Convert by a stated viability, or correct one of the two.",
                )
        return replace(self, counts=self.counts or counts, population=self.population or population)

    def __add__(self, other: Amount) -> Amount:
        """The sum of two amounts of one kind, counting the same cells; else Refusal `kind.mixed`."""
        return self._combined(other, 1)

    def __sub__(self, other: Amount) -> Amount:
        """The difference of two amounts of one kind; `number.negative` below zero."""
        return self._combined(other, -1)

    def __mul__(self, other: object) -> Amount:
        """This amount times a whole or decimal number, or times an Amount that makes a kind."""
        from msc_dose.quantity.algebra import product

        return product(self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Amount:
        """This amount divided by a number, or by an Amount that makes a kind."""
        from msc_dose.quantity.algebra import ratio

        return ratio(self, other)

    def __lt__(self, other: Amount) -> bool:
        """Whether this is the smaller; Refusal `kind.mixed` where the two cannot be compared."""
        return self._difference(other) < 0

    def __le__(self, other: Amount) -> bool:
        """Whether this is not the larger; Refusal `kind.mixed` where the two cannot be compared."""
        return self._difference(other) <= 0

    def __gt__(self, other: Amount) -> bool:
        """Whether this is the larger; Refusal `kind.mixed` where the two cannot be compared."""
        return self._difference(other) > 0

    def __ge__(self, other: Amount) -> bool:
        """Whether this is not the smaller; Refusal `kind.mixed` where the two cannot be compared."""
        return self._difference(other) >= 0

    def _difference(self, other: Amount) -> Decimal:
        """Of the sign of self − other, on a common denominator."""
        check_alike(self, other)
        mine = EXACT.multiply(self.numerator, Decimal(other.denominator))
        return EXACT.subtract(mine, EXACT.multiply(other.numerator, Decimal(self.denominator)))

    def _combined(self, other: Amount, sign: int) -> Amount:
        check_alike(self, other)
        mine = EXACT.multiply(self.numerator, Decimal(other.denominator))
        theirs = EXACT.multiply(other.numerator, Decimal(self.denominator * sign))
        denominator = self.denominator * other.denominator
        return replace(self, numerator=EXACT.add(mine, theirs), denominator=denominator, as_written=None)


def check_alike(one: Amount, other: Amount) -> None:
    """Raise Refusal `kind.mixed` unless the two are of one kind and count the same cells."""
    if not isinstance(other, Amount):
        raise TypeError(f"an Amount combines with an Amount, not {type(other).__name__}")
    facts = [(a.kind, a.counts, a.population, a.moment, a.basis) for a in (one, other)]
    if facts[0] != facts[1]:
        raise refuse(
            "kind.mixed",
            "amount",
            f"{describe(one)} and {describe(other)} are not of one kind.",
            "Amounts are added and compared within one kind, population, viability, moment and basis.",
        )


def describe(amount: Amount) -> str:
    """The amount with its kind and what it counts, for messages about mixing."""
    kind = kind_of(amount.kind)
    facts = [fact for fact in (amount.population, amount.moment, amount.basis) if fact]
    if kind.cells and amount.counts is None:
        facts.append("viability not stated")
    return f"{amount} ({', '.join([kind.noun, *facts])})"


def _sized(number: Decimal, denominator: int, field: str) -> Decimal:
    """A product of checked inputs may be longer than an input; beyond that, an input's limits speak.

    What has a size is the quotient: the terms of a sum of quotients outgrow it.
    """
    finite = number.is_finite() and number >= 0
    if (
        finite
        and len(number.as_tuple().digits) <= EXACT.prec
        and abs(number.adjusted() - len(str(denominator)) + 1) <= 2 * LARGEST_EXPONENT
    ):
        return number.copy_abs()
    return check_size(number, field)


def _check_facts(kind: Kind, counts: str | None, population: str | None, moment: str | None) -> None:
    if counts not in (None, *COUNTS):
        raise refuse(
            "counts.unknown", "counts", f"{counts!r} is not a way of counting.", "Say viable or all."
        )
    if not kind.cells and (counts or population or moment):
        raise TypeError(f"a {kind.noun} does not count cells")
    for fact, name in (("population", population), ("moment", moment)):
        if name is not None:
            _check_name(name, fact)


def _check_basis(kind: Kind, basis: str | None) -> None:
    if basis is None:
        return
    if not kind.patient_mass:
        raise TypeError(f"a {kind.noun} has no basis of weight")
    if basis not in BASES:
        message, fix = f"{basis!r} is not a basis of weight.", f"Say {', '.join(BASES[:-1])} or {BASES[-1]}."
        raise refuse("weight.basis-unknown", "basis", message, fix, str(basis))


def _check_name(name: str, fact: str) -> None:
    """A population or a moment is shown beside every number: short, visible, and no number itself."""
    if not isinstance(name, str):
        raise TypeError(f"{fact} is text, not {type(name).__name__}")
    if not (name[:1].isalpha() and name.isprintable() and name == name.strip() and len(name) <= LONGEST_NAME):
        message = f"{name[:LONGEST_NAME]!r} is not the name of a {fact}."
        fix = f"Give a name of at most {LONGEST_NAME} visible characters that begins with a letter."
        raise refuse(f"{fact}.unknown", fact, message, fix, repr(name[:LONGEST_NAME]))
