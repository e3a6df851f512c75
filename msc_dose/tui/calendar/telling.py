"""A day and what stands on it, in words: lines with a style, in as many columns as there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msc_dose.courses.no_day import in_short
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.calendar.moving import Preview
from msc_dose.tui.safe import safe

Told = tuple[str, str]
_MOST = 30  # entries, and windows, that are told one by one
EMPTY = "No course is on record yet. F9 plans one; what it puts on days then stands here."
NOTHING = "Nothing stands on this day."


def day_lines(days: CalendarDays, day: date, width: int) -> list[Told]:
    """Everything on the day: why it is closed, each entry with its dose and why this date, the windows."""
    return wrapped_all(list(_day(days, day)), width)


def _day(days: CalendarDays, day: date) -> Iterator[Told]:
    yield from _heading(days, day)
    found = days.on(day)
    for entry in found[:_MOST]:
        yield "", ""
        yield from entry_lines(entry, days)
    if len(found) > _MOST:
        yield f"and {len(found) - _MOST:,} more: Enter lists all.", "bold"
    if not found:
        yield "", ""
        yield (NOTHING if days.courses else EMPTY), "$quiet-ink"
    yield from _windows(days, day)


def _heading(days: CalendarDays, day: date) -> Iterator[Told]:
    away = (day - days.today).days
    when = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(away)
    when = when or (f"in {away:,} days" if away > 0 else f"{-away:,} days ago")
    yield f"{day_text(day)}, {when}", "bold"
    why = days.why_closed(day)
    if why is not None:
        yield f"c  {safe(why) if why.startswith('closed') else f'closed: {safe(why)}'}", "$check-ink"
    if days.not_looked_up(day):
        yield f"● NOTE public holidays of {day.year} are not looked up", "$note-ink"


def entry_lines(entry: Entry, days: CalendarDays) -> Iterator[Told]:
    """One entry: where it stands, whose it is, its dose, its window, why this date."""
    local = days.local(entry.course)
    letter = days.letters.get(entry.course.course, "")
    sign = entry.sign(local)
    lead = "  ".join(filter(None, (letter, f"{sign} {entry.word(local)}".strip(), entry.name)))
    yield lead, "bold"
    yield f"   {entry.patient}, course {safe(entry.course.course)}", ""
    yield from ((f"   {text}", style) for text, style in _details(entry, days))


def _details(entry: Entry, days: CalendarDays) -> Iterator[Told]:
    infusion, visit = entry.infusion, entry.visit
    instead = days.wholes.instead(entry.course)
    if infusion is not None:
        whole = days.wholes.infusion(entry)
        yield f"DOSE {safe(briefly(infusion.dose))}", "bold"
        if infusion.new_dose is not None:
            yield f"NEW ORDER NEEDED: {safe(briefly(infusion.new_dose))}", "$check-ink"
        if whole is not None and whole.infused is not None and whole.was_given:
            yield f"infused {safe(briefly(whole.infused))}", ""
        if infusion.time:
            yield f"at {infusion.time} {days.local(entry.course).tzname()}", ""
        where = ", ".join(filter(None, (infusion.place, *infusion.needs)))
        yield from [(safe(where), "")] if where else []
        if infusion.date is None:
            yield f"NO DATE: {safe(in_short(infusion.why_no_date)) or 'to be decided'}", "$check-ink"
        if infusion.pending and infusion.earliest and infusion.latest:
            yield f"window {_span(infusion.earliest, infusion.latest)}", ""
        yield from _moved_from(entry)
        yield from ((f"why: {safe(text)}", "") for text in (whole.why_this_date if whole else ()))
    elif visit is not None:
        yield from [(safe(visit.detail), "")] if visit.detail else []
        yield from [(f"of infusion {visit.infusion}", "")] if visit.infusion else []
        seen = days.wholes.visit(entry)
        yield from [(safe(seen.when), "")] if seen is not None and seen.when else []
        yield from _moved_from(entry)
    yield from [(instead, "$quiet-ink")] if instead else []


def _moved_from(entry: Entry) -> Iterator[Told]:
    found = entry.infusion or entry.visit
    if entry.arrow and found is not None and found.target is not None:
        yield f"{entry.arrow} moved, target {day_text(found.target)}", ""


def _span(first: date, last: date) -> str:
    return f"{day_text(first)} to {day_text(last)}" if first != last else f"{day_text(first)} only"


def _windows(days: CalendarDays, day: date) -> Iterator[Told]:
    found = list(days.windows_on(day))
    if not found:
        return
    yield "", ""
    yield "· in the window of", "bold"
    for entry in found[:_MOST]:
        letter = days.letters.get(entry.course.course, "")
        on = entry.infusion.date if entry.infusion else None
        when = f"on {day_text(on)}" if on else "no date"
        yield f"   {letter} {entry.name} {entry.patient}, {when}".replace("    ", "   "), ""
    if len(found) > _MOST:
        yield f"   and {len(found) - _MOST:,} more", ""


def preview_lines(made: Preview, width: int) -> list[Told]:
    """What a move would change, or why it cannot be; what it would newly tell."""
    if made.refused:
        told: list[Told] = [("■ STOP  cannot be moved there", "bold $stop-ink")]
        told += [(f"{safe(each.message)} {safe(each.fix)} ({each.code})", "") for each in made.problems]
    elif made.nothing:
        told = [("No date would change: choose another day.", "$quiet-ink")]
    else:
        told = [("This would change:", "bold")]
        told += [(line, "") for line in made.lines(width)]
        told += [(f"▲ {each.severity.upper()} {safe(each.message)} {safe(each.fix)}", "$check-ink")
                 for each in made.problems]  # fmt: skip
        told += [(text, "bold $check-ink") for text in made.questions()]
    return wrapped_all(told, width)


def wrapped_all(told: Sequence[Told], width: int) -> list[Told]:
    """The same lines, wrapped."""
    return [(line, style) for text, style in told for line in fitted_whole(text, width)]
