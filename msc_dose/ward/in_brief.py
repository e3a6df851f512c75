"""A course in brief: the line that stands for it in a list of courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class InBrief:
    """One course as a list shows it, by the moment at which it was asked for.

    `stage`, `word`, `next`, and `number` of `of` with its `date` are those of the row that the ward would
    show for this course alone. `why` says why the course cannot be read; everything else is empty then.
    """

    course: str
    recipient: str
    protocol: str = ""
    stage: str = ""
    word: str = ""
    number: int | None = None
    of: int | None = None
    date: Date | None = None
    next: str = ""
    training: bool = False
    why: str = ""
