"""What is prepared for each infusion: its containers, chosen or as many as needed, and all that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from msc_dose.courses.chosen import (
    allergies_unanswered,
    check_counted,
    expiring,
    mixed_lots,
    unknown_notes,
    unmatched,
)
from msc_dose.courses.held_to_rule import (
    Recipient,
    cell_limits,
    check_against_rule,
    check_dmso_of_days,
    outside_range,
)
from msc_dose.derivation import Derivation
from msc_dose.dosing.checks import day_of
from msc_dose.dosing.dose import Dose
from msc_dose.problems import Problem, refuse
from msc_dose.product.allocation.allocating import Allocation, allocate
from msc_dose.product.allocation.forecast import Need, allocate_course
from msc_dose.product.container import Container, Content
from msc_dose.product.handling import Handling
from msc_dose.product.preparation.preparing import Preparation, prepare
from msc_dose.product.preparation.thawing import Measured, as_thawed
from msc_dose.product.use import Exposure, ProductUse
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import day_text


def prepare_dose(
    use: ProductUse, recipient: Recipient, dose: Dose, on: date | datetime | None = None
) -> Preparation:
    """What is prepared for one dose; from a stock, its containers are chosen for the day `on`.

    Raises Refusal `value.missing` (on, dispense), `clock.other-day`, `dose.split`, and those of allocation
    and preparation.
    """
    _check_started(use.handling, on)
    if isinstance(use.supply, Content):
        return _prepared(use, recipient, dose, use.supply, on, use.earlier_dmso)
    check_counted(recipient.rule)
    if on is None:
        message = "Containers of a stock are chosen for a day: which may be used depends on it."
        raise refuse("value.missing", "on", message, "Give the day of the infusion as YYYY-MM-DD.")
    return _allocated(use, recipient, dose, _one_allocation(use, recipient, dose, on), on, use.earlier_dmso)


def _one_allocation(use: ProductUse, recipient: Recipient, dose: Dose, on: date | datetime) -> Allocation:
    """The containers for one dose; of one lot or donor where that is asked for."""
    need, stock = _need(use, 1, on, dose, recipient), cast(tuple[Container, ...], use.supply)
    if use.same is None:
        return allocate(
            need.cells, stock, on, recipient=use.recipient, dispense=_mode(use.handling), low=need.low,
            high=need.high, maximum=need.maximum, allergies=use.allergies,
        )  # fmt: skip
    course = allocate_course(
        [need], stock, recipient=use.recipient, dispense=_mode(use.handling), same=use.same,
        allergies=use.allergies,
    )  # fmt: skip
    return cast(Allocation, course.allocations[0])  # one that is not served is refused


def prepare_course(
    use: ProductUse, recipients: Sequence[Recipient], doses: Sequence[Dose], days: Sequence[date]
) -> tuple[tuple[Preparation | None, ...], tuple[Problem, ...]]:
    """What is prepared for each infusion of a course, and what the course as a whole is told.

    From a stock, no container is used twice; an infusion that the stock cannot serve has `None`, and a CHECK
    `stock.runs-out` names it. The dimethyl sulphoxide of an infusion counts towards the days after it.
    """
    found: list[Allocation | None] = [None] * len(days)
    problems: tuple[Problem, ...] = ()
    if isinstance(use.supply, tuple):
        check_counted(recipients[0].rule)
        numbers = range(1, len(days) + 1)
        needs = [_need(use, *each) for each in zip(numbers, days, doses, recipients, strict=True)]
        course = allocate_course(
            needs, use.supply, recipient=use.recipient, dispense=_mode(use.handling), same=use.same,
            allergies=use.allergies,
        )  # fmt: skip
        found, problems = list(course.allocations), course.problems
    made: list[Preparation | None] = []
    exposures = list(use.earlier_dmso)
    for day, dose, recipient, allocation in zip(days, doses, recipients, found, strict=True):
        one = _one(use, recipient, dose, allocation, day, tuple(exposures))
        made.append(one)
        if one is not None and one.dmso is not None:
            exposures.append(Exposure(day, one.dmso.mass))
    return tuple(made), problems


def _one(
    use: ProductUse,
    recipient: Recipient,
    dose: Dose,
    found: Allocation | None,
    day: date,
    exposures: tuple[Exposure, ...],
) -> Preparation | None:
    if isinstance(use.supply, Content):
        return _prepared(use, recipient, dose, use.supply, day, exposures)
    return None if found is None else _allocated(use, recipient, dose, found, day, exposures)


def _need(use: ProductUse, number: int, day: date, dose: Dose, recipient: Recipient) -> Need:
    cells = _cells_of_a_day(dose)
    low, high = cell_limits(use.limits, cells, recipient.weight)
    return Need(number, day, cells, low, high, recipient.rule.maximum)


def _cells_of_a_day(dose: Dose) -> Amount:
    """The cells of the dose where it is of one day; containers of a split dose are chosen day by day."""
    if len(dose.days) == 1:
        return dose.cells
    message = f"The dose is split over {len(dose.days)} days; containers are chosen for the dose of one day."
    fix = "Prepare each day's dose by itself: msc-dose dose --flat CELLS --stock FILE."
    raise refuse("dose.split", "stock", message, fix)


def _mode(handling: Handling) -> str:
    if handling.dispense is None:
        message = (
            "Whether a volume is drawn or whole containers are given is not stated, and the choice differs."
        )
        raise refuse("value.missing", "dispense", message, "Say draw or whole.")
    return handling.dispense


def _allocated(
    use: ProductUse,
    recipient: Recipient,
    dose: Dose,
    found: Allocation,
    on: date | datetime,
    exposures: tuple[Exposure, ...],
) -> Preparation:
    supply = tuple((each.identity, each.content) for each in found.chosen)
    made = _prepared(use, recipient, dose, supply, on, exposures)
    late = expiring(found.chosen, made, on)
    working = Derivation((*found.steps, *made.derivation.steps))
    told = (
        *found.problems,
        *late,
        *mixed_lots(found.chosen),
        *unmatched(use),
        *unknown_notes(found.chosen),
        *made.problems,
    )
    problems = tuple(dict.fromkeys(told))
    return replace(made, left_out=found.left_out, derivation=working, problems=problems)


def _prepared(
    use: ProductUse,
    recipient: Recipient,
    dose: Dose,
    supply: Content | tuple[tuple[str, Content], ...],
    on: date | datetime | None,
    exposures: tuple[Exposure, ...],
) -> Preparation:
    made = prepare(
        dose.days[0], supply, _handling_on(use.handling, on), use.limits, weight=recipient.weight,
        actual_weight=recipient.actual, maximum=recipient.rule.maximum, earlier_dmso=exposures,
        dmso_limit=use.dmso_limit, on=on,
    )  # fmt: skip
    check_against_rule(made, recipient, dose)
    check_dmso_of_days(made, dose, use.dmso_limit)
    told = (*outside_range(made, recipient, dose), *allergies_unanswered(use), *made.problems)
    return replace(made, problems=tuple(dict.fromkeys(told)))


def _handling_on(handling: Handling, on: date | datetime | None) -> Handling:
    """The handling, its clock started only where that was on this very day."""
    clock = handling.clock
    if clock is None or clock.started is None or on is None:
        return handling
    return (
        handling
        if clock.started.date() == day_of(on)
        else replace(handling, clock=replace(clock, started=None))
    )


def _check_started(handling: Handling, on: date | datetime | None) -> None:
    """Refusal `clock.other-day` where the clock of a single dose started on another day than its own."""
    started = None if handling.clock is None else handling.clock.started
    if started is None or on is None or _handling_on(handling, on) is handling:
        return
    message = f"The clock started on {day_text(started.date())}; the infusion is on {day_text(day_of(on))}."
    raise refuse("clock.other-day", "started", message, "Correct one of the two.", started.isoformat(" "))


def prepare_thawed(
    use: ProductUse,
    recipient: Recipient,
    dose: Dose,
    planned: Preparation,
    measured: Measured,
    on: date | datetime | None = None,
) -> Preparation:
    """The same preparation from what was measured in the containers after thaw, beside the planned one.

    Each container holds what was measured in one. A shortfall is a CHECK here: thawing cannot be undone.
    """
    names = [each.identity for each in planned.containers]
    contents = _contents(use)
    supply = tuple((name, as_thawed(contents.get(name, contents[""]), measured)) for name in names)
    made = prepare(
        dose.days[0], supply, _handling_on(use.handling, on), use.limits, weight=recipient.weight,
        actual_weight=recipient.actual, maximum=recipient.rule.maximum, earlier_dmso=use.earlier_dmso,
        dmso_limit=use.dmso_limit, on=on, planned=planned,
    )  # fmt: skip
    check_against_rule(made, recipient, dose)
    return replace(
        made, problems=tuple(dict.fromkeys((*outside_range(made, recipient, dose), *made.problems)))
    )


def _contents(use: ProductUse) -> dict[str, Content]:
    """What each container of the stock holds; under the empty name, what every one holds."""
    if isinstance(use.supply, Content):
        return {"": use.supply}
    return {"": use.supply[0].content, **{each.identity: each.content for each in use.supply}}
