"""A course that has seen something: one infusion of four is given, one is moved, counts and a rescue stand."""

from __future__ import annotations

from datetime import date, datetime

import recorded
from doublechecked import reentry

import msc_dose as md
from msc_dose.courses.events import dating, giving, results
from msc_dose.courses.events.ordering import Weighed
from msc_dose.store.verifications import verify

COUNTS = (
    (date(2024, 1, 22), "14 × 10⁹/L"),
    (date(2024, 2, 5), "45 × 10⁹/L"),
    (date(2024, 2, 12), "104 × 10⁹/L"),
    (date(2024, 2, 19), "88 × 10⁹/L"),
)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day in Berlin."""
    return recorded.at(hour, minute, day)


def told(site) -> None:
    """C-1 of P-1: given, moved, counted, rescued; C-2 of P-2: held; C-3 of P-3 cannot be read."""
    site.begun()
    site.begun("C-2", "P-2", "70.5 kg")
    recorded.spoilt(site.record, "C-3", "P-3")
    site.stocked("0001", "0002", "0003")
    site.stocked("0004", recipient="P-9")
    site.reserved("C-1", 1, "MSC24A 0001")
    verify(site.record, site.proof("ph-2"), "C-1", 1, reentry(containers=("MSC24A 0001",)))
    day = recorded.START
    count = md.read(COUNTS[0][1], "platelet_count")
    site.enter("C-1", results.Counted(count, False), at(COUNTS[0][0]))
    site.enter("C-1", Weighed(md.read("60 kg", "body_weight")), at(day, 8, 45))
    site.clock.now = at(day, 10)
    site.enter("C-1", recorded.cleared(), at(day, 9, 5))
    site.enter("C-1", giving.Thawed(1, ("MSC24A 0001",), at(day, 10, 30)), at(day, 9, 10), "te-1")
    kinds = ("date of birth", "hospital number")
    site.enter("C-1", giving.BedsideCheck(1, "MSC24A 0001", "rn-2", kinds, *[True] * 5), at(day, 9, 20),
               second=site.proof("rn-2"))  # fmt: skip
    whole = giving.Given("MSC24A 0001", *(md.read(text, "volume") for text in ("20 mL", "20 mL", "0 mL")))
    site.enter("C-1", giving.Completed(1, at(day, 9, 30), at(day, 9, 50), (whole,), True), at(day, 9, 55))
    site.clock.now = at(day, 14)
    site.enter("C-1", giving.Observed(1), at(day, 13, 50))
    for taken, text in COUNTS[1:]:
        site.clock.now = at(taken, 12)
        site.enter("C-1", results.Counted(md.read(text, "platelet_count"), False), at(taken))
    site.clock.now = at(date(2024, 2, 20), 9)
    site.enter("C-1", results.RescueGiven("IVIG"), at(date(2024, 2, 16)))
    site.enter(
        "C-1",
        dating.Moved(2, date(2024, 3, 1), "this-one", "the chair is taken"),
        at(date(2024, 2, 20), 8, 30),
    )
    site.enter("C-2", dating.Held("fever of 38.9 °C"), at(date(2024, 2, 20), 8, 40))
