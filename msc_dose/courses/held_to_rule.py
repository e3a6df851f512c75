"""What is prepared, held to the rule of its dose: range, minimum, ceiling of a day, maximum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from msc_dose.dosing.body import Patient, actual_weight
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.permitted import permitted_doses
from msc_dose.dosing.rules import DoseRule
from msc_dose.dosing.shapes import SiteEntered
from msc_dose.problems import Problem, refuse
from msc_dose.product.limits import Limit, alike
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.parts import taking
from msc_dose.quantity.writer import briefly


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom it is prepared: the rule, the dosing weight, and the actual weight where it is known."""

    rule: DoseRule
    weight: Amount | None
    actual: Amount | None
    permitted: tuple[Amount | None, Amount | None] = (None, None)

    @classmethod
    def of(
        cls, rule: DoseRule, patient: Patient, dose: Dose, version: str | None = None, infusion: int = 1
    ) -> Recipient:
        """The recipient of this dose; `permitted` is the range of a rule that is one, or has a minimum."""
        ends: tuple[Amount | None, Amount | None] = (None, None)
        if isinstance(rule.shape, SiteEntered):
            ends = (_in_cells_of(rule.minimum, dose.weight), None)
        elif rule.minimum is not None or rule.dose is None:
            found = permitted_doses(rule, patient, version, infusion)
            # One dose is no range: how far whole containers may lie from it is a matter of limits.
            if found.low != found.high:
                ends = (found.low, found.high)
            elif rule.minimum is not None:
                ends = (found.low, None)
        return cls(rule, dose.weight, actual_weight(patient), ends)


def check_against_rule(made: Preparation, recipient: Recipient, dose: Dose) -> None:
    """Hold what is prepared to the ceiling of a day and, over the days of a split dose, to the maximum.

    Raises Refusal `preparation.above-ceiling`, `preparation.above-maximum`: what whole containers deliver
    may be more than the dose.
    """
    delivered, rule = made.delivered, recipient.rule
    if delivered is None:
        return
    ceiling = _ceiling(rule, recipient.weight)
    if ceiling is not None and delivered >= alike(ceiling, delivered):
        message = f"{briefly(delivered)} in a day is not below the ceiling of {briefly(ceiling)} a day."
        fix = "Draw the calculated volume, or spread the dose over more days."
        raise refuse("preparation.above-ceiling", "dispense", message, fix)
    if rule.maximum is not None and len(dose.days) > 1:
        total = delivered * len(dose.days)
        if total > alike(rule.maximum, total):
            message = f"{briefly(total)} over {len(dose.days)} days is above the maximum of {rule.maximum}."
            fix = "Draw the calculated volume each day."
            raise refuse("preparation.above-maximum", "maximum", message, fix)


def check_dmso_of_days(made: Preparation, dose: Dose, limit: Amount) -> None:
    """Refusal `dmso.above-limit` where a day of a split dose and the day before it hold too much together.

    Days without a time may lie within 24 hours of each other, so both count.
    """
    if len(dose.days) < 2 or made.dmso is None or made.dmso.per_weight is None:
        return
    together = made.dmso.per_weight * 2
    if together > limit:
        message = f"Two days of the split dose give {together} within 24 hours, above {limit}."
        fix = "Wash the product, or leave days between."
        raise refuse("dmso.above-limit", "dmso", message, fix, str(together))


def _ceiling(rule: DoseRule, weight: Amount | None) -> Amount | None:
    """The ceiling of a day in cells, where the rule has one."""
    return _in_cells_of(rule.daily_ceiling, weight)


def _in_cells_of(limit: Amount | None, weight: Amount | None) -> Amount | None:
    """A limit of a rule in cells; `None` where it has none, or is per kg and no weight is known."""
    if limit is None or limit.kind == "cell_count":
        return limit
    return None if weight is None else replace(limit, basis=None) * replace(weight, basis=None)


def outside_range(made: Preparation, recipient: Recipient, dose: Dose) -> list[Problem]:
    """A CHECK where what is prepared lies outside the range or below the minimum that the rule permits."""
    if made.delivered is None or len(dose.days) > 1:
        return []
    low, high = (end and alike(end, made.delivered) for end in recipient.permitted)
    if (low is None or low <= made.delivered) and (high is None or made.delivered <= high):
        return []
    ends = [f"{words} {briefly(end)}" for words, end in (("at least", low), ("at most", high)) if end]
    message = f"{briefly(made.delivered)} is prepared; the rule permits {' and '.join(ends)} here."
    fix = "A person decides whether it may be given."
    return [
        Problem("preparation.outside-range", "check", "dispense", message, fix, source=recipient.rule.source)
    ]


def cell_limits(
    limits: Sequence[Limit], need: Amount, weight: Amount | None
) -> tuple[Amount | None, Amount | None]:
    """The least and the most cells that the limits on a dose allow, as far as they are known beforehand."""
    lows: list[Amount] = []
    highs: list[Amount] = []
    for limit in limits:
        for end, found in ((limit.low, lows), (limit.high, highs)):
            cells = None if end is None else _in_cells(limit.what, end, need, weight)
            if cells is not None:
                found.append(cells)
    low = reduce(lambda a, b: a if a >= b else b, lows) if lows else None
    high = reduce(lambda a, b: a if a <= b else b, highs) if highs else None
    return low, high


def _in_cells(what: str, end: Amount, need: Amount, weight: Amount | None) -> Amount | None:
    if what == "prepared-to-calculated":
        return taking(need, end)
    if what == "cells-per-dose":
        return alike(end, need)
    if what == "cells-per-weight" and weight is not None:
        return alike(replace(end, basis=None) * replace(weight, basis=None), need)
    return None
