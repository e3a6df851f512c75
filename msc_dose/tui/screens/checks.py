"""Doses that wait for an independent double check, and co-signatures that are owed."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Refusal
from msc_dose.scheduling import days_text
from msc_dose.tui.checking.flow import cosign_dose, declare, show_standing, verify_dose
from msc_dose.tui.checking.found import Checks, checks_of
from msc_dose.tui.checking.queue import DISPUTE, NOT_YET, OWED, Queued
from msc_dose.tui.checking.rows import CheckRows
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.on_record import RecordPage, Teaching, teaching
from msc_dose.tui.widgets.row_list import RowList

TEACHING = (
    "Nothing waits for a check.\n\n"
    "A dose stands here from the day its course is planned until another person has entered the SOURCE "
    "ORDER once more, without seeing the first entry, and both agree.\n\n"
    "Plan a course (F9), record its order (F4) and reserve its containers (F5): then its doses stand here, "
    "and Enter verifies the one under the cursor."
)
_ACTS = ("check", "declare", "standing")
_HINTS = {
    OWED: "Enter co-signs it, blind",
    DISPUTE: "Enter shows both sides",
    NOT_YET: "Nobody can verify it yet",
}


class ChecksScreen(RecordPage[Checks]):
    """The queue of doses to verify; Enter enters the source order again, blind."""

    CSS_PATH = "checks.tcss"
    BINDINGS = bindings("checks")
    AUTO_FOCUS = "#queue"
    mode = "checks"
    title_text = "CHECKS"
    purpose = (
        "Doses that wait for an independent double check, the most urgent first. Whoever verifies one has "
        "had no part in it, enters the source order again and sees nothing of the first entry; so there is "
        "no way from here to the course."
    )
    scopes = ("everywhere", "checks", "list")
    _keys: tuple[bool | None, ...] = ()

    def parts(self) -> Iterator[Widget]:
        """How many wait, the list, and the dose under the cursor in words."""
        yield Static(id="counts")
        yield Teaching(id="teaching")
        yield RowList(id="queue")
        yield Static(id="detail")

    def load(self, progress: Progress) -> Checks:
        """The queue as the record has it."""
        return checks_of(self.desk, progress)

    def show(self, found: Checks) -> None:
        """Show the queue, or what would stand there."""
        some = bool(found.queue)
        self.query_one("#teaching", Teaching).say(None if some else Content(TEACHING))
        self.query_one("#queue").display = some
        self.query_one("#counts", Static).update(Content(safe(counted(found))))
        rows = self.query_one(RowList)
        begins = not len(rows.source)
        rows.show(CheckRows(found.queue))
        if begins:
            rows.go(next((at for at, each in enumerate(found.queue) if each.state != NOT_YET), 0))
        self._show_detail()

    def show_nothing(self, why: Refusal) -> None:
        """Say why there is no queue."""
        self.query_one("#teaching", Teaching).say(teaching(why, "Doses to verify would stand here."))
        for selector in ("#queue", "#detail"):
            self.query_one(selector).display = False
        self.query_one("#counts", Static).update("")
        self._show_keys()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Put the dose under the cursor into words."""
        self._show_detail()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Do what the row says."""
        self.action_check()

    def _show_detail(self) -> None:
        here = self.here
        detail = self.query_one("#detail", Static)
        detail.display = here is not None
        if here is not None:
            hint = _HINTS.get(here.state, "Enter verifies it, blind")
            said = safe(f"{_sentence(here.next)} {hint}.")
            detail.update(Content.assemble((safe(here.which), "bold"), f"\n{said}"))
        self._show_keys()

    def _show_keys(self) -> None:
        """Paint the footer anew where another row has other keys, and only there."""
        keys = tuple(self.check_action(name, ()) for name in _ACTS)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()

    @property
    def here(self) -> Queued | None:
        """The dose under the cursor."""
        rows = self.query_one(RowList)
        queue = self.loaded.queue if self.loaded else ()
        return queue[rows.at] if rows.at < len(queue) and len(rows.source) else None

    def action_check(self) -> None:
        """Verify the dose, co-sign it, or show both sides of a dispute."""
        here = self.here
        if here is None:
            return
        if here.state == NOT_YET:
            said = f"{here.course}, infusion {here.infusion} {here.next}: nobody can verify it yet."
            self.app.notify(said, severity="warning", markup=False)
            return
        act = {OWED: cosign_dose, DISPUTE: show_standing}.get(here.state, verify_dose)
        self.app.start(act(self.app, here.course, here.infusion))

    def action_declare(self) -> None:
        """Declare the dose urgent."""
        if (here := self.here) is not None:
            self.app.start(declare(self.app, here.course, here.infusion))

    def action_standing(self) -> None:
        """Show where the check of the dose stands."""
        if (here := self.here) is not None:
            self.app.start(show_standing(self.app, here.course, here.infusion))

    def action_reload(self) -> None:
        """Ask the record again."""
        self.reload()

    async def action_back(self) -> None:
        """Go to Today."""
        await self.app.action_go("today")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has no dose to act on, and what is declared already."""
        if action not in _ACTS or not self.is_mounted:
            return True
        here = self.here
        if here is None or (action == "declare" and here.state in (OWED, DISPUTE)):
            return None
        return True


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def counted(found: Checks) -> str:
    """How many doses wait, in one line: what is urgent before what is not."""
    states = [each.state for each in found.queue]
    oldest = max((each.days for each in found.queue if each.state == OWED), default=0)
    age = f" (oldest {days_text(oldest)})" if oldest else ""
    ready = len(states) - sum(states.count(each) for each in (OWED, DISPUTE, NOT_YET))
    said = [
        (states.count(OWED), f"co-signature owed{age}", f"co-signatures owed{age}"),
        (states.count(DISPUTE), "in dispute", "in dispute"),
        (ready, "to check", "to check"),
        (states.count(NOT_YET), "not ready", "not ready"),
        (len(found.unreadable), "course cannot be read", "courses cannot be read"),
    ]
    return " · ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in said if number)
