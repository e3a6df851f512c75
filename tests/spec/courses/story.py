"""A course told event by event, as a ward would enter it: `Story` keeps the events, and is the course they make.

Everything happens at the time of day that is named in the site's zone; nothing is read from a clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone

import pytest

import msc_dose as md
from msc_dose.courses.events import dating, giving, opening, ordering, results
from msc_dose.courses.folding.fold import course_of
from msc_dose.courses.recording import record
from msc_dose.protocols.schedule import EveryInterval
from msc_dose.scheduling import Interval, Window

BERLIN = timezone(timedelta(hours=1))
MONTHLY = EveryInterval(4, Interval(1, "calendar-month"))
PATIENT = md.Patient("60 kg", "actual")
EVERY_DAY = md.Closures()


def day(text):
    """`03-01` of 2027."""
    return date.fromisoformat(f"2027-{text}")


def moment(on, hour=9, minute=0):
    on = day(on) if isinstance(on, str) else on
    return datetime.combine(on, time(hour, minute), BERLIN)


def volume(text):
    return md.read(text, "volume")


def cells(text):
    return md.read(f"{text} cells", "cell_count").stating("viable", "MSC")


def kg(text):
    return md.read(f"{text} kg", "body_weight")


def site_protocol(schedule=MONTHLY, **stated):
    """2 million viable MSC per kg for 60 kg, every four months or otherwise, approved at the site."""
    base = md.load_protocol("sjogren-itp-msc-monthly")
    return replace(base, **{"status": "site-approved", "schedule": schedule, "minimum_gap": 1} | stated)


def plan(schedule=MONTHLY, start="01-29", closures=EVERY_DAY, window=3, patient=PATIENT, **stated):
    interval = "calendar-month" if isinstance(schedule, EveryInterval) and schedule.interval is None else None
    around = window if isinstance(window, Window) else Window(window, window)
    known = site_protocol(schedule, **stated)
    begins = day(start) if isinstance(start, str) else start
    return md.plan_course(known, patient, begins, interval, "viable", closures, around)


def given(container, issued="18 mL", infused=None):
    infused = infused or issued
    left = volume(issued) - volume(infused)
    return giving.Given(
        container, volume(issued), volume(infused), left, "wasted" if left.numerator else "none"
    )


class Story:
    """The events so far, and the course after the last."""

    def __init__(self, events=()):
        self.events = [*events]
        self.course = course_of(self.events) if events else None

    def tell(self, what, on, hour=9, by="rn-104", recorded=None):
        """One more event; a refusal leaves the story as it was."""
        at = moment(on, hour)
        event, self.course = record(self.events, at, recorded or at, by, what)
        self.events.append(event)
        return self.course

    def refused(self, what, on, hour=9):
        """The codes of the refusal of this event, which leaves nothing."""
        before, course = [*self.events], self.course
        with pytest.raises(md.Refusal) as refusal:
            self.tell(what, on, hour)
        assert (self.events, self.course) == (before, course)
        return refusal.value.codes

    # What a ward says.

    def begin(self, a_plan=None, on="01-20", training=False):
        self.tell(opening.Opened("C-1", "P-1", "Europe/Berlin", training), on, 8)
        self.tell(opening.Planned(a_plan or plan()), on)
        self.tell(ordering.Ordered("2 × 10⁶ viable MSC/kg", "dr-lee", "O-1"), on)
        return self

    def clear(self, number, on, *items):
        listed = [giving.ClearanceItem("IV access", True), *items]
        return self.tell(giving.Cleared(number, tuple(listed)), on)

    def give(self, number, on, **more):
        """Given in whole from one container of its own."""
        containers = more.pop("containers", (given(f"V-{number}"),))
        what = giving.Completed(number, moment(on, 10), moment(on, 11), containers, **more)
        return self.tell(what, on, 12)

    def stop_early(self, number, on, infused="9 mL", container=None):
        one = given(container or f"V-{number}", "18 mL", infused)
        what = giving.StoppedEarly(number, moment(on, 10), moment(on, 11), "rash", (one,))
        return self.tell(what, on, 12)

    def partial(self, number, decision, on, **more):
        return self.tell(giving.PartialDecided(number, decision, "asked dr-lee", **more), on, 13)

    def move(self, number, to, on, later="this-one"):
        return self.tell(dating.Moved(number, day(to), later, "the ward asks"), on)

    def hold(self, on):
        return self.tell(dating.Held("fever"), on)

    def resume(self, from_day, on):
        return self.tell(dating.Resumed(day(from_day), "well again"), on)

    def follow(self, how, on, after=None, **more):
        return self.tell(dating.LaterDecided(how, "asked dr-lee", after, **more), on)

    def weigh(self, kilograms, on, **more):
        return self.tell(ordering.Weighed(kg(kilograms), **more), on)

    def strike(self, number, on, second="rn-7"):
        return self.tell(results.EnteredInError(number, "wrong patient", second), on, 20)

    # What stands there now.

    def infusion(self, number):
        return self.course.infusions[number - 1]

    @property
    def days(self):
        """`01-29`, or `-` where an infusion has no date."""
        return [f"{i.date:%m-%d}" if i.date else "-" for i in self.course.infusions]

    @property
    def targets(self):
        return [f"{i.target:%m-%d}" if i.target else "-" for i in self.course.infusions]

    @property
    def asked(self):
        return [question.code for question in self.course.questions]

    @property
    def told(self):
        return [problem.code for problem in self.course.problems]
