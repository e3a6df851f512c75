"""The closed list of event types: the name that stands in a course file, and the value it makes."""

from __future__ import annotations

from typing import get_args

from msc_dose.courses.events.dating import (
    Arranged,
    BlockChosen,
    CourseStopped,
    Held,
    LaterDecided,
    Missed,
    Moved,
    NotNeeded,
    Resumed,
)
from msc_dose.courses.events.giving import (
    BedsideCheck,
    Cleared,
    Completed,
    Observed,
    PartialDecided,
    Paused,
    PostThawCount,
    Reaction,
    Restarted,
    Started,
    StoppedEarly,
    Thawed,
)
from msc_dose.courses.events.opening import CalendarChanged, Consent, EthicsApproval, Opened, Planned
from msc_dose.courses.events.ordering import DoseChanged, OrderAmended, OrderCancelled, Ordered, Weighed
from msc_dose.courses.events.results import Counted, Deviation, EnteredInError, RescueGiven

What = (
    Opened
    | Consent
    | EthicsApproval
    | Planned
    | CalendarChanged
    | Ordered
    | OrderAmended
    | OrderCancelled
    | Weighed
    | DoseChanged
    | Held
    | Resumed
    | Moved
    | NotNeeded
    | Missed
    | CourseStopped
    | LaterDecided
    | BlockChosen
    | Arranged
    | Cleared
    | Thawed
    | PostThawCount
    | BedsideCheck
    | Started
    | Paused
    | Restarted
    | Completed
    | StoppedEarly
    | Observed
    | PartialDecided
    | Reaction
    | Counted
    | RescueGiven
    | Deviation
    | EnteredInError
)


def _name(kind: type) -> str:
    """`StoppedEarly` is `stopped-early`."""
    words = "".join(f"-{c.lower()}" if c.isupper() else c for c in kind.__name__)
    return words.removeprefix("-")


NAMES = {kind: _name(kind) for kind in get_args(What)}
KINDS = {name: kind for kind, name in NAMES.items()}
