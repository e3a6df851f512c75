"""One infusion, or one run of weeks, after another: the slots of a series placed again."""

from __future__ import annotations

import datetime as dt

from msc_dose.scheduling._dates import day_text, too_close_text, too_late_text, too_soon_text
from msc_dose.scheduling._limits import Limits, limits_between
from msc_dose.scheduling._pairs import Rule, Week, second_window, walk
from msc_dose.scheduling._refused import no_open_day_text
from msc_dose.scheduling._series import ChainedTargets, fixed_targets, parted_weeks
from msc_dose.scheduling._week_placements import placements
from msc_dose.scheduling._weekday_pairs import read_pairs
from msc_dose.scheduling._weeks_refused import week_text
from msc_dose.scheduling.closures import Closures
from msc_dose.scheduling.facts import Facts, Rhythm, Slot
from msc_dose.scheduling.windows import Placement, Window, first_possible


class Replacing:
    """A series on its way: the facts by infusion, the slots so far, and the latest date among them."""

    def __init__(
        self,
        start: dt.date,
        rhythm: Rhythm,
        closures: Closures,
        minimum_gap: int,
        maximum_gap: int | None,
        facts: Facts,
    ) -> None:
        """Sort the facts by infusion, and count the targets."""
        self.rhythm, self.closures, self.facts = rhythm, closures, facts
        self.minimum_gap, self.maximum_gap = minimum_gap, maximum_gap
        self.count = len(rhythm.windows)
        self.standing = dict(facts.given) | dict(facts.fixed)
        self.given = {number for number, _ in facts.given}
        self.dropped = set(facts.dropped)
        self.parted = parted_weeks(facts) if rhythm.twice_a_week else frozenset()
        self.undecided_from = facts.undecided_from or self.count + 1
        self.chained = ChainedTargets(start, rhythm, facts) if rhythm.from_previous_date else None
        self.targets = [] if self.chained else fixed_targets(start, rhythm, facts)
        self.found: list[Slot] = []
        self.last: dt.date | None = None

    def slots(self) -> tuple[Slot, ...]:
        """The slot of every infusion."""
        while (number := len(self.found) + 1) <= self.count:
            weeks = self._free_weeks(number) if self.rhythm.twice_a_week else []
            if weeks:
                self._place_weeks(weeks)
            else:
                self._take(self._slot(number, self._target(number)))
        return tuple(self.found)

    def _take(self, slot: Slot) -> None:
        self.found.append(slot)
        if slot.date is not None:
            self.last = max(slot.date, self.last or slot.date)

    def _target(self, number: int) -> dt.date | None:
        return self.chained.after(self.found) if self.chained else self.targets[number - 1]

    def _window(self, number: int) -> Window:
        window = self.rhythm.windows[number - 1]
        return second_window(window) if self.rhythm.twice_a_week and number % 2 == 0 else window

    def _state(self, number: int) -> str:
        """`given`, `fixed`, `dropped`, `undecided`, or `free`: to be placed."""
        if number in self.standing:
            return "given" if number in self.given else "fixed"
        if number in self.dropped:
            return "dropped"
        return "undecided" if number >= self.undecided_from else "free"

    def _following(self, number: int) -> dt.date | None:
        """The first day of the later infusions that are given or fixed."""
        if not self.standing:
            return None
        return min((day for later, day in self.standing.items() if later > number), default=None)

    def _slot(self, number: int, target: dt.date | None) -> Slot:
        state, window = self._state(number), self._window(number)
        earliest, latest = window.around(target) if target is not None else (None, None)
        if state == "free":
            assert target is not None  # only after an undecided infusion is no target known
            return self._placed(number, target, window)
        why_not = self._wrong_with_fixed(number) if state == "fixed" else ""
        return Slot(number, state, target, earliest, latest, self.standing.get(number), (), why_not)

    def _placed(self, number: int, target: dt.date, window: Window) -> Slot:
        earliest, latest = window.around(target)
        limits = self._limits(number)
        day, passed_over = first_possible(target, window, self.closures, limits)
        if day is not None:
            return Slot(number, "placed", target, earliest, latest, day, tuple(passed_over))
        name = f"infusion {number} of {self.count}"
        why_not = no_open_day_text(name, target, window, limits, passed_over)
        return Slot(number, "no-day", target, earliest, latest, None, tuple(passed_over), why_not)

    def _limits(self, number: int) -> Limits:
        limits = limits_between(
            self.last,
            self.minimum_gap,
            self.maximum_gap,
            not_before=self.facts.not_before,
            following=self._following(number),
        )
        if not self.rhythm.twice_a_week or (number + 1) // 2 in self.parted:
            return limits
        first = number % 2 == 1
        partner = self.standing.get(number + 1 if first else number - 1)
        if partner is None:
            return limits
        return limits._replace(partner=partner, partner_first=not first)

    def _wrong_with_fixed(self, number: int) -> str:
        """What is wrong with a date that a person fixed; a day outside its window is their decision."""
        day, reasons = self.standing[number], []
        if closed := self.closures.why_closed(day):
            reasons.append(closed)
        if self.last is not None and (day - self.last).days < self.minimum_gap:
            reasons.append(too_soon_text(self.minimum_gap, "infusion", self.last))
        if self.last is not None and self.maximum_gap and (day - self.last).days > self.maximum_gap:
            reasons.append(too_late_text(self.maximum_gap, "infusion", self.last))
        following = min((self.standing[later] for later in self.given if later > number), default=None)
        if following is not None and (following - day).days < self.minimum_gap:
            reasons.append(too_close_text(self.minimum_gap, "infusion", following))
        return f"{day_text(day)}: {'; '.join(reasons)}" if reasons else ""

    def _free_weeks(self, number: int) -> list[Week]:
        """The weeks from this infusion on that are placed as pairs, up to the first other.

        Both infusions of such a week are to be placed, and no decision has parted them.
        """
        weeks: list[Week] = []
        while number % 2 == 1 and number < self.count:
            week = (number + 1) // 2
            if week in self.parted or not self._state(number) == self._state(number + 1) == "free":
                break
            weeks.append(Week(week, self.targets[number - 1], self.targets[number]))
            number += 2
        return weeks

    def _place_weeks(self, weeks: list[Week]) -> None:
        rule = self._rule(weeks)
        for week in walk(weeks, rule, self.last):
            slots = _paired(week, rule) if week.pair else self._without_pair(week, rule)
            for slot in slots:
                self._take(slot)

    def _rule(self, weeks: list[Week]) -> Rule:
        return Rule(
            self.rhythm.windows[0],
            self.closures,
            self.minimum_gap,
            self.maximum_gap,
            read_pairs(self.rhythm.pairs),
            self.facts.not_before,
            self._following(2 * weeks[-1].number),
        )

    def _without_pair(self, week: Week, rule: Rule) -> list[Slot]:
        why_not = week_text(week, self.count // 2, rule)
        aims = ((week.first_target, rule.window), (week.second_target, rule.second_window))
        return [
            Slot(2 * week.number - 1 + at, "no-day", target, *window.around(target), None, (), why_not)
            for at, (target, window) in enumerate(aims)
        ]


def _paired(week: Week, rule: Rule) -> list[Slot]:
    number = 2 * week.number - 1
    return [_slot_of(number + at, placed) for at, placed in enumerate(placements(week, rule))]


def _slot_of(number: int, placed: Placement) -> Slot:
    days = placed.target, placed.earliest, placed.latest, placed.date
    return Slot(number, "placed", *days, placed.passed_over)
