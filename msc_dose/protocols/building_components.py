"""The `[[component]]` tables of a protocol file: a product in parts, in this order, each with its dose."""

from __future__ import annotations

from functools import partial

from msc_dose.dosing.components import Component, check_components
from msc_dose.protocols.building_dose import DosePart, read_dose
from msc_dose.protocols.keys import NOT_STATED, Section

_MOST_COMPONENTS = 10


def read_doses(
    file: Section, population: str | None, product: str | None, source: str
) -> tuple[DosePart | None, tuple[Component, ...]]:
    """The dose of the file, and its components; without components, that of `[dose]` and none.

    Each component has a `[component.dose]` of its own, and may say its `population` and `within` which time
    (min) after the end of the one before it may start. The dose of the file is then the first component's.
    """
    if not file.holds("component"):
        return read_dose(file, population, product, source), ()
    if file.holds("dose"):
        message = "The file states a dose, and components with doses of their own."
        file.note("protocol.conflict", "dose", message, "Move it into the first [[component]].")
        file.take("dose", object)
    found = [_component(table, population, product, source) for table in file.sections("component")]
    if not 1 <= len(found) <= _MOST_COMPONENTS:
        message = f"{len(found)} components are not from 1 to {_MOST_COMPONENTS}."
        file.note("protocol.out-of-range", "component", message, "Write a [[component]] for each part.")
    parts = tuple(part for part, _ in found if part)
    components = tuple(component for _, component in found if component)
    if len(components) < len(found) or not found:
        return None, ()
    file.attempt("component", partial(check_components, components))
    if len({part.basis for part in parts}) > 1:
        message = "The components mean different weights."
        file.note("protocol.conflict", "component", message, "State one basis for all of them.")
    return parts[0], components


def _component(
    table: Section, population: str | None, product: str | None, source: str
) -> tuple[DosePart | None, Component | None]:
    name = table.text("name")
    own = table.text("population", required=False) or population
    none = table.states_nothing("within")
    within = None if none else table.amount("within", "duration", required=False)
    part = read_dose(table, None if own == NOT_STATED else own, product, source)
    table.finish()
    if part is None or not name:
        return part, None
    return part, table.attempt("name", partial(Component, name, part.rule, within), own=("within",))
