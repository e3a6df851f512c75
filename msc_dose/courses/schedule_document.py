"""The schedule and the visits of a plan's inputs as plain mappings, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.schedule import EveryInterval, Schedule, TwiceAWeek
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Gap, Interval, Window


def schedule_document(schedule: Schedule) -> dict[str, Any]:
    """The schedule as a mapping; its `kind` says which other keys there are."""
    if isinstance(schedule, TwiceAWeek):
        return {"kind": "twice-a-week", "weeks": schedule.weeks}
    if isinstance(schedule, OnDays):
        return {"kind": "days", "days": list(schedule.days)}
    if isinstance(schedule, AfterGaps):
        gaps = [{"days": gap.days, **_own_window(gap.window)} for gap in schedule.gaps]
        return {"kind": "gaps", "gaps": gaps, "count_from": schedule.count_from}
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
        return TwiceAWeek(schedule["weeks"])
    if schedule["kind"] == "days":
        return OnDays(tuple(schedule["days"]))
    if schedule["kind"] == "gaps":
        return AfterGaps(tuple(_gap_of(gap) for gap in schedule["gaps"]), schedule["count_from"])
    interval = Interval(schedule["every"], schedule["unit"])
    return EveryInterval(schedule["count"], interval, (), schedule["month_end"])


def visit_document(rule: VisitRule) -> dict[str, Any]:
    """The rule of a visit: `days` or `months`, and `from` where it counts from the last infusion."""
    distance = {"days": rule.days} if rule.months is None else {"months": rule.months}
    origin = {} if rule.origin == "first" else {"from": rule.origin}
    return {"kind": rule.kind, **distance, **origin, **_window(rule.window)}


def visit_rule_of(rule: Mapping[str, Any], detail: str) -> VisitRule:
    """The rule of a mapping; its words for the reader stand with the visit itself."""
    window = Window(rule["before"], rule["after"])
    return VisitRule(
        rule["kind"], rule.get("days"), window, detail, rule.get("months"), rule.get("from", "first")
    )


def _window(window: Window) -> dict[str, int]:
    return {"before": window.before, "after": window.after}


def _own_window(window: Window | None) -> dict[str, int | None]:
    return {"before": None, "after": None} if window is None else {**_window(window)}


def _gap_of(gap: Mapping[str, Any]) -> Gap:
    return Gap(gap["days"], None if gap["before"] is None else Window(gap["before"], gap["after"]))
