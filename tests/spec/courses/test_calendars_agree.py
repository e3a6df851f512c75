"""Every calendar of a course is calculated twice, by two programs that share no code; here they meet at random.

`MSC_DOSE_CALENDARS` says how many calendars (1,500 if it is not set), `MSC_DOSE_SEED` which.
"""

import os
import random
from datetime import date, timedelta

import pytest

from msc_dose.courses.closures_document import closures_document
from msc_dose.courses.schedule_document import schedule_document, visit_document
from msc_dose.courses.window_document import window_document
from msc_dose.problems import Refusal
from msc_dose.protocols.rhythms import NthWeekday
from msc_dose.protocols.schedule import TwiceAWeek
from msc_dose.recheck.calendar import recheck_calendar
from msc_dose.scheduling.replanning import replan

from . import schedules

CALENDARS = int(os.environ.get("MSC_DOSE_CALENDARS", "1500"))
SEED = int(os.environ.get("MSC_DOSE_SEED", "1"))
DAYS = ("target", "earliest", "latest", "date")


def calendar(number):
    """The random calendar of this number as its document, and its slots; None where it is refused."""
    chance = random.Random(SEED * 10**9 + number)
    schedule, window, closures = (
        schedules.schedule(chance),
        schedules.window(chance),
        schedules.closures(chance),
    )
    start = schedules.START + timedelta(days=0 if isinstance(schedule, NthWeekday) else chance.randint(0, 3))
    facts = schedules.facts(chance, schedule.targets_from(1, start))
    minimum = chance.choice((1, 2, 3)) if isinstance(schedule, TwiceAWeek) else chance.choice((1, 2, 7, 20))
    maximum = chance.choice((None, None, None, minimum + chance.randint(2, 30)))
    visits = chance.choice(((), (), (schedules.LAB_DRAW,)))
    beside = [(rule.days, rule.kind) for rule in visits]
    slots = replan(start, schedule.rhythm(window), closures.with_beside(beside), minimum, facts, maximum)
    return {
        "schema": "msc-dose/calendar/1",
        "start": start.isoformat(),
        "schedule": schedule_document(schedule),
        "window": window_document(window),
        "minimum_gap": minimum,
        **({} if maximum is None else {"maximum_gap": maximum}),
        **closures_document(closures),
        "visits": [visit_document(rule) for rule in visits],
        "facts": {
            **{
                name: [{"number": n, "date": str(day)} for n, day in getattr(facts, name)]
                for name in ("given", "fixed")
            },
            "dropped": list(facts.dropped),
            "rebased": [
                {"first": each.first, "anchor": each.anchor, "day": str(each.day), "how": each.how}
                for each in facts.rebased
            ],
            "not_before": facts.not_before and str(facts.not_before),
            "undecided_from": facts.undecided_from,
        },
        "slots": [
            {"number": slot.number, "state": slot.state, **{key: iso(getattr(slot, key)) for key in DAYS}}
            for slot in slots
        ],
    }


def iso(day):
    return None if day is None else day.isoformat()


def calendars(count):
    for number in range(count):
        try:
            yield number, calendar(number)
        except Refusal:
            continue


def test_the_two_calculations_agree_on_every_calendar():
    different, states = [], set()
    for number, document in calendars(CALENDARS):
        states |= {slot["state"] for slot in document["slots"]}
        if said := recheck_calendar(document):
            different.append((number, [f"{problem.field}: {problem.message}" for problem in said], document))
    assert states == {"given", "fixed", "placed", "dropped", "undecided", "no-day"}
    assert not different, different[0]


@pytest.mark.parametrize("fault", [1, -1, 7, None])
def test_a_day_that_is_wrong_is_found_wherever_it_stands(fault):
    for number, document in calendars(60):
        chance = random.Random(number)
        slot = chance.choice(document["slots"])
        key = chance.choice([name for name in DAYS if slot[name] is not None] or ["date"])
        right = slot[key]
        slot[key] = wrong(right, fault)
        named = [problem.field for problem in recheck_calendar(document)]
        assert named == ([] if slot[key] == right else [f"slots[{slot['number'] - 1}].{key}"])


def wrong(right, fault):
    if right is None:
        return "2027-03-01"
    return None if fault is None else str(date.fromisoformat(right) + timedelta(days=fault))


@pytest.mark.parametrize(
    "fault",
    [
        lambda d: d.update(minimum_gap=d["minimum_gap"] + 60, maximum_gap=None),
        lambda d: d.update(closed=[{"date": s["date"], "reason": ""} for s in d["slots"] if s["state"] == "placed"][:1]),
        lambda d: d["facts"].update(not_before="2027-09-01"),
        lambda d: d["facts"].update(undecided_from=1),
    ],
    ids=["gap", "closed", "hold", "undecided"],
)  # fmt: skip
def test_dates_that_follow_from_other_facts_are_found(fault):
    found = 0
    for _, document in calendars(60):
        fault(document)
        try:
            found += bool(recheck_calendar(document))
        except Refusal:
            continue
    assert found > 20
