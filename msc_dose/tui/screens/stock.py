"""Lots and containers: where they stand, who holds them, what runs out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Problem, Refusal
from msc_dose.product.life import STATES
from msc_dose.product.scans.identity import awaits_more
from msc_dose.store.stock.overview import Wanted
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.screens.on_record import STOPPED, RecordPage, Teaching, reading_text, teaching
from msc_dose.tui.stock import found as asking
from msc_dose.tui.stock.container_page import ContainerPage
from msc_dose.tui.stock.container_rows import ContainerRows
from msc_dose.tui.stock.dialogs import FindDialog, Item, MenuDialog
from msc_dose.tui.stock.flow import act_on
from msc_dose.tui.stock.forecast_rows import ForecastRows
from msc_dose.tui.stock.found import VIEWS, StockFound
from msc_dose.tui.stock.lot_rows import LotRows
from msc_dose.tui.stock.pages import PAGE
from msc_dose.tui.stock.reading import PageReader
from msc_dose.tui.stock.scanning import Scans
from msc_dose.tui.stock.summary import (
    counts_line,
    forecast_line,
    forecast_notes,
    nothing_text,
    shown_line,
    views_line,
)
from msc_dose.tui.widgets.problems import ProblemList
from msc_dose.tui.widgets.row_list import NoRows, RowList, Rows
from msc_dose.tui.widgets.scan_keys import ScanKeys

_CONTAINERS, _LOTS, _FORECAST = VIEWS


class StockScreen(RecordPage[StockFound]):
    """Containers in pages, lots, and what runs out. A scan anywhere on it goes to that container."""

    BINDINGS = bindings("stock")
    CSS_PATH = "stock.tcss"
    mode = "stock"
    title_text = "STOCK"
    purpose = (
        "Containers with state, expiry, content and holder; lots; and what runs out. "
        "Scan a container anywhere on the list, and the cursor goes to it."
    )
    scopes = ("everywhere", "stock", "list")
    stops_when_left = True

    def __init__(self) -> None:
        """All containers, from the first on."""
        super().__init__()
        self.shows, self.wanted = _CONTAINERS, Wanted()
        self._key, self._at = "", 0
        self._found: StockFound | None = None
        self._reader: PageReader | None = None
        self._keys = ScanKeys(self._key_follows, self._begin_scanned)
        self._scans = Scans()
        self._told: tuple[str, tuple[Problem, ...]] = ("", ())

    def parts(self) -> Iterator[Widget]:
        """The views and counts; what a scan says; the rows; what a forecast counts on."""
        yield Static(views_line(self.shows), id="stock-views")
        yield Static(id="stock-counts")
        yield Static(id="stock-shown")
        yield Static(id="stock-said")
        yield ProblemList(id="stock-problems")
        yield Teaching()
        yield RowList(id="stock-rows")
        yield Static(id="stock-notes")

    def on_mount(self) -> None:
        """Ask, and let the list have the keys."""
        super().on_mount()
        self.set_focus(self.query_one(RowList))

    def load(self, progress: Progress) -> StockFound:
        """What the view shows, at the present version of the record."""
        version = self.desk.version
        if self.shows == _LOTS:
            return asking.lots(self.desk, version)
        if self.shows == _FORECAST:
            return asking.forecast(self.desk, version, progress)
        return asking.containers(self.desk, version, self.wanted, self._key, self._at, self._found)

    def show_stopped(self) -> None:
        """That the courses were not read."""
        self.query_one(RowList).show(NoRows(f" {STOPPED.plain}"))

    def show_progress(self, done: int, total: int) -> None:
        """Say how many courses are read, and that one need not wait."""
        super().show_progress(done, total)
        if self.loaded is None:
            self.query_one(RowList).show(NoRows(f" {reading_text(done, total).plain}"))

    def show(self, found: StockFound) -> None:
        """Show the rows, unless something else is wanted by now."""
        if not self._is_wanted(found):
            self.reload()
            return
        self._found = found
        self.query_one(Teaching).say(None)
        self.query_one("#stock-views", Static).update(views_line(self.shows))
        self._say("#stock-counts", counts_line(found))
        self._say("#stock-shown", shown_line(found))
        self._say("#stock-said", forecast_line(found))
        self._say("#stock-notes", forecast_notes(found))
        rows = self.query_one(RowList)
        before = rows.source
        if found.pages is not None and not (
            isinstance(before, ContainerRows) and before.pages is found.pages
        ):
            rows.source, rows.at = NoRows(), found.at
        rows.show(self._rows(found))

    def _is_wanted(self, found: StockFound) -> bool:
        """Whether nobody has gone elsewhere while it was read: no cursor jumps back."""
        if found.pages is None:
            return found.view == self.shows
        return (found.view, found.wanted, found.key) == (self.shows, self.wanted, self._key)

    def _rows(self, found: StockFound) -> Rows:
        rows: Rows
        if found.pages is not None:
            self._reader = PageReader(self.desk, found.wanted, found.pages, self._read_pages, self._came)
            rows = ContainerRows(found.pages, found.now)
        elif found.forecast is not None:
            rows = ForecastRows(found.forecast.rows)
        else:
            rows = LotRows(found.lots, found.now)
        return rows if len(rows) else NoRows(nothing_text(found))

    def _say(self, selector: str, text: Content | None) -> None:
        line = self.query_one(selector, Static)
        line.display = text is not None
        line.update(text or Content(""))

    def show_nothing(self, why: Refusal) -> None:
        """Say what would stand here."""
        self._found = None
        for selector in ("#stock-counts", "#stock-shown", "#stock-said", "#stock-notes"):
            self._say(selector, None)
        self.query_one(RowList).show(NoRows())
        text = "The stock: every container with its state, its expiry and who holds it."
        self.query_one(Teaching).say(teaching(why, text))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Keep the place, and have the pages beside it at hand."""
        found = self._found
        if found is None or found.pages is None or not isinstance(event.rows.source, ContainerRows):
            return
        self._at, key = event.at, event.rows.key
        self._key = key
        if self._reader is not None:
            self._reader.beside(event.at // PAGE - 1)
            self._reader.beside(event.at // PAGE + 1)
        told, problems = self._told
        self.query_one("#stock-problems", ProblemList).show(problems if told and told == key else ())

    def _read_pages(self, reader: PageReader) -> None:
        self.run_worker(self._reading(reader))

    async def _reading(self, reader: PageReader) -> None:
        try:
            await reader.read()
        except Refusal as refusal:
            self.app.lost(refusal)

    def _came(self, number: int) -> None:
        if not self.composed:
            return
        rows = self.query_one(RowList)
        if rows.at // PAGE == number and isinstance(rows.source, ContainerRows):
            self._key = rows.key
        rows.refresh()

    async def takes_scanned(self, event: events.Key) -> bool:
        """Take the keys of a scanner; any other key is a key."""
        return await self._keys.takes(event)

    async def _key_follows(self, within: float) -> bool:
        return await self.app.key_follows(within)

    def _begin_scanned(self, code: str) -> None:
        self.app.start(self._scanned(code))

    async def _scanned(self, code: str) -> None:
        """Go to the container that was scanned; a half of its identity lists those that it may be."""
        try:
            held, problems = await self.app.doing(partial(self._scans.named, self.desk, code))
        except Refusal as refusal:
            if not awaits_more(refusal):
                raise
            problem = refusal.problems[0]
            self._want(Wanted(start=problem.read or ""))
            self.app.notify(f"{problem.message} {problem.fix}", markup=False)
        else:
            self._go_to(held.key, problems)

    def _go_to(self, key: str, problems: tuple[Problem, ...]) -> None:
        self._told = (key, problems)
        self._want(Wanted(), key)

    def _want(self, wanted: Wanted, key: str = "", view: str = _CONTAINERS) -> None:
        """Show something else; keys wait a moment until it is there."""
        self.shows, self.wanted = view, wanted
        self._key, self._at, self._reader = key, 0, None
        self.loaded = None
        self.query_one("#stock-views", Static).update(views_line(view))
        self.query_one(RowList).show(NoRows("reading …"))
        self.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a record there is nothing to act on; acts are those on one container."""
        if action in ("acts", "find", "filter", "view") and self.desk.record is None:
            return None
        return None if action == "acts" and self.shows != _CONTAINERS else True

    def action_view(self) -> None:
        """The next view."""
        after = VIEWS[(VIEWS.index(self.shows) + 1) % len(VIEWS)]
        self._want(self.wanted, view=after)

    def action_back(self) -> None:
        """Stop what is read for the first time; else all containers again, and from there to Today."""
        if self.stop_reading():
            return
        if self.shows != _CONTAINERS or self.wanted != Wanted():
            self._scans.half = ""
            self._want(Wanted(), self._key)
        else:
            self.app.call_later(self.app.action_go, "today")

    def action_find(self) -> None:
        """Find containers by how something of them begins."""
        self.app.start(self._find())

    async def _find(self) -> None:
        start = await self.app.ask(FindDialog())
        if not start:
            self._want(Wanted(self.wanted.state))
            return
        try:
            held, problems = await self.app.doing(partial(self._scans.named, self.desk, start))
        except Refusal as refusal:
            problem = refusal.problems[0]
            if problem.code not in ("container.not-found", "identity.incomplete"):
                raise
            self._want(Wanted(self.wanted.state, start))
        else:
            self._go_to(held.key, problems)

    def action_filter(self) -> None:
        """Show the containers of one state."""
        self.app.start(self._filter())

    async def _filter(self) -> None:
        states = self._found.states if self._found else {}
        items = [Item("all", "all states")]
        items += [Item(state, f"{state}: {states.get(state, 0):,}") for state in STATES]
        state = await self.app.ask(MenuDialog("Show which state", "", items))
        self._want(Wanted("" if state == "all" else state, self.wanted.start))

    def action_acts(self) -> None:
        """Offer what can be done with the container under the cursor."""
        key = self.query_one(RowList).key
        if key and self.shows == _CONTAINERS:
            self.app.start(act_on(self.app, key))

    def action_reload(self) -> None:
        """Ask the record again."""
        self._found = None
        self.reload()

    async def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open a container; a lot shows its containers, an infusion its course."""
        found = self._found
        if found is None or not event.rows.key:
            return
        if found.pages is not None:
            self.app.push_screen(ContainerPage(event.rows.key))
        elif found.forecast is not None:
            row = found.forecast.rows[event.at]
            await self.app.open_course(row.course, row.number)
        else:
            self._want(Wanted(start=f"{found.lots[event.at].lot} "))
