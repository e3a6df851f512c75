"""The calculated dose: cells for this patient, the working, and what a person should know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from msc_dose.derivation import Derivation, Step, term
from msc_dose.dosing.body import Patient
from msc_dose.dosing.counted import agreed, counting
from msc_dose.dosing.cumulative import cumulative, cumulative_steps
from msc_dose.dosing.formulas import cells_per_weight, changed_to
from msc_dose.dosing.guards import nothing_to_guard
from msc_dose.dosing.inverse import dose_from_cells, dose_from_cells_step
from msc_dose.dosing.known import Known, cells_of, exactly, known_of, worked
from msc_dose.dosing.noticing import as_written, changed, implausible, not_stated
from msc_dose.dosing.permitted import (
    Ends,
    Permitted,
    above_maximum,
    below_minimum,
    capped,
    minimum_cells,
    order_for,
    outside_range,
    permitted_doses,
    range_of,
    range_open,
)
from msc_dose.dosing.rules import AS_ORDERED, DoseRule
from msc_dose.dosing.selecting import lies_in, ordered_by, selected
from msc_dose.dosing.shapes import ByWeight, Choice, SiteEntered, Span, check_dose
from msc_dose.dosing.splitting import split_over_days
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount, describe
from msc_dose.quantity.exact import EXACT
from msc_dose.quantity.kinds import kind_of

__all__ = [
    "Dose",
    "Permitted",
    "calculate_dose",
    "cumulative",
    "cumulative_steps",
    "dose_from_cells",
    "dose_from_cells_step",
    "permitted_doses",
    "what_is_counted",
]


@dataclass(frozen=True, slots=True)
class Dose:
    """A calculated dose: `cells` (an exact cell_count), its `derivation`, and its `problems`.

    `calculated` is the dose before minimum, maximum and change; `days` the cells of each day, one unless a
    daily ceiling splits the dose; `weight` the dosing weight (kg) where it is known. These three follow from
    the working, and doses are compared without them. The problems of a dose that exists are of severity
    `check` or `note`; a `stop` raises instead.
    """

    cells: Amount
    derivation: Derivation
    problems: tuple[Problem, ...] = ()
    # The cells themselves, and one day, where nothing else is said.
    calculated: Amount = field(default=None, compare=False)  # type: ignore[assignment]
    days: tuple[Amount, ...] = field(default=(), compare=False)
    weight: Amount | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Take the cells for what was calculated and for the one day, where neither is said."""
        if self.calculated is None:
            object.__setattr__(self, "calculated", self.cells)
        if not self.days:
            object.__setattr__(self, "days", (self.cells,))

    @property
    def per_weight(self) -> Amount | None:
        """What the cells are in cells/kg of the dosing weight, exact; `None` where that is not known."""
        if self.weight is None:
            return None
        effective: Amount = cells_per_weight(self.cells, self.weight)
        return effective

    def __str__(self) -> str:
        """The dose in words."""
        return str(self.cells)


@exactly()
def calculate_dose(
    rule: DoseRule,
    patient: Patient,
    ordered: Amount | None = None,
    version: str | None = None,
    infusion: int = 1,
) -> Dose:
    """The dose of one infusion by this rule for this patient, exactly.

    Cells/kg × kg, cells/m² × m², or cells; at most the maximum; then changed by the percentage ordered, and
    again at most the maximum; never below the minimum; split over days where a day's ceiling asks for it.
    `ordered` (cells/kg, cells/m² or cells) is the order within a range, among a choice, or where the site
    enters the dose; beside a rule of one dose it must say that dose. `version` names the version of a label.
    `infusion` n takes step n.

    Notes and checks: `dose.above-maximum`, `dose.maximum-below-range`, `dose.changed`,
    `dose.split-over-days`, `dose.no-guard`, `dose.implausible`, `weight.basis-not-stated`,
    `dose.counts-not-stated`, `amount.as-written`. Raises Refusal `value.missing` (weight, ordered, version,
    height, sex, surface_formula), `weight.basis-differs`, `dose.implausible`, `dose.range-open`,
    `dose.outside-range`, `dose.not-among-choices`, `dose.no-such-step`, `dose.below-minimum`,
    `dose.too-many-days`, `version.unknown`, `weight.in-gap`, `weight.outside-bands`, `count.mixed`,
    `unit.wrong-kind`, `number.too-long` where the digits of the inputs cannot be multiplied exactly.
    """
    if isinstance(infusion, bool) or not isinstance(infusion, int):
        raise TypeError(f"infusion is a whole number, not {type(infusion).__name__}")
    # Where the site enters the dose, the dose is the order's, and only its limits are the rule's.
    entered = AS_ORDERED if ordered is not None and isinstance(rule.shape, SiteEntered) else None
    return _calculate(*_with_order(rule, ordered), patient, version, infusion, entered)


def what_is_counted(rule: DoseRule) -> str:
    """What the rule counts, in words: `viable MSC`, `all cells`, `cells (viability not stated)`."""
    return str(rule.counted)


def _with_order(rule: DoseRule, ordered: Amount | None) -> tuple[DoseRule, Amount | None]:
    """The order beside the rule; where the site enters the dose, the rule of exactly that dose."""
    if ordered is None:
        return rule, None
    if not isinstance(rule.shape, SiteEntered):
        return rule, order_for(rule, ordered)
    if check_dose(ordered, "ordered").kind != rule.shape.kind:
        wanted = kind_of(rule.shape.kind)
        message = f"{describe(ordered)} is ordered where a {wanted.noun} belongs."
        fix = f"Give a {wanted.noun} in {wanted.unit}."
        raise refuse("unit.wrong-kind", "ordered", message, fix, str(ordered))
    stated = counting(ordered, agreed((ordered,), "ordered", rule.counted))
    return replace(rule, shape=Span.of(stated)), stated


def _calculate(
    rule: DoseRule,
    ordered: Amount | None,
    patient: Patient,
    version: str | None,
    infusion: int,
    entered: str | None,
) -> Dose:
    known = known_of(patient, rule.shape, (ordered, rule.minimum, rule.daily_ceiling))
    span, steps = selected(rule, known, version, infusion, ordered)
    if not span.single and ordered is None:
        raise range_open(rule, patient, version, infusion)
    written = _written(span, ordered)
    # A slip that stops is told before anything is made of it; with a ceiling of a day, the day is judged.
    found = implausible(rule, written, None) if rule.daily_ceiling is None else []
    _stop_at(found)
    ends = range_of(rule, span, known, entered)
    if span.single or ordered is None:
        calculated, cells, made = _one(rule, span, ordered, known, ends)
    else:
        calculated, made = _within(rule, ordered, known, ends)
        cells = calculated
    problems = list(ends.problems)
    cells, more, told = _changed(rule, cells, ends, span)
    days, split, splitting = split_over_days(rule, cells, known)
    working = Derivation((*known.steps, *steps, *made, *more, *_least(rule, cells, known), *split))
    dose = Dose(cells, working, (), calculated, days, known.weight)
    found = found or _implausible_day(rule, written, dose)
    _stop_at(found)
    notes = _notes(rule, patient, written, known)
    return replace(dose, problems=tuple(dict.fromkeys([*found, *notes, *problems, *told, *splitting])))


def _written(span: Span, ordered: Amount | None) -> tuple[tuple[str, Amount], ...]:
    """The doses as the rule and the order write them, by the names of their fields."""
    by_order = (("ordered", ordered),) if ordered is not None else ()
    return (*((("dose", span.low),) if span.single else ()), *by_order)


def _stop_at(found: list[Problem]) -> None:
    if found and found[0].severity == "stop":
        raise Refusal(found[:1])


def _one(
    rule: DoseRule, span: Span, ordered: Amount | None, known: Known, ends: Ends
) -> tuple[Amount, Amount, tuple[Step, ...]]:
    """The one dose of the rule, before and after its maximum; an order must say the same."""
    calculated, _ = cells_of(span.low, known, rule.counted, rule.source)
    if ordered is not None and not lies_in(ordered, span, known, rule):
        cells, _ = cells_of(ordered, known, rule.counted, rule.source)
        if isinstance(rule.shape, Choice) or ordered.kind != "cell_count" or cells != ends.high:
            raise outside_range(ordered, cells, ends, known)
    return calculated, ends.high, ends.steps


def _within(rule: DoseRule, ordered: Amount, known: Known, ends: Ends) -> tuple[Amount, tuple[Step, ...]]:
    """The cells ordered, when they lie in the range of the rule, both ends and the maximum included."""
    cells, asked = cells_of(ordered, known, rule.counted, AS_ORDERED, ", as ordered")
    if cells < ends.low or cells > ends.high:
        raise outside_range(ordered, cells, ends, known)
    inputs = (term("ordered", cells), term("lowest", ends.low), term("highest", ends.high))
    name, formula = f"{rule.counted}, within the range", "the ordered dose, from lowest to highest"
    return cells, (*ends.steps, asked, worked(name, formula, inputs, cells, ordered_by(rule)))


def _changed(
    rule: DoseRule, before: Amount, ends: Ends, span: Span
) -> tuple[Amount, tuple[Step, ...], list[Problem]]:
    """The dose after the percentage ordered, held to the maximum once more."""
    change = rule.change
    if change is None:
        return before, (), []
    left = change.left
    with localcontext(EXACT):
        value: Decimal = changed_to(before.numerator, left.numerator, Decimal(100))
    after = replace(before, numerator=value, denominator=before.denominator * left.denominator)
    inputs = (term("dose before the change", before), term(f"{change.verb} by", change.percent))
    sign = "−" if change.direction == "reduce" else "+"
    formula, source = f"dose × (100 {sign} percentage) ÷ 100", f"ordered: {change.reason}"
    made = worked(f"{rule.counted}, {change.verb}", formula, inputs, after, source)
    held, cap = capped(rule, after, " after the change")
    outside = not span.single and (held < ends.low or held > ends.high)
    told = [changed(rule, before, held, outside)]
    if held != after:
        told.append(above_maximum(rule, after, held))
    return held, (made, *cap), told


def _least(rule: DoseRule, cells: Amount, known: Known) -> tuple[Step, ...]:
    """The working that the dose is not below its minimum; Refusal `dose.below-minimum` where it is."""
    if rule.minimum is None:
        return ()
    least, steps = minimum_cells(rule, rule.minimum, known)
    if cells < least:
        raise below_minimum(rule, cells, least)
    inputs = (term("dose", cells), term("minimum per infusion", least))
    name, formula = f"{rule.counted}, not below the minimum", "the dose; it is not below the minimum"
    return (*steps, worked(name, formula, inputs, cells, rule.source))


def _implausible_day(rule: DoseRule, written: tuple[tuple[str, Amount], ...], dose: Dose) -> list[Problem]:
    """What the guards say of the dose per kg that is given on one day, where it is not the one written."""
    as_it_stands = any(amount.kind == "dose_per_weight" for _, amount in written)
    unchanged = dose.cells == dose.calculated and len(dose.days) == 1
    if dose.weight is None or (as_it_stands and unchanged and rule.daily_ceiling is None):
        return []
    given: Amount = cells_per_weight(dose.days[0], dose.weight)
    return implausible(rule, (), given)


def _notes(
    rule: DoseRule, patient: Patient, written: tuple[tuple[str, Amount], ...], known: Known
) -> list[Problem]:
    limits = (
        ("minimum", rule.minimum),
        ("maximum", rule.maximum),
        ("daily_ceiling", rule.daily_ceiling),
        ("change", rule.change.percent if rule.change else None),
    )
    amounts = [amount for _, amount in (*written, *limits) if amount is not None]
    per_kg = any(amount.kind == "dose_per_weight" for amount in amounts)
    basis = next((amount.basis for amount in amounts if amount.basis), None)
    found = not_stated(rule, known.basis, basis, per_kg or isinstance(rule.shape, ByWeight))
    found += [] if rule.product is None or known.weight is not None else [nothing_to_guard(rule.product)]
    measures = (("weight", patient.weight), ("height", patient.height if known.steps else None))
    return found + as_written(*measures, *written, *limits)
