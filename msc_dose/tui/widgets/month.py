"""Months of a plan: our own calendar, for Textual has none.

A day is marked by more than its colour: `[29]1` is infusion 1, ` 30v` a visit, ` 29c` a closed day,
` 28·` a day inside a window, ` 28c·` both. A course runs over months, so as many as fit stand side by side.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from msc_dose.courses.plan import Infusion, Plan, Visit
from msc_dose.scheduling import FIRST_DAY, LAST_DAY, WEEKDAYS, Closures

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_EARLIER, _LATER = "◄ earlier", "later ►"
_GAP = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """What a plan puts on days: numbers of infusions, visits, windows, and which days are closed."""

    infusions: Mapping[date, str] = field(default_factory=dict)
    visits: frozenset[date] = frozenset()
    windows: tuple[tuple[date, date], ...] = ()
    closures: Closures | None = None

    @classmethod
    def of(cls, plan: Plan) -> Marks:
        """The marks of a plan."""
        dated: tuple[Infusion | Visit, ...] = (*plan.infusions, *plan.visits)
        return cls(
            {infusion.date: str(infusion.number) for infusion in plan.infusions},
            frozenset(visit.date for visit in plan.visits),
            tuple((one.earliest, one.latest) for one in dated),
            plan.inputs.closures,
        )

    def day(self, day: date, digits: int) -> Content:
        """One day in a cell of `digits` + 4 columns."""
        number = self.infusions.get(day)
        if number:
            cell = f"[{day.day:>2}]{number}"
            return Content.styled(cell, "bold $infusion-ink on $infusion-ground") + Content(
                " " * (digits + 4 - len(cell))
            )
        text = f" {day.day:>2}{self._letter(day)}{self._dot(day)}"
        style = "bold" if day in self.visits else "" if self._dot(day) == "·" else "$quiet-ink"
        return Content.styled(f"{text:<{digits + 4}}", style)

    def _letter(self, day: date) -> str:
        if day in self.visits:
            return "v"
        return "c" if self.closures and self.closures.why_closed(day) else ""

    def _dot(self, day: date) -> str:
        return "·" if any(earliest <= day <= latest for earliest, latest in self.windows) else ""


class Months(Widget):
    """As many months as fit, from `first` (year, month) on; a click on its last line moves them."""

    DEFAULT_CSS = "Months { height: auto; padding: 0 1; }"

    first: reactive[tuple[int, int]] = reactive((FIRST_DAY.year, 1), layout=True)
    rows: reactive[int] = reactive(1, layout=True)
    marks: reactive[Marks] = reactive(Marks(), layout=True)

    def show(self, plan: Plan) -> None:
        """Show a plan; its first month comes into sight when its dates are other ones."""
        marks = Marks.of(plan)
        if set(marks.infusions) != set(self.marks.infusions):
            earliest = min(marks.infusions)
            self.first = (earliest.year, earliest.month)
        self.marks = marks

    def move(self, by: int) -> None:
        """Move by months, inside the years that the core knows."""
        year, month = self.first
        moved = _following(year, month) if by > 0 else _before(year, month)
        if FIRST_DAY.year <= moved[0] <= LAST_DAY.year:
            self.first = moved

    def render(self) -> Content:
        """The months side by side, and the legend."""
        return self._in_columns(self.content_size.width or self.app.size.width)

    def _in_columns(self, width: int) -> Content:
        lines, at = [], self.first
        for row in range(self.rows):
            if row > 0 and self._nothing_from(*at):
                break
            months = []
            for _ in range(self._fitting(width)):
                months.append(self._month(*at))
                at = _following(*at)
            lines += [Content(), *self._beside(months)] if row else self._beside(months)
        return Content("\n").join([*lines, self._legend()])

    def _nothing_from(self, year: int, month: int) -> bool:
        """Whether the plan has no date in this month or later."""
        dated = (*self.marks.infusions, *self.marks.visits)
        return all((day.year, day.month) < (year, month) for day in dated)

    def _beside(self, months: list[list[Content]]) -> list[Content]:
        """The lines of months side by side; a month of fewer weeks ends in blank lines."""
        blank = Content(" " * self._width())
        return [
            Content(" " * _GAP).join([month[line] if line < len(month) else blank for month in months])
            for line in range(max(len(month) for month in months))
        ]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as are painted in the columns that it is about to have."""
        return len(self._in_columns(width).plain.split("\n"))

    def _digits(self) -> int:
        return max((len(number) for number in self.marks.infusions.values()), default=1)

    def _width(self) -> int:
        return 7 * (self._digits() + 4)

    def _fitting(self, width: int) -> int:
        return min(4, max(1, (width + _GAP) // (self._width() + _GAP)))

    def _month(self, year: int, month: int) -> list[Content]:
        digits = self._digits()
        title = Content.styled(f"{f'{_NAMES[month - 1]} {year}':^{self._width()}}", "bold")
        names = "".join(f" {name[:2].capitalize():<{digits + 3}}" for name in WEEKDAYS)
        weeks = Calendar().monthdatescalendar(year, month)
        blank = Content(" " * (digits + 4))
        rows = [
            Content("").join([self.marks.day(day, digits) if day.month == month else blank for day in week])
            for week in weeks
        ]
        return [title, Content.styled(names, "$quiet-ink"), *rows]

    def _legend(self) -> Content:
        visit = "  29v visit" if self.marks.visits else ""
        return Content.assemble(
            (f"{_EARLIER}  {_LATER}", "bold"),
            f" (Esc, [ ])  [29]1 infusion 1{visit}  29· window  29c closed",
        )

    def on_click(self, event: events.Click) -> None:
        """Earlier and later, by mouse."""
        if event.y != self.content_size.height - 1:
            return
        x = event.x - self.styles.padding.left
        if x < len(_EARLIER):
            self.move(-1)
        elif x < len(_EARLIER) + 2 + len(_LATER):
            self.move(1)


def _following(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < 12 else (year + 1, 1)


def _before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)
