"""Many courses at one moment: what is on the clock, late, due, and what tomorrow brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from msc_dose.ward.book import Book, check

if TYPE_CHECKING:
    from msc_dose.scheduling import Closures
    from msc_dose.ward.brief import Seen
    from msc_dose.ward.values import Ward


def ward_view(courses: Iterable[Seen], now: datetime, closures: Closures, slots: int | None = None) -> Ward:
    """The ward at `now`, which carries its offset from UTC; `slots` are the infusions a day may hold.

    A patient stands in one row, in the first stage that applies: on the clock (thawed), running, to
    observe, late, due, in the window, out of window, next, held, waiting for a decision, ended; an infusion
    that is late or out of window comes before the later ones of its course. The day is
    that of each course's own zone; the ward's day is that of the zone all courses share, else that of
    `now` as it is given, and a row whose clocks show another time says so. A note tells of courses with
    entries recorded after `now`: they are shown as recorded since. `closures` are the site's. A course may
    be given as its brief (`ward.brief.brief_of`): from the moment on at which it was settled the ward is the
    same.

    Raises Refusal `ward.at-without-offset`, `slots.invalid`, `ward.zone-unknown`; TypeError for
    wrong Python types.
    """
    book = Book()
    for number, course in enumerate(courses):
        book.put(number, course)
    check(now, closures, slots)
    return book.ward(now, closures, slots)
