"""A plan or a course as what is compared of it, so that any two of them can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import reduce

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.events.opening import CalendarChanged, Planned
from msc_dose.courses.events.ordering import DoseChanged
from msc_dose.courses.placing_visits import rule_of_each
from msc_dose.courses.plan import Infusion, Plan
from msc_dose.problems import Refusal
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling import Closures, day_text

NOT_GIVEN = ("not-needed", "missed", "cancelled")
_PASSED_OVER = "passed over "


@dataclass(frozen=True, slots=True)
class Standing:
    """An infusion as it stands: its dates, its state in words, its doses, and the words on its date.

    `passed_over` gives the reason for each day (as text) that was tried before the date; `why` and
    `why_no_date` are the course's own words.
    """

    number: int
    date: Date | None
    target: Date | None
    earliest: Date | None
    latest: Date | None
    state: str
    dose: Amount
    passed_over: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()
    why_no_date: str = ""
    given: bool = False
    new_dose: Amount | None = None
    infused: Amount | None = None
    dose_why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """A visit as it stands; `when` is its rule in words, empty where it is not known."""

    kind: str
    infusion: int | None
    target: Date | None
    date: Date | None
    why_no_date: str = ""
    when: str = ""

    @property
    def distance(self) -> str:
        """How far it is from its infusion, whichever that is: `6 calendar months after`."""
        return self.when.rpartition(" the ")[0] or self.when


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference; `total` is None where the doses cannot be added."""

    name: str
    infusions: tuple[Standing, ...]
    visits: tuple[Dated, ...]
    total: Amount | None
    infused: Amount | None
    plans: tuple[Plan, ...]
    closures: Closures
    course: Course | None = None


def side_of(of: Plan | Course) -> Side:
    """The plan or course as one side; TypeError for anything else."""
    if isinstance(of, Plan):
        return _plan_side(of)
    if isinstance(of, Course):
        return _course_side(of)
    raise TypeError(f"a difference is of Plans and Courses, not of {type(of).__name__}")


def _plan_side(plan: Plan) -> Side:
    infusions = tuple(_planned(each) for each in plan.infusions)
    rules = plan.inputs.visits
    visits = tuple(
        Dated(each.kind, each.infusion, each.target, each.date, when=rules[place].when)
        for each, place in zip(plan.visits, rule_of_each(rules, len(infusions)), strict=True)
    )
    name = f"plan {plan.protocol}"
    return Side(name, infusions, visits, plan.total_cells, None, (plan,), plan.inputs.closures)


def _planned(infusion: Infusion) -> Standing:
    steps = infusion.derivation.steps
    passed = tuple(
        (term.name.removeprefix(_PASSED_OVER), term.value)
        for step in steps
        for term in step.inputs
        if term.name.startswith(_PASSED_OVER)
    )
    return Standing(
        infusion.number,
        infusion.date,
        infusion.target,
        infusion.earliest,
        infusion.latest,
        "planned",
        infusion.dose.cells,
        passed,
    )


def _course_side(course: Course) -> Side:
    changes = [
        entry.event.what
        for entry in course.entries
        if entry.struck_by is None and isinstance(entry.event.what, DoseChanged)
    ]
    infusions = tuple(_standing(each, changes) for each in course.infusions)
    visits = tuple(
        Dated(each.kind, each.infusion, each.target, each.date, each.why_no_date, each.when)
        for each in course.visits
    )
    counted = [each.dose for each in course.infusions if each.state not in NOT_GIVEN]
    name = f"course {course.course} of {course.recipient}"
    return Side(
        name, infusions, visits, _sum(counted), _went_in(course), course.plans, _closures(course), course
    )


def _went_in(course: Course) -> Amount | None:
    """What went in; nothing at all is no amount, as in a plan."""
    return None if course.infused is None or course.infused.value == 0 else course.infused


def _standing(infusion: CourseInfusion, changes: list[DoseChanged]) -> Standing:
    ordered = [change for change in changes if change.from_infusion <= infusion.number]
    return Standing(
        infusion.number,
        infusion.date,
        infusion.target,
        infusion.earliest,
        infusion.latest,
        infusion.state.replace("-", " ") + (", held" if infusion.held else ""),
        infusion.dose,
        (),
        infusion.why_this_date,
        infusion.why_no_date,
        infusion.was_given,
        infusion.new_dose,
        infusion.infused,
        tuple(f"{change.reason} (order {change.order_number})" for change in ordered),
    )


def _closures(course: Course) -> Closures:
    """The closed days in force: those of the latest plan, or of the calendar changed after it."""
    closures = course.plans[-1].inputs.closures if course.plans else Closures()
    for entry in course.entries:
        what = entry.event.what
        if entry.struck_by is None and isinstance(what, CalendarChanged):
            closures = what.closures
        elif entry.struck_by is None and isinstance(what, Planned):
            closures = what.plan.inputs.closures
    return closures


def _sum(doses: list[Amount]) -> Amount | None:
    try:
        return reduce(lambda total, dose: total + dose, doses) if doses else None
    except Refusal:  # blocks that count different cells have no sum
        return None


def why_moved(
    before: Standing, after: Standing, closed_before: Closures, closed_after: Closures
) -> tuple[str, ...]:
    """Why an infusion has another date, in the words that either side has of it; empty where none has."""
    if after.date is None:
        return (after.why_no_date,) if after.why_no_date else ()
    found = [*_target_moved(before, after), *_new_target_not_taken(before, after, closed_after)]
    if after.given:
        reason = before.date and closed_after.why_closed(before.date)
        found += [_said(before.date, reason)] if before.date and reason else []
        return (*found, "it was given on that day")
    if before.date:
        reason = _why_not(before.date, after, closed_after)
        found += [_said(before.date, reason)] if reason else _new_words(before.why, after.why)
    if not found:
        earlier = _why_not(after.date, before, closed_before)
        found += [f"{day_text(after.date)} can be taken now (before: {earlier})"] if earlier else []
    return tuple(found)


def why_visit_moved(before: Dated, after: Dated, closed_after: Closures) -> tuple[str, ...]:
    """Why a visit has another date: its target moved, or its day is closed for visits."""
    if after.date is None:
        return (after.why_no_date,) if after.why_no_date else ()
    found = [*_target_moved(before, after)]
    if not found and before.date and (reason := closed_after.why_no_visit(before.date)):
        found.append(_said(before.date, reason))
    return tuple(found)


def _target_moved(before: Standing | Dated, after: Standing | Dated) -> Iterator[str]:
    if before.target and after.target and before.target != after.target:
        yield f"its target moved from {day_text(before.target)} to {day_text(after.target)}"


def _new_target_not_taken(before: Standing, after: Standing, closures: Closures) -> Iterator[str]:
    """Why a target that moved is not the date itself, where the day before says nothing of it."""
    target = after.target
    if target is None or target in (before.target, before.date, after.date) or after.given:
        return
    if reason := _why_not(target, after, closures):
        yield _said(target, reason)


def _new_words(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """What a course says of a date and did not say before; all of it where nothing is new."""
    return tuple(text for text in after if text not in before) or after


def _why_not(day: Date, side: Standing, closures: Closures) -> str | None:
    """Why this side did not take the day: by its working, its own words, or its closed days, if it says."""
    named = day_text(day)
    told = (text.removeprefix(f"{named}: ") for text in side.why if text.startswith(f"{named}: "))
    return dict(side.passed_over).get(named) or next(told, None) or closures.why_closed(day)


def _said(day: Date, reason: str) -> str:
    """`Mon 29-Mar-2027 closed: Easter Monday`; other reasons stand behind a colon."""
    return f"{day_text(day)}{'' if reason.startswith('closed') else ':'} {reason}"
