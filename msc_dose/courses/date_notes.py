"""What is told of the dates of a plan: short gaps, days that are not preferred, estimated holidays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msc_dose.courses.placing_visits import PlacedVisit
from msc_dose.courses.plan import Inputs
from msc_dose.problems import Problem
from msc_dose.scheduling import Placement, days_text
from msc_dose.scheduling.site_calendar import closure_notes, provisional_notes, uncovered_problems
from msc_dose.scheduling.windows import outside_preferred


def date_problems(
    inputs: Inputs, placed: Sequence[Placement], visits: Sequence[PlacedVisit], gap_stated: bool
) -> list[Problem]:
    """The notes and checks of a plan's dates; `gap_stated`: a minimum gap is stated, and was kept."""
    days = [placement.date for placement in placed]
    later = [visit.placement.date for visit in visits]
    return [
        *([] if gap_stated else _short_gaps(placed)),
        *_outside_preferred(inputs, placed, visits),
        *provisional_notes(inputs.closures, [*days, *later]),
        *uncovered_problems(inputs.closures, [*days, *later]),
        # Without a product nothing is thawed; without open weekdays another note says so already.
        *(closure_notes(inputs.closures) if inputs.product and inputs.closures.open else ()),
    ]


def _outside_preferred(
    inputs: Inputs, placed: Sequence[Placement], visits: Sequence[PlacedVisit]
) -> list[Problem]:
    windows = inputs.schedule.rhythm(inputs.window).windows
    found = [outside_preferred(*pair) for pair in zip(placed, windows, strict=True)]
    found += [outside_preferred(each.placement, each.rule.window, each.rule.kind) for each in visits]
    return [problem for problem in found if problem is not None]


def _short_gaps(placed: Sequence[Placement]) -> list[Problem]:
    """A CHECK (policy) for dates less than half as far apart as their targets; no minimum gap is stated."""
    found = []
    for n, (one, other) in enumerate(pairwise(placed), 2):
        days, meant = (other.date - one.date).days, (other.target - one.target).days
        if 2 * days < meant:
            message = (
                f"Infusion {n} is {days_text(days)} after the one before; "
                f"their targets are {days_text(meant)} apart."
            )
            fix = "Narrow the window, or have the gap confirmed: the protocol states no minimum."
            found.append(Problem("schedule.short-gap", "check", "window", message, fix, source="policy"))
    return found
