"""Visits of a plan: how far from an infusion, and on which days they may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.dates import Slot, Window, months_later, shift, shift_within
from msc_dose.recheck.document import MOST, Node, malformed
from msc_dose.recheck.working import VisitTerms

MOST_DAYS, MOST_DAYS_BEFORE = 365 * 100, 3650
MOST_MONTHS = 12 * 100
MOST_MINUTES = 24 * 60
DAYS_LOOKED_BACK = 31
"""How far before its target the last open day is looked for."""
FARTHEST_BESIDE = 60
_KEYS = ("kind", "from", "before", "after", "preferred", "closed_days")


@dataclass(frozen=True, slots=True)
class VisitRule:
    """One rule: `number` days, or months, after an infusion; before it where it is negative.

    `origin` is the infusion: the target of the `first` or `last`, or the date of `each`. `closed_days` says
    what a closed day does to the visit. With `minutes` it is a part of the day of the infusion, so long
    before its start (below 0) or after its end.
    """

    node: Node
    origin: str
    number: int
    in_months: bool
    window: Window
    closed_days: str
    minutes: int | None

    @classmethod
    def of(cls, node: Node) -> VisitRule:
        """The rule that stands here."""
        node.at("kind").text()
        number, in_months, minutes = _distance(node)
        said, closed = node.maybe("from"), node.maybe("closed_days")
        origin = "first" if said is None else said.choice("first", "last", "each")
        answers = ("any-day", "open-day", "open-day-before", "moves-infusion")
        closed_days = "open-day" if closed is None else closed.choice(*answers)
        rule = cls(node, origin, number, in_months, Window.of(node), closed_days, minutes)
        if minutes is not None and (origin != "each" or number):
            raise node.at("minutes").wrong("no key, but on the day of each infusion")
        if rule.moves_infusion and (origin != "each" or in_months or abs(number) > FARTHEST_BESIDE):
            wanted = f"'moves-infusion' up to {FARTHEST_BESIDE} days from each infusion only"
            raise node.at("closed_days").wrong(wanted)
        return rule

    @property
    def moves_infusion(self) -> bool:
        """Whether an infusion takes no day on whose visit day nothing is open."""
        return self.closed_days == "moves-infusion"

    def slot(self, origin: date) -> Slot:
        """The target and the days that are permitted, counted from the day of an infusion."""
        move = months_later if self.in_months else shift_within
        target = move(self.node, origin, self.number)
        if self.minutes is not None:
            return Slot(target, target, target)
        if self.closed_days == "open-day-before":
            return Slot(target, shift(target, -DAYS_LOOKED_BACK), target)
        return self.window.around(target)

    def terms(self, infusion: int | None) -> VisitTerms:
        """What the working of its target names: of each infusion, that of this number."""
        origin = f"{self.origin} infusion's target" if infusion is None else f"date of infusion {infusion}"
        return VisitTerms(origin, "calendar months" if self.in_months else "days", self.minutes)


def visit_rules(inputs: Node) -> list[VisitRule]:
    """The rules of all visits, in order."""
    nodes = inputs.at("visits").items()
    if len(nodes) > MOST:
        raise malformed(inputs.at("visits").path, f"Here belong at most {MOST} visits.", str(len(nodes)))
    return [VisitRule.of(node) for node in nodes]


def _distance(node: Node) -> tuple[int, bool, int | None]:
    """How far from an infusion, whether in months, and by how many minutes where within the day."""
    if "months" in node.mapping():
        node.only("months", *_KEYS)
        return node.at("months").whole(0, MOST_MONTHS), True, None
    node.only("days", "minutes", *_KEYS)
    said = node.maybe("minutes")
    minutes = None if said is None else said.whole(-MOST_MINUTES, MOST_MINUTES)
    if said is not None and not minutes:
        raise said.wrong("minutes before (below 0) or after an infusion")
    return node.at("days").whole(-MOST_DAYS_BEFORE, MOST_DAYS), False, minutes
