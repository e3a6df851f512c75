"""Scheduling: dates and only dates – targets, windows, closed days, and the day that is taken.

How a date comes to be, in the order of the files:

- `recurrence`  an anchor and an Interval give `targets`, each counted from the anchor;
- `closures`    Closures says which weekdays are open and which single days are closed, and why;
- `windows`     a Window stands around each unadjusted target; `place` and `place_all` take the open
                day nearest to it, as Placement, or refuse and name every day in the way;
- `gaps`        `place_gaps` counts each target from the infusion before, each Gap with its own window;
- `replanning`  `replan` places a series again from what happened (`facts`: Rhythm, Facts, Rebase, Slot);
                `spacing` judges given dates, `before` works back from a target
- `cycles`, `nth_weekday`, `conventions`, `numbering`, `visit_windows`, `moving`, `all_day`   further rules
- `site_calendar`   public holidays, a site's own days over them, days that are full
- `wall_time`   what a ward's clock shows, and the one moment that it means · `zones` by their names
- `weeks`       `twice_a_week` places the two infusions of each week as a pair (its rule is in `_pairs`).

Every function but those of `wall_time` takes and gives plain `datetime.date` values between 1-Jan-1900 and
31-Dec-2199. Nothing here knows a dose, a patient or today's date.
"""

from msc_dose.scheduling._dates import FIRST_DAY, LAST_DAY, day_text, days_text
from msc_dose.scheduling._weekday_pairs import pairs_text, read_pairs
from msc_dose.scheduling.closures import WEEKDAYS, Closures
from msc_dose.scheduling.gaps import COUNTED_FROM, Gap, place_gaps
from msc_dose.scheduling.recurrence import MONTH_END_RULES, Interval, days_after, months_after, targets
from msc_dose.scheduling.weeks import twice_a_week
from msc_dose.scheduling.windows import Placement, Window, place, place_all

__all__ = [
    "COUNTED_FROM",
    "FIRST_DAY",
    "LAST_DAY",
    "MONTH_END_RULES",
    "WEEKDAYS",
    "Closures",
    "Gap",
    "Interval",
    "Placement",
    "Window",
    "day_text",
    "days_after",
    "days_text",
    "months_after",
    "pairs_text",
    "place",
    "place_all",
    "place_gaps",
    "read_pairs",
    "targets",
    "twice_a_week",
]
