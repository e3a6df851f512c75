"""The schedule and the visits of a plan's inputs as plain mappings, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msc_dose.courses.window_document import window_document, window_of
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, Schedule, TwiceAWeek
from msc_dose.protocols.visits import FIRST, OPEN_DAY, VisitRule
from msc_dose.scheduling import Gap, Interval, Window


def schedule_document(schedule: Schedule) -> dict[str, Any]:
    """The schedule as a mapping; its `kind` says which other keys there are."""
    if isinstance(schedule, TwiceAWeek):
        pairs = {"pairs": list(schedule.pairs)} if schedule.pairs else {}
        return {"kind": "twice-a-week", "weeks": schedule.weeks, **pairs}
    if isinstance(schedule, OnDays):
        return {"kind": "days", "days": list(schedule.days)}
    if isinstance(schedule, AfterGaps):
        gaps = [{"days": gap.days, **_own_window(gap.window)} for gap in schedule.gaps]
        return {"kind": "gaps", "gaps": gaps, "count_from": schedule.count_from}
    if isinstance(schedule, Cycles):
        on, length, cycles = list(schedule.on), schedule.length, schedule.cycles
        return {"kind": "cycles", "on": on, "length": length, "cycles": cycles}
    if isinstance(schedule, NthWeekday):
        which = {"nth": schedule.nth, "weekday": schedule.weekday}
        return {"kind": "nth-weekday", **which, "every": schedule.every, "count": schedule.count}
    if schedule.interval is None:
        raise TypeError("a plan's interval is chosen")
    return {
        "kind": "interval",
        "unit": schedule.interval.unit,
        "every": schedule.interval.every,
        "count": schedule.count,
        "month_end": schedule.month_end,
    }


def schedule_of(schedule: Mapping[str, Any]) -> Schedule:
    """The schedule of a mapping that the second calculation has read without complaint."""
    if schedule["kind"] == "twice-a-week":
        return TwiceAWeek(schedule["weeks"], tuple(schedule.get("pairs", ())))
    if schedule["kind"] == "days":
        return OnDays(tuple(schedule["days"]))
    if schedule["kind"] == "gaps":
        return AfterGaps(tuple(_gap_of(gap) for gap in schedule["gaps"]), schedule["count_from"])
    if schedule["kind"] == "cycles":
        return Cycles(tuple(schedule["on"]), schedule["length"], schedule["cycles"])
    if schedule["kind"] == "nth-weekday":
        return NthWeekday(schedule["nth"], schedule["weekday"], schedule["every"], schedule["count"])
    interval = Interval(schedule["every"], schedule["unit"])
    return EveryInterval(schedule["count"], interval, (), schedule["month_end"])


def visit_document(rule: VisitRule) -> dict[str, Any]:
    """The rule of a visit: `days` or `months`, `from` where it does not count from the first infusion.

    `minutes`, `closed_days` and the window's `preferred` stand there only where the rule has them.
    """
    distance = {"days": rule.days} if rule.months is None else {"months": rule.months}
    origin = {} if rule.origin == FIRST else {"from": rule.origin}
    minutes = {} if rule.minutes is None else {"minutes": rule.minutes}
    closed_days = {} if rule.closed_days == OPEN_DAY else {"closed_days": rule.closed_days}
    return {"kind": rule.kind, **distance, **origin, **window_document(rule.window), **minutes, **closed_days}


def visit_rule_of(rule: Mapping[str, Any], detail: str) -> VisitRule:
    """The rule of a mapping; its words for the reader stand with the visit itself."""
    return VisitRule(
        rule["kind"], rule.get("days"), window_of(rule), detail, rule.get("months"),
        rule.get("from", FIRST), rule.get("closed_days", OPEN_DAY), rule.get("minutes"),
    )  # fmt: skip


def _own_window(window: Window | None) -> dict[str, Any]:
    return {"before": None, "after": None} if window is None else window_document(window)


def _gap_of(gap: Mapping[str, Any]) -> Gap:
    return Gap(gap["days"], None if gap["before"] is None else window_of(gap))
