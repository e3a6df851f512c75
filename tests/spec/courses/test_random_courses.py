"""Courses at random: whatever is entered, in whatever order, on whatever closed days, these things hold.

`MSC_DOSE_COURSES` says how many courses are told (20 if it is not set).
"""

import os
import random
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache

from events.random_events import values
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.events.kinds import KINDS
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.recording import record
from msc_dose.files.course_file import append_event, load_events
from msc_dose.protocols.days_and_gaps import AfterGaps, OnDays
from msc_dose.protocols.rhythms import Cycles, NthWeekday
from msc_dose.protocols.schedule import EveryInterval, TwiceAWeek
from msc_dose.protocols.visits import VisitRule
from msc_dose.scheduling import Gap, Interval, Window

from . import invariants, schedules, story

COURSES = int(os.environ.get("MSC_DOSE_COURSES", "20"))
SCHEDULES = (
    story.MONTHLY,
    EveryInterval(5, Interval(28, "day")),
    TwiceAWeek(2),
    OnDays((0, 7)),
    AfterGaps((Gap(7), Gap(14, Window(1, 3)), Gap(14)), "previous-date"),
    AfterGaps((Gap(7), Gap(14, Window(1, 3)), Gap(14)), "previous-target"),
    Cycles((0, 2), 21, 2),
    NthWeekday(-1, "sun", 1, 3),
)
VISITS = (
    (),
    (
        schedules.LAB_DRAW,
        VisitRule("assessment", 28, Window(2, 5), origin="last"),
        VisitRule("product order", -10, Window(0, 0), origin="first", closed_days="open-day-before"),
        VisitRule("call", 1, Window(0, 2), origin="each"),
    ),
)
GAPS = (1, 2, 3)
NUMBERS = st.integers(1, 6)
LATE = datetime(2041, 1, 1, tzinfo=UTC)


@cache
def a_plan(which, visits, gap, seed, start=schedules.START):
    """A plan on random closed days, or on none where those leave no day."""
    chance = random.Random(seed)
    closures, window = schedules.closures(chance, start), schedules.window(chance)
    gap = min(gap, 2) if isinstance(SCHEDULES[which], Cycles) else gap  # its infusions are two days apart
    stated = {"visits": VISITS[visits], "minimum_gap": gap if seed % 5 else None}
    for closed in (closures, story.EVERY_DAY):
        try:
            return story.plan(SCHEDULES[which], start, closed, window, **stated)
        except md.Refusal:
            continue
    raise AssertionError("a plan without closed days is always possible")


class Courses(RuleBasedStateMachine):
    """A ward that enters whatever comes to its mind."""

    @initialize(
        which=st.integers(0, len(SCHEDULES) - 1),
        visits=st.integers(0, 1),
        gap=st.sampled_from(GAPS),
        seed=st.integers(0, 30),
    )
    def a_course_is_planned(self, which, visits, gap, seed):
        self.events, self.course, self.before, self.containers = [], None, None, 0
        self.today = schedules.START - timedelta(days=12)
        self.enter(opening.Opened("C-1", "P-1", "Europe/Berlin"))
        self.enter(opening.Planned(a_plan(which, visits, gap, seed)))
        self.enter(ordering.Ordered("2 × 10⁶/kg", "dr-lee", "O-1"))

    def enter(self, what, occurred=None, recorded=None):
        """Whether it was taken; what is refused leaves nothing, and is never a disagreement."""
        at = occurred or story.moment(self.today, 12)
        events = tuple(self.events)
        try:
            event, course = record(self.events, at, recorded or at, "rn-104", what)
        except md.Refusal as refusal:
            refused = refusal
        else:
            self.events.append(event)
            self.before, self.course = self.course, course
            return ()
        assert "recheck.disagrees" not in refused.codes, refused
        assert tuple(self.events) == events
        return refused.codes

    def asked(self, code):
        return [question.infusion for question in self.course.questions if question.code == code]

    def infusion(self, number):
        return self.course.infusions[min(number, len(self.course.infusions)) - 1]

    def next_one(self, number):
        waiting = [infusion for infusion in self.course.infusions if infusion.pending]
        return waiting[0].number if waiting and number > 2 else number

    @rule(days=st.integers(1, 20))
    def days_pass(self, days):
        self.today += timedelta(days=days)

    @rule()
    def the_day_of_the_next_infusion_comes(self):
        waiting = [i.date for i in self.course.infusions if i.pending and i.date]
        self.today = max([self.today, *waiting[:1]])

    @rule(late=st.sampled_from([0, 0, 0, 1, 5, 9]), whole=st.sampled_from([True, True, False]))
    def the_next_infusion_is_given_by_the_book(self, late, whole):
        waiting = [i for i in self.course.infusions if i.pending]
        if not waiting:
            return
        number = waiting[0].number
        self.today = max(self.today, waiting[0].date or self.today) + timedelta(days=late)
        if late and waiting[0].date:
            self.enter(dating.Moved(number, self.today, "this-one", "late"))
            self.what_holds()
        for step in ("clear", "thaw", "check", "start"):
            self.a_step_of_an_infusion(number, step)
            self.what_holds()
        self.an_infusion_ends(number, whole, 0)

    @rule(number=NUMBERS, whole=st.booleans(), shift=st.sampled_from([0, 0, 0, 0, 1, -1]))
    def an_infusion_ends(self, number, whole, shift):
        number, at = self.next_one(number), self.today + timedelta(days=shift)
        self.containers += 1
        started, ended = story.moment(at, 10), story.moment(at, 11)
        name = f"V-{self.containers - (shift == 1)}"
        if whole:
            what = giving.Completed(number, started, ended, (story.given(name),))
        else:
            what = giving.StoppedEarly(number, started, ended, "rash", (story.given(name, "18 mL", "7 mL"),))
        self.enter(what, ended, max(ended, story.moment(self.today, 12)))

    @rule(
        number=NUMBERS,
        step=st.sampled_from(["clear", "thaw", "check", "start", "pause", "restart", "observe"]),
    )
    def a_step_of_an_infusion(self, number, step):
        number = self.next_one(number) if step == "clear" else number
        items = (giving.ClearanceItem("last reaction reviewed", True),)
        check = giving.BedsideCheck(number, "T-1", "rn-7", ("name", "date of birth"), *[True] * 5)
        self.enter(
            {
                "clear": giving.Cleared(number, items),
                "thaw": giving.Thawed(number, (f"T-{number}-{len(self.events) // 9}",)),
                "check": check,
                "start": giving.Started(number),
                "pause": giving.Paused(number, "cough"),
                "restart": giving.Restarted(number),
                "observe": giving.Observed(number),
            }[step]
        )

    @precondition(lambda self: self.asked("course.partial"))
    @rule(decision=st.sampled_from(["counts", "made-up", "repeated"]))
    def a_partial_infusion_is_decided(self, decision):
        number = self.asked("course.partial")[0]
        how = {"within_days": 7, "cells": story.cells("50 million")} if decision == "made-up" else {}
        self.enter(giving.PartialDecided(number, decision, "asked", **how))

    @precondition(lambda self: any(i.was_given for i in self.course.infusions))
    @rule(number=NUMBERS)
    def a_reaction(self, number):
        at = story.moment(self.today, 11)
        self.enter(giving.Reaction(number, at, "rash", 2, "stopped", "resolved"))

    @precondition(lambda self: self.course.held_since is None)
    @rule()
    def a_hold(self):
        self.enter(dating.Held("fever"))

    @precondition(lambda self: self.course.held_since is not None)
    @rule(days=st.integers(-1, 40))
    def it_goes_on(self, days):
        self.enter(dating.Resumed(self.today + timedelta(days=days), "well again"))

    @precondition(lambda self: self.asked("course.later-dates"))
    @rule(
        follow=st.sampled_from(["keep-targets", "count-from-actual", "shift-later"]),
        gap=st.sampled_from(GAPS),
    )
    def later_dates_are_decided(self, follow, gap):
        self.enter(dating.LaterDecided(follow, "asked dr-lee", self.asked("course.later-dates")[0], gap))

    @rule(number=NUMBERS, days=st.integers(-5, 12), later=st.sampled_from(["this-one", "all-later"]))
    def a_move(self, number, days, later):
        if not self.course.infusions:
            return
        infusion = self.infusion(self.next_one(number))
        to = (infusion.date or infusion.target or self.today) + timedelta(days=days)
        self.enter(dating.Moved(infusion.number, to, later, "the ward asks"))

    @rule(number=NUMBERS, days=st.integers(-5, 12), later=st.sampled_from(["this-one", "all-later"]))
    def a_move_and_back(self, number, days, later):
        if not self.course.infusions:
            return
        infusion = self.infusion(self.next_one(number))
        if infusion.date is None or not infusion.pending:
            return
        before = [(i.target, i.date) for i in self.course.infusions]
        to = infusion.date + timedelta(days=days)
        if self.enter(dating.Moved(infusion.number, to, later, "the ward asks")):
            return
        self.what_holds()
        refused = self.enter(dating.Moved(infusion.number, infusion.date, later, "back again"))
        possible = {"course.day-passed", "course.closed-day", "schedule.short-gap"}
        if None in [day for _, day in before]:  # one that had no day may have found one meanwhile
            possible.add("course.move-leaves-no-day")
        assert set(refused) <= possible
        assert refused or [(i.target, i.date) for i in self.course.infusions] == before

    @rule(number=NUMBERS, missed=st.booleans())
    def an_infusion_is_left_out(self, number, missed):
        kind = dating.Missed if missed else dating.NotNeeded
        self.enter(kind(self.next_one(number), "asked dr-lee"))

    @precondition(lambda self: len(self.events) > 15)
    @rule()
    def the_course_stops(self):
        self.enter(dating.CourseStopped("withdrawn"))

    @rule(kilograms=st.integers(35, 90))
    def a_weight(self, kilograms):
        self.enter(ordering.Weighed(story.kg(str(kilograms))))

    @rule(number=NUMBERS, kilograms=st.integers(35, 90))
    def a_dose_is_changed(self, number, kilograms):
        order = f"O-{len(self.events)}"
        weight = story.kg(str(kilograms))
        self.enter(ordering.DoseChanged(self.next_one(number), "weight", "dr-lee", order, None, weight))

    @rule(seed=st.integers(0, 30))
    def other_days_are_closed(self, seed):
        closures = schedules.closures(random.Random(seed), schedules.START)
        self.enter(opening.CalendarChanged(closures, "holidays"))

    @rule(which=st.integers(0, len(SCHEDULES) - 1), visits=st.integers(0, 1), days=st.integers(0, 40))
    def a_next_block_is_planned(self, which, visits, days):
        last = max((i.date for i in self.course.infusions if i.date), default=self.today)
        start = last + timedelta(days=days)
        if not isinstance(SCHEDULES[which], NthWeekday) and len(self.course.plans) < 3:
            self.enter(opening.Planned(a_plan(which, visits, 2, 4, start), "next"))

    @rule(back=st.integers(0, 25), second=st.sampled_from(["rn-7", "rn-7", "rn-7", None]))
    def an_entry_is_struck(self, back, second):
        number = max(1, len(self.events) - back)
        refused = self.enter(results.EnteredInError(number, "wrong patient", second))
        if not refused:
            invariants.is_as_if_it_had_never_been(self.course, self.events, number)
        elif "course.rests-on" in refused:
            try:
                course_of(invariants.without([*self.events, None], number))
            except md.Refusal:
                return
            raise AssertionError(f"event {number} could have been struck")

    @rule(
        data=st.data(), kind=st.sampled_from(sorted(set(KINDS) - {"opened", "planned", "entered-in-error"}))
    )
    def anything_else_that_a_file_may_hold(self, data, kind):
        self.enter(data.draw(values(KINDS[kind])), recorded=LATE)

    @invariant()
    def what_holds(self):
        if getattr(self, "course", None) is not None:
            invariants.hold_after(self.events, self.before, self.course)

    def teardown(self):
        if not getattr(self, "events", None):
            return
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "course.jsonl")
            for expected, event in enumerate(self.events):
                append_event(path, event, expected)
            assert course_of(load_events(path)) == self.course


TestCourses = Courses.TestCase
TestCourses.settings = settings(
    max_examples=COURSES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
