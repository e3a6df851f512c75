"""The cells of each infusion, from what is ordered, weighed and allowed.

The order of the rules: the amount ordered (or the one amount that the shape has) in cells; the change in
percent; not below the minimum; not above the maximum. What was ordered lies inside its span, whose ends the
maximum lowers: a maximum below the whole span is the only dose.
"""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.body import Body
from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import HUNDRED, Exact, total
from msc_dose.recheck.number import some
from msc_dose.recheck.shapes import DOSE_UNITS, Span, allowed_spans, in_cells

MOST_DAYS = 400
_RULE = (
    "shape",
    "ordered",
    "version",
    "minimum",
    "maximum",
    "daily_ceiling",
    "cumulative_limit",
    "change",
)


@dataclass(frozen=True, slots=True)
class Dose:
    """The numbers of one infusion, in cells: as calculated, as given, and day by day.

    `plain` is the one amount per kg of a rule that has no more to it than that, for its working.
    """

    calculated: Exact
    cells: Exact
    days: tuple[Exact, ...]
    weight: Exact
    maximum: Exact | None
    plain: Exact | None


def doses(inputs: Node, body: Body, count: int) -> list[Dose | str]:
    """The dose of every infusion, or in words why the rule has none for it."""
    rule = inputs.at("dose").only(*_RULE)
    rule.at("shape").at("kind").text()
    if not rule.at("version").is_null():
        rule.at("version").text()
    limit_in_cells(rule.at("cumulative_limit"), body, "cells", "cells/kg")
    ordered = _orders(rule.at("ordered"), count)
    return [_dose(rule, body, order, number) for number, order in enumerate(ordered, 1)]


def limit_in_cells(node: Node, body: Body, *units: str) -> Exact | None:
    """A limit in cells, whether it is stated in cells or per body weight or surface; None without one."""
    return None if node.is_null() else in_cells(node, body, *units)


def _orders(node: Node, count: int) -> list[Node | None]:
    if node.is_null():
        return [None] * count
    orders: list[Node | None] = [*node.items()]
    if len(orders) not in (1, count):
        raise node.wrong(f"one order, or one for each of {count} infusions")
    return orders * count if len(orders) == 1 else orders


def _dose(rule: Node, body: Body, order: Node | None, infusion: int) -> Dose | str:
    shape, maximum = rule.at("shape"), limit_in_cells(rule.at("maximum"), body, "cells")
    minimum = limit_in_cells(rule.at("minimum"), body)
    if shape.at("kind").text() == "site-entered":
        if order is None:
            return "finds no dose ordered"
        unit = shape.only("kind", "unit").at("unit").choice(*DOSE_UNITS)
        calculated = in_cells(order, body, unit)
    else:
        spans = allowed_spans(shape, body, rule.at("version"), infusion)
        asked = None if order is None else in_cells(order, body)
        found = _within(spans, asked, minimum, maximum)
        if isinstance(found, str):
            return found
        calculated = found
    cells = _changed(rule.at("change"), calculated)
    if minimum is not None and cells < minimum:
        cells = minimum
    if maximum is not None and maximum < cells:
        cells = maximum
    days = _days(cells, rule.at("daily_ceiling"), body)
    return Dose(calculated, cells, days, body.weight, maximum, _plain(rule))


def _within(
    spans: list[Span], asked: Exact | None, minimum: Exact | None, maximum: Exact | None
) -> Exact | str:
    if not spans:
        return "finds no dose for it: between two bands, or after the last step"
    if asked is None:
        single = len(spans) == 1 and spans[0].low == spans[0].high
        return spans[0].low if single else "finds several doses and none ordered"
    for span in spans:
        low = span.low if maximum is None or span.low < maximum else maximum
        high = span.high if minimum is None or minimum < span.high else minimum
        if low <= asked <= high:
            return asked
    return "finds the dose ordered outside what the rule allows"


def _changed(change: Node, cells: Exact) -> Exact:
    if change.is_null():
        return cells
    change.only("percent", "direction", "reason").at("reason").text()
    percent = some(change.at("percent"), "%")
    if change.at("direction").choice("reduce", "increase") == "increase":
        return cells * (HUNDRED + percent) / HUNDRED
    if not percent < HUNDRED:
        raise change.at("percent").at("value").wrong("less than the whole dose")
    return cells * (HUNDRED - percent) / HUNDRED


def _days(cells: Exact, node: Node, body: Body) -> tuple[Exact, ...]:
    """Equal parts on the fewest days on which each part stays below the ceiling."""
    ceiling = limit_in_cells(node, body, "cells", "cells/kg")
    if ceiling is None:
        return (cells,)
    days = (cells / ceiling).floor() + 1
    if days > MOST_DAYS:
        raise node.at("value").wrong(f"a ceiling that needs at most {MOST_DAYS} days")
    return (cells / Exact(days),) * days


def _plain(rule: Node) -> Exact | None:
    """The amount per kg where the dose is that times the weight, and at most a maximum in cells."""
    shape = rule.at("shape")
    others = ("ordered", "minimum", "daily_ceiling", "change")
    if shape.at("kind").text() != "span" or any(not rule.at(key).is_null() for key in others):
        return None
    low, high = shape.at("low"), shape.at("high")
    if low.at("unit").text() != "cells/kg":
        return None
    amount = some(low, "cells/kg")
    return amount if amount == some(high, "cells/kg") else None


def total_cells(found: list[Dose | str]) -> Exact:
    """The cells of all infusions together."""
    return total([dose.cells for dose in found if isinstance(dose, Dose)])
