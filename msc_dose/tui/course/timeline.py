"""The infusions and visits of a course in order of their days, and what is known of one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from msc_dose.courses.course import CourseInfusion, CourseVisit
from msc_dose.courses.infusion_text import infusion_lines
from msc_dose.courses.no_day import in_short
from msc_dose.courses.text import moved
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.course.seen import Seen
from msc_dose.tui.course.standing import bags_line, bags_word, check_line, check_word, state_of
from msc_dose.tui.course.table import Line, Table
from msc_dose.tui.safe import safe

_ALL = ("State", "No.", "Date", "Window", "Target", "DOSE", "INFUSED", "Check", "Bags")
# What is left out where there is no room, the least needed first; all of it stands below the list.
_CHOICES = (
    _ALL,
    tuple(head for head in _ALL if head != "INFUSED"),
    tuple(head for head in _ALL if head not in ("INFUSED", "Target")),
    tuple(head for head in _ALL if head not in ("INFUSED", "Target", "Window")),
)
WIDE = 100
_Cells = tuple[str, dict[str, str], str]


def timeline(seen: Seen, width: int) -> Table:
    """Infusions and visits by day, with as many columns as there is room for; then doses wrap."""
    dated: list[tuple[date, int, int, _Cells]] = []
    for infusion in seen.course.infusions:
        day = infusion.date or infusion.target or date.max
        dated.append((day, 0, infusion.number, _infusion(seen, infusion)))
    for at, visit in enumerate(seen.course.visits):
        dated.append((visit.date or visit.target or date.max, 1, at, _visit(seen, visit)))
    rows = [cells for *_, cells in sorted(dated, key=lambda each: each[:3])]
    tables = (_table(rows, heads, width) for heads in _CHOICES)
    *_, last = made = list(tables)
    return next((each for each in made if not each.narrowed), last)


def _table(rows: list[_Cells], heads: tuple[str, ...], width: int) -> Table:
    lines = [Line(key, tuple(cells[head] for head in heads), style) for key, cells, style in rows]
    return Table(heads, lines, width, (heads.index("DOSE"), heads.index("Date"), 0))


def _infusion(seen: Seen, infusion: CourseInfusion) -> _Cells:
    state, style = state_of(seen.course, infusion, seen.local)
    reserved = seen.reserved.get(infusion.number, ())
    cells = {
        "State": state,
        "No.": f"{infusion.number}/{infusion.of}",
        "Date": _when(infusion),
        "Window": _window(infusion),
        "Target": _target(infusion),
        "DOSE": briefly(infusion.dose),
        "INFUSED": briefly(infusion.infused) if infusion.infused is not None else "-",
        "Check": check_word(infusion, seen.checked.get(infusion.number)),
        "Bags": bags_word(reserved),
    }
    return f"infusion {infusion.number}", {head: safe(text) for head, text in cells.items()}, style


def _visit(seen: Seen, visit: CourseVisit) -> _Cells:
    state = "- VISIT" if visit.date and visit.date < seen.local.date() else ". VISIT"
    date_text = day_text(visit.date) if visit.date else "no date"
    of = f"{visit.infusion}" if visit.infusion else ""
    cells = (
        dict.fromkeys(_ALL, "")
        | {"State": state, "No.": of, "Date": date_text, "DOSE": visit.kind}
        | {"Window": _between(visit.earliest, visit.latest)}
    )
    key = f"visit {visit.kind} {visit.infusion} {visit.date}"
    return key, {head: safe(text) for head, text in cells.items()}, ""


def _when(infusion: CourseInfusion) -> str:
    if infusion.date is None:
        return "to be decided" if infusion.pending else "-"
    if infusion.started is not None:
        return f"{day_text(infusion.date)} {infusion.started:%H:%M}"
    return f"{day_text(infusion.date)}{f' {infusion.time}' if infusion.time else ''}"


def _window(infusion: CourseInfusion) -> str:
    return _between(infusion.earliest, infusion.latest)


def _between(earliest: date | None, latest: date | None) -> str:
    if earliest is None or latest is None or earliest == latest:
        return "none"
    return f"{short(earliest)} to {short(latest)}"


def _target(infusion: CourseInfusion) -> str:
    if infusion.target is None:
        return "-"
    by = moved(infusion.target, infusion.date) if infusion.date else ""
    return f"{short(infusion.target)}{f', {by}' if by else ''}"


def short(day: date) -> str:
    """`29-Feb`, beside a date that shows weekday and year."""
    return day_text(day).partition(" ")[2].rpartition("-")[0]


def detail_lines(seen: Seen, key: str, width: int) -> list[str]:
    """Everything known of the row of this key, wrapped: numbers, window, why this day, check, containers."""
    kind, _, number = key.partition(" ")
    infusion = seen.infusion(int(number)) if kind == "infusion" else None
    if infusion is None:
        return _visit_lines(seen, key, width)
    alone = replace(seen.course, infusions=(infusion,))
    checked = check_line(infusion, seen.checked.get(infusion.number), seen.course.zone)
    reserved = bags_line(seen.reserved.get(infusion.number, ()))
    first, *more = infusion_lines(alone)
    lines = [first, *more, *(f"     {text}" for text in (checked, reserved))]
    return [line for text in lines for line in fitted_whole(safe(text), width, 7)]


def _visit_lines(seen: Seen, key: str, width: int) -> list[str]:
    visits = (each for each in seen.course.visits if _visit(seen, each)[0] == key)
    lines = []
    for visit in visits:
        when = day_text(visit.date) if visit.date else f"no date: {in_short(visit.why_no_date)}"
        of = f" of infusion {visit.infusion}" if visit.infusion else ""
        lines.append(f"{when}  {visit.kind}{of}, {visit.when}  {visit.detail}".rstrip(" ,"))
        if visit.target and visit.earliest and visit.latest and visit.earliest != visit.latest:
            window = f"{day_text(visit.earliest)} to {day_text(visit.latest)}"
            lines.append(f"     target {day_text(visit.target)}, window {window}")
    return [line for text in lines for line in fitted_whole(safe(text), width, 7)]
