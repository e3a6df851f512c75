"""What stands above the list of a plan: the doses in one line."""

from __future__ import annotations

from itertools import groupby

from msc_dose.courses.plan import Infusion, Plan
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.writer import briefly


def doses_text(plan: Plan) -> str:
    """`DOSE 120 million viable MSC × 4 infusions = 480 million viable MSC`, or each dose that differs.

    A dose that a daily ceiling splits is told with the cells of each of its days.
    """
    runs = [(cells, list(run)) for cells, run in groupby(plan.infusions, lambda each: each.dose.cells)]
    count, total = len(plan.infusions), briefly(plan.total_cells)
    split = "".join(_split(days) for days in dict.fromkeys(each.dose.days for each in plan.infusions))
    if count == 1:
        return f"DOSE {total} in one infusion{split}"
    if len(runs) == 1:
        return f"DOSE {briefly(runs[0][0])} × {count} infusions = {total}{split}"
    doses = ", ".join(f"{briefly(cells)} ({_which(run)})" for cells, run in runs)
    return f"DOSE {doses}; {total} in all{split}"


def _which(run: list[Infusion]) -> str:
    first, last = run[0].number, run[-1].number
    if first == last:
        return f"infusion {first}"
    return f"infusions {first} {'and' if last == first + 1 else 'to'} {last}"


def _split(days: tuple[Amount, ...]) -> str:
    """The cells of each day, where one infusion's dose is given over several."""
    if len(days) == 1:
        return ""
    return f", SPLIT OVER {len(days)} DAYS: {' + '.join(map(briefly, days))}"
