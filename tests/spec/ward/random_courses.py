"""Courses at random for the ward, from one `random.Random`: whatever is entered, in several zones."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from courses import schedules, story

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.recording import record
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Window

ZONES = ("Europe/Berlin", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland")
CODES = ("P-0411", "P-0412", "P-0413", "P-0421", "P-4011", "P-1140", "p-0411", "P-0417", "P-9000")
VISITS = (
    (),
    (schedules.LAB_DRAW, VisitRule("assessment", 28, Window(2, 5), origin="last"), VisitRule("call", 1, Window(0, 2), origin="each")),
)  # fmt: skip


@cache
def a_plan(seed):
    """A plan of any rhythm; closed days where they leave a day, requirements and old weights now and then."""
    chance = Random(seed)
    schedule = schedules.schedule(chance)
    stated = {"visits": VISITS[seed % 2], "requires": ("consent",) if seed % 3 == 0 else ()}
    if seed % 4 == 0:
        stated["weight_valid_days"] = chance.choice((7, 28))
    closures, window = schedules.closures(chance), schedules.window(chance)
    for closed in (closures, story.EVERY_DAY):
        try:
            return story.plan(schedule, schedules.START, closed, window, **stated)
        except md.Refusal:
            continue
    return story.plan()


class Told:
    """One course as it is told: what is refused leaves nothing."""

    def __init__(self, chance, code, recipient, zone, begins=schedules.START):
        self.chance, self.zone, self.events, self.course = chance, ZoneInfo(zone), (), None
        self.day = begins - timedelta(days=14)
        self.enter(opening.Opened(code, recipient, zone, training=chance.random() < 0.3))
        if chance.random() < 0.05:
            return
        self.enter(opening.Planned(a_plan(chance.randint(0, 40))))
        if chance.random() < 0.9:
            self.enter(ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1"))
        for _ in range(chance.randint(0, 22)):
            if self.course.infusions:  # its plan may have been struck
                chance.choice(DEEDS)(self)

    def at(self, hour, minute=0):
        return datetime.combine(self.day, time(hour, minute), self.zone)

    def enter(self, what, at=None):
        at = at or self.at(12)
        try:
            event, self.course = record(self.events, at, at, "rn-104", what)
        except md.Refusal:
            return False
        self.events = (*self.events, event)
        return True

    def next_one(self):
        waiting = [each for each in self.course.infusions if each.pending]
        return (
            waiting[0]
            if waiting and self.chance.random() < 0.8
            else self.chance.choice(self.course.infusions)
        )


def days_pass(told):
    told.day += timedelta(days=told.chance.randint(1, 12))


def its_day_comes(told):
    waiting = [each.date for each in told.course.infusions if each.pending and each.date]
    told.day = max([told.day, *waiting[:1]])


def a_step(told):
    number = told.next_one().number
    bag = f"T-{len(told.events)}"
    expires = told.chance.choice((None, told.at(15, 40)))
    steps = [
        giving.Cleared(number, (giving.ClearanceItem("last reaction reviewed", True),)),
        giving.Thawed(number, (bag,), expires),
        giving.BedsideCheck(number, bag, "rn-7", ("name", "date of birth"), *[True] * 5),
        giving.Started(number),
        giving.Paused(number, "cough"),
        giving.Restarted(number),
        giving.Observed(number),
    ]
    for step in steps[: told.chance.randint(1, 7)]:
        told.enter(step)


def it_is_given(told):
    number, whole = told.next_one().number, told.chance.random() < 0.7
    started, ended = told.at(10), told.at(11)
    bag = story.given(f"V-{len(told.events)}", "18 mL", "18 mL" if whole else "7 mL")
    kind = giving.Completed(number, started, ended, (bag,))
    told.enter(kind if whole else giving.StoppedEarly(number, started, ended, "rash", (bag,)))
    if told.chance.random() < 0.5:
        told.enter(giving.Observed(number), told.at(13))


def a_partial_one_is_decided(told):
    for question in told.course.questions:
        if question.code == "course.partial":
            decision = told.chance.choice(("counts", "made-up", "repeated"))
            how = {"within_days": told.chance.randint(1, 9), "cells": story.cells("50 million")}
            told.enter(
                giving.PartialDecided(
                    question.infusion, decision, "asked", **(how if decision == "made-up" else {})
                )
            )


def a_reaction(told):
    told.enter(giving.Reaction(told.next_one().number, told.at(11), "rash", 2, "stopped", "resolved"))


def hold_or_resume(told):
    if told.course.held_since is None:
        told.enter(dating.Held("fever"))
    else:
        told.enter(dating.Resumed(told.day + timedelta(days=told.chance.randint(0, 20)), "well again"))


def later_dates(told):
    for question in told.course.questions:
        if question.code == "course.later-dates":
            told.enter(dating.LaterDecided("keep-targets", "asked dr-lee", question.infusion, 1))


def a_move(told):
    each = told.next_one()
    to = (each.date or told.day) + timedelta(days=told.chance.randint(-3, 6))
    told.enter(dating.Moved(each.number, to, told.chance.choice(("this-one", "all-later")), "the ward asks"))


def an_arrangement(told):
    time_of_day = told.chance.choice((None, "02:30", "07:15", "12:45", "23:30"))
    needs = told.chance.choice(((), ("isolation",), ("chair", "monitored bed")))
    told.enter(dating.Arranged(told.next_one().number, time_of_day, told.chance.choice((None, "C5")), needs))


def left_out(told):
    kind = told.chance.choice((dating.Missed, dating.NotNeeded))
    told.enter(kind(told.next_one().number, "asked dr-lee"))


def a_weight(told):
    told.enter(ordering.Weighed(story.kg(str(told.chance.choice((58, 60, 61, 75))))))


def consent(told):
    told.enter(opening.Consent("form 3"))


def it_stops(told):
    if told.chance.random() < 0.15:
        told.enter(dating.CourseStopped("withdrawn"))


def an_entry_in_error(told):
    number = told.chance.randint(1, len(told.events))
    told.enter(results.EnteredInError(number, "wrong patient", "rn-7"))


DEEDS = (
    days_pass, days_pass, its_day_comes, its_day_comes, a_step, a_step, it_is_given, it_is_given,
    a_partial_one_is_decided, a_reaction, hold_or_resume, later_dates, a_move, an_arrangement, an_arrangement,
    left_out, a_weight, consent, it_stops, an_entry_in_error,
)  # fmt: skip


def some_courses(chance, number, zones=ZONES):
    """Courses of patients some of whom have two, and whose codes are alike, in order of their codes."""
    told = [
        Told(
            chance,
            f"C-{at:03}",
            chance.choice(CODES) if chance.random() < 0.4 else f"P-2{at:03}",
            chance.choice(zones),
        )
        for at in range(number)
    ]
    return [each.course for each in told]


def some_moments(chance, courses, number):
    """Moments around which something happens: the days of infusions, the shift of the clocks, and any other."""
    days = [each.date for course in courses for each in course.infusions if each.date]
    days += 6 * [each.date for course in courses for each in course.infusions if each.date and each.pending]
    days += [each.make_up_by for course in courses for each in course.infusions if each.make_up_by]
    days += [date(2027, 3, 28), date(2027, 3, 14), schedules.START]
    for _ in range(number):
        on = chance.choice(days) + timedelta(days=chance.choice((0, 0, 0, 1, -1, 4, 30)))
        at = time(chance.choice((0, 2, 9, 11, 12, 15, 23)), chance.choice((0, 30, 59)))
        yield datetime.combine(on, at, ZoneInfo(chance.choice(ZONES)))
