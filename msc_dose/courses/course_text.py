"""A course in words: where it stands, what a person must decide, and what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msc_dose.courses.course import Course, CourseVisit, Entry
from msc_dose.courses.entry_text import moment_text, told
from msc_dose.courses.infusion_text import infusion_lines
from msc_dose.courses.order_text import order_lines
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.page import WIDTH, fitted
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

INVENTORY = "Inventory not checked: this file knows no stock."


def course_lines(course: Course, known: Sequence[str] = (INVENTORY,)) -> list[str]:
    """The course on a page of 80 columns; what waits for a person comes before what was done.

    `known` is what is known of its containers.
    """
    return [
        *heading(course),
        *_section("ORDERS", order_lines(course)),
        "",
        *infusion_lines(course),
        *_section("VISITS", [_visit(visit) for visit in _by_day(course.visits)]),
        *question_lines(course),
        "",
        *known,
    ]


def heading(course: Course) -> list[str]:
    """Whose course it is, by which protocol, and whether it is held or stopped."""
    training = "TRAINING – not for a patient. " if course.training else ""
    lines = [f"{training}Course {course.course}, recipient {course.recipient}, zone {course.zone}"]
    for plan in course.plans:
        lines.append(f"{plan.title} ({plan.protocol})")
        lines += [] if plan.status == "site-approved" else [plan.status_text]
    if course.held_since is not None:
        lines.append(f"HELD since {day_text(course.held_since)}: {course.held_reason}")
    if course.stopped is not None:
        lines.append(f"STOPPED: {course.stopped}")
    if course.infused is not None:
        lines.append(f"INFUSED so far: {briefly(course.infused)}")
    if course.weights:
        latest = course.weights[-1]
        lines.append(f"Weight {briefly(latest.weight)}, {latest.method} {day_text(latest.taken.date())}")
    if course.requires:
        lines.append(f"Not on record, and required: {', '.join(course.requires)}")
    return [line for text in lines for line in fitted(text)]


def _by_day(visits: tuple[CourseVisit, ...]) -> list[CourseVisit]:
    """The visits in order of date; those without one come last."""
    return sorted(visits, key=lambda visit: (visit.date or date.max, visit.infusion or 0))


def _visit(visit: CourseVisit) -> str:
    of = f" of infusion {visit.infusion}" if visit.infusion else ""
    when = day_text(visit.date) if visit.date else f"no date: {visit.why_no_date}"
    return f"{when}  {visit.kind}{of}, {visit.when.removesuffix(' each') if of else visit.when}"


def _questions(course: Course) -> dict[str, None]:
    """The questions in their order; what is asked of both infusions of a week alike stands once."""
    said = (f" Say {' or '.join(each.choices)}." if each.choices else "" for each in course.questions)
    return dict.fromkeys(f"{each.text}{how}" for each, how in zip(course.questions, said, strict=True))


def question_lines(course: Course) -> list[str]:
    """What only a person can decide, numbered; nothing where nothing is open."""
    return _section("TO DECIDE", [f"{n}. {text}" for n, text in enumerate(_questions(course), 1)])


def _section(name: str, texts: list[str]) -> list[str]:
    lines = (line for text in texts for line in fitted_whole(f"  {text}", WIDTH))
    return ["", name, *lines] if texts else []


def entry_lines(course: Course) -> list[str]:
    """Every entry in the order of recording, those entered in error struck and not hidden."""
    return [line for entry in course.entries for line in fitted(_entry(entry))]


def _entry(entry: Entry) -> str:
    event = entry.event
    struck = f"  [ENTERED IN ERROR, see {entry.struck_by}]" if entry.struck_by else ""
    late = f" (recorded {moment_text(event.recorded)})" if entry.late else ""
    return f"{event.number:>3}  {moment_text(event.occurred)}{late}  {event.by}  {told(event)}{struck}"
