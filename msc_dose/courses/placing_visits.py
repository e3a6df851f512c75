"""The visits of a course: for each rule its day, from the infusions' targets and the dates they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import Refusal, gather
from msc_dose.protocols.visits import ANY_DAY, EACH, LAST, OPEN_DAY_BEFORE, VisitRule
from msc_dose.scheduling import Closures, Placement, place
from msc_dose.scheduling.before import place_before


@dataclass(frozen=True, slots=True)
class PlacedVisit:
    """A visit with its day: the rule, the infusion that it counts from, and its number where of each."""

    rule: VisitRule
    origin: Placement
    placement: Placement
    infusion: int | None = None


def beside_of(rules: Sequence[VisitRule]) -> tuple[tuple[int, str], ...]:
    """The visits whose days decide on the infusions' days, as `Closures.with_beside` takes them."""
    return tuple(rule.beside for rule in rules if rule.beside is not None)


def place_visits(
    rules: Sequence[VisitRule], infusions: Sequence[Placement], closures: Closures
) -> tuple[PlacedVisit, ...]:
    """Every visit of a plan: for each rule, the one of the course or those of each infusion, in order.

    Raises one Refusal `schedule.no-open-day` that names every visit without a day; `date.out-of-range`.
    """
    placed: list[PlacedVisit] = []
    refused: list[Refusal] = []
    for rule in rules:
        for number, origin in _origins(rule, infusions):
            day = origin.target if number is None else origin.date
            try:
                placed.append(PlacedVisit(rule, origin, place_visit(rule, day, closures, number), number))
            except Refusal as refusal:
                refused.append(refusal)
    if refused:
        raise gather(refused)
    return tuple(placed)


def place_visit(rule: VisitRule, origin: date, closures: Closures, infusion: int | None = None) -> Placement:
    """The day of one visit, counted from `origin`: an infusion's target, or its date where of each.

    `closures` are those of the infusions; a visit needs an open day, and neither a thaw nor a free slot.
    `infusion` is the number of its infusion, where it is one of each. Raises Refusal
    `schedule.no-open-day`, `date.out-of-range`.
    """
    target, open_days = rule.target(origin), closures.for_visits()
    what = rule.kind if infusion is None else rule.at_infusion(infusion)
    if rule.closed_days == OPEN_DAY_BEFORE:
        return place_before(target, open_days, what)
    if rule.closed_days == ANY_DAY:
        return Placement(target, *rule.window.around(target), target)
    return place(target, rule.window, open_days, what=what)


def _origins(rule: VisitRule, infusions: Sequence[Placement]) -> Iterator[tuple[int | None, Placement]]:
    if rule.origin == EACH:
        yield from enumerate(infusions, 1)
    else:
        yield None, infusions[-1 if rule.origin == LAST else 0]


def rule_of_each(rules: Sequence[VisitRule], infusions: int) -> tuple[int, ...]:
    """For each visit of a plan of so many infusions, in order, the place of its rule among the rules."""
    return tuple(
        place for place, rule in enumerate(rules) for _ in range(infusions if rule.origin == EACH else 1)
    )
