"""Courses in a month, a week or an agenda; an infusion is moved here, with a preview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Refusal
from msc_dose.scheduling import day_text
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.calendar.dialogs import EntriesDialog
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.calendar.heading import VIEWS, signs_text, view_text
from msc_dose.tui.calendar.looking import Looking
from msc_dose.tui.calendar.marks import CalendarMarks
from msc_dose.tui.calendar.mover import Mover
from msc_dose.tui.calendar.moving import Move
from msc_dose.tui.calendar.panel import DayPanel
from msc_dose.tui.calendar.rows import EntryRows
from msc_dose.tui.calendar.telling import EMPTY, day_lines
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.screens.on_record import STOPPED, RecordPage, Teaching, reading_text, teaching
from msc_dose.tui.widgets.month_grid import MonthGrid
from msc_dose.tui.widgets.row_list import NoRows, RowList

if TYPE_CHECKING:
    from msc_dose.courses.course import Course


class CalendarScreen(RecordPage[CalendarDays]):
    """Every course, or one, by day; the panel tells everything of the day under the cursor."""

    BINDINGS = bindings("calendar")
    CSS_PATH = "calendar.tcss"
    mode = "calendar"
    title_text = "CALENDAR"
    purpose = (
        "Courses in a month, a week or an agenda. Today is [29] and reversed, the cursor >29<. An infusion "
        "to come is moved by m: arrows choose the day, the panel shows everything that would change, and "
        "nothing is moved before a reason is given."
    )
    scopes = ("everywhere", "calendar", "grid", "list")
    stops_when_left = True
    acts_unread = True  # one can go from day to day meanwhile
    WHY_NOT: ClassVar[dict[str, str]] = {
        "filter": "Open a course first (F4, or Enter twice on its day): the filter then shows it alone.",
        "move": "No infusion to come stands here. Put the cursor on one that has a date and was not given.",
    }

    def __init__(self) -> None:
        """The month of today."""
        super().__init__()
        self.view = "month"
        self.one = False
        self.mover = Mover(self)
        self.looking = Looking(self)
        self._day: date | None = None
        self._picked: tuple[str | None, Course | None] = (None, None)
        self.marks: CalendarMarks | None = None
        self._could = (False, False)
        self._refused = False

    def parts(self) -> Iterator[Widget]:
        """The line of the view, the grid with its panel, the agenda, the signs."""
        yield Static(id="view")
        yield Teaching(id="teaching")
        with Container(id="calendar"):
            yield MonthGrid(day=self.desk.now().date(), today=self.desk.now().date())
            yield DayPanel(id="day")
        yield RowList(id="agenda")
        yield Static(id="signs")

    @property
    def grid(self) -> MonthGrid:
        """The month, or the week."""
        return self.query_one(MonthGrid)

    @property
    def agenda(self) -> RowList:
        """Everything in one list."""
        return self.query_one("#agenda", RowList)

    @property
    def panel(self) -> DayPanel:
        """What tells of the day, or of the move."""
        return self.query_one("#day", DayPanel)

    def load(self, progress: Progress) -> CalendarDays:
        """Every course as the ward sees it, or the one that is looked at, sorted under its days."""
        desk, only = self.desk, self.desk.course if self.one else None
        closures, now = desk.closures(), desk.now()
        self._picked = self._picked_up()
        if only is not None:
            return CalendarDays([desk.course_of(only)], closures, now, only)
        found, before = desk.seen(progress), self.loaded
        days = CalendarDays(
            found.read, closures, now, None, len(found.unreadable), self.looking.wholes, before
        )
        self.looking.fold(days, self._day or days.today, progress)
        return days

    def _picked_up(self) -> tuple[str | None, Course | None]:
        """The course whose infusion is being moved, as it stands now."""
        code = self.mover.course
        if code is None:
            return None, None
        try:
            return code, self.desk.course_of(code)
        except Refusal:
            return code, None

    def show(self, found: CalendarDays) -> None:
        """Put the days on the grid and into the agenda; a move that is under way begins anew from them."""
        self.marks = CalendarMarks(found)
        self.query_one("#teaching", Teaching).say(None)
        refused, self._refused = self._refused, False
        self.grid.show(self.marks, found.today)
        rows = found.listed
        first = not len(self.agenda.source)
        self._find_again(found)
        self.agenda.show(EntryRows(found, rows) if rows else NoRows(f" {EMPTY}"))
        if first:
            self._agenda_to(self.grid.day)
        self.mover.refreshed(*self._picked)
        self.show_view()
        if refused:
            self._focus_view()
        self.tell()

    def _find_again(self, found: CalendarDays) -> None:
        """Put the cursor of the agenda where its entry stands now, so that it is not looked for among all."""
        before = self.agenda.source
        if isinstance(before, EntryRows) and before.entries is not found.listed:
            entry = before.entries[self.agenda.at]
            place = found.place(entry.day) if entry.day != date.min else 0
            near = enumerate(
                found.listed[place : place + len(found.on(entry.day)) + len(found.undated)], place
            )
            self.agenda.at = next((at for at, each in near if each.key == entry.key), self.agenda.at)

    def show_nothing(self, why: Refusal) -> None:
        """Why there is nothing to show, and what to do."""
        heading = "The calendar shows infusions, visits, windows and closed days, once there is a record."
        self._teach(teaching(why, heading))

    def show_stopped(self) -> None:
        """That the courses were not read."""
        self._teach(STOPPED)

    def _teach(self, text: Content) -> None:
        self.query_one("#teaching", Teaching).say(text)
        self._refused = True
        self.show_view()

    def show_progress(self, done: int, total: int) -> None:
        """Say how many courses are read, and that one need not wait."""
        super().show_progress(done, total)
        if self.loaded is None:
            self.query_one("#teaching", Teaching).say(reading_text(done, total))

    def show_view(self) -> None:
        """Show what the view needs, and what the signs mean."""
        shown = not self._refused
        self.query_one("#calendar").display = shown and self.view != "agenda"
        self.agenda.display = shown and self.view == "agenda"
        self.set_class(self.view == "week", "-week")
        self.set_class(self.mover.moving, "-moving")
        self.query_one("#signs").display = shown
        self._show_heading()
        signs = signs_text(self.view, self.size.width, self.loaded, self.mover.moving)
        self.query_one("#signs", Static).update(Content(signs))

    def _show_heading(self) -> None:
        text = view_text(self.view, self.grid.day, self.loaded)
        self.query_one("#view", Static).update(Content(text))

    def tell(self) -> None:
        """Tell of the day under the cursor, or of the move."""
        days = self.loaded
        if days is not None and not self.mover.moving:
            day = self.grid.day
            self.panel.tell(lambda width: day_lines(days, day, width))
            if self.view != "agenda":
                self.looking.look(days, day)
        could = (bool(self._movable()), self.desk.course is not None)
        if could != self._could:
            self._could = could
            self.refresh_bindings()

    def on_month_grid_moved(self, event: MonthGrid.Moved) -> None:
        """Another day: tell of it; while moving, the ghost stands on it."""
        self._day = event.day
        self._show_heading()
        self.mover.stands_on(event.day)
        self.tell()

    def on_month_grid_chosen(self, event: MonthGrid.Chosen) -> None:
        """List what stands on the day."""
        if self.loaded is None:
            return
        if not self.loaded.on(event.day):
            self.app.notify(f"Nothing stands on {day_text(event.day)}.", markup=False)
            return
        self.app.start(self._open_day(self.loaded, event.day))

    async def _open_day(self, days: CalendarDays, day: date) -> None:
        entry = await self.app.ask(EntriesDialog(day_text(day), days, days.on(day)))
        await self._open(entry)

    async def _open(self, entry: Entry) -> None:
        await self.app.open_course(entry.course.course, entry.number)

    def on_month_grid_taken(self, event: MonthGrid.Taken) -> None:
        """Propose the move to this day."""
        self.mover.propose()

    async def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the course of the row."""
        rows = event.rows.source
        if isinstance(rows, EntryRows):
            await self._open(rows.entries[event.at])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The grid goes with the agenda, so that the views show the same day."""
        rows = event.rows.source
        if self.view == "agenda" and isinstance(rows, EntryRows):
            day = rows.entries[event.at].day
            if day != date.min:
                self.grid.go(day)

    def _agenda_to(self, day: date) -> None:
        """The first entry of the day, or after it."""
        if isinstance(self.agenda.source, EntryRows) and self.loaded is not None:
            self.agenda.go(self.loaded.place(day))

    def _movable(self) -> list[Entry]:
        """The infusions to come that stand under the cursor."""
        rows = self.agenda.source
        if self.view == "agenda" and isinstance(rows, EntryRows):
            found = [rows.entries[self.agenda.at]]
        else:
            found = list(self.loaded.on(self.grid.day)) if self.loaded else []
        return [entry for entry in found if entry.movable]

    def action_move(self) -> None:
        """Pick up the infusion under the cursor; of several, the one that is said."""
        if self.loaded is not None:
            self.app.start(self._pick_up(self.loaded, self._movable()))

    async def _pick_up(self, days: CalendarDays, found: list[Entry]) -> None:
        entry = found[0]
        if len(found) > 1:
            entry = await self.app.ask(EntriesDialog("Which infusion is moved?", days, found))
        course, number = await self.app.doing(lambda: self.desk.course_of(entry.course.course)), entry.number
        if number is None or not (move := Move(course, number)).possible:
            self.app.notify("Somebody has changed the course: look at it again.", markup=False)
            self.app.changed()
            return
        if self.view == "agenda":
            self.action_view("month")
        self.grid.go(entry.day)
        self.mover.pick_up(move)

    def action_later(self) -> None:
        """This one alone, or all later ones with it."""
        self.mover.toggle()

    def action_give_up(self) -> None:
        """Leave the move; nothing is moved."""
        self.mover.drop()

    async def action_back(self) -> None:
        """Stop what is read for the first time; else to Today."""
        if not self.stop_reading():
            await self.app.action_go("today")

    def action_reload(self) -> None:
        """Ask the record again."""
        self.looking.wholes.again()
        self.reload()

    def action_next_view(self) -> None:
        """Month, week, agenda by turns."""
        self.action_view(VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)])

    def action_view(self, view: str) -> None:
        """Show the month, the week or the agenda of the same day."""
        if self.mover.moving and view == "agenda":
            return
        self.view = view
        self.show_view()
        self.grid.weeks = 1 if view == "week" else 6
        if view == "agenda":
            self._agenda_to(self.grid.day)
        if not self._refused:
            self._focus_view()
        self.tell()

    def _focus_view(self) -> None:
        self.set_focus(self.agenda if self.view == "agenda" else self.grid)

    def action_filter(self) -> None:
        """All courses, or the one that was looked at last."""
        self.one = not self.one
        self.reload()

    def action_today(self) -> None:
        """Today in every view."""
        self.grid.action_today()
        self._agenda_to(self.grid.day)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While moving there is only the move; what has nothing to act on is grey."""
        moving = self.mover.moving
        if action in ("later", "give_up"):
            return moving
        if action in ("back", "next_view", "move", "filter"):
            if moving:
                return False
            if action == "move":
                return True if self._movable() else None
            if action == "filter":
                return True if self.one or self.desk.course else None
        return True

    def on_key(self, event: events.Key) -> None:
        """Say why a grey key cannot act."""
        known = self.active_bindings.get(event.key)
        why = None if known is None or known.enabled else self.WHY_NOT.get(known.binding.action[7:])
        if why:
            self.app.notify(why, markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """The signs follow the columns."""
        super().on_resize(event)
        if self.composed:
            self.show_view()
