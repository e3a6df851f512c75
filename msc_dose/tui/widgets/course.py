"""The list of a plan: a line for each infusion and visit, wrapped where it must be and never cut."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from msc_dose.courses.plan import Plan
from msc_dose.tui.safe import safe

_HEADS = ("No.", "Date", "DOSE", "Window", "Target")


class CourseList(Static):
    """No., date with weekday, dose, window, and the target with how far the date was moved from it."""

    DEFAULT_CSS = "CourseList { height: auto; padding: 0 1; }"

    def show(self, plan: Plan, width: int) -> None:
        """Show the plan in this many columns."""
        self.update(course_text(plan, width - 2))


def course_text(plan: Plan, width: int) -> Content:
    """The plan's rows as aligned text; where they are too wide, the note stands on a line of its own."""
    short = width < 110
    rows = [_HEADS, *(_cells(row, short) for row in plan.rows())]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_HEADS))]
    gap = 2 if sum(widths) + 2 * (len(widths) - 1) <= width else 1
    fits = sum(widths) + gap * (len(widths) - 1) <= width
    lines = [_line(row, widths, gap, fits, head=at == 0) for at, row in enumerate(rows)]
    return Content("\n").join(lines)


def _cells(row: dict[str, str], short: bool) -> tuple[str, ...]:
    """The cells of one row; the days of a window are shortened to `25-Feb` where there is no room."""
    days = [row["earliest"], row["latest"]]
    if short:
        days = [_short(day) for day in days]
    window = " to ".join(days) if row["earliest"] != row["latest"] else "none"
    if row["by"]:
        window = f"by {days[-1]}"  # a work-back date: how far back it was sought is no window
    dose = row["dose"] or row["kind"]
    cells = (
        row["number"] or "–",
        row["date"],
        dose,
        window,
        f"{_short(row['target'])}, {row['moved']}" if row["moved"] else "on target",
    )
    return tuple(safe(cell) for cell in cells)


def _short(day: str) -> str:
    """`Thu 25-Feb-2027` as `25-Feb`, beside a date that shows weekday and year."""
    return day.partition(" ")[2].rpartition("-")[0]


def _line(row: tuple[str, ...], widths: list[int], gap: int, fits: bool, head: bool) -> Content:
    cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)]
    between = " " * gap
    if head:
        shown = cells if fits else cells[:-1]
        return Content.styled(between.join(shown).rstrip(), "bold $quiet-ink")
    number, day, dose, window, note = cells
    first = Content.assemble(
        number,
        between,
        (day, "bold"),
        between,
        (dose, "bold"),
        between,
        window,
        between if fits else "\n    ",
    )
    if note.startswith("on target"):
        return first + note if fits else first.rstrip()
    return (first + Content.styled(note, "$check-ink")).rstrip()
