"""A site's closed days, and a patient's days away: CSV with the header `date,reason`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date

from msc_dose.files.dated_rows import dated_rows, dated_rows_of_text
from msc_dose.notation.door import shown
from msc_dose.problems import refuse
from msc_dose.scheduling.site_calendar import SiteDays

_CLOSED = ("date", "reason")
_WITH_OPEN = ("date", "reason", "open")


def load_closed_days(path: str | os.PathLike[str]) -> dict[date, str]:
    """The closed days of a file, each with its reason.

    UTF-8, header `date,reason`, ISO dates, no date twice. Raises one Refusal naming every bad line:
    `closed.header`, `closed.fields`, `closed.duplicate`, `closed.too-many`, or a date's own code; a file
    that also opens days is `closed.opens-days`: `load_site_days` reads it.
    """
    days = load_site_days(path)
    if days.opened:
        message = f"{os.fspath(path)} opens {days.opened[0].isoformat()}; only closed days are taken here."
        raise refuse(
            "closed.opens-days", "closed", message, "Leave out the lines whose column open says yes."
        )
    return dict(days.closed)


def load_site_days(path: str | os.PathLike[str]) -> SiteDays:
    """The days that a site closes, and those that it opens although they are public holidays.

    Header `date,reason` or `date,reason,open`; the column `open` says `yes`, `no` (Yes and YES too) or
    nothing, which is no.
    Raises the refusals of `load_closed_days`, and `closed.open` for any other word.
    """
    return _site_days(dated_rows(path, "closed", (_CLOSED, _WITH_OPEN), _site_day))


def site_days_of_text(text: str, name: str) -> SiteDays:
    """The same of the text of such a file; `name` is what refusals call it."""
    return _site_days(dated_rows_of_text(text, name, "closed", (_CLOSED, _WITH_OPEN), _site_day))


def _site_days(rows: Mapping[date, tuple[str, bool]]) -> SiteDays:
    closed = tuple((day, reason) for day, (reason, is_open) in rows.items() if not is_open)
    return SiteDays(closed, tuple(day for day, (_, is_open) in rows.items() if is_open))


def load_days_away(path: str | os.PathLike[str]) -> dict[date, str]:
    """The days on which the patient cannot come, each with its reason: CSV with the header `date,reason`.

    Raises the refusals of `load_closed_days` with the field `away`.
    """
    return dated_rows(path, "away", (_CLOSED,), lambda cells, _: cells[0])


def _site_day(cells: list[str], where: str) -> tuple[str, bool]:
    reason, *more = cells
    word = more[0].lower() if more else ""
    if word not in ("", "yes", "no"):
        message = f"{where}: the column open says {shown(more[0])!r}."
        raise refuse("closed.open", "closed", message, "Say yes or no, or leave it empty.", shown(more[0]))
    return reason, word == "yes"
