"""A calendar grid for any Textual app: continuous weeks, a cursor moved day by day, marks from a function.

What goes in: a function from a day to its `DayMarks` (short marks, the same in words, whether the day is
closed and why, whether it lies in a window), the day of the cursor, and today. What comes out: the messages
`MonthGrid.Moved`, `Chosen` (Enter, or a second click on the cursor's day) and, while `picking`, `Taken`.
The grid knows nothing of what the marks stand for, and asks only about the days in sight:

    def marks(day: date) -> DayMarks:
        return DayMarks((Mark("2", "2/4 P-1"),)) if day == date(2024, 2, 29) else DayMarks()

    grid = MonthGrid(marks, date(2024, 2, 1), today=date(2024, 1, 29))

In narrow cells marks stand in short, or are counted by their kind where they do not fit; in cells of ten
columns they stand in words. Nothing is said by colour alone: today is `[29]` and reversed, the cursor `>29<`
with its whole cell reversed, a closed day bears the letter `c`, a window `·`.

- `marks`: the values; `months`: steps over months and weeks; `cells`: a day as lines; `grid`: the widget
"""

from msc_dose.tui.widgets.month_grid.grid import MonthGrid
from msc_dose.tui.widgets.month_grid.marks import DayMarks, Mark, MarksOf, no_marks

__all__ = ["DayMarks", "Mark", "MarksOf", "MonthGrid", "no_marks"]
