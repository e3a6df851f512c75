"""The days on which an infusion can be given, and those on which a visit can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from msc_dose.recheck.dates import Slot, shift, weekday
from msc_dose.recheck.document import FIRST_YEAR, LAST_YEAR, Node
from msc_dose.recheck.visits import VisitRule

CLOSURE_KEYS = ("open", "closed", "thaw", "away", "full", "worked", "provisional", "covered")


@dataclass(frozen=True, slots=True)
class OpenDays:
    """What opens and closes a day; weekdays are numbers, 0 for Monday.

    `shut` are closed dates and days on which the patient cannot come; `worked` are open whatever their
    weekday; `thaw` are the weekdays on which the laboratory thaws, `full` the days without a free slot.
    `beside` says how many days after an infusion a visit must find its day open.
    """

    weekdays: frozenset[int]
    shut: frozenset[date]
    worked: frozenset[date] = frozenset()
    thaw: frozenset[int] = frozenset(range(7))
    full: frozenset[date] = frozenset()
    beside: tuple[int, ...] = ()
    _known: dict[date, bool] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, inputs: Node, rules: Iterable[VisitRule]) -> OpenDays:
        """The days that the inputs state; of weekdays that are not stated, every one is open."""
        opened, worked = inputs.at("open"), inputs.maybe("worked")
        for years in (inputs.maybe("provisional"), inputs.maybe("covered")):
            for year in [] if years is None else years.items():
                year.whole(FIRST_YEAR, LAST_YEAR)
        return cls(
            _weekdays(opened),
            _dates(inputs.at("closed")) | _dates(inputs.maybe("away")),
            frozenset() if worked is None else frozenset(node.day() for node in worked.items()),
            _weekdays(inputs.maybe("thaw")),
            _dates(inputs.maybe("full")),
            tuple(sorted({rule.number for rule in rules if rule.moves_infusion})),
        )

    def for_visit(self, day: date) -> bool:
        """Whether a visit can be on this day."""
        return day not in self.shut and (day.weekday() in self.weekdays or day in self.worked)

    def for_infusion(self, day: date) -> bool:
        """Whether an infusion can be on this day, and the visits that go with it on theirs."""
        # Windows overlap: a day is asked for by many infusions.
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._looked(day)
        return known

    def _looked(self, day: date) -> bool:
        if not self.for_visit(day) or day.weekday() not in self.thaw or day in self.full:
            return False
        return all(self.for_visit(shift(day, days)) for days in self.beside)

    def infusion(self, slot: Slot, first: date, last: date) -> date | None:
        """The best day of a slot for an infusion, from the first to the last that may be taken."""
        first, last = max(first, slot.earliest), min(last, slot.latest)
        if first <= slot.target <= last and self.for_infusion(slot.target):
            return slot.target
        return nearest(slot, filter(self.for_infusion, days_from(first, last)))


def visit_day(rule: VisitRule, slot: Slot, open_days: OpenDays) -> date | None:
    """The day of a visit; None where its rule allows none."""
    if rule.minutes or rule.closed_days == "any-day":
        return slot.target
    can_be = filter(open_days.for_visit, days_from(slot.earliest, slot.latest))
    if rule.closed_days == "open-day-before":
        return max(can_be, default=None)
    return nearest(slot, can_be)


def days_from(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def distance(day: date, other: date) -> int:
    """The days between two days, whichever is earlier."""
    return abs(day.toordinal() - other.toordinal())


def beyond_preferred(slot: Slot, day: date) -> bool:
    """Whether a day is not one of those that are preferred."""
    return slot.preferred is not None and not slot.preferred[0] <= day <= slot.preferred[1]


def nearest(slot: Slot, days: Iterable[date]) -> date | None:
    """The preferred day nearest to the target, else the nearest; the later of two that are equally near."""

    def rank(day: date) -> tuple[bool, int, int]:
        return beyond_preferred(slot, day), distance(day, slot.target), -day.toordinal()

    return min(days, key=rank, default=None)


def _weekdays(node: Node | None) -> frozenset[int]:
    if node is None or node.is_null():
        return frozenset(range(7))
    return frozenset(map(weekday, node.items()))


def _dates(node: Node | None) -> frozenset[date]:
    """Dates that stand with their reasons."""
    found = [] if node is None else [each.only("date", "reason") for each in node.items()]
    for each in found:
        each.text_at("reason")
    return frozenset(each.at("date").day() for each in found)
