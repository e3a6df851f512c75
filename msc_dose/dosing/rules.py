"""How a dose is prescribed: its shape, the limits it stays within, and a change that was ordered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from msc_dose.dosing.body import check_kind
from msc_dose.dosing.change import Change
from msc_dose.dosing.counted import Counted, agreed, check_counts, counted_by, counting, taking_over
from msc_dose.dosing.guards import check_product
from msc_dose.dosing.shapes import Choice, Shape, SiteEntered, Span, amounts_of, spans_of, with_each
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount, Counts, describe

__all__ = ["AS_ORDERED", "DoseRule", "check_counts"]

AS_ORDERED = "as ordered"
# Each limit, what it is called, and the kinds it may be of besides those of the doses themselves.
_LIMITS = (
    ("minimum", "minimum", ("cell_count",)),
    ("maximum", "maximum", ("cell_count",)),
    ("daily_ceiling", "daily ceiling", ("cell_count", "dose_per_weight")),
    ("cumulative_limit", "cumulative limit", ("cell_count", "dose_per_weight")),
)


@dataclass(frozen=True, slots=True)
class DoseRule:
    """The dose of one infusion as its source prescribes it.

    `shape` says what the dose is (an Amount stands for the Span of itself). `minimum` is in cells, or per
    what the dose is per: a dose below it is refused. `maximum` (cells) caps the dose. A day's dose stays
    *below* `daily_ceiling` (cells or cells/kg). `cumulative_limit` (cells or cells/kg) holds over the course.
    `change` is a percentage that was ordered. `product` is the class whose guards apply (`iv-msc`) or `None`;
    `source` is where the rule is written.

    All doses of a rule count the same cells: a dose that does not say counts what the others count. A limit
    that does not say counts what the doses count. Raises Refusal `count.mixed` where two differ or a limit
    says what the doses do not, `weight.basis-differs`, `unit.wrong-kind`, `dose.zero`,
    `rule.minimum-above-maximum`, `product.unknown`.
    """

    shape: Shape
    maximum: Amount | None = None
    product: str | None = None
    source: str = AS_ORDERED
    minimum: Amount | None = None
    daily_ceiling: Amount | None = None
    cumulative_limit: Amount | None = None
    change: Change | None = None

    def __post_init__(self) -> None:
        """Hold kinds, what is counted, whose weight is meant, and the product class."""
        if isinstance(self.shape, Amount):
            object.__setattr__(self, "shape", Span.of(self.shape))
        if not isinstance(self.shape, Shape):
            raise TypeError(f"a dose has a shape, not {type(self.shape).__name__}")
        if self.change is not None and not isinstance(self.change, Change):
            raise TypeError(f"change is a Change, not {type(self.change).__name__}")
        check_product(self.product)
        self._check_limits()
        self._state()
        self._check_basis()
        least, most = self.minimum, self.maximum
        if least is not None and most is not None and least.kind == "cell_count" and least > most:
            message = f"The minimum of {least} lies above the maximum of {most}."
            raise refuse("rule.minimum-above-maximum", "minimum", message, "Correct one of the two.")

    @property
    def counted(self) -> Counted:
        """Which cells every amount of the rule counts."""
        shape = self.shape
        if isinstance(shape, SiteEntered):
            return Counted(shape.counts, shape.population, shape.moment)
        return counted_by(amounts_of(shape)[0])

    @property
    def counts(self) -> Counts | None:
        """What is counted: `viable`, `all`, or `None` where it is not stated."""
        return self.counted.counts

    @property
    def population(self) -> str | None:
        """Which cells are counted (`MSC`, `TNC`), or `None` where it is not stated."""
        return self.counted.population

    @property
    def moment(self) -> str | None:
        """When they are counted (`before freeze`), or `None` where it is not stated."""
        return self.counted.moment

    @property
    def dose(self) -> Amount | None:
        """The dose where it is one amount for everybody; `None` for every other shape."""
        return self.shape.low if isinstance(self.shape, Span) and self.shape.single else None

    @property
    def needs_order(self) -> bool:
        """Whether the dose is open until one is ordered: a range, a choice, or one the site enters."""
        if isinstance(self.shape, Choice | SiteEntered):
            return True
        return any(not span.single for span in spans_of(self.shape))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of amount in which the doses are given."""
        if isinstance(self.shape, SiteEntered):
            return frozenset((self.shape.kind,))
        return frozenset(amount.kind for amount in amounts_of(self.shape))

    @property
    def basis(self) -> str | None:
        """Whose weight the amounts per kg mean, where one of them says so."""
        return next((amount.basis for amount in self._amounts() if amount.basis), None)

    @classmethod
    def of(
        cls,
        shape: Shape | Amount,
        counts: Counts | None = None,
        population: str | None = None,
        moment: str | None = None,
        **limits: Any,
    ) -> DoseRule:
        """A rule of any shape; `limits` are the other fields by their names.

        `counts`, `population` and `moment` state what all amounts count: `count.mixed` where one says
        otherwise.
        """
        check_counts(counts)
        stated = Counted(counts, population, moment)
        return cls(_stating(Span.of(shape) if isinstance(shape, Amount) else shape, stated), **limits)

    @classmethod
    def per_weight(
        cls,
        dose: Amount,
        maximum: Amount | None = None,
        counts: Counts | None = None,
        product: str | None = None,
        population: str | None = None,
        source: str = AS_ORDERED,
    ) -> DoseRule:
        """A dose in cells per kg of body weight, at most `maximum` cells.

        `counts` and `population` state what both amounts count. A maximum that does not say is taken
        to count what the dose counts; one that says otherwise is Refusal `count.mixed`.
        """
        check_counts(counts)
        shape = Span.of(check_kind(dose, "dose_per_weight", "dose"))
        return cls.of(shape, counts, population, maximum=maximum, product=product, source=source)

    @classmethod
    def per_surface(cls, dose: Amount, counts: Counts | None = None, **limits: Any) -> DoseRule:
        """A dose in cells per m² of body surface; `limits` are the other fields by their names."""
        return cls.of(Span.of(check_kind(dose, "dose_per_surface", "dose")), counts, **limits)

    @classmethod
    def flat(cls, dose: Amount, counts: Counts | None = None, **limits: Any) -> DoseRule:
        """A dose in cells, the same for every patient; `limits` are the other fields by their names."""
        return cls.of(Span.of(check_kind(dose, "cell_count", "dose")), counts, **limits)

    def counting(
        self, counts: Counts | None, population: str | None = None, moment: str | None = None
    ) -> DoseRule:
        """The same rule with what is counted stated; Refusal `count.mixed` where it says otherwise."""
        check_counts(counts)
        return replace(self, shape=_stating(self.shape, Counted(counts, population, moment)), **self._free())

    def _free(self) -> dict[str, Any]:
        """The limits, no longer saying what the dose did not say either."""
        own = self.counted
        limits = {name: getattr(self, name) for name, _, _ in _LIMITS}
        return {
            name: counting(limit, Counted()) if limit is not None and counted_by(limit) == own else limit
            for name, limit in limits.items()
        }

    def _amounts(self) -> tuple[Amount, ...]:
        limits = (self.minimum, self.maximum, self.daily_ceiling, self.cumulative_limit)
        return (*amounts_of(self.shape), *(limit for limit in limits if limit is not None))

    def _check_limits(self) -> None:
        for name, noun, kinds in _LIMITS:
            limit = getattr(self, name)
            if limit is None:
                continue
            if not isinstance(limit, Amount):
                raise TypeError(f"{name} is an Amount here, not {type(limit).__name__}")
            if limit.kind not in (*kinds, *(self.kinds if name == "minimum" else ())):
                if kinds == ("cell_count",) and name == "maximum":
                    check_kind(limit, "cell_count", name)
                message = f"{describe(limit)} is no {noun} of this dose."
                fix = "Give cells, or per body weight where the dose is."
                raise refuse("unit.wrong-kind", name, message, fix, str(limit))
            if limit.value == 0:
                fix = "Leave it out, or correct it."
                raise refuse("dose.zero", name, f"A {noun} of nothing is no {noun} of a dose.", fix)

    def _state(self) -> None:
        """Bring every amount to say what all of them count."""
        shape = self.shape
        if isinstance(shape, SiteEntered):
            limits = [limit for limit in self._amounts() if limit is not None]
            counted = agreed(limits, "dose", self.counted)
            object.__setattr__(self, "shape", SiteEntered(shape.kind, *counted))
        else:
            object.__setattr__(self, "shape", _stating(shape, Counted()))
        for name, noun, _ in _LIMITS:
            limit = getattr(self, name)
            if limit is not None:
                object.__setattr__(self, name, taking_over(limit, self.counted, name, noun))

    def _check_basis(self) -> None:
        bases = sorted({amount.basis for amount in self._amounts() if amount.basis})
        if len(bases) > 1:
            message = f"The amounts of one rule mean different weights: {' and '.join(bases)}."
            raise refuse("weight.basis-differs", "dose", message, "State all of them per the same weight.")


def _stating(shape: Shape, stated: Counted) -> Shape:
    """The shape with every dose in it counting the same: what they say together and what is stated."""
    if isinstance(shape, SiteEntered):
        own = Amount(shape.kind, Decimal(1), 1, shape.counts, shape.population, shape.moment)
        return SiteEntered(shape.kind, *agreed((own,), "dose", stated))
    counted = agreed(amounts_of(shape), "dose", stated)
    return with_each(shape, lambda amount: counting(amount, counted))
