"""The parts of the Course screen: the line of its views, the list of all courses, and each view."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.tui.course.bar import bar_lines
from msc_dose.tui.course.changes import change_lines
from msc_dose.tui.course.counts import NO_COUNTS, table_lines
from msc_dose.tui.course.doses import doses, orders
from msc_dose.tui.course.heading import heading, standstill, to_decide
from msc_dose.tui.course.history import LEGEND, history
from msc_dose.tui.course.seen import Seen
from msc_dose.tui.course.timeline import WIDE, detail_lines, timeline
from msc_dose.tui.safe import safe, safe_lines
from msc_dose.tui.widgets.problems import ProblemList
from msc_dose.tui.widgets.row_list import RowList

VIEWS = {
    "timeline": "Timeline",
    "doses": "Doses",
    "counts": "Counts",
    "history": "History",
    "changes": "Differences",
}


_FIRST = {
    "timeline": "#infusions",
    "doses": "#dose-rows",
    "counts": "#count-table",
    "history": "#entries",
    "changes": "#changes",
}


class Views(Widget):
    """`[1 Timeline] 2 Doses …`: the views by their number, the open one in brackets and reversed."""

    DEFAULT_CSS = "Views { height: 1; background: $panel; color: $foreground; }"

    class Picked(Message):
        """A person has clicked on a view."""

        def __init__(self, view: str) -> None:
            """Carry the view's name."""
            self.view = view
            super().__init__()

    current = "timeline"

    def pick(self, view: str) -> None:
        """Mark this view as the open one."""
        self.current = view
        self.refresh()

    def _parts(self) -> list[tuple[str, str]]:
        return [
            (view, f"[{at} {label}]" if view == self.current else f" {at} {label} ")
            for at, (view, label) in enumerate(VIEWS.items(), 1)
        ]

    def render(self) -> Content:
        """The line."""
        parts = self._parts()
        return Content("").join(
            [Content.styled(text, "bold reverse" if view == self.current else "") for view, text in parts]
        )

    def on_click(self, event: events.Click) -> None:
        """Open the view under the pointer."""
        at = 0
        for view, text in self._parts():
            if at <= event.x < at + len(text):
                self.post_message(self.Picked(view))
            at += len(text)


class Whose(Vertical):
    """Whose course it is, that it is held, and what a person must decide or look at."""

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Static(id="whose")
        yield Static(id="standstill")
        yield Views()
        with VerticalScroll(id="attention", can_focus=False):
            yield Static(id="decide")
            yield ProblemList(id="course-problems")

    def show(self, seen: Seen, width: int, whole: bool, view: str) -> None:
        """Show this course; what is to be decided stands above the timeline alone."""
        first, *more = heading(seen, whole, width - 2)
        self.query_one("#whose", Static).update(
            Content("\n").join([Content.styled(first, "bold"), *map(Content, more)])
        )
        held, decide = standstill(seen.course), to_decide(seen.course)
        _show(self.query_one("#standstill", Static), held)
        _show(self.query_one("#decide", Static), "\n".join(decide))
        self.query_one("#course-problems", ProblemList).show(seen.course.problems)
        attention = self.query_one("#attention")
        attention.display = view == "timeline" and bool(decide or seen.course.problems)
        self.query_one(Views).pick(view)


class CourseViews(Vertical):
    """The views of a course; one of them is in sight."""

    view = "timeline"

    def compose(self) -> ComposeResult:
        """Each view."""
        with Vertical(id="timeline", classes="view"):
            yield Static(id="bar")
            yield RowList(id="infusions")
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="detail")
        with Vertical(id="doses", classes="view"):
            yield RowList(id="dose-rows")
            with VerticalScroll(id="as-written", can_focus=False):
                yield Static(id="orders")
        with Vertical(id="counts", classes="view"):
            yield from self._counts()
        with Vertical(id="history", classes="view"):
            yield Static(Content(LEGEND), classes="legend")
            yield RowList(id="entries")
        with VerticalScroll(id="changes", classes="view result"):
            yield Static(id="change-lines")

    def _counts(self) -> Iterator[Widget]:
        yield Static(id="response")
        with Horizontal(id="drawing"):
            yield Vertical(id="plot")
            with VerticalScroll(id="count-table", classes="result"):
                yield Static(id="count-lines")
        yield Static(id="count-legend", classes="legend")

    def open(self, view: str) -> None:
        """Bring a view to sight."""
        self.view = view
        for each in self.query(".view"):
            each.display = each.id == view

    def holds(self, widget: Widget | None) -> bool:
        """Whether this widget stands in the view that is open."""
        return widget is not None and self.query_one(f"#{self.view}") in widget.ancestors_with_self

    @property
    def first(self) -> Widget:
        """What has the focus in the view that is open, to begin with."""
        return self.query_one(_FIRST[self.view])

    def show(self, seen: Seen, width: int) -> None:
        """Show this course in the view that is open."""
        match self.view:
            case "timeline":
                bar = bar_lines(seen, width - 2) if width >= WIDE else []
                _show(self.query_one("#bar", Static), "\n".join(bar))
                self.query_one("#infusions", RowList).show(timeline(seen, width))
                self.show_detail(seen, width)
            case "doses":
                self.query_one("#dose-rows", RowList).show(doses(seen, width))
                self.query_one("#orders", Static).update(Content("\n".join(orders(seen, width - 2))))
            case "counts":
                self._show_counts(seen)
            case "history":
                self.query_one("#entries", RowList).show(history(seen.course, width))
            case "changes":
                lines = change_lines(seen.changes, width - 4)
                self.query_one("#change-lines", Static).update(Content(safe_lines("\n".join(lines))))

    def show_detail(self, seen: Seen, width: int) -> None:
        """Show what is known of the row under the cursor."""
        key = self.query_one("#infusions", RowList).key
        lines = detail_lines(seen, key, width - 1) if key else []
        self.query_one("#detail", Static).update(Content("\n".join(lines)))

    def _show_counts(self, seen: Seen) -> None:
        counts = seen.counts
        some = bool(counts.points)
        _show(self.query_one("#response", Static), safe(counts.said))
        lines = "\n".join(table_lines(counts)) if some or counts.rescues else ""
        self.query_one("#count-lines", Static).update(Content(lines if some else NO_COUNTS + lines))
        self.query_one("#plot").display = some
        self.query_one("#drawing").set_class(not some, "-none")
        self.query_one("#count-legend").display = some
        if some:
            self._draw(seen)

    def _draw(self, seen: Seen) -> None:
        """Draw the counts; what draws is loaded only now."""
        from msc_dose.tui.widgets.counts_plot import LEGEND as SIGNS
        from msc_dose.tui.widgets.counts_plot import CountsPlot

        _show(self.query_one("#count-legend", Static), SIGNS)
        plot = self.query_one("#plot")
        if not plot.children:
            plot.mount(CountsPlot())
        plot.query_one(CountsPlot).show(seen.counts)


def _show(where: Static, text: str) -> None:
    """Show a text that has been made safe; nothing hides the line."""
    where.update(Content(text))
    where.display = bool(text)
