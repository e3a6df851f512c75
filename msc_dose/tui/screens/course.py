"""One course: its infusions, doses, counts and history; without one, the list of all courses."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input

from msc_dose.courses.course import CourseInfusion
from msc_dose.problems import Refusal
from msc_dose.tui.course.all_courses import (
    HEADS,
    NO_COURSES,
    NOT_FOUND,
    WRAPS,
    AllCourses,
    all_courses,
)
from msc_dose.tui.course.deeds import Deeds
from msc_dose.tui.course.seen import Seen, seen
from msc_dose.tui.course.table import Table
from msc_dose.tui.course.views import VIEWS, CourseViews, Views, Whose
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.on_record import RecordPage, Teaching, teaching
from msc_dose.tui.screens.page import WIDTH
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.row_list import NoRows, RowList

# The course, the view and the infusion that the cursor was set for.
_NOTHING: tuple[str, str, int | None] = ("", "", None)
_OF_INFUSIONS = {"timeline": "#infusions", "doses": "#dose-rows"}


class CourseScreen(Deeds, RecordPage[AllCourses | Seen]):
    """One course: its infusions, doses, counts and history; without one, the list of all courses."""

    BINDINGS = bindings("course")
    CSS_PATH = "course.tcss"
    AUTO_FOCUS = ""  # the screen says itself what has the focus, once it is known what is shown
    mode = "course"
    title_text = "COURSE"
    purpose = (
        "One course: its infusions, doses, counts, history, and what differs from what was signed. The keys "
        "act on the infusion under the cursor. Without a course, all courses: Enter opens one."
    )
    scopes = ("everywhere", "course", "list", "field")
    view = "timeline"
    _shown = _NOTHING

    def parts(self) -> Iterator[Widget]:
        """The list, the course, and what is said where there is neither."""
        yield Teaching(id="teaching")
        with Vertical(id="all"):
            yield Field("search", "Search", "code or patient; Esc shows all")
            yield RowList(id="courses")
        with Vertical(id="one"):
            yield Whose(id="who")
            yield CourseViews(id="views")

    def load(self, progress: Progress) -> AllCourses | Seen:
        """The course that is chosen, else all of them."""
        code = self.desk.course
        if code is None:
            return all_courses(self.desk.briefs(progress))
        return seen(self.desk, code)

    def on_screen_resume(self) -> None:
        """Another course may be meant than was shown: until it is there, no key acts on that one."""
        shown = self.seen
        if shown is not None and shown.course.course != self.desk.course:
            self.loaded = None
        super().on_screen_resume()

    def show(self, found: AllCourses | Seen) -> None:
        """Show what was found."""
        self.query_one(Teaching).say(None)
        self.query_one("#all").display = isinstance(found, AllCourses)
        self.query_one("#one").display = isinstance(found, Seen)
        if isinstance(found, AllCourses):
            self._show_all(found)
        else:
            self._show_one(found)
        self.refresh_bindings()

    def show_nothing(self, why: Refusal) -> None:
        """Say why there is nothing: no record, no such course, or one that cannot be read."""
        self.query_one("#all").display = self.query_one("#one").display = False
        code = self.desk.course
        heading = (
            f"COURSE {safe(code)} cannot be shown. Esc goes back to all courses." if code else "ALL COURSES"
        )
        self.query_one(Teaching).say(teaching(why, heading))
        self.set_focus(None)
        self.refresh_bindings()

    def _show_all(self, found: AllCourses) -> None:
        field, rows = self.query_one("#field-search"), self.query_one("#courses", RowList)
        asked = self.query_one("#search", FieldInput).value
        lines = found.like(asked)
        field.display = bool(asked) or self.focused is self.query_one("#search")
        if lines:
            rows.show(Table(HEADS, lines, self.columns, WRAPS))
        else:
            rows.show(NoRows(NOT_FOUND if found.lines else NO_COURSES))
        if self._shown[0]:  # back from a course: its row is the one that one comes from
            rows.go_to(self._shown[0])
            self._shown = _NOTHING
        if not field.display and self.focused is not rows:
            self.set_focus(rows)

    def _show_one(self, found: Seen) -> None:
        views = self.query_one(CourseViews)
        views.open(self.view)
        self.query_one(Whose).show(found, self.columns, self.has_class("-tall"), self.view)
        views.show(found, self.columns)
        wanted = self.desk.infusion
        if self._shown != (found.course.course, self.view, wanted):
            self._shown = (found.course.course, self.view, wanted)
            if self.view in _OF_INFUSIONS:
                self.query_one(_OF_INFUSIONS[self.view], RowList).go_to(
                    f"infusion {wanted or found.next_number}"
                )
        if not views.holds(self.focused):
            self.set_focus(views.first)

    def on_resize(self, event: events.Resize) -> None:
        """Set everything anew in the columns there are."""
        super().on_resize(event)
        if self.loaded is not None and self.composed:
            self.show(self.loaded)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The cursor is on another row: tell of it, and remember the infusion for the other screens."""
        found = self.seen
        if found is None or event.rows.id not in ("infusions", "dose-rows"):
            return
        number = self.number
        if number is not None:
            self.desk.infusion = number
            self._shown = (found.course.course, self.view, number)
        if event.rows.id == "infusions":
            self.query_one(CourseViews).show_detail(found, self.columns)
        self.refresh_bindings()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the course of the row; of an infusion, its working."""
        if event.rows.id == "courses":
            self._open(event.rows.key)
        else:
            self.action_working()

    def _open(self, code: str) -> None:
        self.desk.course, self.desk.infusion = code or None, None
        self.view = "timeline"
        self._anew()

    def _anew(self) -> None:
        """Ask for something else than is shown: until it is there, nothing may act on what was."""
        self.loaded = None
        self.desk.version += 1
        self.reload()

    @property
    def columns(self) -> int:
        """The columns there are; in fewer than a screen needs nothing is set, for nothing is shown."""
        return max(WIDTH, self.size.width)

    @property
    def seen(self) -> Seen | None:
        """The course that is shown."""
        return self.loaded if isinstance(self.loaded, Seen) else None

    @property
    def entry(self) -> int | None:
        """The number of the entry under the cursor, where the history is open."""
        key = self.query_one("#entries", RowList).key
        return int(key) if self.view == "history" and key else None

    @property
    def number(self) -> int | None:
        """The infusion under the cursor; None in a view without infusions: no key acts on what is unseen."""
        rows = _OF_INFUSIONS.get(self.view)
        if rows is None:
            return None
        kind, _, number = self.query_one(rows, RowList).key.partition(" ")
        return int(number) if kind == "infusion" else None

    @property
    def infusion(self) -> CourseInfusion | None:
        """The infusion under the cursor."""
        found, number = self.seen, self.number
        return found.infusion(number) if found and number is not None else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter of the search: Enter then opens the first that was found."""
        if isinstance(self.loaded, AllCourses):
            self._show_all(self.loaded)
            if event.value:
                self.query_one("#courses", RowList).go(0)

    def on_views_picked(self, event: Views.Picked) -> None:
        """A click on a view opens it."""
        self.action_view(event.view)

    def action_view(self, view: str) -> None:
        """Open a view; the cursor is on the infusion that it was on last."""
        found = self.seen
        if found is None:
            return
        self.view = view
        self._show_one(found)
        self.refresh_bindings()

    def action_next_view(self) -> None:
        """Open the next view; after the last, the first."""
        names = list(VIEWS)
        self.action_view(names[(names.index(self.view) + 1) % len(names)])

    def action_search(self) -> None:
        """Search among all courses."""
        field = self.query_one("#field-search")
        field.display = True
        self.set_focus(self.query_one("#search", FieldInput))

    async def action_back(self) -> None:
        """From the search to the list, from a course to all courses, from there to Today."""
        search = self.query_one("#search", FieldInput)
        if self.desk.course is not None:
            self.desk.course = self.desk.infusion = None
            self._anew()
        elif isinstance(self.loaded, AllCourses) and self.query_one("#field-search").display:
            self.set_focus(self.query_one("#courses", RowList))
            search.value = ""
            self._show_all(self.loaded)
        else:
            await self.app.action_go("today")

    def action_again(self) -> None:
        """Read the record again."""
        self.desk.version += 1
        self.reload()
