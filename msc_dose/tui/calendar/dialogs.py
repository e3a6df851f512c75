"""The dialogs of the calendar: which entry of a day is meant, and why an infusion is moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Refusal, stop
from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.calendar.entries import Entry
from msc_dose.tui.calendar.moving import Preview
from msc_dose.tui.calendar.rows import EntryRows
from msc_dose.tui.calendar.telling import preview_lines
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.widgets.field import Field
from msc_dose.tui.widgets.row_list import RowList

_WIDTH = 70
_MOST_LINES = 14


class EntriesDialog(Dialog[Entry]):
    """The entries of a day as a list; Enter takes one."""

    purpose = "Lists what stands on a day. Enter takes what is under the cursor."
    scopes = ("everywhere", "dialog", "list")

    def __init__(self, title: str, days: CalendarDays, entries: Sequence[Entry]) -> None:
        """Offer these entries."""
        super().__init__(title)
        self._rows = EntryRows(days, entries)

    def fields(self) -> Iterator[Widget]:
        """The list."""
        yield RowList(id="entries")

    def on_mount(self) -> None:
        """Show the list, as high as it must be."""
        rows = self.query_one(RowList)
        rows.styles.height = min(_MOST_LINES, len(self._rows) * self._rows.height + 1)
        rows.show(self._rows)
        self.set_focus(rows)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Take the entry."""
        event.stop()
        self.dismiss(self._rows.entries[event.at])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter takes what is meant; nothing is recorded here."""
        return action != "submit"


class MoveDialog(Dialog[str]):
    """Shows once more everything that a move would change, and asks why."""

    purpose = "Asks why an infusion is moved. ^R records the move; PgUp and PgDn scroll what would change."

    def __init__(self, made: Preview) -> None:
        """Ask about this move."""
        found = made.move.infusion
        super().__init__(f"Move infusion {found.number}/{found.of}: nothing is moved before ^R")
        self._made = made

    def fields(self) -> Iterator[Widget]:
        """What would change, and the reason."""
        told = [*((line, "") for line in self._made.move.heading(self._made.day)), ("", "")]
        told += preview_lines(self._made, _WIDTH)
        with VerticalScroll(id="changes", can_focus=False) as changes:
            yield Static(Content("\n").join([Content.styled(line, style) for line, style in told]))
        changes.styles.height = min(_MOST_LINES, len(told) + 1)
        yield Field("reason", "Reason", "why it is moved; then ^R")

    def on_key(self, event: events.Key) -> None:
        """Scroll what would change, from the field."""
        if event.key in ("pageup", "pagedown"):
            changes = self.query_one("#changes", VerticalScroll)
            changes.scroll_relative(y=-5 if event.key == "pageup" else 5, animate=False)

    def answer(self) -> str | None:
        """The reason, where it can stand in the record."""
        reason = self.text_of("reason").strip()
        if not reason:
            message = "The reason is missing."
            self.show_problems([stop("value.missing", "reason", message, "Say why it is moved.")])
            return None
        try:
            self._made.move.to(self._made.day, reason)
        except Refusal as refusal:
            self.show_problems(refusal.problems)
            return None
        return reason
