"""The doses of a course: the four numbers of each side by side, and its whole working."""

from __future__ import annotations

from msc_dose.courses.course import CourseInfusion
from msc_dose.courses.four_numbers import four_numbers
from msc_dose.courses.in_block import plan_of
from msc_dose.courses.infusion_text import infusion_lines
from msc_dose.courses.order_text import order_lines
from msc_dose.courses.wrapping import fitted_whole
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.course.seen import Seen
from msc_dose.tui.course.standing import check_line, check_word, state_of
from msc_dose.tui.course.table import Line, Table
from msc_dose.tui.safe import safe

NUMBERS = ("ORDERED", "CALCULATED", "PREPARED", "INFUSED")
_HEADS = ("State", "No.", *NUMBERS, "Check")


def doses(seen: Seen, width: int) -> Table:
    """A row for each infusion; every number wraps within its own column."""
    lines = [_line(seen, each) for each in seen.course.infusions]
    return Table(_HEADS, lines, width, (2, 3, 4, 5, 0))


def _line(seen: Seen, infusion: CourseInfusion) -> Line:
    state, style = state_of(seen.course, infusion, seen.local)
    known = {name: briefly(amount) for name, amount in four_numbers(seen.course, infusion)}
    checked = check_word(infusion, seen.checked.get(infusion.number))
    cells = (state, f"{infusion.number}/{infusion.of}", *(known.get(name, "-") for name in NUMBERS), checked)
    return Line(f"infusion {infusion.number}", tuple(map(safe, cells)), style)


def orders(seen: Seen, width: int) -> list[str]:
    """The orders as they were written, wrapped."""
    written = order_lines(seen.course) or ["none is on record"]
    lines = (f"ORDERED as written: {each}" if at == 0 else each for at, each in enumerate(written))
    return [line for text in lines for line in fitted_whole(safe(text), width, 4)]


def working(seen: Seen, infusion: CourseInfusion) -> str:
    """How the dose came to be, step by step: what is ordered, calculated and infused; then the whole plan."""
    course = seen.course
    checked = check_line(infusion, seen.checked.get(infusion.number), course.zone)
    when = day_text(infusion.date) if infusion.date else "no date"
    parts = [
        [
            f"Course {course.course}, recipient {course.recipient}",
            f"Infusion {infusion.number} of {infusion.of}, {when}",
        ],
        [line for line in infusion_lines(course) if line.startswith(f"{infusion.number}/{infusion.of} ")],
        [checked],
        ["ORDERS AS WRITTEN", *(f"  {line}" for line in order_lines(course))],
        ["DOSE CALCULATED", str(infusion.working)],
    ]  # fmt: skip
    if infusion.infused_working.steps:
        parts.append(["INFUSED", str(infusion.infused_working)])
    plan, _ = plan_of(course, infusion.number)
    if plan is not None:
        parts.append(["THE PLAN OF THIS INFUSION", plan.explain()])
    return "\n\n".join("\n".join(part) for part in parts)
