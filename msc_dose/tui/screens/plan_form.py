"""The fields of a plan: those that the chosen protocol asks for come into sight with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from msc_dose.quantity.amount import BASES, COUNTS
from msc_dose.tui.answers.asks import Asks
from msc_dose.tui.answers.plan import PlanEntry
from msc_dose.tui.answers.source import Source
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput


class PlanForm(Vertical):
    """Protocol, order, patient, calendar: one line each, or two fields beside each other."""

    FIELDS = ("ordered", "weight", "start", "window", "open", "closed")

    def __init__(self, source: Source) -> None:
        """No protocol is chosen; the source says which there are, and what the site's calendar is."""
        super().__init__(classes="form")
        self._protocols = source.names()
        self._calendar = source.calendar_text()
        self._protocol: str | None = None

    def compose(self) -> ComposeResult:
        """The lines from above."""
        yield Choice("protocol", "Protocol", self._protocols, none="none")
        yield Choice("version", "Version", ())
        yield Field("ordered", "Ordered", "with its unit")
        with Horizontal(classes="pair"):
            yield Field("weight", "Weight", "with its unit")
            yield Field("start", "Start", "yyyy-mm-dd")
        yield Choice("basis", "Basis", BASES)
        yield Choice("counts", "Counts", COUNTS)
        yield Choice("interval", "Interval", ())
        with Horizontal(classes="pair"):
            yield Field("window", "Window", "as in the protocol")
            yield Field("open", "Open days", "every day" if not self._calendar else "the site's")
        none = f"no file: the site's ({self._calendar})" if self._calendar else "no file: none"
        yield Field("closed", "Closed days", none)

    def entry(self) -> PlanEntry:
        """The form as it stands."""
        return PlanEntry(
            protocol=self._chosen("protocol"),
            version=self._chosen("version"),
            basis=self._chosen("basis"),
            counts=self._chosen("counts"),
            interval=self._chosen("interval"),
            **{name: self.query_one(f"#{name}", FieldInput).value for name in self.FIELDS},
        )

    def _chosen(self, name: str) -> str | None:
        return self.query_one(f"#{name}", Choice).value

    def ask(self, protocol: str | None, asks: Asks) -> None:
        """Show what this protocol asks for. A dose ordered by another protocol is none by this one."""
        for name, options in (("interval", asks.intervals), ("version", asks.versions)):
            choice = self.query_one(f"#{name}", Choice)
            choice.offer(options)
            choice.display = bool(options)
        ordered = self.query_one("#field-ordered", Field)
        ordered.display, ordered.hint = bool(asks.ordered), f"in {asks.ordered}"
        self.query_one("#field-weight", Field).hint = "with its unit" if asks.weight else "may stay empty"
        if protocol != self._protocol:
            self._protocol = protocol
            self.query_one("#ordered", FieldInput).value = ""
