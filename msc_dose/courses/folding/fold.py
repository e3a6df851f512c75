"""Events in, course out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msc_dose.courses.course import Course
from msc_dose.courses.events import dating as dated
from msc_dose.courses.events import giving as given
from msc_dose.courses.events import opening as begun
from msc_dose.courses.events import ordering as prescribed
from msc_dose.courses.events import results as found
from msc_dose.courses.events.event import Event
from msc_dose.courses.folding import dating, ending, giving, moving, opening, ordering, results
from msc_dose.courses.folding.agreement import agreed_dates
from msc_dose.courses.folding.entries import entries_of
from msc_dose.courses.folding.ledger import Ledger
from msc_dose.courses.folding.local_time import at_site
from msc_dose.courses.folding.outcome import course_from
from msc_dose.problems import refuse

HANDLERS: dict[type, Callable[[Ledger, Event, Any], None]] = {
    begun.Opened: opening.opened,
    begun.Consent: opening.consented,
    begun.EthicsApproval: opening.approved,
    begun.Planned: opening.planned,
    begun.CalendarChanged: opening.calendar_changed,
    prescribed.Ordered: ordering.ordered,
    prescribed.OrderAmended: ordering.order_amended,
    prescribed.OrderCancelled: ordering.order_cancelled,
    prescribed.Weighed: ordering.weighed,
    prescribed.DoseChanged: ordering.dose_changed,
    dated.Held: dating.held,
    dated.Resumed: dating.resumed,
    dated.Moved: moving.moved,
    dated.NotNeeded: dating.not_needed,
    dated.Missed: dating.missed,
    dated.CourseStopped: dating.stopped,
    dated.LaterDecided: dating.later_decided,
    dated.BlockChosen: dating.block_chosen,
    dated.Arranged: dating.arranged,
    given.Cleared: giving.cleared,
    given.Thawed: giving.thawed,
    given.PostThawCount: giving.counted_after_thaw,
    given.BedsideCheck: giving.checked,
    given.Started: giving.started,
    given.Paused: giving.paused,
    given.Restarted: giving.restarted,
    given.Completed: ending.completed,
    given.StoppedEarly: ending.stopped_early,
    given.Observed: ending.observed,
    given.PartialDecided: ending.partial_decided,
    given.Reaction: ending.reacted,
    found.Counted: results.counted,
    found.RescueGiven: results.rescue_given,
    found.Deviation: results.deviated,
}


def course_of(events: Iterable[Event]) -> Course:
    """The course that these events make, in the order in which they were recorded.

    What was entered in error counts as if it had never been, and stays among the entries. Raises Refusal
    where the events cannot all be: `course.not-opened`, `course.sequence`, `course.no-such-infusion`,
    `course.given-already`, `course.container-used`, a move or a decision without its cause, and
    `recheck.disagrees` where the second calculation of the dates or doses differs, which is our defect.
    """
    told = tuple(events)
    for event in told:
        if not isinstance(event, Event):
            raise TypeError(f"a course is made of Events, not of {type(event).__name__}")
    entries = entries_of(told)
    ledger = folded([entry.event for entry in entries if entry.struck_by is None])
    course = course_from(ledger, entries)
    agreed_dates(ledger)
    return course


def folded(events: Iterable[Event]) -> Ledger:
    """The ledger after these events, none of which is struck."""
    ledger = Ledger()
    for event in events:
        if isinstance(event.what, found.EnteredInError):
            continue
        if not ledger.opened and not isinstance(event.what, begun.Opened):
            message = f"Event {event.number} ({event.type}) stands before the course is opened."
            raise refuse("course.not-opened", "type", message, "Begin with an event of type opened.")
        local = at_site(event, ledger.zone) if ledger.opened else event
        HANDLERS[type(local.what)](ledger, local, local.what)
    if not ledger.opened:
        raise refuse("course.not-opened", "type", "No event opens the course.", "Begin with course new.")
    return ledger
