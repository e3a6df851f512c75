"""The audit: who changed what, when and why; its chain verified; the record's people, protocols, copies."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from msc_dose.problems import Refusal
from msc_dose.store.audit import Asked, page
from msc_dose.tui.auditing.dialogs import FilterDialog
from msc_dose.tui.auditing.filters import FilterEntry, asked_of
from msc_dose.tui.auditing.flow import back_up, look_at_all, show_row, verify_chain
from msc_dose.tui.auditing.found import Found, found_of
from msc_dose.tui.auditing.rows import WIDE, AuditRows
from msc_dose.tui.auditing.views import PeopleRows, ProtocolRows
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.on_record import RecordPage, Teaching, teaching
from msc_dose.tui.widgets.field import FieldInput
from msc_dose.tui.widgets.row_list import RowList

View = Literal["audit", "protocols", "people"]
VIEWS: tuple[View, ...] = ("audit", "protocols", "people")
_EMPTY: dict[View, str] = {
    "audit": "No row of the audit fits.\n\nEsc takes the filter away; f asks for other rows.",
    "protocols": (
        "No protocol has been proposed here yet.\n\nOnly a protocol that two people of this site have "
        "approved starts a course of a patient: msc-dose protocol propose puts one forward."
    ),
    "people": "Nobody is on record yet.\n\nmsc-dose people add adds a person.",
}


class RecordScreen(RecordPage[Found]):
    """The audit as a list of any length, and what a person does to be sure of it."""

    CSS_PATH = "record.tcss"
    BINDINGS = bindings("record")
    AUTO_FOCUS = "#rows"
    mode = "record"
    title_text = "RECORD"
    purpose = (
        "Who changed what, when and why: every row of the audit, the newest first. Its chain is verified "
        "here, the record checked and copied. Nothing here changes the record."
    )
    scopes = ("everywhere", "record", "list", "field")

    def __init__(self) -> None:
        """Everything, the audit first."""
        super().__init__()
        self._view: View = "audit"
        self._entry, self._words = FilterEntry(), ""

    def parts(self) -> Iterator[Widget]:
        """The status, the quick filter, the list."""
        yield Static(id="status")
        with Horizontal(id="finding"):
            yield Label(" / ", markup=False)
            yield FieldInput("find")
            yield Static(id="fits")
        yield Static(id="view")
        yield Teaching(id="teaching")
        yield RowList(id="rows")

    def load(self, progress: Progress) -> Found:
        """One moment's view of the record."""
        return found_of(self.desk, self._asked())

    def _asked(self) -> Asked:
        return asked_of(self._entry, self.desk.open_record.zone, self._words)

    def show(self, found: Found) -> None:
        """Show the status and the view that is chosen; what is asked meanwhile is asked for again."""
        self.query_one("#status", Static).update(self._status(found))
        self.query_one("#status").display = True
        self._show_rows(found)
        if found.pages.asked != self._asked():
            self.call_later(self.reload)

    def _status(self, found: Found) -> Content:
        first, second = found.status.lines()
        style = "$check-ink" if found.status.old else ""
        return Content.assemble((safe(first), "bold"), "\n", (safe(second), style))

    def show_nothing(self, why: Refusal) -> None:
        """Say why there is no record to look at; what is broken can still be verified."""
        self.query_one("#teaching", Teaching).say(teaching(why, "The audit of a record would stand here."))
        for selector in ("#rows", "#status", "#view"):
            self.query_one(selector).display = False
        self.refresh_bindings()

    def _show_rows(self, found: Found) -> None:
        rows = self.query_one(RowList)
        if self._view == "audit":
            known = rows.source if isinstance(rows.source, AuditRows) else None
            shown = AuditRows(found.pages, found.first, found.status.zone, self._want, known)
            shown.wide = self.size.width >= WIDE
            rows.show(shown)
        elif self._view == "people":
            rows.show(PeopleRows(found.people))
        else:
            rows.show(ProtocolRows(found.protocols, found.today))
        some = len(rows.source) > 0
        rows.display = some
        self.query_one("#teaching", Teaching).say(None if some else Content(_EMPTY[self._view]))
        self._show_view(found)
        self.refresh_bindings()

    def _show_view(self, found: Found) -> None:
        """Which view it is, and which rows are asked for."""
        said = "  ".join(f"[{each.upper()}]" if each == self._view else f" {each} " for each in VIEWS)
        asked = ", ".join(
            each for each in (self._entry.words, self._words and f"with “{self._words}”") if each
        )
        number = f"{found.pages.count:,} rows"
        told = f"{number} {safe(asked)}" if asked else number
        view = self.query_one("#view", Static)
        view.display = True
        view.update(Content.assemble((said, "bold"), f"   {told}" if self._view == "audit" else ""))
        self.query_one("#fits", Static).update(Content(number))

    def _want(self, rows: AuditRows, number: int) -> None:
        self.run_worker(self._fetch(rows, number), exclusive=False)

    async def _fetch(self, rows: AuditRows, number: int) -> None:
        """Ask for one page, and paint it where its rows are in sight."""
        desk = self.desk
        try:
            found = await asyncio.to_thread(lambda: desk.read(lambda each: page(each, rows.pages, number)))
        except Refusal as refusal:
            self.app.lost(refusal)
            return
        rows.put(number, found)
        if self.composed:
            self.query_one(RowList).refresh()

    def on_resize(self, event: events.Resize) -> None:
        """One line for a row where there is room for it."""
        super().on_resize(event)
        if not self.composed:
            return
        rows = self.query_one(RowList)
        if isinstance(rows.source, AuditRows) and rows.source.wide != (event.size.width >= WIDE):
            rows.source.wide = event.size.width >= WIDE
            rows.show(rows.source)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Show the row whole."""
        source = self.query_one(RowList).source
        row = source.row(event.at) if isinstance(source, AuditRows) else None
        if row is not None:
            self.app.start(show_row(self.app, row))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for the rows with these words."""
        event.stop()
        self._words = event.value
        self.reload()

    def action_find(self) -> None:
        """Open the quick filter."""
        if self._view != "audit":
            self._view = "audit"
            self.reload()
        self.query_one("#finding").display = True
        self.set_focus(self.query_one("#find", FieldInput))

    def action_filter(self) -> None:
        """Ask which rows are shown."""
        self.app.start(self._filter())

    async def _filter(self) -> None:
        self._entry = await self.app.ask(FilterDialog(self._entry, self.desk.open_record.zone))
        self._view = "audit"
        self.reload()

    def action_view(self) -> None:
        """The next view: audit, protocols, people."""
        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        if self.loaded is not None:
            self._show_rows(self.loaded)

    def action_chain(self) -> None:
        """Verify the chain."""
        self.app.start(verify_chain(self.app))

    def action_examine(self) -> None:
        """Look at everything that can be wrong."""
        self.app.start(look_at_all(self.app))

    def action_backup(self) -> None:
        """Take a backup."""
        self.app.start(back_up(self.app))

    def action_reload(self) -> None:
        """Ask the record again."""
        self.reload()

    async def action_back(self) -> None:
        """Take the filter away; where there is none, go to Today."""
        if self._words or self._entry != FilterEntry() or self.query_one("#finding").display:
            self._entry, self._words = replace(FilterEntry()), ""
            self.query_one("#find", FieldInput).value = ""
            self.query_one("#finding").display = False
            self.set_focus(self.query_one(RowList))
            self.reload()
        else:
            await self.app.action_go("today")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a record where there is none; what is broken can still be verified."""
        if action in ("chain", "examine", "backup", "filter", "find", "view"):
            return True if self.desk.record is not None else None
        return True
