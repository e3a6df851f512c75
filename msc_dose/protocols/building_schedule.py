"""The `[schedule]` table of a protocol file, read into the schedule, its gaps, window and day numbering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from msc_dose.protocols.days_and_gaps import MOST_DAYS, MOST_INFUSIONS, AfterGaps, OnDays
from msc_dose.protocols.keys import NOT_STATED, Section
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import (
    EveryInterval,
    Schedule,
    TwiceAWeek,
    interval_named,
)
from msc_dose.scheduling import COUNTED_FROM, MONTH_END_RULES, WEEKDAYS, Gap, Window, read_pairs
from msc_dose.scheduling._dates import require_maximum_gap
from msc_dose.scheduling.numbering import offset_of_number

_MOST_WEEKS = 52
_LONGEST_STEP = 3650


@dataclass(frozen=True, slots=True)
class ScheduleTable:
    """What the table states; None for what it does not, or what is mistaken.

    `minimum_gap` and `maximum_gap` are days from date to date. `day_numbering`, 0 or 1, is what the file
    calls the day of the first infusion; the schedule itself counts it as day 0 always.
    """

    schedule: Schedule | None = None
    minimum_gap: int | None = None
    maximum_gap: int | None = None
    window: Window | None = None
    day_numbering: int | None = None


def read_schedule(file: Section) -> ScheduleTable:
    """The table of the file. Mistakes are noted in the section's problems, with the path of their key."""
    section = file.section("schedule")
    if section is None:
        return ScheduleTable()
    numbering = _stated(section, "day_numbering", 0, 1)
    kind = section.one_of("kind", tuple(_KINDS))
    schedule = _KINDS[kind](section, numbering or 0) if kind else None
    least, most = (_stated(section, key, 1, _LONGEST_STEP) for key in ("minimum_gap", "maximum_gap"))
    section.attempt("maximum_gap", partial(require_maximum_gap, most, least or 1))
    window = read_window(section, "window")
    section.finish()
    return ScheduleTable(schedule, least, most, window, numbering)


def _stated(section: Section, key: str, least: int, most: int) -> int | None:
    """The whole number under the key; None where it is missing, or "not stated"."""
    return None if section.states_nothing(key) else section.whole(key, least, most, required=False)


def _interval(section: Section, _: int) -> EveryInterval | None:
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


def _twice(section: Section, _: int) -> TwiceAWeek | None:
    weeks, pairs = section.whole("weeks", 1, _MOST_WEEKS), section.texts("pairs")
    noted = len(section.problems)
    for i, pair in enumerate(pairs):
        section.attempt(f"pairs[{i}]", partial(read_pairs, (pair,)))
        if pair in pairs[:i]:
            section.note("schedule.pairs", f"pairs[{i}]", f"{pair} is named already.", "Name each pair once.")
    if weeks is None or len(section.problems) > noted:
        return None
    return TwiceAWeek(weeks, pairs)


def _single(_section: Section, _: int) -> OnDays:
    return OnDays((0,))


def _days(section: Section, numbering: int) -> OnDays | None:
    days = _offsets(section, "days", numbering)
    if days is None or not _rising(section, "days", days, MOST_DAYS, numbering):
        return None
    return section.attempt("days", partial(OnDays, days))


def _cycles(section: Section, numbering: int) -> Cycles | None:
    on = _offsets(section, "on", numbering)
    length, cycles = section.whole("length", 1, _LONGEST_STEP), section.whole("cycles", 1, MOST_INFUSIONS)
    if on is None or length is None or cycles is None:
        return None
    if not _rising(section, "on", on, length - 1, numbering):
        return None
    return section.attempt("on", partial(Cycles, on, length, cycles), own=("length", "cycles"))


def _nth_weekday(section: Section, _: int) -> NthWeekday | None:
    nth, weekday = section.whole("nth", -1, 4), section.one_of("weekday", WEEKDAYS)
    every, count = section.whole("every", 1, _LONGEST_STEP), section.whole("infusions", 1, MOST_INFUSIONS)
    if nth is None or weekday is None or every is None or count is None:
        return None
    return section.attempt("nth", partial(NthWeekday, nth, weekday, every, count))


def _gaps(section: Section, _: int) -> AfterGaps | None:
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
    has_window = any(section.holds(key) for key in ("before", "after", "preferred"))
    window = _sides(section, has_window)
    return None if days is None else section.attempt("before", partial(Gap, days, window))


def _offsets(section: Section, key: str, numbering: int) -> tuple[int, ...] | None:
    """The days under the key, counted from the first infusion as day 0, whatever the file calls it."""
    found = section.take(key, list)
    numbers = None if found is None else checked(section, entries(key, found), MOST_DAYS + numbering)
    if numbers is None:
        return None
    each = [
        section.attempt(f"{key}[{i}]", partial(offset_of_number, number, numbering))
        for i, number in enumerate(numbers)
    ]
    days = tuple(day for day in each if day is not None)
    if len(days) < len(each):
        return None
    return days


def _rising(section: Section, key: str, days: tuple[int, ...], last: int, numbering: int) -> bool:
    """Whether the days start at the first infusion and rise to `last`; noted as the file numbers days."""
    if days and days[0] == 0 and days[-1] <= last and all(one < other for one, other in pairwise(days)):
        return True
    code, of = ("schedule.cycles", " of a cycle") if key == "on" else ("schedule.days", "")
    message = (
        f"The days{of} do not start at day {numbering}, which is the first infusion, and rise, each named "
        f"once, to day {last + numbering} at most."
    )
    other = f"Start with {numbering}, or state day_numbering = {1 - numbering}."
    section.note(code, key, message, other)
    return False


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


_KINDS: dict[str, Callable[[Section, int], Schedule | None]] = {
    "interval": _interval,
    "twice-a-week": _twice,
    "single": _single,
    "days": _days,
    "gaps": _gaps,
    "cycles": _cycles,
    "nth-weekday": _nth_weekday,
}


def read_window(section: Section, key: str) -> Window | None:
    """A table `{ before, after }` in whole days; the words "not stated", or nothing, for no window.

    `preferred = { before, after }` in it are the days inside that are taken before the others.
    """
    if section.states_nothing(key):
        return None
    table = section.section(key, required=False)
    return None if table is None else _sides(table)


def _sides(table: Section, required: bool = True) -> Window | None:
    """The window of a table, and of the preferred days in it; nothing else may be left in the table."""
    before, after = table.whole("before", 0, 366, required), table.whole("after", 0, 366, required)
    inner = table.section("preferred", required=False)
    preferred = None if inner is None else _sides(inner)
    table.finish()
    if before is None or after is None:
        return None
    return table.attempt("preferred", partial(Window, before, after, preferred))
