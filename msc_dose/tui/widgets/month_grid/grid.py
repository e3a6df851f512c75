"""The grid itself: what is painted, and where the cursor is."""

from __future__ import annotations

from datetime import date, timedelta

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from msc_dose.tui.keys import bindings
from msc_dose.tui.widgets.month_grid.cells import Line, cell_lines, day_line
from msc_dose.tui.widgets.month_grid.marks import MarksOf, no_marks
from msc_dose.tui.widgets.month_grid.months import NAMES, days_on, monday_of, months_on, weeks_on

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GUTTER = 5  # columns left of the weeks, for the month and its year
_WEEKS = 6  # a month is whole in six
_LEAST = 2  # lines of a week: the numbers, and the marks
_WHEEL = 2  # weeks


class MonthGrid(Widget, can_focus=True):
    """Continuous weeks with a cursor. `show` changes what stands on days, `go` moves the cursor.

    `weeks` is how many weeks share the height (1: a week whose cells have room for details). While
    `picking`, Enter takes the day (`Taken`) instead of opening it (`Chosen`).
    """

    BINDINGS = bindings("grid")
    DEFAULT_CSS = "MonthGrid { height: 1fr; width: 1fr; background: $background; color: $foreground; }"

    class Moved(Message):
        """The cursor is on another day."""

        def __init__(self, grid: MonthGrid, day: date) -> None:
            """Carry the day."""
            self.grid, self.day = grid, day
            super().__init__()

        @property
        def control(self) -> MonthGrid:
            """The grid."""
            return self.grid

    class Chosen(Moved):
        """A person has opened the day: by Enter, or by a click on the day under the cursor."""

    class Taken(Moved):
        """A person has taken the day, while picking."""

    def __init__(
        self,
        marks: MarksOf = no_marks,
        day: date = date(2000, 1, 1),
        today: date | None = None,
        *,
        id: str | None = None,
    ) -> None:
        """A grid with these marks, whose cursor is on `day`."""
        super().__init__(id=id)
        self.day, self.today = day, today
        self.picking = False
        self._marks = marks
        self._weeks = _WEEKS
        self._top = self._around(day)
        self._wished = day.day
        self._known: dict[date, list[Line]] = {}

    def show(self, marks: MarksOf, today: date | None = None) -> None:
        """Show other marks; the cursor stays where it is."""
        self._marks = marks
        self.today = today or self.today
        self._again()

    def go(self, day: date) -> None:
        """Put the cursor on a day; one that is out of sight comes near the top."""
        self._wished = day.day
        if not self._top <= day < weeks_on(self._top, self._whole_weeks):
            self._top = self._around(day)
        self._to(day)

    @property
    def weeks(self) -> int:
        """How many weeks share the height."""
        return self._weeks

    @weeks.setter
    def weeks(self, weeks: int) -> None:
        if weeks != self._weeks:
            self._weeks = weeks
            self._top = self._around(self.day)
            self._again()

    def _around(self, day: date) -> date:
        """The Monday to begin at, so that the day and the weeks to come are in sight."""
        return monday_of(day) if self._weeks == 1 else weeks_on(monday_of(day), -1)

    @property
    def first(self) -> date:
        """The Monday of the first week in sight."""
        return self._top

    def on_resize(self) -> None:
        """Set the days anew in the room there is."""
        self._into_sight(month=False)
        self._again()

    def _again(self) -> None:
        self._known.clear()
        self.refresh()

    @property
    def _lines(self) -> int:
        """The lines of a week."""
        return max(_LEAST, (self.size.height - 1) // self._weeks)

    @property
    def _whole_weeks(self) -> int:
        """How many weeks are wholly in sight."""
        return max(1, (self.size.height - 1) // self._lines)

    @property
    def _cell(self) -> int:
        """The columns of a day."""
        return max(5, (self.size.width - _GUTTER) // 7)

    def _into_sight(self, month: bool) -> None:
        """Scroll as little as is needed for the cursor, or for the whole month of it."""
        monday, weeks = monday_of(self.day), self._whole_weeks
        if month and weeks >= _WEEKS:
            self._top = monday_of(self.day.replace(day=1))
        elif monday < self._top or month:
            self._top = monday
        elif monday > weeks_on(self._top, weeks - 1):
            self._top = weeks_on(monday, 1 - weeks)

    def render_line(self, y: int) -> Strip:
        """The weekdays above, then line by line the weeks."""
        if y == 0:
            names = "".join(f" {name:<{self._cell - 1}}" for name in _WEEKDAYS)
            return self._strip(Content.styled(" " * _GUTTER + names, "bold $quiet-ink"))
        week, part = divmod(y - 1, self._lines)
        monday = weeks_on(self._top, week)
        if week >= self._whole_weeks or monday != self._top + timedelta(days=7 * week):
            return Strip.blank(self.size.width, self.rich_style)
        days = [monday + timedelta(days=number) for number in range(7)]
        shown = [Content.styled(self._margin(days, week, part), "bold")]
        return self._strip(Content("").join([*shown, *(self._piece(day, part) for day in days)]))

    def _margin(self, days: list[date], week: int, part: int) -> str:
        """The month of its first week, or of the first week in sight; its year below it."""
        begins = next((day for day in days if day.day == 1), days[-1] if week == 0 else None)
        if begins is None or part > 1:
            return " " * _GUTTER
        said = NAMES[begins.month - 1][:3] if part == 0 else str(begins.year)
        return f"{said:<{_GUTTER}}" if part == 0 or week == 0 or begins.month == 1 else " " * _GUTTER

    def _piece(self, day: date, part: int) -> Content:
        """One line of the cell of a day."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._drawn(day)
        if part >= len(known):
            known = [*known, *((((" " * self._cell, ""),),) * (part + 1 - len(known)))]
        if day == self.day:
            return Content.styled("".join(text for text, _ in known[part]), "bold reverse")
        quiet = "$quiet-ink" if day.month != self.day.month else ""
        return Content("").join([Content.styled(text, style or quiet) for text, style in known[part]])

    def _drawn(self, day: date) -> list[Line]:
        found = self._marks(day)
        head = day_line(day, found, self._cell, day == self.today, day == self.day)
        return [head, *cell_lines(found, self._cell, self._lines - 1, self._weeks == 1)]

    def _strip(self, content: Content) -> Strip:
        width = self.size.width
        (strip, *_) = Visual.to_strips(self, content.truncate(width), width, 1, self.visual_style, pad=True)
        return strip.adjust_cell_length(width, self.rich_style)

    def action_move(self, by: int) -> None:
        """Days later or earlier."""
        day = days_on(self.day, by)
        self._wished = day.day
        self._to(day)

    def action_week(self, by: int) -> None:
        """Weeks later or earlier."""
        self.action_move(7 * by)

    def action_month(self, by: int) -> None:
        """Months later or earlier, to the same day of the month or the last there is."""
        self._to(months_on(self.day, by, self._wished), month=True)

    def action_edge(self, weekday: int) -> None:
        """The Monday (0) or the Sunday (6) of the week."""
        self.action_move(weekday - self.day.weekday())

    def action_today(self) -> None:
        """Today, where it is known, and the weeks to come."""
        if self.today is not None:
            self._wished = self.today.day
            self._top = self._around(self.today)
            self._to(self.today)

    def action_choose(self) -> None:
        """Open the day."""
        self.post_message(self.Chosen(self, self.day))

    def action_take(self) -> None:
        """Take the day."""
        self.post_message(self.Taken(self, self.day))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter opens a day, or takes it while one is picked."""
        if action in ("choose", "take"):
            return self.picking is (action == "take")
        return True

    def day_at(self, x: int, y: int) -> date | None:
        """The day under the pointer."""
        column, week = (x - _GUTTER) // self._cell, (y - 1) // self._lines
        if y < 1 or x < _GUTTER or column > 6 or week >= self._whole_weeks:
            return None
        day = weeks_on(self._top, week) + timedelta(days=column)
        return day if days_on(day, 0) == day else None

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the day under the pointer; a click on the cursor's day opens or takes it."""
        day = self.day_at(event.x, event.y)
        if day is None:
            return
        if day == self.day:
            self.action_take() if self.picking else self.action_choose()
        else:
            self._wished = day.day
            self._to(day)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Later weeks; the cursor stays."""
        event.stop()
        self._top = weeks_on(self._top, _WHEEL)
        self.refresh()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Earlier weeks; the cursor stays."""
        event.stop()
        self._top = weeks_on(self._top, -_WHEEL)
        self.refresh()

    def _to(self, day: date, month: bool = False) -> None:
        before, self.day = self.day, day
        self._into_sight(month)
        for each in (before, day):
            self._known.pop(each, None)
        self.refresh()
        if before != day:
            self.post_message(self.Moved(self, day))
