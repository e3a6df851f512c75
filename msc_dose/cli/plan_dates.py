"""The options of `plan` that say how its dates follow each other, and what stands where on a day."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from msc_dose.cli.arguments import Attempts
from msc_dose.courses.follow_up import FollowUp
from msc_dose.courses.plan import Plan
from msc_dose.courses.text import visit_names
from msc_dose.courses.today import TO_COME, standing
from msc_dose.library.planning import read_follow_up, read_window
from msc_dose.notation.dates import read_date
from msc_dose.problems import refuse
from msc_dose.scheduling import Window, day_text

_FOLLOW_UP_WINDOW = "follow_up_window"


def add_dates(arguments: argparse.ArgumentParser) -> None:
    """Add the options of window, gaps and follow-up."""
    add = arguments.add_argument
    add(
        "--window",
        metavar="DAYS",
        help="whole days either side, or BEFORE,AFTER; else the protocol's, or none",
    )
    add("--preferred", metavar="DAYS", help="the days of the window that are taken first, written like it")
    add("--minimum-gap", metavar="DAYS", help="least days between two infusions, where the protocol has none")
    add("--maximum-gap", metavar="DAYS", help="most days between two infusions, where the protocol has none")
    add("--follow-up", metavar="MONTHS", help="visits so many calendar months later: 1,3,6,12")
    add("--follow-up-from", metavar="INFUSION", help="which infusion the follow-up counts from: first, last")
    add("--follow-up-window", metavar="DAYS", help="its window; without one, the very day, open or closed")


def window_of(given: argparse.Namespace, attempts: Attempts) -> Window | None:
    """The window of the options, with the days preferred inside it."""
    window = None if given.window is None else attempts.get(lambda: read_window(given.window))
    if given.preferred is None:
        return window
    preferred = attempts.get(lambda: read_window(given.preferred, "preferred"))
    if given.window is None:
        attempts.get(_no_window)
    if window is None or preferred is None:
        return window
    return attempts.get(lambda: Window(window.before, window.after, preferred))


def _no_window() -> None:
    message = "Which days are permitted is not stated beside those that are preferred."
    raise refuse("value.missing", "window", message, "Give --window too.")


def gap_of(given: argparse.Namespace, name: str, attempts: Attempts) -> int | None:
    """The days of `minimum_gap` or `maximum_gap`; Refusal `number.not-whole` is kept by the attempts."""
    text = getattr(given, name)
    return None if text is None else attempts.get(lambda: _days(text, name))


def _days(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text)):
        message = f"{text!r} is not a whole number of days from 1."
        raise refuse("number.not-whole", name, message, "Give digits alone.", text)
    return int(text)


def follow_up_of(given: argparse.Namespace, attempts: Attempts) -> FollowUp | None:
    """The follow-up that is asked for; what it lacks, the plan asks for."""
    text = given.follow_up_window
    window = None if text is None else attempts.get(lambda: read_window(text, _FOLLOW_UP_WINDOW))
    return attempts.get(lambda: read_follow_up(given.follow_up, given.follow_up_from, window))


def day_of(given: argparse.Namespace) -> date | None:
    """The day on which the plan is looked at."""
    return None if given.on is None else read_date(given.on, "on")


def standing_lines(plan: Plan, on: date) -> list[str]:
    """What is not simply to come on this day, a line each, and what is next."""
    names = (*(f"infusion {each.number}" for each in plan.infusions), *visit_names(plan))
    marks = [
        f"{name}: {stands}"
        for name, stands in zip(names, standing(plan, on), strict=True)
        if stands.state != TO_COME or stands.is_next
    ]
    heading = f"On {day_text(on)} (a plan does not know what was given):"
    return [heading, *(f"  {mark}" for mark in marks or ["nothing is due, and nothing comes later"])]


def standing_document(plan: Plan, on: date) -> dict[str, Any]:
    """The same for a machine: the day, and where each infusion and each visit stands on it."""
    return {"on": on.isoformat(), "standing": [stands.as_document() for stands in standing(plan, on)]}
