"""A protocol held to its own worked examples, and its formulas to their dimensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from msc_dose.courses.placing_visits import beside_of
from msc_dose.dosing.body import Patient
from msc_dose.dosing.dimensions import wrong_dimensions
from msc_dose.dosing.dose import Dose, calculate_dose
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.product.preparation.preparing import Preparation, prepare
from msc_dose.protocols.example import Example
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import EveryInterval, Schedule
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Window, day_text


@dataclass(frozen=True, slots=True)
class _Difference:
    """What an example says and what comes out instead, at a key of the example."""

    key: str
    got: str
    wanted: str


def check_protocol(protocol: Protocol) -> tuple[Problem, ...]:
    """What is wrong with a protocol: examples that come out otherwise, formulas of a wrong dimension.

    A protocol without an example is a CHECK `protocol.no-example`; each difference is a STOP
    `protocol.example-failed` that names the example and both values. An example gives its dose, what is
    permitted or the refusal; its dates and its containers where it says them.
    """
    found = [
        _failed(f"example[{i}].{difference.key}", example, difference)
        for i, example in enumerate(protocol.examples)
        for difference in _differences(protocol, example)
    ]
    if not protocol.examples:
        message, fix = "The file has no worked example, so nothing checks it.", "Add an [[example]]."
        found.append(Problem("protocol.no-example", "check", "example", message, fix, protocol.id))
    return (*found, *wrong_dimensions())


def _differences(protocol: Protocol, example: Example) -> list[_Difference]:
    wanted = example.expected.refused
    try:
        found = [*_dose_differences(protocol, example), *_date_differences(protocol, example)]
    except Refusal as refusal:
        if wanted in refusal.codes:
            return []
        expected = f"refused with {wanted}" if wanted else "a dose and dates"
        return [_Difference(p.field, f"refused: {p.message}", expected) for p in refusal.problems]
    if wanted:
        return [_Difference("refused", "a dose", f"refused with {wanted}")]
    return found


def _dose_differences(protocol: Protocol, example: Example) -> list[_Difference]:
    rule, patient = _rule(protocol, example), _patient(protocol, example)
    expected = example.expected
    if expected.permitted is not None:
        permitted = permitted_doses(rule, patient, example.version)
        ends = (
            ("permitted.low", permitted.low, expected.permitted.low),
            ("permitted.high", permitted.high, expected.permitted.high),
        )
        return [
            _Difference(key, str(got), str(wanted)) for key, got, wanted in ends if not _same(got, wanted)
        ]
    doses = _doses(rule, patient, protocol.schedule, example)
    found = []
    if expected.cells is not None and not _same(doses[0].cells, expected.cells):
        found.append(_Difference("cells", str(doses[0].cells), str(expected.cells)))
    if expected.days:
        days = doses[0].days
        equal = len(days) == len(expected.days) and all(map(_same, days, expected.days))
        if not equal:
            found.append(_Difference("days", _listed(days), _listed(expected.days)))
    return found + _product_differences(protocol, example, doses[0])


def _rule(protocol: Protocol, example: Example) -> DoseRule:
    _no_contradiction("counts", protocol.rule.counts, example.counts)
    return protocol.rule.counting(example.counts)


def _patient(protocol: Protocol, example: Example) -> Patient:
    _no_contradiction("basis", protocol.basis, example.basis)
    return Patient(example.weight, example.basis, height=example.height, sex=example.sex)


def _no_contradiction(field: str, own: str | None, given: str | None) -> None:
    if own and given and own != given:
        message = f"The protocol states {own}; the example gives {given}."
        raise refuse("protocol.conflict", field, message, "Give what the protocol states.", given)


def _doses(rule: DoseRule, patient: Patient, schedule: Schedule, example: Example) -> list[Dose]:
    """The dose of each infusion; one order holds for all of them, several are one for each."""
    orders = example.ordered
    if len(orders) > 1 and len(orders) != schedule.infusions:
        message = f"{len(orders)} doses are ordered for {schedule.infusions} infusions."
        raise refuse("value.missing", "ordered", message, "Order one dose, or one for each infusion.")
    each: tuple[Amount | None, ...] = orders if len(orders) > 1 else (orders or (None,)) * schedule.infusions
    return [
        calculate_dose(rule, patient, ordered, example.version, number)
        for number, ordered in enumerate(each, 1)
    ]


def _product_differences(protocol: Protocol, example: Example, dose: Dose) -> list[_Difference]:
    expected = example.expected
    if expected.containers_to_thaw is None and expected.withdrawal_volume is None:
        return []
    made = _prepared(protocol, example, dose)
    found = []
    if expected.containers_to_thaw not in (None, made.containers_to_thaw):
        got, wanted = str(made.containers_to_thaw), str(expected.containers_to_thaw)
        found.append(_Difference("containers_to_thaw", got, wanted))
    volume = made.withdrawal_volume.value if made.withdrawal_volume else None
    if expected.withdrawal_volume not in (None, volume):
        got = str(volume) if volume else "no volume"
        found.append(_Difference("withdrawal_volume", got, str(expected.withdrawal_volume)))
    return found


def _prepared(protocol: Protocol, example: Example, dose: Dose) -> Preparation:
    if protocol.content is None:
        message = "The example counts containers, and the protocol states none."
        raise refuse("value.missing", "containers_to_thaw", message, "Add a [container], or leave it out.")
    handling = protocol.handling
    if example.dispense:
        handling = replace(handling, dispense=example.dispense)
    return prepare(dose, protocol.content, handling, maximum=protocol.rule.maximum)


def _date_differences(protocol: Protocol, example: Example) -> list[_Difference]:
    wanted = example.expected.dates
    if not wanted:
        return []
    window = example.window or protocol.window or Window(0, 0)
    schedule = _chosen(protocol.schedule, example.interval)
    closures = example.closures.with_beside(beside_of(protocol.visits))
    placed = schedule.place(example.start, window, closures, protocol.minimum_gap or 1, protocol.maximum_gap)
    days = tuple(placement.date for placement in placed)
    return [] if days == wanted else [_Difference("dates", _days(days), _days(wanted))]


def _chosen(schedule: Schedule, interval: str | None) -> Schedule:
    """The schedule with the example's interval; Refusal `value.missing` or `interval.not-open`."""
    if isinstance(schedule, EveryInterval) and schedule.interval is None:
        if interval is None:
            choices = " or ".join(schedule.choices)
            raise refuse("value.missing", "interval", "The interval is left open.", f"Say {choices}.")
        return schedule.with_interval(interval)
    if interval is not None:
        message = f"The protocol states its own interval: {schedule}."
        raise refuse("interval.not-open", "interval", message, "Leave the interval out.", interval)
    return schedule


def _same(got: Amount, wanted: Amount) -> bool:
    """Whether the numbers agree, exactly; what is counted was compared before."""
    return (got.numerator, got.denominator) == (wanted.numerator, wanted.denominator)


def _listed(amounts: tuple[Amount, ...]) -> str:
    return ", ".join(map(str, amounts))


def _days(days: tuple[date, ...]) -> str:
    return ", ".join(day_text(day) for day in days)


def _failed(field: str, example: Example, difference: _Difference) -> Problem:
    message = f"Example “{example.name}”: calculated {difference.got}; the file says {difference.wanted}."
    return stop("protocol.example-failed", field, message, "Correct the example, or the protocol.")
