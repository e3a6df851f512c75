"""Counts, rescue treatment and deviations: kept with the entries, and told."""

from __future__ import annotations

from msc_dose.courses.events.event import Event
from msc_dose.courses.events.results import Counted, Deviation, RescueGiven
from msc_dose.courses.folding.ledger import Ledger, named
from msc_dose.problems import Problem


def counted(ledger: Ledger, event: Event, what: Counted) -> None:
    """A count is on record; what it means is said by the criteria of response."""


def rescue_given(ledger: Ledger, event: Event, what: RescueGiven) -> None:
    """Rescue treatment is on record; counts near it are judged by a declared washout."""


def deviated(ledger: Ledger, event: Event, what: Deviation) -> None:
    """A departure in words stands among the problems of the course."""
    if what.infusion is not None:
        ledger.record(what.infusion, event)
    about = "" if what.infusion is None else f" (infusion {what.infusion})"
    message = f"{what.text}{about}. Reason: {what.reason}."
    said = f"{named(event)}: {message}"
    ledger.problems.append(Problem("course.deviation", "note", "infusion", said, "It is on record."))
