"""How many slots of each day are taken: CSV with the header `date,booked`."""

from __future__ import annotations

import os
from datetime import date

from msc_dose.files.dated_rows import dated_rows
from msc_dose.notation.door import shown
from msc_dose.problems import refuse

_DIGITS = frozenset("0123456789")
_MOST_DIGITS = 4


def load_booked(path: str | os.PathLike[str]) -> dict[date, int]:
    """The number of slots taken of each day of the file; a day that it leaves out has none taken.

    UTF-8, header `date,booked`, ISO dates, no date twice, whole numbers from 0 to 9,999. Raises one Refusal
    naming every bad line: `booked.count`, or those of `load_closed_days` with the field `booked`.
    """
    return dated_rows(path, "booked", (("date", "booked"),), _count)


def _count(cells: list[str], where: str) -> int:
    text = cells[0]
    if not text or len(text) > _MOST_DIGITS or not set(text) <= _DIGITS:
        message = f"{where}: {shown(text)!r} is no number of slots."
        raise refuse(
            "booked.count", "booked", message, "Write how many slots are taken, as 0 or 3.", shown(text)
        )
    return int(text)
