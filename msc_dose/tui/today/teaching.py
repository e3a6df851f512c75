"""What Today says where there is nothing to show: what would stand here, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from msc_dose.tui.safe import safe

if TYPE_CHECKING:
    from msc_dose.problems import Refusal

_WITHOUT_RECORD = (
    ("F2", "calculates a dose, F9 plans a course: neither needs a record."),
    ("o", "takes you through the program, step by step."),
    ("", "msc-dose demo      shows a whole course in a training record"),
    ("", "msc-dose db init   makes a record; MSC_DOSE_DB names it"),
)
_WITHOUT_COURSES = (
    ("F9", "plans a course: patient, weight, protocol, start; it begins there."),
    ("F5", "shows the stock: containers are imported, then reserved."),
    ("o", "takes you through the program, step by step."),
)


def no_record(why: Refusal, record: bool) -> Content:
    """Why there is no record to show; `record` says that there is one, which cannot be read."""
    heading = "The record cannot be read." if record else "No record is open."
    lines = [safe(f"{problem.message} {problem.fix}") for problem in why.problems]
    said = Content.assemble((f"{heading}\n", "bold"), "\n".join(lines))
    return said if record else said + Content("\n\n") + _steps(_WITHOUT_RECORD)


def no_courses() -> Content:
    """That the record holds no course yet, and how one begins."""
    heading = "No course is on record yet.\n"
    purpose = "Here stand the patients of today: thawed and ticking first, then late, due, to come.\n\n"
    return Content.assemble((heading, "bold"), purpose) + _steps(_WITHOUT_COURSES)


def nobody_found(text: str) -> Content:
    """That no row holds what is sought."""
    return Content(
        f"No patient, course or container here has “{safe(text)}” in its code. Esc shows all again."
    )


def no_thaws() -> Content:
    """That nothing is thawed, nor to be thawed."""
    return Content("Nothing is thawed, and nothing is to be thawed today, tomorrow or on the next open day.")


def _steps(steps: tuple[tuple[str, str], ...]) -> Content:
    return Content("\n").join([Content.assemble((f"{key:<4}", "bold"), text) for key, text in steps])
