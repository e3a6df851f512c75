"""The working as a chain: every value of a step is one that is stated or calculated here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msc_dose.problems import Problem
from msc_dose.recheck.differing import disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.exact import Exact

Value = tuple[str, str]  # a value as plain text, and its unit
_CONSTANTS = {("50", "kg"), ("45.5", "kg"), ("2.3", "kg"), ("2.54", "cm"), ("0.91", "kg"), ("152.4", "cm")}


def value_of(node: Node) -> Value:
    """The value and unit of an input or of a result."""
    return node.text_at("value"), node.text_at("unit")


def read_step(step: Node) -> list[Node]:
    """The inputs of a step whose words and values are all texts."""
    for key in ("name", "formula", "rounding", "source"):
        step.text_at(key)
    given = step.at("inputs").items()
    for term in given:
        term.text_at("name")
        value_of(term)
    return given


def stated(*values: object) -> set[Value]:
    """Every number that stands anywhere inside these values, and what it was before rounding."""
    found: set[Value] = set()
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            unit = value.get("unit")
            if isinstance(unit, str):
                texts = (value.get(key) for key in ("value", "unrounded"))
                found.update((text, unit) for text in texts if isinstance(text, str))
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value
    return found


def calculated(unit: str, numbers: Iterable[Exact | None]) -> set[Value]:
    """Numbers as the values of a step."""
    return {(str(number), unit) for number in numbers if number is not None}


def compare_chain(steps: list[Node], known: set[Value]) -> Iterator[Problem]:
    """The disagreements of the values of the steps with those that are known."""
    known = known | _CONSTANTS
    for step in steps:
        for term in read_step(step):
            yield from _compare(term, known)
        result = step.at("result")
        yield from _compare(result, known)
        unrounded = step.at("unrounded")
        if (unrounded.text(), value_of(result)[1]) not in known:
            yield disagreement(unrounded.path, describe(unrounded.value), "does not find this number")


def _compare(node: Node, known: set[Value]) -> Iterator[Problem]:
    value = value_of(node)
    if value not in known:
        yield disagreement(f"{node.path}.value", " ".join(value)[:80], "does not find this number")
