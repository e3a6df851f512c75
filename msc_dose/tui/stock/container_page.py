"""Everything that is known of one container, on a page over the stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Refusal
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.on_record import RecordPage, Teaching, teaching
from msc_dose.tui.stock.details import (
    Details,
    details_of,
    facts,
    headline,
    limit_lines,
    release_lines,
    step_lines,
)
from msc_dose.tui.stock.flow import act_on
from msc_dose.tui.stock.words import expiry_of
from msc_dose.tui.widgets.problems import ProblemList

_NAME = 19


class ContainerPage(RecordPage[Details]):
    """One container: state, holder and expiry first, then what it is, and every step of its life."""

    BINDINGS = bindings("reader", "stock")
    CSS_PATH = "../screens/stock.tcss"
    scopes = ("everywhere", "reader", "stock")
    title_text = "CONTAINER"
    purpose = "Everything that is known of one container, and every step of its life."

    def __init__(self, identity: str) -> None:
        """Show the container of this identity."""
        super().__init__()
        self._identity = identity

    def parts(self) -> Iterator[Widget]:
        """The state; problems; facts and steps."""
        yield Static(id="container-state")
        yield ProblemList(id="container-problems")
        yield Teaching()
        with VerticalScroll(classes="result"):
            yield Static(classes="text", id="container-facts")

    def load(self, progress: Progress) -> Details:
        """Ask for everything on it."""
        return self.desk.read(lambda statements: details_of(statements, self._identity))

    def show(self, found: Details) -> None:
        """Show it."""
        now, zone = self.desk.now(), self.desk.open_record.zone
        self.query_one(Teaching).say(None)
        over = expiry_of(found.held.container, now, found.held.state).over
        head = f"{'■ ' if over else ''}{safe(found.held.identity)}: {safe(headline(found, now))}"
        state = self.query_one("#container-state", Static)
        state.update(Content(head))
        state.set_class(over, "-over")
        self.query_one("#container-problems", ProblemList).show(found.problems)
        parts = [_rows("EXCEPTIONAL RELEASE", rows) for rows in release_lines(found, zone)]
        parts.append(_rows("", facts(found.held)))
        if self.desk.settings.limits:
            parts.append(_rows("ACCEPTANCE LIMITS OF THE SITE", limit_lines(self.desk.settings.limits)))
        steps = step_lines(found, zone)
        parts.append(_rows("STEPS, the last first", steps or [("none", "as it was listed")]))
        self.query_one("#container-facts", Static).update(Content("\n\n").join(parts))

    def show_nothing(self, why: Refusal) -> None:
        """Say why there is nothing."""
        self.query_one("#container-state", Static).update(Content(""))
        self.query_one(Teaching).say(teaching(why, "This container cannot be shown."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is done with one container; lists are left to the screen below."""
        return action not in ("find", "filter", "view", "back") and super().check_action(action, parameters)

    def action_acts(self) -> None:
        """Offer what can be done with it now."""
        if self.loaded is not None:
            self.app.start(act_on(self.app, self.loaded.held.identity))

    def action_reload(self) -> None:
        """Ask the record again."""
        self.reload()


def _rows(heading: str, rows: Sequence[tuple[str, str]]) -> Content:
    """Names and texts in two columns under a heading."""
    lines = [Content.styled(heading, "bold")] if heading else []
    lines += [Content.assemble((f"{safe(name):<{_NAME}} ", "$quiet-ink"), safe(text)) for name, text in rows]
    return Content("\n").join(lines)
