"""The preparation sheet of an infusion on record: what the record knows of it, then the plan's sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.in_block import plan_of
from msc_dose.courses.order_text import order_lines
from msc_dose.courses.plan import Infusion
from msc_dose.exports.worksheet import worksheet
from msc_dose.problems import refuse
from msc_dose.product.plain_text import container_key
from msc_dose.product.validity import UNASSIGNED
from msc_dose.quantity.page import WIDTH, fitted
from msc_dose.scheduling import day_text, days_text
from msc_dose.store.chain import Head
from msc_dose.store.stock.exceptional import ExceptionalRelease
from msc_dose.store.stock.rows import HeldContainer
from msc_dose.verification.states import Verification

_RULE = "-" * WIDTH


def recorded_sheet(
    course: Course,
    number: int,
    checked: Verification,
    containers: Sequence[HeldContainer],
    releases: Sequence[ExceptionalRelease],
    head: Head,
) -> list[str]:
    """The sheet of infusion `number`, 80 columns wide: order, double check, containers, then the plan's.

    An exceptional release stands at its beginning and at its end; the CHECKs of the course, and the head of
    the audit, at its end. Where the
    plan names no product, only what the record knows is printed, with the working of the dose. Raises
    Refusal `worksheet.dose-changed` and `worksheet.other-containers` where the
    plan was made for another dose, or from other containers than are reserved now.
    """
    infusion = next(each for each in course.infusions if each.number == number)
    plan, place = plan_of(course, number)
    if plan is None:
        raise TypeError("an infusion of a course is in one of its plans")
    foot = [*_exceptional(releases), *_checks(course), f"Audit: row {head.sequence}, head {head.short}"]
    lines = [*_exceptional(releases), *_known(course, infusion, checked, containers), _RULE]
    if plan.infusions[place].preparation is None:
        lines += [
            "Nothing is prepared by the plan: it names no product.",
            *str(infusion.working).splitlines(),
        ]
    else:
        _hold_to_plan(plan.infusions[place], infusion, containers)
        lines += worksheet(plan, place + 1)
    return [each for line in (*lines, _RULE, *foot) for each in fitted(line)]


def _known(
    course: Course, infusion: CourseInfusion, checked: Verification, containers: Sequence[HeldContainer]
) -> Iterator[str]:
    yield f"Course {course.course}, recipient {course.recipient}"
    when = day_text(infusion.date) if infusion.date else infusion.why_no_date or "no date"
    yield f"Infusion {infusion.number} of {infusion.of}: {infusion.state}, {when}"
    yield f"DOSE {infusion.dose}"
    yield _weight(course, infusion)
    yield from ("ORDERS AS WRITTEN", *order_lines(course))
    yield f"Independent double check: {_said(checked)}"
    for each in containers:
        container = each.container
        bound = "" if container.recipient == UNASSIGNED else f", bound to {container.recipient}"
        yield f"[ ] {each.identity}{bound}: {each.state}, at {container.position}, expires {container.expiry}"
    if not containers:
        yield "No container is reserved."


def _weight(course: Course, infusion: CourseInfusion) -> str:
    """The last weight, when and how it was taken, and how old it is on the day of the infusion."""
    if not course.weights:
        return "WEIGHT: no weight on record"
    last = course.weights[-1]
    day = last.taken.date()
    old = (infusion.date - day).days if infusion.date else None
    age = f", {days_text(old)} before the infusion" if old is not None and old > 0 else ""
    return f"WEIGHT {last.weight}, {last.method} {day_text(day)}{age}"


def _checks(course: Course) -> Iterator[str]:
    """The course's own CHECKs, so that nobody at the bench has to have seen the screen."""
    for problem in course.problems:
        if problem.severity == "check":
            yield f"CHECK {problem.field}: {problem.message} {problem.fix} [{problem.code}]"


def _said(checked: Verification) -> str:
    by = checked.signature
    signed = f" by {by.person}, {by.meaning}" if by is not None and checked.clears else ""
    return f"{checked.state}{signed}{'; a co-signature is owed' if checked.owed else ''}"


def _exceptional(releases: Sequence[ExceptionalRelease]) -> Iterator[str]:
    for each in releases:
        people = " and ".join(signature.person for signature in each.signatures)
        yield f"EXCEPTIONAL RELEASE of {each.identity}: {each.fact}. {each.reason}."
        yield f"  authorised by {people}; notification {each.notification}"


def _hold_to_plan(planned: Infusion, infusion: CourseInfusion, containers: Sequence[HeldContainer]) -> None:
    if planned.dose.cells != infusion.dose:
        message = f"The plan prepares {planned.dose.cells}; the dose is now {infusion.dose}."
        fix = "Prepare it anew: msc-dose dose … with the new dose or weight, and the product."
        raise refuse("worksheet.dose-changed", "infusion", message, fix)
    drawn = planned.preparation.containers if planned.preparation else ()
    chosen = {container_key(each.identity) for each in drawn if each.identity}
    reserved = {each.key for each in containers}
    if chosen and reserved and chosen != reserved:
        message = f"The plan draws from {_listed(chosen)}; reserved are {_listed(reserved)}."
        fix = "Reserve those of the plan, or prepare anew from those reserved: msc-dose dose …"
        raise refuse("worksheet.other-containers", "containers", message, fix)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))
