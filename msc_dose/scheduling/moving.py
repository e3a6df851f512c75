"""Moving one visit of a list: this one only, or all later ones too, as a person says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from msc_dose.problems import refuse
from msc_dose.scheduling._dates import require_date, require_int
from msc_dose.scheduling.recurrence import days_after


@dataclass(frozen=True, slots=True)
class Moved:
    """The planned dates after a move, and the ad hoc visits, which stay where they are."""

    dates: tuple[date, ...]
    adhoc: tuple[date, ...]


def move(
    dates: Iterable[date], index: int, new_date: date, shift_later: bool, adhoc: Iterable[date] = ()
) -> Moved:
    """The dates with that at `index` (from 0) on `new_date`; `shift_later` moves all after it as far.

    There is no default for `shift_later`: a person is asked. Ad hoc visits belong to no rhythm and never
    shift. Gaps and closed days are judged elsewhere. Raises Refusal `schedule.infusion-number`,
    `date.out-of-range`; TypeError for wrong types.
    """
    if not isinstance(shift_later, bool):
        raise TypeError(f"shift_later must be a bool, not {type(shift_later).__name__}")
    planned = tuple(require_date(day, "dates") for day in dates)
    if not 0 <= require_int(index, "index") < len(planned):
        message = f"There is no date at {index}: the list holds {len(planned)}, counted from 0."
        raise refuse("schedule.infusion-number", "index", message, "Give the place of a date.", str(index))
    moved_by = (require_date(new_date, "new_date") - planned[index]).days
    later = tuple(days_after(day, moved_by if shift_later else 0) for day in planned[index + 1 :])
    kept = tuple(require_date(day, "adhoc") for day in adhoc)
    return Moved((*planned[:index], new_date, *later), kept)
