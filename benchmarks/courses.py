"""What planning and folding a thousand courses cost, as ratios to a thousand bare calendars.

Run it as a program. A bare calendar is what a notebook does: four dates by `start + relativedelta(months=n)`
of dateutil, with no dose, window or closed day, nothing explained and nothing checked. A plan has its doses,
dates on open days, workings, and a second calculation. The seconds are those of the process, on one core of
this machine; the ratios hold on any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import process_time
from typing import Any

from dateutil.relativedelta import relativedelta

import msc_dose as md

COURSES = 1_000
RUNS = 3
FIRST = date(2027, 1, 4)
CLOSED = {
    date(2027, 1, 1): "New Year's Day",
    date(2027, 3, 26): "Good Friday",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 1): "Labour Day",
    date(2027, 5, 6): "Ascension Day",
    date(2027, 5, 17): "Whit Monday",
    date(2027, 10, 3): "German Unity Day",
    date(2027, 12, 25): "Christmas Day",
    date(2027, 12, 26): "Boxing Day",
}
PROTOCOL = md.load_protocol("sjogren-itp-msc-monthly")
PATIENTS = [md.Patient(weight=f"{45 + n % 50}.5 kg", basis="actual") for n in range(COURSES)]
STARTS = [FIRST + timedelta(days=n % 250) for n in range(COURSES)]
CLOSURES = md.Closures(open="mon-fri", closed=CLOSED)


def calendars() -> list[list[date]]:
    """A thousand bare calendars: four dates each, a calendar month apart."""
    return [[start + relativedelta(months=n) for n in range(4)] for start in STARTS]


def plans() -> list[md.Plan]:
    """A thousand plans, each with its own weight and start."""
    return [
        md.plan_course(
            PROTOCOL, patient, start, "calendar-month", counts="viable", closures=CLOSURES, window=4
        )
        for patient, start in zip(PATIENTS, STARTS, strict=True)
    ]


def histories(made: list[md.Plan]) -> list[list[md.events.Event]]:
    """The events of a thousand courses: planned, ordered, weighed, held, resumed and moved."""
    return [_history(number, plan) for number, plan in enumerate(made)]


def _history(number: int, plan: md.Plan) -> list[md.events.Event]:
    weight = md.Amount("body_weight", Decimal(61))
    first, third = plan.infusions[0].date, plan.infusions[2].date
    later = (third + timedelta(days=n) for n in range(1, 8))
    moved = next(day for day in later if CLOSURES.why_closed(day) is None)
    what: list[Any] = [
        md.events.Opened(f"C-{number}", f"P-{number}", "Europe/Berlin", training=True),
        md.events.Planned(plan),
        md.events.Ordered("MSC 2 × 10⁶ viable cells/kg", "md-12", "O-1"),
        md.events.Weighed(weight),
        md.events.Held("fever"),
        md.events.Resumed(first - timedelta(days=4), "afebrile"),
        md.events.Moved(3, moved, "this-one", "no bed"),
    ]
    begun = datetime(2026, 11, 1, 9, tzinfo=UTC)
    moments = [begun + timedelta(minutes=n) for n in range(len(what))]
    return [
        md.events.Event(n, moment, moment, "rn-104", each)
        for n, (moment, each) in enumerate(zip(moments, what, strict=True), 1)
    ]


def seconds(work: Callable[[], object]) -> float:
    """The shortest of some runs."""
    times = []
    for _ in range(RUNS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def main() -> None:
    """Print a line for the calendars, the plans and the folds."""
    events = histories(plans())
    bare = seconds(calendars)
    print(f"{COURSES:,} bare calendars  {bare:8.3f} s")
    for name, work in (
        ("plans", plans),
        (f"folds of {len(events[0])} events", lambda: [md.course_of(each) for each in events]),
    ):
        taken = seconds(work)
        print(f"{COURSES:,} {name:<18} {taken:8.3f} s, {taken / bare:8.1f} times the bare calendars")


if __name__ == "__main__":
    main()
