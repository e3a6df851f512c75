"""Visits of a protocol that are no infusions: assessments, follow-up, and what is dated from an infusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.problems import refuse
from msc_dose.protocols.days_and_gaps import MOST_DAYS
from msc_dose.scheduling import Window, days_after, months_after

MOST_MONTHS = 120
ORIGINS = ("first", "last")  # of the infusions whose targets a visit counts from


@dataclass(frozen=True, slots=True)
class VisitRule:
    """A dated visit that is no infusion: so many days or calendar months after an infusion's target.

    Exactly one of `days` (0 to 3650) and `months` (0 to 120; a month without the day gives its last day)
    is stated; `origin` is `first` or `last`, the infusion whose target it counts from. Raises Refusal
    `schedule.visit`.
    """

    kind: str
    days: int | None
    window: Window
    detail: str = ""
    months: int | None = None
    origin: str = "first"

    def __post_init__(self) -> None:
        """Hold one distance inside its bounds, from one of the two infusions."""
        for number in (self.days, self.months):
            if number is not None and type(number) is not int:
                raise TypeError(f"days and months must be ints or None, not {type(number).__name__}")
        number, most = (self.days, MOST_DAYS) if self.months is None else (self.months, MOST_MONTHS)
        if (self.days is None) == (self.months is None) or number is None or not 0 <= number <= most:
            message = "A visit is not so many days (0 to 3650) or so many calendar months (0 to 120) later."
            fix = "State either days or months."
            raise refuse("schedule.visit", "visits", message, fix, f"{self.days}, {self.months}")
        if self.origin not in ORIGINS:
            message = f"A visit counts from the first or the last infusion, not from {self.origin!r}."
            raise refuse("schedule.visit", "visits", message, "Say first or last.", str(self.origin))

    def target(self, origin: date) -> date:
        """The visit's target, from the target of the infusion that it counts from."""
        return (
            days_after(origin, self.days or 0) if self.months is None else months_after(origin, self.months)
        )

    @property
    def when(self) -> str:
        """The rule in words: `14 days after the first`, `1 calendar month after the last`."""
        number, unit = (self.days, "day") if self.months is None else (self.months, "calendar month")
        return f"{number} {unit}{'' if number == 1 else 's'} after the {self.origin}"
