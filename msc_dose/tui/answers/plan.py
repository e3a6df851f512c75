"""The plan form: what was entered, and the core's answer."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import cast

from msc_dose.courses.asking import Given, input_problems
from msc_dose.courses.plan import Plan
from msc_dose.files.closed_days import load_closed_days
from msc_dose.library.planning import plan_course, read_window
from msc_dose.library.prescribing import Patient
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.dates import read_date
from msc_dose.problems import Problem, refuse, stop
from msc_dose.protocols.protocol import Protocol
from msc_dose.quantity.amount import Counts
from msc_dose.scheduling import Closures, Window, day_text
from msc_dose.tui.answers.asking import Answer, Asked
from msc_dose.tui.answers.asks import asks_of, permitted_text, read_orders
from msc_dose.tui.answers.source import SHIPPED, Source

KINDS = {"weight": "body_weight", "ordered": "dose_per_weight"}
_LEAD = "cannot plan"

# What a plan may ask for and the form does not: options of the command line by these names.
ELSEWHERE = (
    "component", "height", "sex", "age", "surface_formula", "below_60_inches", "actual_weight",
    "order_weight", "weighed", "method", "dispense", "viability", "recovery", "recovery_of", "dmso",
    "final_volume", "hold_up", "concentration", "volume",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """The fields of the plan form as they stand; None in a choice is "not stated"."""

    protocol: str | None = None
    version: str | None = None
    ordered: str = ""
    weight: str = ""
    basis: str | None = None
    counts: str | None = None
    start: str = ""
    interval: str | None = None
    window: str = ""
    open: str = ""
    closed: str = ""


def answer_plan(
    entry: PlanEntry, conventions: Conventions = DEFAULT, source: Source = SHIPPED
) -> Answer[Plan]:
    """The plan of this form, read as the site declares, or everything missing or refused, at once."""
    if entry == PlanEntry():
        return Answer()
    asked = Asked(KINDS, conventions)
    asked.knows("weight", entry.weight)
    protocol = _protocol(entry, asked, source)
    asks = asks_of(entry.protocol if protocol else None, source)
    weight = asked.amount("weight", entry.weight)
    ordered = read_orders(entry.ordered, protocol, asked) if protocol and asks.ordered else ()
    version = entry.version if asks.versions else None
    start = _start(entry, asked)
    window, closures = _window(entry, asked), _closures(entry, asked, start, source)
    interval = entry.interval if asks.intervals else None
    if protocol is None or asked.stopped:
        given = Given(
            weight,
            entry.basis or (weight.basis if weight else None),
            cast(Counts | None, entry.counts),
            start,
            interval,
            ordered,
            version,
        )
        asked.problems += _missing(protocol, given, asked)
        return _told(asked, None, protocol, version)
    plan = asked.ask(
        lambda: plan_course(
            protocol, Patient(weight, entry.basis), start, interval, entry.counts, closures, window,
            ordered=ordered or None, version=version,
        )
    )  # fmt: skip
    return _told(asked, plan, protocol, version)


def _told(asked: Asked, plan: Plan | None, protocol: Protocol | None, version: str | None) -> Answer[Plan]:
    """The answer, each problem with what a person at this form needs to mend it."""
    asked.problems = [_mendable(problem, protocol, version) for problem in asked.problems]
    noticed = [_mendable(problem, protocol, version) for problem in (plan.problems if plan else ())]
    return asked.answer(plan, _LEAD, tuple(noticed))


def _mendable(problem: Problem, protocol: Protocol | None, version: str | None) -> Problem:
    """The problem, with the doses permitted where none is ordered; or where to state what is no field."""
    name, fix = problem.field, problem.fix
    if name == "ordered" and problem.code == "value.missing" and protocol:
        fix = f"{fix} The protocol says: {permitted_text(protocol, version)}."
    elif name in ELSEWHERE:
        fix = f"{fix} This form has no field for it: msc-dose plan --{name.replace('_', '-')}.".lstrip()
    # Here a dose may be flat, or per body surface: it is not the dose per kg of the other form.
    return replace(problem, field="prescribed dose" if name == "dose" else name, fix=fix)


def _protocol(entry: PlanEntry, asked: Asked, source: Source) -> Protocol | None:
    name = entry.protocol
    if name is None:
        asked.problems.append(stop("value.missing", "protocol", "No protocol is chosen.", "Choose one."))
        return None
    return asked.ask(lambda: source.load(name))


def _start(entry: PlanEntry, asked: Asked) -> date | None:
    text = entry.start
    return asked.value("start", lambda: read_date(text, "start"), day_text) if text.strip() else None


def _window(entry: PlanEntry, asked: Asked) -> Window | None:
    text = entry.window.strip()
    return asked.value("window", lambda: read_window(text), str) if text else None


def _closures(entry: PlanEntry, asked: Asked, start: date | None, source: Source) -> Closures | None:
    opening, path = "".join(entry.open.split()), entry.closed.strip()
    opened = asked.value("open", lambda: Closures(open=opening), Closures.open_text) if opening else None
    days = asked.value("closed", lambda: closed_days(path), _count) if path else None
    if (opening and opened is None) or (path and days is None):
        return None
    return asked.ask(lambda: source.closures(opening, days, start))


def _count(days: dict[date, str]) -> str:
    return "1 closed day" if len(days) == 1 else f"{len(days)} closed days"


def closed_days(path: str) -> dict[date, str]:
    """The closed days of a CSV file; Refusal `file.unreadable` too for what is no ordinary file.

    A path is read while it is typed, so a pipe or a terminal, which would wait for ever, is not opened.
    """
    full = os.path.expanduser(path)
    try:
        found = os.stat(full)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        raise refuse("file.unreadable", "closed", f"{path}: {reason}.", "Check the path.", path) from error
    if not stat.S_ISREG(found.st_mode):
        raise refuse("file.unreadable", "closed", f"{path} is not a file.", "Give a CSV file.", path)
    return _loaded(full, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _loaded(path: str, changed: int, size: int) -> dict[date, str]:
    """The file's days; read again only when the file has changed."""
    return load_closed_days(path)


def _missing(protocol: Protocol | None, given: Given, asked: Asked) -> list[Problem]:
    """What is missing besides what is refused, so that all of it can be mended at once."""
    refused = {problem.field for problem in asked.problems}
    wanted = input_problems(protocol, given) if protocol else _wanted_by_all(given)
    return [problem for problem in wanted if problem.field not in refused]


def _wanted_by_all(given: Given) -> list[Problem]:
    """What every protocol needs, where none is chosen yet."""
    found = []
    if given.weight is None:
        found.append(stop("value.missing", "weight", "The dosing weight is missing.", "Give it in kg."))
    if given.start is None:
        message = "The date of the first infusion is missing."
        found.append(stop("value.missing", "start", message, "Give it as YYYY-MM-DD."))
    return found
