"""Courses built by hand from a plan, for the difference and the ward: no events are needed for either."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msc_dose as md
from msc_dose.courses.course import Course, CourseInfusion, CourseVisit
from msc_dose.derivation import Derivation

BERLIN = "Europe/Berlin"
EASTER = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}
MON_TO_FRI = md.Closures(open="mon-fri")


def d(text):
    """`29 Mar` as a day of 2027."""
    return at(f"{text} 00:00").date()


def at(text, zone=BERLIN):
    """`29 Mar 14:05` as a moment of 2027 in the zone."""
    return datetime.strptime(f"2027 {text}", "%Y %d %b %H:%M").replace(tzinfo=ZoneInfo(zone))


def cells(millions):
    return md.Amount("cell_count", millions * 1_000_000, 1, "viable", "MSC")


def plan(weight="60 kg", **changes):
    """The case's four monthly infusions of 2 million MSC/kg from Fri 29-Jan-2027."""
    given = {
        "start": date(2027, 1, 29),
        "interval": "calendar-month",
        "counts": "viable",
        "closures": MON_TO_FRI,
        "window": 3,
    }
    return md.plan_course("sjogren-itp-msc-monthly", md.Patient(weight, "actual"), **{**given, **changes})


def infusion(number, day, of=4, window=3, **changes):
    """Infusion `number` of 120 million cells on this day (`29 Mar`), its target, so many days either side."""
    when = d(day) if isinstance(day, str) else day
    around = md.Window(window, window).around(when) if when else (None, None)
    made = CourseInfusion(number, of, "planned", when, *around, when, cells(120), Derivation())
    return replace(made, **changes)


def visit(kind, day, **changes):
    when = d(day)
    return replace(CourseVisit(kind, when, when, when, when), **changes)


def course(recipient="P-0417", infusions=(), **changes):
    """A course of this recipient; its own code is the recipient's with a C."""
    made = Course(recipient.replace("P", "C"), recipient, BERLIN, (), infusions=tuple(infusions))
    return replace(made, **changes)


def as_course(of, **changes):
    """A plan as the course that has just been planned: nothing has happened yet."""
    infusions = tuple(
        CourseInfusion(
            each.number, len(of.infusions), "planned", each.target, each.earliest, each.latest, each.date,
            each.dose.cells, each.dose.derivation,
        )
        for each in of.infusions
    )  # fmt: skip
    visits = tuple(
        CourseVisit(each.kind, each.date, each.target, each.earliest, each.latest, detail=each.detail)
        for each in of.visits
    )
    return course(infusions=infusions, plans=(of,), visits=visits, **changes)


def with_infusion(of, number, **changes):
    """The course with one infusion otherwise."""
    infusions = tuple(replace(each, **changes) if each.number == number else each for each in of.infusions)
    return replace(of, infusions=infusions)
