"""Weekdays as text: `mon-fri`, `mon,tue,thu`; read, kept in week order, and said again."""

from __future__ import annotations

from collections.abc import Iterable

from msc_dose.problems import Refusal, refuse

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# The code of each field's refusal, what it means that no weekday is named, and what is asked for.
_ASKED = {
    "open": ("closures.open-weekdays", "No weekday is open, so no infusion can have a date.", "open"),
    "thaw": (
        "closures.thaw-weekdays",
        "The lab thaws on no weekday, so no infusion can have a date.",
        "thaw",
    ),
}


def read_weekdays(given: str | Iterable[str], field: str) -> tuple[str, ...]:
    """The weekdays of a text or of several, in week order; `field` is `open` or `thaw`.

    Raises Refusal `closures.open-weekdays` or `closures.thaw-weekdays`; TypeError for wrong types.
    """
    items = given.split(",") if isinstance(given, str) else list(given)
    if not all(isinstance(item, str) for item in items):
        raise TypeError(f"{field} must be a str or hold only strs, such as 'mon-fri' or ['mon', 'tue']")
    read = ",".join(items)
    weekdays = [weekday for item in items for weekday in _expand(item.lower(), read, field)]
    if not weekdays:
        raise _refusal(field, _ASKED[field][1], read)
    for weekday in WEEKDAYS:
        if weekdays.count(weekday) > 1:
            raise _refusal(field, f"{weekday} is named more than once.", read)
    return tuple(weekday for weekday in WEEKDAYS if weekday in weekdays)


def weekdays_text(weekdays: tuple[str, ...] | None) -> str:
    """The weekdays for a person: `Mon–Fri`, `Mon, Tue, Fri–Sun`, `every day` where they are not stated."""
    if weekdays is None:
        return "every day"
    return ", ".join(text for run in _runs(weekdays) for text in _run_texts(run))


def _expand(item: str, read: str, field: str) -> tuple[str, ...]:
    """The weekdays of `tue` or `mon-fri`; a range runs forward and may pass the end of the week."""
    first, dash, last = item.partition("-")
    if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
        raise _refusal(field, f"{item!r} is neither a weekday nor a range of two weekdays.", read)
    if not dash:
        return (first,)
    if first == last:
        raise _refusal(field, f"{item!r} could mean one day or the whole week.", read)
    start, length = WEEKDAYS.index(first), (WEEKDAYS.index(last) - WEEKDAYS.index(first)) % 7 + 1
    return tuple(WEEKDAYS[(start + step) % 7] for step in range(length))


def _refusal(field: str, message: str, read: str) -> Refusal:
    code, _, which = _ASKED[field]
    fix = (
        f"Write the {which} weekdays like mon-fri, mon,tue,thu or mon-thu,sat, each once and without spaces."
    )
    return refuse(code, field, message, fix, read)


def _runs(weekdays: tuple[str, ...]) -> list[list[str]]:
    """The weekdays in groups that follow each other without a day between."""
    runs: list[list[str]] = []
    for weekday in weekdays:
        if runs and WEEKDAYS.index(weekday) == WEEKDAYS.index(runs[-1][-1]) + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    return runs


def _run_texts(run: list[str]) -> list[str]:
    """`Mon–Fri` for three weekdays or more, else each by its name."""
    if len(run) > 2:
        return [f"{run[0].capitalize()}–{run[-1].capitalize()}"]
    return [weekday.capitalize() for weekday in run]
