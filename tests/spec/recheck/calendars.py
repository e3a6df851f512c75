"""Documents of a course's calendar written by hand: the answers stand here as literals."""

from __future__ import annotations

from datetime import date, timedelta

from . import plans

NOTHING = {
    "given": [],
    "fixed": [],
    "dropped": [],
    "rebased": [],
    "not_before": None,
    "undecided_from": None,
}
CASE = ("placed 2027-01-29", "placed 2027-02-28 2027-03-01", "placed 2027-03-29", "placed 2027-04-29")


def calendar(rows, facts=None, windows=None, **changes):
    """The case of the project: monthly from Fri 29-Jan-2027, Monday to Friday, 3 days each way, 14 days apart.

    Each row is `state target date`; without a date it is on its target where it is placed.
    """
    stated = {
        "schema": "msc-dose/calendar/1",
        "start": "2027-01-29",
        "schedule": plans.interval("calendar-month", 1, 4),
        "window": {"before": 3, "after": 3},
        "minimum_gap": 14,
        "open": plans.MON_TO_FRI,
        "closed": [],
        "visits": [],
        "facts": NOTHING | (facts or {}),
    } | changes
    around = windows or [(stated["window"]["before"], stated["window"]["after"])] * len(rows)
    slots = [slot(number, row, *days) for number, (row, days) in enumerate(zip(rows, around, strict=True), 1)]
    return stated | {"slots": slots}


def slot(number, row, before, after):
    state, target, day, *_ = [*row.split(), None, None]
    days = dict.fromkeys(("target", "earliest", "latest", "date"))
    if target is not None:
        days |= {"target": target, "earliest": later(target, -before), "latest": later(target, after)}
        days["date"] = day or (target if state == "placed" else None)
    return {"number": number, "state": state} | days


def later(day, days):
    return str(date.fromisoformat(day) + timedelta(days=days))


def on(*pairs):
    """Infusions with their days, each as `2 2027-03-10`."""
    return [{"number": int(number), "date": day} for number, day in (pair.split() for pair in pairs)]


def rebase(first, anchor, day, how):
    return {"first": first, "anchor": anchor, "day": day, "how": how}
