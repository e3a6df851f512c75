"""What the rule permits for a patient: the lowest and the highest dose, each with its working."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.derivation import Derivation, Step, term
from msc_dose.dosing.body import Patient
from msc_dose.dosing.counted import taking_over
from msc_dose.dosing.formulas import cells_per_weight, within_maximum
from msc_dose.dosing.known import Known, cells_of, exactly, known_of, worked
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.selecting import selected
from msc_dose.dosing.shapes import Choice, Span, check_dose
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import beside_another, briefly


@dataclass(frozen=True, slots=True)
class Permitted:
    """From `low` to `high` cells for one infusion, both included, with the working.

    `options` holds the lowest and highest of each dose where the source gives a choice between several.
    `weight` is the dosing weight where it is known.
    """

    low: Amount
    high: Amount
    derivation: Derivation
    problems: tuple[Problem, ...] = ()
    options: tuple[tuple[Amount, Amount], ...] = ()
    weight: Amount | None = None

    @property
    def per_weight(self) -> tuple[Amount, Amount] | None:
        """The lowest and the highest in cells/kg of the dosing weight, exact; `None` without a weight."""
        if self.weight is None:
            return None
        low: Amount = cells_per_weight(self.low, self.weight)
        high: Amount = cells_per_weight(self.high, self.weight)
        return low, high

    def __str__(self) -> str:
        """The range in words, in cells and per kg."""
        per_kg = self.per_weight
        text = _between(self.low, self.high)
        return f"{text}, that is {_between(*per_kg)}" if per_kg else text


@exactly()
def permitted_doses(
    rule: DoseRule, patient: Patient, version: str | None = None, infusion: int = 1
) -> Permitted:
    """The doses of one infusion that the rule permits for this patient, before any change.

    The maximum caps both ends: where it lies below the lowest, both are the maximum, and a CHECK
    `dose.maximum-below-range` says so. A minimum raises the lowest; where nothing reaches it, Refusal
    `dose.below-minimum`. Raises besides what selecting the dose raises; `value.missing` (ordered) where the
    source states no dose.
    """
    known = known_of(patient, rule.shape, (rule.minimum,))
    options: tuple[tuple[Amount, Amount], ...] = ()
    if not isinstance(rule.shape, Choice):
        span, steps = selected(rule, known, version, infusion, None)
        ends = range_of(rule, span, known)
        steps, problems = (*known.steps, *steps, *ends.steps), ends.problems
        low, high = ends.low, ends.high
    else:
        each = [range_of(rule, option, known) for option in rule.shape.options]
        steps = (*known.steps, *(made for one in each for made in one.steps))
        problems = tuple(dict.fromkeys(problem for one in each for problem in one.problems))
        options = tuple((one.low, one.high) for one in each)
        low, high = min(one.low for one in each), max(one.high for one in each)
    if rule.minimum is not None:
        low, more = _raised(rule, known, low, high)
        steps = (*steps, *more)
    return Permitted(low, high, Derivation(steps), problems, options, known.weight)


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of a span in cells, capped by the maximum."""

    low: Amount
    high: Amount
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


def range_of(rule: DoseRule, span: Span, known: Known, source: str | None = None) -> Ends:
    """The cells of both ends, each calculated and then held to the maximum.

    `source` is that of a single dose, where it is not the rule's.
    """
    if span.single:
        cells, made = cells_of(span.low, known, rule.counted, source or rule.source)
        low, cap = capped(rule, cells)
        problems = (above_maximum(rule, cells, low),) if low != cells else ()
        return Ends(low, low, (made, *cap), problems)
    steps: list[Step] = []
    ends, uncapped = [], []
    for which, amount in ((", lowest", span.low), (", highest", span.high)):
        cells, made = cells_of(amount, known, rule.counted, rule.source, which)
        end, cap = capped(rule, cells, which)
        steps += [made, *cap]
        uncapped.append(cells)
        ends.append(end)
    return Ends(ends[0], ends[1], tuple(steps), _capped_range(rule, uncapped, ends))


def capped(rule: DoseRule, cells: Amount, which: str = "") -> tuple[Amount, tuple[Step, ...]]:
    """The cells held to the maximum; no step where the rule has none."""
    if rule.maximum is None:
        return cells, ()
    held: Amount = within_maximum(cells, rule.maximum)
    inputs = (term("calculated", cells), term("maximum per infusion", rule.maximum))
    name = f"{rule.counted}, not above the maximum{which}"
    return held, (worked(name, "the smaller of calculated and maximum", inputs, held, rule.source),)


def minimum_cells(rule: DoseRule, minimum: Amount, known: Known) -> tuple[Amount, tuple[Step, ...]]:
    """The minimum in cells for this patient; a step where it is per kg or m²."""
    cells, made = cells_of(minimum, known, rule.counted, rule.source, ", at least")
    return cells, () if minimum.kind == "cell_count" else (made,)


def above_maximum(rule: DoseRule, calculated: Amount, cells: Amount, what: str = "the dose") -> Problem:
    """The NOTE `dose.above-maximum`, with both numbers and what the maximum is here."""
    message = f"{briefly(calculated)} would exceed the maximum; {briefly(cells)} is {what}."
    fix = "Check the maximum against the order."
    return Problem("dose.above-maximum", "note", "maximum", message, fix, source=rule.source)


def below_minimum(rule: DoseRule, cells: Amount, least: Amount) -> Refusal:
    """The Refusal `dose.below-minimum`: a dose is never raised to the minimum by itself."""
    message = f"{briefly(cells)} is below the minimum of {briefly(least)} that the source states."
    fix = "Ask the prescriber: more cells, or another product."
    return Refusal([Problem("dose.below-minimum", "stop", "minimum", message, fix, str(cells), rule.source)])


def order_for(rule: DoseRule, ordered: Amount) -> Amount:
    """The order as an amount beside the rule: a dose, counting what the rule counts."""
    return taking_over(check_dose(ordered, "ordered"), rule.counted, "ordered", "ordered dose")


def range_open(rule: DoseRule, patient: Patient, version: str | None, infusion: int) -> Refusal:
    """The Refusal `dose.range-open`, naming what is permitted for this patient."""
    permitted = permitted_doses(rule, patient, version, infusion)
    message = f"The source leaves the dose open: for this patient {permitted}."
    return refuse("dose.range-open", "ordered", message, "Give the dose that was ordered.")


def outside_range(ordered: Amount, cells: Amount, ends: Ends, known: Known) -> Refusal:
    """The Refusal `dose.outside-range`, naming the order and what is permitted."""
    asked = briefly(ordered) if ordered == cells else f"{briefly(ordered)}, that is {briefly(cells)},"
    permitted = Permitted(ends.low, ends.high, Derivation(), weight=known.weight)
    message = f"{asked} is ordered; the rule permits {permitted}."
    return refuse("dose.outside-range", "ordered", message, "Correct the order, or the rule.", str(ordered))


def _raised(rule: DoseRule, known: Known, low: Amount, high: Amount) -> tuple[Amount, tuple[Step, ...]]:
    assert rule.minimum is not None
    least, steps = minimum_cells(rule, rule.minimum, known)
    if high < least:
        raise below_minimum(rule, high, least)
    raised = max(low, least)
    inputs = (term("lowest dose", low), term("minimum per infusion", least))
    name = f"{rule.counted}, not below the minimum, lowest"
    return raised, (*steps, worked(name, "the larger of lowest and minimum", inputs, raised, rule.source))


def _capped_range(rule: DoseRule, uncapped: list[Amount], ends: list[Amount]) -> tuple[Problem, ...]:
    if uncapped[0] == ends[0]:
        if uncapped[1] == ends[1]:
            return ()
        return (above_maximum(rule, uncapped[1], ends[1], "the highest that may be ordered"),)
    message = (
        f"The maximum of {briefly(ends[1])} lies below the whole range of {_between(*uncapped)}: "
        "the maximum is the only dose that is permitted."
    )
    fix = "Ask the prescriber whether the maximum is meant."
    source = rule.source
    return (Problem("dose.maximum-below-range", "check", "maximum", message, fix, source=source),)


def _between(low: Amount, high: Amount) -> str:
    if low == high:
        return _briefly(low)
    return f"{_beside(low)} to {_beside(high)}"


def _briefly(amount: Amount) -> str:
    return briefly(amount) if amount.exact else f"about {briefly(amount)}"


def _beside(amount: Amount) -> str:
    return beside_another(amount) if amount.exact else f"about {beside_another(amount)}"
