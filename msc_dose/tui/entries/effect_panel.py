"""Below the form of an entry: what it would change, what stands against it, or why it cannot be recorded."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from msc_dose.problems import Problem
from msc_dose.tui.entries.effect import Effect
from msc_dose.tui.safe import safe_lines
from msc_dose.tui.widgets.headline import Headline
from msc_dose.tui.widgets.problems import ProblemList

AGAIN = "not recorded yet: look at each CHECK, then ^R again records it all the same"


class EffectPanel(VerticalScroll, can_focus=False):
    """The lines of an effect; showing the same once more would lay out the screen at every key."""

    def __init__(self, told: Sequence[Problem]) -> None:
        """`told` is why it was not recorded before; it stands until something else is typed."""
        super().__init__(id="effect")
        self._told, self._changes = tuple(told), "-"
        self._refused: tuple[str, tuple[Problem, ...], str] | None = None

    def compose(self) -> ComposeResult:
        """What was told, the one line, problems, changes."""
        yield ProblemList(id="told")
        yield Headline()
        yield ProblemList(id="dialog-problems")
        yield Static(id="changes")

    def on_mount(self) -> None:
        """Tell what was told."""
        self.query_one("#told", ProblemList).show(self._told)

    def forget_told(self) -> None:
        """Something else is typed: what was told was of something else."""
        self.query_one("#told").display = False

    def show_refused(self, headline: str, problems: Sequence[Problem], ok: str = "") -> None:
        """Show why there is nothing to record, or the CHECKs of what there is; no changes yet."""
        if (headline, tuple(problems), ok) != self._refused:
            self._refused = (headline, tuple(problems), ok)
            self.query_one(Headline).show_refused(headline)
            self.query_one("#dialog-problems", ProblemList).show(problems, ok)
        self.show_changes("")

    def show_changes(self, text: str) -> None:
        """Show what it would change, or that this is worked out."""
        if text == self._changes:
            return
        self._changes = text
        changes = self.query_one("#changes", Static)
        changes.display = bool(text)
        changes.update(Content(safe_lines(text)))

    def show_effect(self, found: Effect) -> None:
        """Show what the entry would change, or that it would be refused."""
        if found.stopped:
            self.show_refused("would be refused: nothing is recorded", found.problems)
            return
        self.show_refused("", found.problems, "" if found.problems else "nothing stands against it")
        self.show_changes("\n".join([found.event, *found.lines]))

    def ask_again(self) -> None:
        """Say that nothing is recorded yet: there are CHECKs to be looked at."""
        self._refused = None
        self.query_one(Headline).show_refused(AGAIN)
        self.scroll_home(animate=False)
