"""One infusion as it was given: cleared, thawed, checked, started, ended, observed; and reactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class ClearanceItem:
    """One item of the site's list before thaw: whether it holds, and a word on it."""

    item: str
    holds: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cleared:
    """The infusion is cleared to thaw, item by item of the site's list."""

    infusion: int
    items: tuple[ClearanceItem, ...]


@dataclass(frozen=True, slots=True)
class Thawed:
    """These containers were thawed for the infusion; thawing is one-way. `expires` is post-thaw expiry."""

    infusion: int
    containers: tuple[str, ...]
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class PostThawCount:
    """What the count after thaw gave for a container: cells, or viability (%), or both."""

    infusion: int
    container: str
    cells: Amount | None = None
    viability: Amount | None = None


@dataclass(frozen=True, slots=True)
class BedsideCheck:
    """Two people matched patient and product before the start; `second` is who checked beside `by`.

    `identifiers` are the two identifiers of the patient that were compared (their kinds, such as
    "date of birth", never the values). A match that is False suspends the start.
    """

    infusion: int
    container: str
    second: str
    identifiers: tuple[str, ...]
    patient_matches: bool
    container_matches: bool
    expiry_matches: bool
    volume_matches: bool
    appearance_normal: bool


@dataclass(frozen=True, slots=True)
class Started:
    """The infusion began when the event occurred."""

    infusion: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The infusion was interrupted."""

    infusion: int
    reason: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The infusion went on after a pause."""

    infusion: int


@dataclass(frozen=True, slots=True)
class Given:
    """What went in of one container: mL issued, left and infused; `remainder` is the fate of the rest.

    `remainder` is `none`, `wasted` or `retained-for-testing`; a remainder is never kept for another day.
    """

    container: str
    issued: Amount
    infused: Amount
    left: Amount
    remainder: str = "none"


@dataclass(frozen=True, slots=True)
class Completed:
    """The infusion ended as planned.

    `started` and `ended` carry their offset; `cells` is what went in where it was counted, else it follows
    from the volumes. `line_rinsed` is None where it is not known.
    """

    infusion: int
    started: datetime
    ended: datetime
    containers: tuple[Given, ...] = ()
    line_rinsed: bool | None = None
    cells: Amount | None = None


@dataclass(frozen=True, slots=True)
class StoppedEarly:
    """The infusion ended before all of it was in, and why; otherwise as Completed."""

    infusion: int
    started: datetime
    ended: datetime
    reason: str
    containers: tuple[Given, ...] = ()
    line_rinsed: bool | None = None
    cells: Amount | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """The observation after the infusion ended when the event occurred."""

    infusion: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartialDecided:
    """What becomes of an infusion that stopped early: `counts`, `made-up` or `repeated`.

    Made up: `cells` more within `within_days` days.
    """

    infusion: int
    decision: str
    reason: str
    within_days: int | None = None
    cells: Amount | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """A reaction to an infusion: when it began, mL infused by then, signs, CTCAE grade 1–5, what was done."""

    infusion: int
    onset: datetime
    signs: str
    grade: int
    action: str
    outcome: str
    volume_by_then: Amount | None = None
