"""The patient, the rule and the calculated dose, from what people write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from msc_dose.derivation import Derivation
from msc_dose.dosing import body, dose, permitted, rules
from msc_dose.dosing.body import Weighing
from msc_dose.dosing.change import Change
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.guards import check_product
from msc_dose.dosing.inverse import dose_from_cells, dose_from_cells_step
from msc_dose.dosing.permitted import Permitted
from msc_dose.dosing.rules import check_counts
from msc_dose.dosing.shapes import Span
from msc_dose.library.amounts import amount_of, require
from msc_dose.library.reading import Reader, read_years
from msc_dose.notation import reader
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import Refusal, refuse
from msc_dose.quantity.amount import Amount, Counts
from msc_dose.quantity.stated import Bound, PlusMinus, Range

if TYPE_CHECKING:
    from msc_dose.library.amounts import AmountLike


class Patient(body.Patient):
    """A dosing weight and its basis.

    `weight` is text (`"60 kg"`), an Amount, or a pint Quantity (a plain `kg` is a body weight here), from
    0.2 to 650 kg; `basis` is `actual`, `ideal`, `adjusted` or `predicted`. `None` is "not stated".
    Where the basis is ideal, adjusted or predicted and `height` (cm) and `sex` (`female`, `male`) are given,
    `weight` is the actual one and the dosing weight is computed; `below_60_inches` (`clamp`, `extrapolate`)
    and `surface_formula` (`mosteller`, `dubois`, `haycock`, `gehan-george`) are then asked for where they
    matter. `weighed` (a date, or date and time) and `method` (`measured`, `stated`, `estimated`) say how the
    weight was taken, `ordered_on` is the weight on which the order was written, `actual` the actual weight
    where `weight` is another.

    `allow_lb` converts pounds (`154.3 lb`); `decimal_mark` is `comma` where the site has declared it. Raises
    Refusal with the codes of the reader, `weight.implausible`, `unit.wrong-kind`, `weight.basis-unknown`,
    `weight.basis-differs`.
    """

    __slots__ = ()

    def __init__(
        self,
        weight: AmountLike | None = None,
        basis: str | None = None,
        *,
        height: AmountLike | None = None,
        sex: str | None = None,
        age: int | str | None = None,
        below_60_inches: str | None = None,
        surface_formula: str | None = None,
        weighed: date | str | None = None,
        method: str | None = None,
        actual: AmountLike | None = None,
        ordered_on: AmountLike | None = None,
        earlier: tuple[Weighing, ...] = (),
        allow_lb: bool = False,
        decimal_mark: str = "point",
    ) -> None:
        """Read every amount and date, and hold them to what they may be."""
        read = Reader(Conventions(decimal_mark, allow_lb))
        known = read.amount(weight, "body_weight", "weight")
        length = read.amount(height, "height", "height")
        other = read.amount(actual, "body_weight", "actual_weight")
        order = read.amount(ordered_on, "body_weight", "order_weight")
        when = read.moment(weighed, "weighed")
        years = read.attempts.get(lambda: read_years(age))
        make = partial(
            super().__init__, known, basis, height=length, sex=sex, age=years,
            below_60_inches=below_60_inches, surface_formula=surface_formula, weighed=when, method=method,
            actual=other, earlier=earlier, ordered_on=order,
        )  # fmt: skip
        read.attempts.get(make)
        read.attempts.settle()


class DoseRule(rules.DoseRule):
    """A prescription: cells per kg of body weight, perhaps with a maximum. Made by `per_weight`."""

    __slots__ = ()

    @classmethod
    def per_weight(
        cls,
        dose: AmountLike,
        maximum: AmountLike | None = None,
        counts: str | None = None,
        product: str | None = None,
        population: str | None = None,
        source: str = rules.AS_ORDERED,
        decimal_mark: str = "point",
    ) -> DoseRule:
        """A dose in cells/kg and a maximum in cells, as text, Amounts or pint quantities.

        `counts` is `viable`, `all`, or `None` (not stated); `product` is the class whose guards apply
        (`iv-msc`). Raises Refusal with the codes of the reader, `unit.wrong-kind`, `count.mixed` where an
        amount counts other cells than stated, `counts.unknown`, `product.unknown`, `dose.zero`.
        """
        site = Conventions(decimal_mark, product=product)
        per_kg = amount_of(dose, "dose_per_weight", "dose", site)
        most = None if maximum is None else amount_of(maximum, "cell_count", "maximum", site)
        made = super().per_weight(per_kg, most, cast(Counts | None, counts), product, population, source)
        return cast(DoseRule, made)

    @classmethod
    def per_surface(cls, dose: AmountLike, counts: str | None = None, **limits: Any) -> DoseRule:
        """A dose in cells/m² of body surface; `limits` as in `prescribed`."""
        return cls.prescribed(dose, "dose_per_surface", counts=counts, **limits)

    @classmethod
    def flat(cls, dose: AmountLike, counts: str | None = None, **limits: Any) -> DoseRule:
        """A dose in cells, the same for every patient; `limits` as in `prescribed`."""
        return cls.prescribed(dose, "cell_count", counts=counts, **limits)

    @classmethod
    def prescribed(
        cls,
        dose: AmountLike | Range,
        kind: str,
        *,
        minimum: AmountLike | None = None,
        maximum: AmountLike | None = None,
        daily_ceiling: AmountLike | None = None,
        cumulative_limit: AmountLike | None = None,
        reduce: AmountLike | None = None,
        increase: AmountLike | None = None,
        reason: str | None = None,
        counts: str | None = None,
        population: str | None = None,
        product: str | None = None,
        source: str = rules.AS_ORDERED,
        site: Conventions = DEFAULT,
    ) -> DoseRule:
        """A dose or a range of doses of one kind, its limits, and a change ordered, as people write them.

        `kind` is `dose_per_weight` (cells/kg), `dose_per_surface` (cells/m²) or `cell_count` (flat); a text
        such as `0.5e6 to 1e6 cells/kg` is a range. `minimum` and `maximum` are for one infusion; a day's dose
        stays below `daily_ceiling` (cells or cells/kg), the course within `cumulative_limit`.
        `reduce` or `increase` (%) needs its `reason`. Raises one Refusal naming everything that is wrong.
        """
        read = Reader(replace(site, product=product))
        shape = read.attempts.get(lambda: _span(dose, kind, read.site))
        named = {"minimum": minimum, "daily_ceiling": daily_ceiling, "cumulative_limit": cumulative_limit}
        limits: dict[str, Any] = {
            name: read.attempts.get(partial(_dose_or_none, value, name, site, kind))
            for name, value in named.items()
        }
        limits["maximum"] = read.amount(maximum, "cell_count", "maximum")
        change = read.attempts.get(lambda: _change(reduce, increase, reason, site))
        read.attempts.get(lambda: check_counts(counts))
        read.attempts.get(lambda: check_product(product))
        read.attempts.settle()
        made = super().of(
            cast(Span, shape), cast(Counts | None, counts), population, product=product, source=source,
            change=change, **limits,
        )  # fmt: skip
        return cast(DoseRule, made)


def _span(dose: AmountLike | Range, kind: str, site: Conventions) -> Span:
    """One amount, or a range of two, of this kind."""
    stated = reader.read(dose, kind, "dose", site) if isinstance(dose, str) else dose
    if isinstance(stated, Range):
        return Span(stated.low, stated.high)
    return Span.of(amount_of(dose if isinstance(stated, Bound | PlusMinus) else stated, kind, "dose", site))


def _dose_or_none(value: AmountLike | None, field: str, site: Conventions, kind: str) -> Amount | None:
    return None if value is None else dose_amount(value, field, site, kind)


def dose_amount(
    value: AmountLike, field: str = "ordered", site: Conventions = DEFAULT, first: str = "dose_per_weight"
) -> Amount:
    """An amount per body weight, per body surface or in cells, whichever it says; `first` is tried first.

    Raises the refusal of the kind tried first where it is none of them.
    """
    kinds = dict.fromkeys((first, "dose_per_weight", "cell_count", "dose_per_surface"))
    refused: Refusal | None = None
    for kind in kinds:
        try:
            return amount_of(value, kind, field, site)
        except Refusal as refusal:
            refused = refused or refusal
            if "unit.wrong-kind" not in refusal.codes:
                raise
    raise cast(Refusal, refused)


def _change(
    reduce: AmountLike | None, increase: AmountLike | None, reason: str | None, site: Conventions
) -> Change | None:
    if reduce is not None and increase is not None:
        message = "The dose is to be reduced and increased."
        raise refuse("value.twice", "change", message, "Give one of the two.")
    percent = reduce if reduce is not None else increase
    if percent is None:
        return None
    by = amount_of(percent, "ratio", "change", site)
    return Change(by, "increase" if reduce is None else "reduce", reason or "")


def calculate_dose(
    rule: rules.DoseRule,
    patient: body.Patient,
    ordered: AmountLike | None = None,
    version: str | None = None,
    infusion: int = 1,
) -> Dose:
    """The dose of one infusion: `cells` (exact), its `derivation` step by step, and `problems`.

    Cells/kg times kg, at most the maximum. Where the rule leaves the dose open (a range, a choice, a dose
    that the site enters), `ordered` is the order, in cells/kg, cells/m² or cells; `version` names a label's
    version, `infusion` the step of an escalation. What is not stated is a NOTE (`weight.basis-not-stated`,
    `dose.counts-not-stated`). Raises Refusal `value.missing` (weight) or `dose.implausible`.

    Source: the product is arithmetic; each step names its rule's source, and the limits of `dose.implausible`
    are policy, told with their reason in `msc_dose.dosing.guards`.
    """
    require(rule, rules.DoseRule, "rule")
    require(patient, body.Patient, "patient")
    order = None if ordered is None else dose_amount(ordered)
    return dose.calculate_dose(rule, patient, order, version, infusion)


def permitted_doses(
    rule: rules.DoseRule, patient: body.Patient, version: str | None = None, infusion: int = 1
) -> Permitted:
    """The lowest and the highest dose that the rule permits for this patient, with their working.

    Raises Refusal with the codes of the dose. Source: the rule's.
    """
    require(rule, rules.DoseRule, "rule")
    require(patient, body.Patient, "patient")
    return permitted.permitted_doses(rule, patient, version, infusion)


def dose_at_hand(cells: AmountLike, patient: body.Patient) -> tuple[Amount, Derivation]:
    """The dose in cells/kg that these cells are for this patient's dosing weight, with its working.

    Raises Refusal `value.missing` (weight), `unit.wrong-kind`, and those of the reader.
    """
    weight, steps = body.dosing_weight(patient)
    known = amount_of(cells, "cell_count", "at_hand")
    return dose_from_cells(known, weight), Derivation(
        (*steps, dose_from_cells_step(known, weight, patient.basis))
    )
