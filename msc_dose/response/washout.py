"""Which counts may be judged: after the start, outside every washout, one a day; why the others may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.response.counts import Count, Day, Rescue, days_between, named, require_visible

LONGEST_WASHOUT = 3650


def washouts_of(declared: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The declared washouts, in days after the last day of each treatment, by name.

    Raises one Refusal: `washout.out-of-range` (0 to 3650 days), `washout.twice`; Refusal
    `text.control-character` for a name; TypeError for other types.
    """
    if not isinstance(declared, Mapping):
        raise TypeError(f"washouts are a mapping of names to days, not {type(declared).__name__}")
    problems, names = list[Problem](), list[str]()
    for treatment, days in declared.items():
        require_visible(treatment, "washouts")
        if isinstance(days, bool) or not isinstance(days, int):
            raise TypeError(f"a washout is an int of days, not {type(days).__name__}")
        if not 0 <= days <= LONGEST_WASHOUT:
            message = f"A washout of {days} days is not from 0 to {LONGEST_WASHOUT}."
            problems.append(stop("washout.out-of-range", "washouts", message, "Correct it.", str(days)))
        if _key(treatment) in names:
            message = f"The washout of {treatment} is declared twice."
            problems.append(stop("washout.twice", "washouts", message, "Keep the one that holds.", treatment))
        names.append(_key(treatment))
    if problems:
        raise Refusal(problems)
    return tuple(declared.items())


def washout_days(
    rescues: Iterable[Rescue], washouts: Iterable[tuple[str, int]]
) -> tuple[tuple[Rescue, int], ...]:
    """Every rescue with its washout in days; upper and lower case are the same name.

    Raises one Refusal `washout.missing` that names every treatment without one: none is assumed.
    """
    declared = {_key(treatment): days for treatment, days in washouts}
    given = tuple(rescues)
    missing = dict.fromkeys(each.treatment for each in given if _key(each.treatment) not in declared)
    if missing:
        raise Refusal([_missing(treatment) for treatment in missing])
    return tuple((each, declared[_key(each.treatment)]) for each in given)


def unused(rescues: Iterable[Rescue], washouts: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The treatments whose washout is declared and that were not given."""
    given = {_key(each.treatment) for each in rescues}
    return tuple(treatment for treatment, _ in washouts if _key(treatment) not in given)


def reasons(
    counts: Sequence[Count], start: Day | None, rescues: Sequence[tuple[Rescue, int]]
) -> tuple[str, ...]:
    """Why each count (they are in order of day) is not judged; empty where it is.

    Not judged: up to and with the day of the start (that is the baseline's); from the first day of a rescue
    to its last day + washout, both included; all of one day that differ (none is picked), and repetitions.
    """
    found = [why_not_on(each.day, start, rescues) for each in counts]
    for _, group in groupby(range(len(counts)), key=lambda place: counts[place].day):
        places = [place for place in group if not found[place]]
        for place, reason in zip(places, _of_one_day([counts[at] for at in places]), strict=True):
            found[place] = reason
    return tuple(found)


def why_not_on(day: Day, start: Day | None, rescues: Sequence[tuple[Rescue, int]]) -> str:
    """Why no count of this day is judged; empty where one may be."""
    return _too_early(day, start) or _washed_out(day, rescues)


def differ(counts: Sequence[Count]) -> bool:
    """Whether counts of one day differ in number or bleeding."""
    return len({(each.count, each.bleeding) for each in counts}) > 1


def _key(treatment: str) -> str:
    return " ".join(treatment.casefold().split())


def _missing(treatment: str) -> Problem:
    message = f"How long {treatment} keeps counts from being judged is not declared, and none is assumed."
    fix = "Declare its washout by this name, in days after its last day."
    return stop("washout.missing", "washouts", message, fix, treatment)


def _too_early(day: Day, start: Day | None) -> str:
    before = None if start is None else days_between(day, start)
    if before is None or before < 0:
        return ""
    if before == 0:
        return "on the day of the start: no response to the treatment yet"
    return f"{before} day{'s' * (before != 1)} before the start of the treatment"


def _washed_out(day: Day, rescues: Sequence[tuple[Rescue, int]]) -> str:
    return "; ".join(filter(None, (_within(day, rescue, days) for rescue, days in rescues)))


def _within(day: Day, rescue: Rescue, washout: int) -> str:
    """Why a count of this day is not judged for this rescue; empty where it is."""
    since, after = days_between(rescue.first, day), days_between(rescue.last, day)
    if since < 0 or after > washout:
        return ""
    lasts = f"washout {washout} day{'s' * (washout != 1)}"
    if after > 0:
        return f"{after} day{'s' * (after != 1)} after {rescue}, {lasts}"
    during = "on the day of" if rescue.first == rescue.last else "during"
    return f"{during} {rescue}, {lasts}"


def _of_one_day(counts: Sequence[Count]) -> list[str]:
    """For the counts of one day: why each is not judged."""
    if len(counts) < 2:
        return [""] * len(counts)
    if not differ(counts):
        return ["", *["the same count once more"] * (len(counts) - 1)]
    said = ", ".join(f"{each.said}{_bleeding(each)}" for each in counts)
    return [f"{len(counts)} counts of {named(counts[0].day)} differ ({said}); none is picked"] * len(counts)


def _bleeding(count: Count) -> str:
    return {True: " with bleeding", False: " without bleeding", None: ""}[count.bleeding]
