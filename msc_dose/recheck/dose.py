"""The cells of each infusion, from what is ordered, weighed and allowed.

The order of the rules: the amount ordered (or the one amount that the shape has) in cells; not above the
maximum; the change in percent, of what would have been given; again not above the maximum; below the minimum
there is no dose. What was ordered lies inside its range,
whose ends the maximum lowers: a maximum below the whole range is the only dose.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from msc_dose.recheck.body import Body
from msc_dose.recheck.chain import Value, calculated
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

    `plain` is the one amount per kg of a rule that has no more to it than that; `on_the_way` are the cells,
    and the days, that its working may name.
    """

    calculated: Exact
    cells: Exact
    days: tuple[Exact, ...]
    weight: Exact | None
    maximum: Exact | None
    plain: Exact | None
    on_the_way: frozenset[Value]


def doses(inputs: Node, body: Body, count: int) -> list[Dose | str]:
    """The dose of every infusion, or in words why the rule has none for it."""
    rule = inputs.at("dose").only(*_RULE)
    rule.at("shape").at("kind").text()
    if not rule.at("version").is_null():
        rule.at("version").text()
    ordered = _orders(rule.at("ordered"), count)
    found = [_dose(rule, body, ordered[0], 1)]
    by_number = rule.at("shape").text_at("kind") == "steps"
    for number, (before, order) in enumerate(pairwise(ordered), 2):
        # What is ordered alike for every infusion is calculated once.
        found.append(_dose(rule, body, order, number) if by_number or order is not before else found[-1])
    return found


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
    spans: list[Span] = []
    if shape.at("kind").text() == "site-entered":
        unit = shape.only("kind", "unit").at("unit").choice(*DOSE_UNITS)
        chosen = "finds no dose ordered" if order is None else in_cells(order, body, unit)
    else:
        spans = allowed_spans(shape, body, rule.at("version"), infusion)
        chosen = _within(spans, None if order is None else in_cells(order, body), maximum)
        if isinstance(chosen, str) and order is not None and _is_most(spans, order, maximum, shape):
            chosen = spans[0].low
    if isinstance(chosen, str):
        return chosen
    capped = _at_most(maximum, chosen)
    changed = _changed(rule.at("change"), capped)
    cells = _at_most(maximum, changed)
    if minimum is not None and cells < minimum:
        return "finds it below the minimum"
    ceiling = limit_in_cells(rule.at("daily_ceiling"), body, "cells", "cells/kg")
    days = (cells,) if ceiling is None else _days(cells, ceiling, rule.at("daily_ceiling"))
    ends = [end for span in spans for end in (span.low, span.high)]
    on_the_way = calculated(
        "cells", [chosen, capped, changed, cells, minimum, maximum, ceiling, days[0], *ends]
    )
    if ceiling is not None:
        on_the_way |= calculated("days", [Exact(len(days)), cells / ceiling])
    return Dose(chosen, cells, days, body.weight, maximum, _plain(rule), frozenset(on_the_way))


def _within(spans: list[Span], asked: Exact | None, maximum: Exact | None) -> Exact | str:
    """The amount ordered, which lies in one of the spans; the maximum lowers both ends of a range."""
    if not spans:
        return "finds no dose for it: between two bands, or after the last step"
    if asked is None:
        single = len(spans) == 1 and spans[0].low == spans[0].high
        return spans[0].low if single else "finds several doses and none ordered"
    for span in spans:
        capped = span.low < span.high and maximum is not None
        low = maximum if capped and maximum is not None and maximum < span.low else span.low
        high = maximum if capped and maximum is not None and maximum < span.high else span.high
        if low <= asked <= high:
            return asked
    return "finds the dose ordered outside what the rule allows"


def _is_most(spans: list[Span], order: Node, maximum: Exact | None, shape: Node) -> bool:
    """Whether the cells ordered are the maximum to which the one dose of the rule is cut."""
    if len(spans) != 1 or spans[0].low != spans[0].high or shape.at("kind").text() == "choice":
        return False
    in_all = order.at("unit").text() == "cells" and some(order, "cells") == maximum
    return in_all and maximum is not None and maximum < spans[0].low


def _at_most(maximum: Exact | None, cells: Exact) -> Exact:
    return maximum if maximum is not None and maximum < cells else cells


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


def _days(cells: Exact, ceiling: Exact, node: Node) -> tuple[Exact, ...]:
    """Equal parts on the fewest days on which each part stays below the ceiling."""
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


def cumulative_limit(inputs: Node, body: Body) -> Exact | None:
    """The most cells that the course may give, where the rule states a limit."""
    return limit_in_cells(inputs.at("dose").at("cumulative_limit"), body, "cells", "cells/kg")


def total_cells(found: list[Dose | str]) -> Exact:
    """The cells of all infusions together."""
    return total([dose.cells for dose in found if isinstance(dose, Dose)])
