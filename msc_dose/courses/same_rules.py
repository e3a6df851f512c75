"""Whether a plan keeps to a protocol: what of it is not what the protocol states, where it states it."""

from __future__ import annotations

from collections.abc import Iterator

from msc_dose.courses.components import of_component
from msc_dose.courses.follow_up import KIND
from msc_dose.courses.plan import Inputs, Plan
from msc_dose.courses.planning import remarks_of, rules_of
from msc_dose.problems import Refusal
from msc_dose.product.completing import completed
from msc_dose.product.use import ProductUse
from msc_dose.protocols.protocol import Protocol
from msc_dose.protocols.schedule import EveryInterval, Schedule
from msc_dose.protocols.visits import EACH


def departures(plan: Plan, protocol: Protocol) -> tuple[str, ...]:
    """What of the plan is not what the protocol states, in words; empty where the plan keeps to it.

    What the protocol leaves open a plan may state: the weight basis, viable or all, the kind of an
    interval, a gap, a window, the product at hand, follow-up besides its visits. Patient, orders, start
    and closed days are never the protocol's.
    """
    own = _component(plan, protocol)
    facts = (
        ("protocol id", plan.protocol == own.id),
        ("title", plan.title == own.title),
        ("status", plan.status == own.status),
        ("what its source does not state", plan.missing == own.missing),
        ("printed dose", plan.printed == own.printed),
        ("remarks", plan.remarks == remarks_of(own)),
        ("course rules", plan.course_rules in (rules_of(own, False), rules_of(own, True))),
    )
    return (*(name for name, same in facts if not same), *_inputs(plan.inputs, own))


def _component(plan: Plan, protocol: Protocol) -> Protocol:
    """The protocol of the component that the plan is of, by its title; the first where none fits."""
    each = [of_component(protocol, component.name)[0] for component in protocol.components] or [protocol]
    return next((one for one in each if one.title == plan.title), each[0])


def _inputs(inputs: Inputs, own: Protocol) -> Iterator[str]:
    facts = (
        ("dose rule", _same_rule(inputs, own)),
        ("weight basis", own.basis in (None, inputs.patient.basis)),
        ("schedule", inputs.schedule in _schedules(own.schedule)),
        ("window", own.window in (None, inputs.window)),
        ("minimum gap", own.minimum_gap in (None, inputs.minimum_gap)),
        ("maximum gap", own.maximum_gap in (None, inputs.maximum_gap)),
        ("visits", _same_visits(inputs, own)),
        ("product handling", _same_handling(inputs.product, own)),
        ("acceptance limits", _same_limits(inputs.product, own)),
    )
    return (name for name, same in facts if not same)


def _same_rule(inputs: Inputs, own: Protocol) -> bool:
    """The dose, its limits and its source; what is counted may be said where the protocol does not."""
    try:
        return inputs.rule == own.rule.counting(inputs.rule.counts)
    except Refusal:
        return False


def _schedules(own: Schedule) -> tuple[Schedule, ...]:
    """The schedule, or every one that it may become where the kind of its interval is left open."""
    if isinstance(own, EveryInterval) and own.interval is None:
        return tuple(own.with_interval(name) for name in own.choices)
    return (own,)


def _same_visits(inputs: Inputs, own: Protocol) -> bool:
    """Every visit of the protocol, and none besides but follow-up in months that was asked for."""
    stated = len(own.visits)
    more = inputs.visits[stated:]
    asked = all(each.kind == KIND and each.months is not None and each.origin != EACH for each in more)
    return inputs.visits[:stated] == own.visits and asked


def _same_handling(use: ProductUse | None, own: Protocol) -> bool:
    """Handled as the protocol states, completed where it states nothing; a site's clock may be stricter."""
    if use is None:
        return own.content is None
    try:
        return use.handling == completed(own.handling, use.handling)
    except Refusal:
        return False


def _same_limits(use: ProductUse | None, own: Protocol) -> bool:
    return use is None or use.limits[: len(own.limits)] == own.limits
