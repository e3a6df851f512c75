"""The `[schedule]` table of a protocol file, read into the schedule, its minimum gap and its window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msc_dose.protocols.days_and_gaps import MOST_DAYS, MOST_INFUSIONS, AfterGaps, OnDays
from msc_dose.protocols.keys import NOT_STATED, Section
from msc_dose.protocols.schedule import (
    EveryInterval,
    Schedule,
    TwiceAWeek,
    interval_named,
)
from msc_dose.scheduling import COUNTED_FROM, MONTH_END_RULES, Gap, Window

_MOST_WEEKS = 52


def read_schedule(file: Section) -> tuple[Schedule | None, int | None, Window | None]:
    """The schedule, its minimum gap in days and its window; None for what is not stated or is mistaken.

    Mistakes are noted in the section's problems, with the path of their key.
    """
    section = file.section("schedule")
    if section is None:
        return None, None, None
    kind = section.one_of("kind", tuple(_KINDS))
    schedule = _KINDS[kind](section) if kind else None
    gap = None if section.states_nothing("minimum_gap") else section.whole("minimum_gap", 1, 3650, False)
    window = read_window(section, "window")
    section.finish()
    return schedule, gap, window


def _interval(section: Section) -> EveryInterval | None:
    count = section.whole("infusions", 1, MOST_INFUSIONS)
    month_end = section.one_of("month_end", MONTH_END_RULES, required=False) or "clamp"
    name = section.text("interval")
    choices = section.texts("interval_choices")
    if name == NOT_STATED and not choices:
        fix = 'Add interval_choices = ["calendar-month", "28-days"].'
        section.note(
            "protocol.missing-key", "interval_choices", "The interval is open, and none is offered.", fix
        )
    for i, choice in enumerate(choices):
        section.attempt(f"interval_choices[{i}]", partial(interval_named, choice))
    if name != NOT_STATED:
        section.attempt("interval", partial(interval_named, name))
    if count is None or section.problems:
        return None
    return EveryInterval(count, None if name == NOT_STATED else interval_named(name), choices, month_end)


def _twice(section: Section) -> TwiceAWeek | None:
    weeks = section.whole("weeks", 1, _MOST_WEEKS)
    return TwiceAWeek(weeks) if weeks else None


def _single(section: Section) -> OnDays:
    return OnDays((0,))


def _days(section: Section) -> OnDays | None:
    found = section.take("days", list)
    days = None if found is None else checked(section, entries("days", found), MOST_DAYS)
    return None if days is None else section.attempt("days", partial(OnDays, days))


def _gaps(section: Section) -> AfterGaps | None:
    count_from = section.one_of("count_from", COUNTED_FROM)
    gaps = [_gap(each) for each in section.sections("gap")]
    if not gaps:
        section.note("protocol.missing-key", "gap", "No gap is stated.", "Add a [[schedule.gap]] for each.")
    found = tuple(gap for gap in gaps if gap is not None)
    if count_from is None or not gaps or len(found) < len(gaps):
        return None
    return section.attempt("gap", partial(AfterGaps, found, count_from))


def _gap(section: Section) -> Gap | None:
    days = section.whole("days", 1, MOST_DAYS)
    before, after = (section.whole(side, 0, 366, required=False) for side in ("before", "after"))
    section.finish()
    if (before is None) != (after is None):
        missing = "before" if before is None else "after"
        section.note("protocol.missing-key", missing, "Half a window is stated.", "Give before and after.")
        return None
    if days is None:
        return None
    window = Window(before, after) if before is not None and after is not None else None
    return section.attempt("before", partial(Gap, days, window))


def entries(key: str, values: list[Any]) -> tuple[tuple[str, object], ...]:
    """Each value of a list with the path under which a mistake in it is named."""
    return tuple((f"{key}[{i}]", value) for i, value in enumerate(values))


def checked(section: Section, found: tuple[tuple[str, object], ...], most: int) -> tuple[int, ...] | None:
    """These values, when each is a whole number from 0 to `most`; else None, and each mistake is noted."""
    numbers: list[int] = []
    for path, value in found:
        if type(value) is not int:
            message = f"{value!r} is not a whole number."
            section.note("protocol.wrong-type", path, message, "Correct the value.")
        elif not 0 <= value <= most:
            section.note(
                "protocol.out-of-range", path, f"{value} is not from 0 to {most}.", "Correct the number."
            )
        else:
            numbers.append(value)
    return tuple(numbers) if len(numbers) == len(found) else None


_KINDS: dict[str, Callable[[Section], Schedule | None]] = {
    "interval": _interval,
    "twice-a-week": _twice,
    "single": _single,
    "days": _days,
    "gaps": _gaps,
}


def read_window(section: Section, key: str) -> Window | None:
    """A table `{ before, after }` in whole days; the words "not stated", or nothing, for no window."""
    if section.states_nothing(key):
        return None
    table = section.section(key, required=False)
    if table is None:
        return None
    before, after = table.whole("before", 0, 366), table.whole("after", 0, 366)
    table.finish()
    return Window(before, after) if before is not None and after is not None else None
