"""The second calculation of a plan, or of a course's calendar, from its plain document alone.

A plan is trusted because two calculations that share no code arrive at the same dates and cells.
So this room imports `msc_dose.problems` and the standard library, nothing else: not the scheduling,
not the dosing, not the exact amounts, not dateutil, not `decimal`. A mistake in any of those would
otherwise be made twice and look like agreement. The calendar is a table of month lengths, and the
arithmetic is whole numbers with a count of decimal places.

    document      typed access to untrusted JSON; whatever is wrong is refused with its path
    exact         numbers as two whole ones, and the only text that each has
    number        numbers of the document: exact, cut short beside their fraction, or rounded
    body, powers  measures of the patient → dosing weight and body surface
    patient       the measures as entered beside those that are calculated with
    shapes, dose  what is ordered, weighed and allowed → cells of every infusion
    content       what a container counts → what the dose counts
    source        one container → cells, volume, concentration, DMSO
    preparation   draws, dilution, what is infused, parts
    options       1, 2, 3 … whole containers of one kind
    giving        rate, duration, drops, clock
    stock         containers of a stock, and the first reason that keeps one from an infusion
    fewest, nearest_sum, optimum
                  the containers at hand → the ones that must be chosen for one infusion
    turns, choosing
                  the infusions of a course, one after the other → whether each has the right ones
    preparing, outcome
                  all of that for every infusion of a course, beside what the document says
    dates, series, gaps
                  start and schedule → targets, and the windows around them
    visits        how far from an infusion a visit is, and what a closed day does to it
    open_days, spacing, pairs
                  open days and the days between two infusions → which days may be taken
    placing       all of that for a plan → the dates of its infusions
    facts, targets, replanning
                  what has happened → the calendar of a course
    chain, working
                  the values of the steps that stand beside the results
    dated, course_rules, comparison
                  what a plan's document says beside what is calculated here
    calendar      the same for the document of a course's calendar

Agreement is a self-test of the program. It is not a person's check.
"""

from __future__ import annotations

from msc_dose.recheck.calendar import recheck_calendar
from msc_dose.recheck.comparison import recheck_plan

__all__ = ["recheck_calendar", "recheck_plan"]
