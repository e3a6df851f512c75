"""Products of several components, given in a fixed order: each has its own dose, rule and working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from msc_dose.dosing.body import Patient, check_kind
from msc_dose.dosing.dose import Dose, calculate_dose
from msc_dose.dosing.rules import DoseRule
from msc_dose.problems import Problem, Refusal, gather, refuse, stop
from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class Component:
    """One component: its name, its dose rule, and how long after the end of the one before it may start.

    `within` is a duration (min), counted from the end of the component before to the start of this one, and
    included; `None` where the source sets no limit. Raises Refusal `component.name`, `unit.wrong-kind`.
    """

    name: str
    rule: DoseRule
    within: Amount | None = None

    def __post_init__(self) -> None:
        """Hold the name to a visible one, and the limit to a duration."""
        if not isinstance(self.name, str) or not isinstance(self.rule, DoseRule):
            raise TypeError("a component has a name and a DoseRule")
        if not (self.name.strip() and self.name.isprintable()):
            message = f"{self.name!r} is not the name of a component."
            raise refuse("component.name", "components", message, "Give the name the label gives it.")
        if self.within is not None:
            check_kind(self.within, "duration", "within")


@dataclass(frozen=True, slots=True)
class Given:
    """When a component was started and ended (or will be); both with an offset, or both without."""

    name: str
    start: datetime
    end: datetime


def calculate_components(
    components: tuple[Component, ...],
    patient: Patient,
    ordered: Mapping[str, Amount] | None = None,
) -> tuple[tuple[Component, Dose], ...]:
    """Each component with its dose, in their order; `ordered` holds the orders by component.

    Raises one Refusal with everything that stops any of them, each field led by the component's name, and
    the codes of `check_components`.
    """
    check_components(components)
    orders, found, wrong = dict(ordered or {}), [], []
    for unknown in sorted(set(orders) - {component.name for component in components}):
        message = f"{unknown!r} is ordered and is no component."
        wrong.append(refuse("component.unknown", "ordered", message, "Name a component.", unknown))
    for component in components:
        try:
            found.append((component, calculate_dose(component.rule, patient, orders.get(component.name))))
        except Refusal as refusal:
            wrong.append(_of(component, refusal))
    if wrong:
        raise gather(wrong)
    return tuple(found)


def check_components(components: tuple[Component, ...]) -> None:
    """Hold components to an order: at least one, different names, no limit before the first.

    Raises Refusal `component.none`, `component.name`, `component.first-within`.
    """
    if not components:
        raise refuse("component.none", "components", "No component is stated.", "State at least one.")
    names = [component.name for component in components]
    if len(set(names)) < len(names):
        message = f"Two components have one name: {', '.join(names)}."
        raise refuse("component.name", "components", message, "Name each differently.")
    if components[0].within is not None:
        message = (
            f"Nothing is given before {names[0]}, so it cannot start within {components[0].within} of it."
        )
        fix = "State the gap at the component that comes after."
        raise refuse("component.first-within", "components", message, fix)


def start_by(component: Component, end_before: datetime) -> datetime | None:
    """The latest start of a component after the end of the one before; `None` where there is no limit."""
    if component.within is None:
        return None
    over, under = component.within.numerator.as_integer_ratio()
    # Cut to the microsecond, so that the limit is never passed.
    whole = over * 60_000_000 // (under * component.within.denominator)
    return end_before + timedelta(microseconds=whole)


def sequence_problems(components: tuple[Component, ...], given: Sequence[Given]) -> tuple[Problem, ...]:
    """What is wrong with the order and the gaps of components that were given, or are planned, so far.

    STOP `component.order` where one comes before its turn, starts before the one before it has ended, or
    ends before it starts; STOP `component.gap-exceeded` where it starts later than permitted. They are
    returned and not raised: what was done is recorded all the same. TypeError where some times have an
    offset and others none.
    """
    check_components(components)
    if len({moment.utcoffset() is None for each in given for moment in (each.start, each.end)}) > 1:
        raise TypeError("the times of components all have an offset, or none has")
    found = [problem for n, each in enumerate(given) for problem in _turn(components, n, each)]
    for n, (before, after) in enumerate(pairwise(given), 1):
        if n < len(components) and after.name == components[n].name:
            found += _gap(components[n], n, before, after)
    return tuple(found)


def _turn(components: tuple[Component, ...], n: int, each: Given) -> list[Problem]:
    expected = components[n].name if n < len(components) else None
    if each.name != expected:
        turn = f"the turn of {expected}" if expected else "after the last component"
        message = f"{each.name} stands at place {n + 1}, {turn}."
        return [_wrong_order(n, message)]
    if each.end < each.start:
        return [_wrong_order(n, f"{each.name} ends before it starts.")]
    return []


def _gap(component: Component, n: int, before: Given, after: Given) -> list[Problem]:
    if after.start < before.end:
        return [_wrong_order(n, f"{after.name} starts before {before.name} has ended.")]
    latest = start_by(component, before.end)
    if latest is None or after.start <= latest:
        return []
    message = f"{after.name} starts at {after.start:%H:%M}; {latest:%H:%M} is the latest after {before.name}."
    fix = f"Start within {component.within} of the end of {before.name}."
    return [stop("component.gap-exceeded", f"components[{n}]", message, fix)]


def _wrong_order(n: int, message: str) -> Problem:
    fix = "Give the components one after the other, in the order of the label."
    return stop("component.order", f"components[{n}]", message, fix)


def _of(component: Component, refusal: Refusal) -> Refusal:
    """The refusal with each field led by the component it is about."""
    problems = [
        Problem(p.code, p.severity, f"{component.name}.{p.field}", p.message, p.fix, p.read, p.source)
        for p in refusal.problems
    ]
    return Refusal(problems, refusal.readings)
