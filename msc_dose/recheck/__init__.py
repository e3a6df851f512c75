"""The second calculation of a plan, from its plain document alone.

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
    dates         start and schedule → target, earliest and latest days
    placing       windows, open days and gaps → the day itself
    chain, working
                  the values of the steps that stand beside the results
    comparison    what the document says beside what is calculated here

Agreement is a self-test of the program. It is not a person's check.
"""

from __future__ import annotations

from msc_dose.recheck.comparison import recheck_plan

__all__ = ["recheck_plan"]
