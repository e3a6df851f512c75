"""The infusions of a course in words: where each stands, its four numbers, its window, what was thawed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.entry_text import moment_text
from msc_dose.courses.four_numbers import four_numbers
from msc_dose.courses.no_day import in_short
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.page import WIDTH
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

_THAWED = ("thawed", "checked", "started", "paused")


def infusion_lines(course: Course) -> Iterator[str]:
    """Each infusion in order: its state, its day, its numbers, and what else is known of it."""
    if not course.infusions:
        yield "Nothing is planned yet."
    for infusion in course.infusions:
        yield from fitted_whole(_infusion(course, infusion), WIDTH)
        for text in _besides(infusion):
            yield from fitted_whole(f"     {text}", WIDTH)


def _infusion(course: Course, infusion: CourseInfusion) -> str:
    when = day_text(infusion.date) if infusion.date else _no_date(infusion)
    at = f" {infusion.time}" if infusion.time else ""
    said = "; ".join(f"{name} {briefly(amount)}" for name, amount in four_numbers(course, infusion))
    state = "HELD" if infusion.held else infusion.state.upper().replace("-", " ")
    return f"{infusion.number}/{infusion.of}  {state}  {when}{at}  {said}"


def _no_date(infusion: CourseInfusion) -> str:
    if infusion.state in ("not-needed", "missed", "cancelled"):
        return f"(target {day_text(infusion.target)})" if infusion.target else "no date"
    return "to be decided" if in_short(infusion.why_no_date) == infusion.why_no_date else "no day"


def _besides(infusion: CourseInfusion) -> Iterator[str]:
    if infusion.pending and infusion.target is not None:
        yield _window(infusion.target, infusion.earliest, infusion.latest, infusion.date)
    if infusion.why_no_date:
        why = in_short(infusion.why_no_date)
        yield why if why == infusion.why_no_date else f"{why}: see TO DECIDE"
    yield from infusion.why_this_date
    if infusion.new_dose is not None:
        yield f"NEW ORDER NEEDED: {briefly(infusion.new_dose)} on the new weight"
    where = ", ".join(filter(None, (infusion.place, *infusion.needs)))
    if where:
        yield where
    if infusion.thawed and infusion.state in _THAWED:
        yield f"thawed: {', '.join(infusion.thawed)}; {_expiry(infusion)}"
    if infusion.started and infusion.ended:
        yield f"{moment_text(infusion.started)} to {_end(infusion.started, infusion.ended)}"
    for given in infusion.given:
        yield (
            f"container {given.container}: issued {briefly(given.issued)}, infused {briefly(given.infused)}, "
            f"left {briefly(given.left)}{_fate(given.remainder)}"
        )
    if infusion.ended:
        rinsed = {None: "not stated", True: "yes", False: "no"}[infusion.line_rinsed]
        yield f"line rinsed: {rinsed}; observation {'ended' if infusion.observed else 'not ended'}"
    for reaction in infusion.reactions:
        grade = f"grade {reaction.grade}: {reaction.signs}"
        yield f"reaction {moment_text(reaction.onset)}, {grade}; {reaction.outcome}"


def _expiry(infusion: CourseInfusion) -> str:
    """Until when it may be given: the time, with the day where it is another than that of the infusion."""
    expires = infusion.expires
    if expires is None:
        return "expiry not stated"
    day = "" if expires.date() == infusion.date else f"{day_text(expires.date())} "
    return f"expires {day}{expires:%H:%M}"


def _window(target: date, earliest: date | None, latest: date | None, day: date | None) -> str:
    window = ""
    if earliest is not None and latest is not None and earliest != latest:
        window = f", window {day_text(earliest)} to {day_text(latest)}"
    distance = (day - target).days if day else 0
    late = f", {distance:+d} day{'' if abs(distance) == 1 else 's'}" if distance else ""
    return f"target {day_text(target)}{late}{window}"


def _end(started: datetime, ended: datetime) -> str:
    """The end of an infusion: the time alone where the day and the offset are those of its start."""
    same = started.date() == ended.date() and started.utcoffset() == ended.utcoffset()
    return f"{ended:%H:%M}" if same else moment_text(ended)


def _fate(remainder: str) -> str:
    return "" if remainder == "none" else f" ({remainder.replace('-', ' ')})"
