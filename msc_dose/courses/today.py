"""Where a plan stands on a day: what is due, late, in its window or past it, and what comes next.

A plan knows nothing of what was given; a course does. Here every date that has passed counts as not done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from msc_dose.courses.plan import Infusion, Plan, Visit

DUE, LATE, OUT, IN_WINDOW, TO_COME = STATES = ("due-today", "late", "out-of-window", "in-window", "to-come")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """One infusion or visit on a day.

    `state` is `due-today` (on one of its days), `late` (its date has passed and its window has not),
    `out-of-window` (past its latest day), `in-window` (its date is to come, its window is open) or
    `to-come`. `days_left` counts the days to its latest, for `late` and `in-window`; `days_to` those to its
    date, negative once it has passed. `is_next` marks the first infusion after this day.
    """

    kind: str
    infusion: int | None
    date: date
    state: str
    days_to: int
    days_left: int | None = None
    is_next: bool = False

    def __str__(self) -> str:
        """The standing in words: `late, 2 days left`, `next, in 5 days`."""
        left = "" if self.days_left is None else f", {_days(self.days_left)} left"
        ahead = f"in {_days(self.days_to)}"
        words = {
            DUE: "due today",
            LATE: f"late{left}",
            OUT: f"out of window, its date was {_days(-self.days_to)} ago",
            IN_WINDOW: f"in its window{left}; its date is {ahead}",
            TO_COME: ahead,
        }
        return f"next: {words[self.state]}" if self.is_next else words[self.state]

    def as_document(self) -> dict[str, str | int | bool | None]:
        """The standing as a plain mapping, ready for JSON."""
        return {
            "kind": self.kind,
            "infusion": self.infusion,
            "date": self.date.isoformat(),
            "state": self.state,
            "days_to": self.days_to,
            "days_left": self.days_left,
            "next": self.is_next,
        }


def standing(plan: Plan, on: date) -> tuple[Standing, ...]:
    """Where each infusion and each visit stands on the day `on`, in the order of the plan."""
    following = min((each.date for each in plan.infusions if each.date > on), default=None)
    infusions = tuple(
        _stand("infusion", each.number, each, on, len(each.dose.days), each.date == following)
        for each in plan.infusions
    )
    return (*infusions, *(_stand(each.kind, each.infusion, each, on) for each in plan.visits))


def _stand(
    kind: str, number: int | None, dated: Infusion | Visit, on: date, days: int = 1, is_next: bool = False
) -> Standing:
    """`days` are those of a dose that is split, each due on its own."""
    left = (dated.latest - on).days
    if dated.date <= on <= dated.date + _ONE_DAY * (days - 1):
        state = DUE
    elif dated.date < on:
        state = LATE if on <= dated.latest else OUT
    else:
        state = IN_WINDOW if dated.earliest <= on else TO_COME
    days_left = left if state in (LATE, IN_WINDOW) else None
    return Standing(kind, number, dated.date, state, (dated.date - on).days, days_left, is_next)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
