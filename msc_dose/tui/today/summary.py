"""What stands around the rows of Today: counts, what tomorrow brings, what must not be overlooked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msc_dose.scheduling import day_text, days_text
from msc_dose.ward.days_text import day_lines, number_of
from msc_dose.ward.stages import (
    DUE,
    HELD,
    IN_WINDOW,
    LATE,
    OBSERVE,
    ON_CLOCK,
    OUT,
    RUNNING,
    SIGNS,
    TODAY,
    WAITING,
)
from msc_dose.ward.text import NOTHING, ONLY_VISITS

if TYPE_CHECKING:
    from msc_dose.problems import Severity
    from msc_dose.tui.today.finding import Found
    from msc_dose.ward import Day, Ward

_SHORT = {
    ON_CLOCK: "on clock",
    RUNNING: "running",
    OBSERVE: "observe",
    LATE: "late",
    DUE: "due",
    IN_WINDOW: "in window",
    OUT: "out",
    HELD: "held",
    WAITING: "decide",
}
NOT_ALL = "There is more: it is being read …"
_NAMED = 3  # codes in one line: a longer list is not read


def counts_text(ward: Ward) -> str:
    """`*1 on clock  !2 late`: the patients of each stage that asks for something, the most urgent first."""
    counts = ward.counts()
    return "  ".join(
        f"{SIGNS[stage]}{counts[stage]} {word}" for stage, word in _SHORT.items() if counts[stage]
    )


def nothing_due(ward: Ward) -> str:
    """That nothing is due today, where it is so; of a day with visits, that no infusion is."""
    if ward.idle:
        return ONLY_VISITS if ward.this_day.visits else NOTHING
    if any(stage in TODAY for row in ward.rows for stage in row.stages):
        return ""
    return f"{'No infusion' if ward.this_day.visits else 'Nothing'} is due today."


def days_lines(found: Found, whole: bool) -> Iterator[str]:
    """What today's visits and tomorrow bring: in few words, or with every patient."""
    yield from filter(None, [nothing_due(found.ward)])
    yield from found.ward.notes
    if whole:
        yield from day_lines(found.ward)
        return
    yield "; ".join(_in_short(found))


def _in_short(found: Found) -> Iterator[str]:
    ward = found.ward
    visits = _visits(ward.this_day)
    if visits:
        yield f"Today: {visits}"
    days = [("Tomorrow", ward.tomorrow)]
    if ward.next_open is not None and ward.next_open.day != ward.tomorrow.day:
        days.append(("next open day", ward.next_open))
    for name, day in days:
        closed = ", no infusions" if day.closed else ""
        yield f"{name} {day_text(day.day)}{closed}: {_brings(found, day)}"


def _brings(found: Found, day: Day) -> str:
    said = []
    if day.thaws:
        doses = {(each.course, each.number) for each in day.thaws}
        rows = [each for each in found.thaws if (each.course, each.number) in doses]
        containers = sum(bool(each.identity) for each in rows)
        unchecked = len({(each.course, each.number) for each in rows if each.unchecked})
        said.append(f"{number_of(len(day.thaws), 'thaw')} ({number_of(containers, 'container')} reserved)")
        said += [f"{number_of(unchecked, 'dose')} not verified"] if unchecked else []
    said += [_visits(day)] if day.visits else []
    said += [f"{number_of(len(day.alike), 'NAME ALERT')}"] if day.alike else []
    return ", ".join(said) or "nothing"


def _visits(day: Day) -> str:
    counted = Counter(each.kind for each in day.visits)
    return ", ".join(number_of(count, kind) for kind, count in counted.items())


def overlooked(found: Found) -> Iterator[tuple[Severity, str]]:
    """What must be seen whatever rows are in sight: courses that cannot be read, co-signatures owed."""
    if found.unreadable:
        who = _named([f"{each.course} of {each.recipient} ({each.why})" for each in found.unreadable])
        what = number_of(len(found.unreadable), "course")
        yield "stop", f"{what} cannot be read, and what is due for it is not shown: {who}. F7 Record"
    for problem in found.damaged[:1]:
        yield "stop", f"{problem.message} Which doses are verified is not shown. {problem.fix}"
    if found.owed:
        now = found.ward.at
        since = ((each, days_text(each.days(now))) for each in found.owed)
        who = _named([f"{each.course} infusion {each.infusion}, for {days}" for each, days in since])
        yield "check", f"{number_of(len(found.owed), 'co-signature')} owed: {who}. F6 Checks"


def _named(texts: Sequence[str]) -> str:
    more = len(texts) - _NAMED
    return "; ".join(texts[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
