"""How a dose is prescribed: cells per kg of body weight, perhaps with a maximum."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msc_dose.dosing.body import check_kind
from msc_dose.dosing.guards import check_product
from msc_dose.problems import Refusal, gather, refuse
from msc_dose.quantity.amount import COUNTS, Amount, Counts

AS_ORDERED = "as ordered"


@dataclass(frozen=True, slots=True)
class DoseRule:
    """Cells per kg of body weight, with or without a maximum number of cells per infusion.

    `dose` is an Amount of kind `dose_per_weight` and `maximum` of kind `cell_count`; both count the
    same cells. `product` is the class whose guards apply (`iv-msc`) or `None`; `source` is where the
    rule is written. Make one with `DoseRule.per_weight`.
    """

    dose: Amount
    maximum: Amount | None = None
    product: str | None = None
    source: str = AS_ORDERED

    def __post_init__(self) -> None:
        """Hold kinds, what is counted, and the product class."""
        check_kind(self.dose, "dose_per_weight", "dose")
        if self.dose.value == 0:
            raise refuse("dose.zero", "dose", "A dose of nothing is no dose.", "Give the dose as ordered.")
        check_product(self.product)
        if self.maximum is not None:
            self._check_maximum(check_kind(self.maximum, "cell_count", "maximum"))

    def _check_maximum(self, maximum: Amount) -> None:
        if maximum.value == 0:
            raise refuse(
                "dose.zero", "maximum", "A maximum of nothing allows no dose.", "Leave it out, or correct it."
            )
        if (maximum.counts, maximum.population) != (self.dose.counts, self.dose.population):
            raise refuse(
                "count.mixed",
                "maximum",
                f"The maximum of {maximum} does not count what the dose of {self.dose} counts.",
                "State both in the same cells: viable, or all.",
                str(maximum),
            )

    @property
    def counts(self) -> Counts | None:
        """What is counted: `viable`, `all`, or `None` where it is not stated."""
        return self.dose.counts

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
        stated = _stating(dose, counts, population, "dose")
        if maximum is not None:
            maximum = _stating(maximum, stated.counts, stated.population, "maximum")
        return cls(stated, maximum, product, source)

    def counting(self, counts: Counts | None, population: str | None = None) -> DoseRule:
        """The same rule with what is counted stated; Refusal `count.mixed` where it says otherwise."""
        stated = DoseRule.per_weight(self.dose, self.maximum, counts, self.product, population, self.source)
        return replace(self, dose=stated.dose, maximum=stated.maximum)


def check_counts(counts: str | None) -> None:
    """Raise Refusal `counts.unknown` for anything but `viable`, `all` or `None`."""
    if counts not in (None, *COUNTS):
        message = f"{counts!r} is not a way of counting cells."
        raise refuse("counts.unknown", "counts", message, "Say viable or all.", str(counts))


def _stating(amount: Amount, counts: Counts | None, population: str | None, field: str) -> Amount:
    """The amount with what it counts stated; its kind is held by the rule itself."""
    if not isinstance(amount, Amount) or amount.kind not in ("dose_per_weight", "cell_count"):
        return amount
    try:
        return amount.stating(counts, population)
    except Refusal as refusal:
        raise gather([Refusal([replace(problem, field=field) for problem in refusal.problems])]) from refusal
