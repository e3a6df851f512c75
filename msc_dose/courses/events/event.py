"""One event of a course: who recorded what, when it occurred and when it was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msc_dose.courses.events.kinds import NAMES, What


@dataclass(frozen=True, slots=True)
class Event:
    """Event `number` (1, 2, 3 … in the order of recording) of a course.

    `occurred` and `recorded` carry their offset from UTC; an entry made later than what it tells is
    normal. `by` is who recorded it.
    """

    number: int
    occurred: datetime
    recorded: datetime
    by: str
    what: What

    @property
    def type(self) -> str:
        """The name of the event's kind, as it stands in a course file."""
        return NAMES[type(self.what)]
