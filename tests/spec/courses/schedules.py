"""Schedules, windows, closed days and facts at random, drawn from one `random.Random`."""

from __future__ import annotations

from datetime import date, timedelta

from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Closures, Gap, Interval, Window
from msc_dose.scheduling.facts import Facts, Rebase

START = date(2027, 1, 31)  # a Sunday, and the last day of a month
LAB_DRAW = VisitRule("lab draw", -1, Window(0, 0), origin="each", closed_days="moves-infusion")


def schedule(chance):
    """A schedule of each kind as often as any other."""
    gap = chance.choice((5, 7, 14, 28))
    return chance.choice(
        (
            EveryInterval(4, Interval(1, "calendar-month")),
            EveryInterval(3, Interval(2, "calendar-month"), month_end="roll-forward"),
            EveryInterval(5, Interval(28, "day")),
            EveryInterval(6, Interval(1, "week")),
            TwiceAWeek(3),
            TwiceAWeek(2, ("mon-thu", "tue-fri")),
            OnDays((0, 7)),
            OnDays((0, 1, 2, 14, 15)),
            AfterGaps((Gap(gap), Gap(14, Window(1, 3)), Gap(gap)), "previous-date"),
            AfterGaps((Gap(gap), Gap(14, Window(1, 3)), Gap(gap)), "previous-target"),
            Cycles((0, 2), 21, 2),
            NthWeekday(-1, "sun", 1, 4),
        )
    )


def window(chance):
    before, after = chance.randint(0, 3), chance.randint(0, 4)
    inside = Window(chance.randint(0, before), chance.randint(0, after)) if chance.random() < 0.3 else None
    return Window(before, after, inside)


def some_days(chance, start, most):
    return [start + timedelta(days=chance.randint(-3, 120)) for _ in range(chance.randint(0, most))]


def closures(chance, start=START):
    reasons = (dict.fromkeys(some_days(chance, start, most), why) for most, why in ((5, "holiday"), (2, "")))
    closed, away = reasons
    return Closures(
        chance.choice((None, None, "mon-fri", "mon-sat", "mon,tue,thu,fri,sun")),
        closed,
        thaw=chance.choice((None, None, None, ["mon", "tue", "wed", "thu", "sun"])),
        away=away,
        full=dict.fromkeys(some_days(chance, start, 2), "3 of 3 slots taken"),
        worked=list(dict.fromkeys(some_days(chance, start, 2))),
    )


def facts(chance, targets):
    """Facts that a course may come to, and stranger ones: infusions given out of order, on any day."""
    count = len(targets)
    numbers = range(1, count + 1)
    kinds = {number: chance.choices("gfd-", (3, 1, 1, 5 if number > 1 else 2))[0] for number in numbers}
    about = {number: targets[number - 1] + timedelta(days=_days(chance)) for number in numbers}
    rebased = []
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3))):
        first = chance.randint(1, count)
        anchor = chance.randint(1, first)
        day = targets[anchor - 1] + timedelta(days=_days(chance))
        rebased.append(Rebase(first, anchor, day, chance.choice(("count", "shift"))))
    return Facts(
        *(tuple((n, about[n]) for n in numbers if kinds[n] == kind) for kind in "gf"),
        tuple(n for n in numbers if kinds[n] == "d"),
        tuple(rebased),
        chance.choice((None, None, targets[chance.randrange(count)] + timedelta(days=_days(chance)))),
        chance.choice((None, None, None, chance.randint(1, count))),
    )


def _days(chance):
    return chance.choice((0, 0, 1, -1, 2, 3, 4, 8, -8, 30, chance.randint(-60, 60)))
