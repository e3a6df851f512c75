"""What the ward sees of each course, kept beside it: a board of many courses is shown without folding any.

A brief is derived and not audited: it is no table of `tables.TABLES`, stands in no export, and is made anew
where it is missing. It is written in the transaction of each event, after it; the record itself throws it
away when an event is written without one. Nothing is decided by it: whoever clears, verifies or enters folds
the events.

keeping    a brief written, and those that are missing
reading    briefs read: all of them, those that changed, or the most urgent
checking   whether each is what its course would be briefed as now
"""

from msc_dose.store.briefs.keeping import briefed, keep_brief, keep_missing
from msc_dose.store.briefs.reading import Changed, changed_briefs, count_briefs, first_briefs, unbriefed

__all__ = [
    "Changed",
    "briefed",
    "changed_briefs",
    "count_briefs",
    "first_briefs",
    "keep_brief",
    "keep_missing",
    "unbriefed",
]
