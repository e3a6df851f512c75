"""A protocol of several components, planned one at a time: each has its own dose, product, clock and plan."""

from __future__ import annotations

from dataclasses import replace

from msc_dose.dosing.components import Component
from msc_dose.problems import Problem, refuse
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.writer import briefly


def of_component(protocol: Protocol, name: str | None) -> tuple[Protocol, list[Problem]]:
    """The protocol of one component, and a NOTE of its place among the others.

    Raises Refusal `value.missing` (component) where a product has several and none is named,
    `component.unknown`.
    """
    names = [component.name for component in protocol.components]
    if not names and name is None:
        return protocol, []
    if name is None:
        message = f"The product has {len(names)} components, each with its own dose: {', '.join(names)}."
        raise refuse("value.missing", "component", message, "Say which of them is planned.")
    if name not in names:
        message = f"{name!r} is no component of this protocol."
        fix = f"Say {' or '.join(names)}." if names else "Leave it out."
        raise refuse("component.unknown", "component", message, fix, name)
    place = names.index(name)
    component = protocol.components[place]
    title = f"{protocol.title}: {name}, component {place + 1} of {len(names)}"
    return replace(protocol, rule=component.rule, title=title), [_order(protocol.components, place)]


def _order(components: tuple[Component, ...], place: int) -> Problem:
    component = components[place]
    if place == 0:
        message = f"{component.name} is given first, before {components[1].name}."
    else:
        within = f", within {briefly(component.within)} of its end" if component.within else ""
        message = f"{component.name} is given after {components[place - 1].name}{within}."
    return Problem("component.order-stated", "note", "component", message, "Plan each component by itself.")
