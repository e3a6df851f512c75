"""What a person should look at before a weight is dosed on. All limits are policy, told in each problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from msc_dose.dosing.checks import check_moment, day_of, is_after
from msc_dose.dosing.patient import CALCULATED_BASES, Patient, Weighing
from msc_dose.dosing.unusual import ADULT, unusual_weights
from msc_dose.dosing.weighing import actual_weight, dosing_weight
from msc_dose.problems import Problem, Refusal, refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import plain, quotient
from msc_dose.quantity.parts import percent_of

POUNDS = ((Decimal(190), Decimal(250)), (Decimal(40), Decimal(53)))
POUNDS_POLICY = "policy: a ratio of 1.9 to 2.5, or of 0.40 to 0.53"
UNCHANGED = (Decimal(90), Decimal(110))
CHANGED_POLICY = "policy: a change of more than 10 %"
VALID_DAYS = 365
VALID_POLICY = f"policy: at most {VALID_DAYS} days, where no limit is stated"


@dataclass(frozen=True, slots=True)
class Pair:
    """A weight beside another that it should resemble, and what that other is."""

    weight: Amount
    other: Amount
    name: str

    @property
    def percent(self) -> Amount:
        """The weight in % of the other, exactly."""
        return percent_of(self.weight, self.other)

    @property
    def times(self) -> str:
        """How many times the other the weight is, cut to three significant digits."""
        return plain(quotient(self.percent.numerator, self.percent.denominator * 100, 3))

    def within(self, low: Decimal, high: Decimal) -> bool:
        """Whether the weight is from `low` to `high` % of the other, both included."""
        return Amount("ratio", low) <= self.percent <= Amount("ratio", high)


def body_problems(
    patient: Patient, on: date | datetime | None = None, weight_valid_days: int | None = None
) -> tuple[Problem, ...]:
    """Everything about this body that a person should look at; nothing for an ordinary patient.

    CHECK `weight.pounds-suspected` (1.9 to 2.5 times, or 0.40 to 0.53 of, an earlier weight or the weight of
    the order, ends included), `weight.changed` (more than 10 % from the weight of the order, or from the
    latest earlier one), `weight.stale` (older than `weight_valid_days`, else 365, on the day `on`),
    `weight.unusual` (for age, sex and height), `weight.adult-formula` (calculated for a child),
    `weight.taken-as-given` (height without sex, or sex without height); NOTE `weight.method`,
    `weight.ideal-above-actual`, `weight.not-adjusted`; STOP `weight.after-infusion` (taken after `on`), which
    the caller raises. All limits are policy. Raises TypeError for a day that is none, Refusal
    `number.negative` for a negative number of days.
    """
    _check_days(on, weight_valid_days)
    dosed = _dosed_on(patient)
    return (
        *_against_others(patient, dosed),
        *_when_taken(patient, on, weight_valid_days),
        *unusual_weights(patient, dosed),
        *_calculation(patient, dosed),
        *_method(patient),
    )


def _check_days(on: date | datetime | None, days: int | None) -> None:
    if on is not None:
        check_moment(on, "on")
    if days is None:
        return
    if isinstance(days, bool) or not isinstance(days, int):
        raise TypeError(f"weight_valid_days is a whole number of days, not {type(days).__name__}")
    if days < 0:
        message = "A weight cannot be valid for less than no days."
        raise refuse("number.negative", "weight_valid_days", message, "Give whole days from 0.", str(days))


def _dosed_on(patient: Patient) -> Amount | None:
    try:
        return dosing_weight(patient)[0]
    except Refusal:
        return None  # whoever asks for the dosing weight is told why there is none


def _against_others(patient: Patient, dosed: Amount | None) -> Iterator[Problem]:
    order, earlier, latest = _order(patient, dosed), _earlier(patient), _latest(patient.earlier)
    pounds = [p for p in (*order, *earlier) if any(p.within(*limits) for limits in POUNDS)]
    for pair in pounds[:1]:
        message = f"{pair.weight} is about {pair.times} times {pair.name}: pounds may stand for kilograms."
        fix = "Weigh again, and read the unit."
        yield _check("weight.pounds-suspected", message, fix, pair.weight, POUNDS_POLICY)
    near = (*order, *(pair for pair, of in zip(earlier, patient.earlier, strict=False) if of is latest))
    for pair in [p for p in near if not p.within(*UNCHANGED)][:1]:
        message = f"{pair.weight} differs by more than 10 % from {pair.name}."
        fix = "Confirm the weight and ask for a new order: a weight changes no dose by itself."
        yield _check("weight.changed", message, fix, pair.weight, CHANGED_POLICY)


def _order(patient: Patient, dosed: Amount | None) -> tuple[Pair, ...]:
    """The dosing weight beside the one of the order; both are of one basis."""
    ordered = patient.ordered_on
    if ordered is None or dosed is None:
        return ()
    return (Pair(dosed, ordered, f"{ordered}, the weight of the order"),)


def _earlier(patient: Patient) -> tuple[Pair, ...]:
    """The actual weight, or one whose basis is not stated, beside each earlier weight."""
    weight = actual_weight(patient) or (patient.weight if patient.basis is None else None)
    if weight is None:
        return ()
    return tuple(
        Pair(weight, earlier.weight, f"{earlier.weight}, weighed on {day_of(earlier.on)}")
        for earlier in patient.earlier
    )


def _latest(earlier: tuple[Weighing, ...]) -> Weighing | None:
    latest: Weighing | None = None
    for weighing in earlier:
        if latest is None or not is_after(latest.on, weighing.on):
            latest = weighing
    return latest


def _when_taken(patient: Patient, on: date | datetime | None, limit: int | None) -> Iterator[Problem]:
    weight, taken = patient.weight or patient.actual, patient.weighed
    if on is None or taken is None or weight is None:
        return
    if is_after(taken, on):
        message = f"{weight} was weighed on {taken}, after the infusion on {on}."
        fix = "Correct the date, or give the weight that was known then."
        yield Problem("weight.after-infusion", "stop", "weighed", message, fix, str(taken))
    days, most = (day_of(on) - day_of(taken)).days, VALID_DAYS if limit is None else limit
    if days > most:
        message = f"{weight} was weighed on {day_of(taken)}, {days} days before {day_of(on)}; {most} at most."
        source = VALID_POLICY if limit is None else f"the stated limit of {most} days"
        fix = "Weigh again before the thaw."
        yield Problem("weight.stale", "check", "weighed", message, fix, str(taken), source)


def _calculation(patient: Patient, dosed: Amount | None) -> Iterator[Problem]:
    if patient.basis not in CALCULATED_BASES:
        return
    weight, half = patient.weight, (patient.height is None) != (patient.sex is None)
    if weight is not None and weight.basis is None and half:
        absent = "height" if patient.height is None else "sex"
        message = f"{weight} is taken as the {patient.basis} weight itself, for {absent} is not stated."
        fix = f"State the {absent} to have it calculated, or say so in the weight (60 kg IBW)."
        yield Problem("weight.taken-as-given", "check", "weight", message, fix, str(weight))
    if not patient.calculates_weight or dosed is None:
        return
    if patient.age is not None and patient.age < ADULT:
        message = (
            f"The {patient.basis} weight is calculated by a formula of adults; the age is {patient.age}."
        )
        fix = "Give the weight that is meant for a child, as such (20 kg IBW)."
        source = f"policy: formulas of adults from {ADULT} years"
        yield Problem("weight.adult-formula", "check", "age", message, fix, str(patient.age), source)
    yield from _beside_actual(patient, dosed)


def _beside_actual(patient: Patient, dosed: Amount) -> Iterator[Problem]:
    actual = actual_weight(patient)
    if actual is None:
        return
    if patient.basis == "ideal" and dosed > actual:
        message = f"The ideal weight of {dosed} is above the actual weight of {actual}."
        fix = "Check that the order means the ideal weight here."
        yield Problem("weight.ideal-above-actual", "note", "basis", message, fix)
    if patient.basis == "adjusted" and dosed == actual:
        message = f"The actual weight of {actual} is not above the ideal one, so it is the dosing weight."
        fix = "Check that the order means this."
        yield Problem("weight.not-adjusted", "note", "basis", message, fix)


def _method(patient: Patient) -> Iterator[Problem]:
    if patient.method in ("stated", "estimated"):
        message = f"The weight is {patient.method}, not measured."
        yield Problem("weight.method", "note", "method", message, "Weigh the patient.", patient.method)


def _check(code: str, message: str, fix: str, weight: Amount, source: str) -> Problem:
    return Problem(code, "check", "weight", message, fix, str(replace(weight, basis=None)), source)


def raising_stops(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems themselves; Refusal with those that stop, where there are any."""
    stops = [problem for problem in problems if problem.severity == "stop"]
    if stops:
        raise Refusal(stops)
    return problems
