"""What a person has to know besides the class: assumptions, contradictions, rescue, cycles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from msc_dose.problems import Problem
from msc_dose.response.counts import Count, Day, days_between, named
from msc_dose.response.cyclic import cycle_notes
from msc_dose.response.result import MOST_PLATELETS, Response
from msc_dose.response.spells import Spell
from msc_dose.response.washout import why_not_on
from msc_dose.response.within import values

_SHOWN = 4


def notices(
    response: Response,
    conflicts: Sequence[Sequence[Count]],
    undecided: Sequence[Count],
    unused: Sequence[str],
) -> Response:
    """The response with every CHECK and NOTE behind the problems that it has."""
    found = [
        *_nothing_judged(response),
        *_implausible(response),
        *(_conflict(group) for group in conflicts),
        *_undecided(undecided),
        *_bleeding(response),
        *_rescues(response),
        *_confirmation(response),
        *_not_stated(response),
        *(_unused(treatment) for treatment in unused),
        *cycle_notes(_undisturbed(response), response.criteria.cycle),
    ]
    return replace(response, problems=(*response.problems, *found))


def _nothing_judged(response: Response) -> Iterator[Problem]:
    if not any(each.used for each in response.counts):
        message = f"None of the {len(response.counts)} counts can be judged; each says why."
        fix = "Give counts after the start of the treatment and outside every washout."
        yield Problem("response.nothing-judged", "check", "counts", message, fix)


def _implausible(response: Response) -> Iterator[Problem]:
    """Counts per µL under a heading of 10⁹/L are a thousand times too high, and would all be responses."""
    high = [each.count for each in response.implausible]
    if high:
        message = f"{high[0].said} on {named(high[0].day)} is no likely platelet count."
        fix = "Check its unit: counts per µL are a thousand times those in 10⁹/L."
        source = f"policy: at most {MOST_PLATELETS} × 10⁹/L"
        yield Problem("response.count-implausible", "check", "counts", message, fix, source=source)


def _conflict(group: Sequence[Count]) -> Problem:
    counts = " and ".join(dict.fromkeys(each.said for each in group))
    message = f"The counts of {named(group[0].day)} differ ({counts}, or their bleeding); none is judged."
    return Problem("series.conflict", "check", "counts", message, "Correct them, and keep the right one.")


def _undecided(counts: Sequence[Count]) -> Iterator[Problem]:
    if counts:
        days = _listed([each.day for each in counts])
        message = f"What is known of the count of {days} allows more than one class; it is not judged."
        fix = "Ask the laboratory for the number."
        yield Problem("response.bound-open", "check", "counts", message, fix)


def _bleeding(response: Response) -> Iterator[Problem]:
    days = [each.count.day for each in response.counts if each.used and each.if_no_bleeding]
    if days:
        message = f"Bleeding is not reported for {_listed(days)}: the class holds if there was none."
        fix = "State yes or no for each of these counts."
        yield Problem("response.bleeding-not-reported", "check", "bleeding", message, fix)


def _rescues(response: Response) -> Iterator[Problem]:
    """Rescue treatment within a confirmed response: its low counts are not judged, so no loss is seen."""
    for rescue, _ in response.rescues:
        within = [spell for spell in response.spells if _inside(rescue.first, spell)]
        if within:
            names = ", ".join(dict.fromkeys(spell.name for spell in within))
            message = f"{rescue} was given during the response ({names}); counts near it are not judged."
            fix = "A person decides whether the response was lost then."
            source = "policy: rescue treatment does not end a response by itself, and confirms none"
            yield Problem("response.rescue-within", "check", "rescues", message, fix, source=source)


def _inside(day: Day, spell: Spell) -> bool:
    return days_between(spell.achieved, day) > 0 and (spell.lost is None or days_between(day, spell.lost) > 0)


def _confirmation(response: Response) -> Iterator[Problem]:
    best, confirmed = response.best_unconfirmed, response.best_confirmed
    one = next((each for each in response.criteria.classes if each.name == best), None)
    if one is None or best == confirmed:
        return
    if one.confirmed_after is None:
        message = f"These criteria do not state how {best} is confirmed: one count is enough for it here."
        fix = "Ask whose criteria they are, or use criteria that state it."
        yield Problem("response.confirmation-not-stated", "note", "criteria", message, fix)
        return
    day = next(each.count.day for each in response.counts if each.name == best)
    apart = f"{one.confirmed_after} day{'s' * (one.confirmed_after != 1)}"
    message = (
        f"{best}, first seen on {named(day)}, is not confirmed: that takes two counts at least {apart} "
        "apart, every judged count between them too, and between them no rescue treatment and no day whose "
        "counts tell no class."
    )
    yield Problem("response.not-confirmed", "note", "counts", message, "Count again.")


def _not_stated(response: Response) -> Iterator[Problem]:
    if response.start is None:
        message = "The start of the treatment is not stated: all counts are taken as after it."
        fix = "Give it, for the time to response, and so that earlier counts are told apart."
        yield Problem("response.start-not-stated", "note", "start", message, fix)
    grading, limit = response.grading, response.lower_limit
    highest = None if grading is None else grading.highest_stated
    if grading is None or highest is None or limit is not None or not grading.needs_lower_limit:
        return
    if any(value >= highest for each in response.counts for value in values(each.count.count, [highest])):
        message = f"Without the lower limit of normal a count from {highest} on has no grade."
        fix = "Give the laboratory's lower limit of normal."
        yield Problem("grade.lower-limit-missing", "note", "lower_limit", message, fix, source=grading.source)


def _unused(treatment: str) -> Problem:
    message = f"A washout is declared for {treatment}, which was not given as rescue treatment."
    return Problem("washout.unused", "note", "washouts", message, "Check its spelling.", treatment)


def _undisturbed(response: Response) -> list[Count]:
    """One count a day that no rescue treatment raised, also those before the start."""
    first = response.counts[0].count.day
    outside = [
        each.count for each in response.counts if not why_not_on(each.count.day, None, response.rescues)
    ]
    groups = [list(group) for _, group in groupby(outside, key=lambda each: days_between(first, each.day))]
    return [group[0] for group in groups if len({each.count for each in group}) == 1]


def _listed(days: Sequence[Day]) -> str:
    shown = ", ".join(named(day) for day in days[:_SHOWN])
    return shown if len(days) <= _SHOWN else f"{shown} and {len(days) - _SHOWN} more"
