"""A course in words: where it stands, what a person must decide, and what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msc_dose.courses.course import Course, CourseInfusion, CourseVisit, Entry
from msc_dose.courses.entry_text import told
from msc_dose.quantity.page import fitted
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

INVENTORY = "Inventory not checked: this file knows no stock."


def course_lines(course: Course) -> list[str]:
    """The course on a page of 80 columns; what waits for a person comes before what was done."""
    return [
        *heading(course),
        "",
        *_infusions(course),
        *_section("VISITS", [_visit(visit) for visit in _by_day(course.visits)]),
        *question_lines(course),
        "",
        INVENTORY,
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


def _infusions(course: Course) -> Iterator[str]:
    if not course.infusions:
        yield "Nothing is planned yet."
    for infusion in course.infusions:
        yield from fitted(_infusion(infusion))
        for text in _besides(infusion):
            yield from fitted(f"     {text}")


def _infusion(infusion: CourseInfusion) -> str:
    when = day_text(infusion.date) if infusion.date else _no_date(infusion)
    at = f" {infusion.time}" if infusion.time else ""
    dose = f"DOSE {briefly(infusion.dose)}"
    if infusion.infused is not None:
        dose = f"INFUSED {briefly(infusion.infused)}; DOSE {briefly(infusion.dose)}"
    state = "HELD" if infusion.held else infusion.state.upper().replace("-", " ")
    return f"{infusion.number}/{infusion.of}  {state}  {when}{at}  {dose}"


def _no_date(infusion: CourseInfusion) -> str:
    if infusion.state in ("not-needed", "missed", "cancelled"):
        return f"(target {day_text(infusion.target)})" if infusion.target else "no date"
    return "no day" if infusion.why_no_date.startswith("Infusion") else "to be decided"


def _besides(infusion: CourseInfusion) -> Iterator[str]:
    if infusion.pending and infusion.target is not None:
        yield _window(infusion.target, infusion.earliest, infusion.latest, infusion.date)
    if infusion.why_no_date:
        yield infusion.why_no_date
    yield from infusion.why_this_date
    if infusion.new_dose is not None:
        yield f"NEW ORDER NEEDED: {briefly(infusion.new_dose)} on the new weight"
    where = ", ".join(filter(None, (infusion.place, *infusion.needs)))
    if where:
        yield where
    if infusion.started and infusion.ended:
        yield f"{_time(infusion.started)} to {_end(infusion.started, infusion.ended)}"
    for given in infusion.given:
        yield (
            f"container {given.container}: issued {briefly(given.issued)}, infused {briefly(given.infused)}, "
            f"left {briefly(given.left)}{_fate(given.remainder)}"
        )
    if infusion.ended:
        rinsed = {None: "not stated", True: "yes", False: "no"}[infusion.line_rinsed]
        yield f"line rinsed: {rinsed}; observation {'ended' if infusion.observed else 'not ended'}"
    for reaction in infusion.reactions:
        grade = f"grade {reaction.grade}: {reaction.signs}"
        yield f"reaction {_time(reaction.onset)}, {grade}; {reaction.outcome}"


def _window(target: date, earliest: date | None, latest: date | None, day: date | None) -> str:
    window = ""
    if earliest is not None and latest is not None and earliest != latest:
        window = f", window {day_text(earliest)} to {day_text(latest)}"
    distance = (day - target).days if day else 0
    late = f", {distance:+d} day{'' if abs(distance) == 1 else 's'}" if distance else ""
    return f"target {day_text(target)}{late}{window}"


def _time(moment: datetime) -> str:
    return f"{day_text(moment.date())} {moment:%H:%M} ({moment.strftime('%z')})"


def _end(started: datetime, ended: datetime) -> str:
    """The end of an infusion: the time alone where the day and the offset are those of its start."""
    same = started.date() == ended.date() and started.utcoffset() == ended.utcoffset()
    return f"{ended:%H:%M}" if same else _time(ended)


def _fate(remainder: str) -> str:
    return "" if remainder == "none" else f" ({remainder.replace('-', ' ')})"


def _by_day(visits: tuple[CourseVisit, ...]) -> list[CourseVisit]:
    """The visits in order of date; those without one come last."""
    return sorted(visits, key=lambda visit: (visit.date or date.max, visit.infusion or 0))


def _visit(visit: CourseVisit) -> str:
    of = f" of infusion {visit.infusion}" if visit.infusion else ""
    when = day_text(visit.date) if visit.date else f"no date: {visit.why_no_date}"
    return f"{when}  {visit.kind}{of}, {visit.when.removesuffix(' each') if of else visit.when}"


def _questions(course: Course) -> list[tuple[int, str]]:
    found = []
    for n, question in enumerate(course.questions, 1):
        choices = f" Say {' or '.join(question.choices)}." if question.choices else ""
        found.append((n, f"{question.text}{choices}"))
    return found


def question_lines(course: Course) -> list[str]:
    """What only a person can decide, numbered; nothing where nothing is open."""
    return _section("TO DECIDE", [f"{n}. {text}" for n, text in _questions(course)])


def _section(name: str, texts: list[str]) -> list[str]:
    return ["", name, *(line for text in texts for line in fitted(f"  {text}"))] if texts else []


def entry_lines(course: Course) -> list[str]:
    """Every entry in the order of recording, those entered in error struck and not hidden."""
    return [line for entry in course.entries for line in fitted(_entry(entry))]


def _entry(entry: Entry) -> str:
    event = entry.event
    struck = f"  [ENTERED IN ERROR, see {entry.struck_by}]" if entry.struck_by else ""
    late = f" (recorded {_time(event.recorded)})" if entry.late else ""
    return f"{event.number:>3}  {_time(event.occurred)}{late}  {event.by}  {told(event)}{struck}"
