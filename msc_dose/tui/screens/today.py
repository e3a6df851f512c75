"""What is on the clock, late and due today, and what is next for each patient."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.on_record import RecordPage, Teaching
from msc_dose.tui.today import loads, patients, summary, teaching, thaws
from msc_dose.tui.today.detail import Detail
from msc_dose.tui.today.finding import Found, find
from msc_dose.tui.today.glance import PatientGlance
from msc_dose.tui.today.patients import Patient
from msc_dose.tui.today.search import SearchLine
from msc_dose.tui.today.under_cursor import UnderCursor, View
from msc_dose.tui.widgets.problems import SIGNS
from msc_dose.tui.widgets.row_list import NoRows, RowList, Rows

if TYPE_CHECKING:
    from msc_dose.problems import Refusal
    from msc_dose.tui.desk.folded import Progress
    from msc_dose.tui.today.facts import Facts

_VIEWS: tuple[View, ...] = ("today", "thaws", "load")
_LABORATORY = "technologist"
_TOUR = "msc_dose.tui.tour"
_UNPRINTED = "The ward is still being read: it is printed once all of it stands here."
_ON_A_ROW = ("clear", "acts")
_DEPENDS = ("tour", "clear", "acts", "search", "view", "print")


class TodayScreen(RecordPage[Found]):
    """Who is next and what for: Today by patient, Thaws by container, Load by day."""

    BINDINGS = bindings("today")
    CSS_PATH = "today.tcss"
    mode = "today"
    title_text = "TODAY"
    purpose = (
        "Shows what is thawed and ticking first, then what is late, due, in its window, out of it, and held,"
        " with the next step for each patient. v shows what is to be thawed, and the load of the days."
    )
    scopes = ("everywhere", "today", "search", "list")
    view: View = "today"
    _offered: tuple[bool | None, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """Counts, rows, what must not be overlooked, what tomorrow brings, the row whole, the search."""
        yield Static(id="views")
        yield Static(id="overlooked")
        yield Teaching(id="teaching")
        yield RowList(id="rows")
        yield Static(id="days")
        yield Detail(id="detail")
        yield SearchLine()

    def on_mount(self) -> None:
        """The laboratory begins with its thaws."""
        self.begin_by_role()

    def begin_by_role(self) -> None:
        """Show what the person begins with who is signed in."""
        if self.desk.session is not None and self.desk.session.role == _LABORATORY:
            self.view = "thaws"

    def load(self, progress: Progress) -> Found:
        """The ward as it is now."""
        return find(self.desk, progress, None if self.loaded else self.early)

    def show(self, found: Found) -> None:
        """Put the rows of the view on the screen, and what stands around them."""
        if found.empty:
            self._teach(teaching.no_courses())
        else:
            self._fill(found)

    def show_early(self, found: Found) -> bool:
        """Show the patients who come first, where these are what is looked at."""
        if self.view == "today":
            self.show(found)
        return self.view == "today"

    def show_nothing(self, why: Refusal) -> None:
        """Teach how one begins without a record; or say why it cannot be read."""
        self._teach(teaching.no_record(why, self.desk.record is not None))

    def _teach(self, said: Content) -> None:
        self.query_one(Teaching).say(said)
        for part in ("#rows", "#views", "#overlooked", "#days", "#detail"):
            self.query_one(part).display = False
        self._offer()

    def _fill(self, found: Found) -> None:
        rows, text = self.query_one(RowList), self.sought
        source = self._source(found, text, max(1, self.size.width - 2))
        self._show_around(found)
        empty = None if len(source) else teaching.nobody_found(text) if text else teaching.no_thaws()
        empty = empty if found.whole else None
        self.query_one(Teaching).say(empty)
        hidden = not rows.display
        rows.display = True
        rows.show(source)
        if (hidden or self.focused is None) and not self.query_one(SearchLine).display:
            self.set_focus(rows)
        self._offer()

    @property
    def sought(self) -> str:
        """What is typed into the search line."""
        return self.query_one(SearchLine).value

    def _source(self, found: Found, text: str, width: int) -> Rows:
        source: Rows
        if self.view == "today":
            source = patients.listed(patients.sought(found.patients, text), width)
        elif self.view == "thaws":
            source = thaws.listed(thaws.sought(found.thaws, text), width)
        else:
            source = loads.listed(found.ward.load, width)
        return source if len(source) else NoRows()

    def _show_around(self, found: Found) -> None:
        tabs = " ".join(f"[{each.title()}]" if each == self.view else each.title() for each in _VIEWS)
        counts = summary.counts_text(found.ward) if found.whole else summary.NOT_ALL
        self._say("views", Content.assemble((tabs, "bold"), f"  {counts}"))
        told = [
            Content.assemble((f"{SIGNS[severity]} ", f"bold ${severity}-ink"), safe(text))
            for severity, text in summary.overlooked(found)
        ]
        self._say("overlooked", Content("\n").join(told))
        whole = self.has_class("-tall") or self.view == "load"
        lines = summary.days_lines(found, whole) if found.whole else ()
        self._say("days", Content("\n").join(Content(safe(line)) for line in lines))

    def _say(self, part: str, said: Content) -> None:
        static = self.query_one(f"#{part}", Static)
        static.display = bool(said.plain)
        static.update(said)

    def on_resize(self, event: events.Resize) -> None:
        """Set the rows anew in the columns there are."""
        self.call_after_refresh(self._fill_again)

    def _fill_again(self) -> None:
        """Set anew what is there by then: what was shown early may be whole meanwhile."""
        if self.loaded is not None and not self.loaded.empty:
            self._fill(self.loaded)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Show the row under the cursor whole."""
        event.stop()
        self.query_one(Detail).show(self._here.detail)
        self._offer()

    @property
    def _here(self) -> UnderCursor:
        return UnderCursor(self.view, self.query_one(RowList).key, self.loaded)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that have something to act on; the tour where nothing else can be shown."""
        teaches = self.loaded is None or self.loaded.empty
        if action == "tour":
            return False if not teaches else True if _there(_TOUR) else None
        if action in _ON_A_ROW:
            acts = not teaches and not self.desk.readonly and self._here.row is not None
            return None if acts and action == "clear" and self._here.uncleared else acts
        if action == "search":
            return not teaches and self.view != "load"
        if action == "print" and self.loaded is not None and not self.loaded.whole:
            return None
        if action in ("view", "thaws", "print"):
            return not teaches
        return True

    def _offer(self) -> None:
        """Let the footer tell which keys act now; it is made anew only where others do."""
        now = tuple(self.check_action(name, ()) for name in _DEPENDS)
        if now != self._offered:
            self._offered = now
            self.refresh_bindings()

    def action_view(self) -> None:
        """The next view."""
        self._go(_VIEWS[(_VIEWS.index(self.view) + 1) % len(_VIEWS)])

    def action_thaws(self) -> None:
        """The laboratory's view; once more goes back."""
        self._go("today" if self.view == "thaws" else "thaws")

    def _go(self, view: View) -> None:
        self.view = view
        if self.loaded is not None and not self.loaded.empty:
            self._close_search()
            self._fill(self.loaded)

    def action_back(self) -> None:
        """All rows again; then Today."""
        if self.query_one(SearchLine).display:
            self.action_unsearch()
        elif self.view != "today":
            self._go("today")

    def action_search(self) -> None:
        """Type what is sought."""
        line = self.query_one(SearchLine)
        line.display = True
        self.set_focus(line)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter: other rows, and the cursor on the first of them."""
        event.stop()
        if self.loaded is not None and not self.loaded.empty:
            self._fill(self.loaded)
            if event.value:
                self.query_one(RowList).go(0)

    def action_found(self) -> None:
        """From the search to the rows; an empty search closes."""
        if not self.sought:
            self._close_search()
        self.set_focus(self.query_one(RowList))

    def action_unsearch(self) -> None:
        """All rows again."""
        self._close_search()
        if self.loaded is not None and not self.loaded.empty:
            self._fill(self.loaded)

    def _close_search(self) -> None:
        line = self.query_one(SearchLine)
        self.set_focus(self.query_one(RowList))
        line.value = ""
        line.display = False

    def action_reload(self) -> None:
        """Ask the record again."""
        self.reload()

    async def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open the patient; of a day, the calendar."""
        event.stop()
        if self.view == "load":
            await self.app.action_go("calendar")
        elif (patient := self._here.patient) is not None:
            self.app.start(self._glance(patient))

    async def _glance(self, patient: Patient) -> None:
        from msc_dose.tui.entries.flow import choose_act
        from msc_dose.tui.today.clearing import clear

        row = patient.row
        facts = await self.app.doing(partial(self._facts, patient))
        number = "" if row.number is None else f" {row.number}/{row.of}"
        title, acts = f"{row.recipient}{number}", not self.desk.readonly
        then = await self.app.ask(PatientGlance(title, facts, acts, acts and patient.planned))
        if then == "course":
            await self.app.open_course(row.course, row.number)
        elif then == "acts":
            await choose_act(self.app, row.course, row.number)
        elif row.number is not None:
            await clear(self.app, row.course, row.number)

    def _facts(self, patient: Patient) -> Facts:
        from msc_dose.tui.today.facts import facts_of

        course, now = self.desk.course_of(patient.row.course), self.desk.now()
        return self.desk.read(lambda statements: facts_of(statements, course, patient, now))

    def action_acts(self) -> None:
        """What can be done now."""
        from msc_dose.tui.entries.flow import choose_act

        if (which := self._here.infusion) is not None:
            self.app.start(choose_act(self.app, *which))

    def on_key(self, event: events.Key) -> None:
        """Say why a key that is grey does nothing."""
        bound = self.active_bindings.get(event.key)
        if bound is None or bound.enabled:
            return
        why = {"screen.clear": self._here.uncleared, "screen.print": _UNPRINTED}.get(bound.binding.action)
        if why:
            self.app.notify(safe(why), markup=False)

    def action_clear(self) -> None:
        """Clear the infusion of the row to thaw."""
        from msc_dose.tui.today.clearing import clear

        code, number = self._here.infusion or ("", None)
        if number is not None:
            self.app.start(clear(self.app, code, number))

    def action_print(self) -> None:
        """Print the board."""
        from msc_dose.tui.printing import print_lines

        if self.loaded is not None:
            ward = self.loaded.ward
            self.app.start(print_lines(self.app, f"ward-{ward.day.isoformat()}", ward.lines(80)))

    def action_tour(self) -> None:
        """Take the tour."""
        tour: Any = import_module(_TOUR).tour
        self.app.start(tour(self.app))


def _there(module: str) -> bool:
    spec = find_spec(module)
    return spec is not None and spec.origin is not None
