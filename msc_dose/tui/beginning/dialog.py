"""Whose course it is: the codes that a plan is begun under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.courses.events.opening import Opened
from msc_dose.library.entries import entry_of
from msc_dose.problems import Refusal, stop
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.safe import safe_lines
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field

NEW, NEXT = "a new course", "next block of a course"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The course that is begun; or the code of the one whose next block it is, with None."""

    code: str
    opened: Opened | None


class BeginDialog(Dialog[Beginning]):
    """Asks for the codes of course and recipient; the plan that is meant stands above them."""

    purpose = "Begins a course of the record with the plan that stands in the form."

    def __init__(self, summary: str, zone: str, training: bool) -> None:
        """Show this summary; the course is of a site in this zone."""
        super().__init__("Begin a course with this plan")
        self._summary = summary
        self._site: Mapping[str, str] = {"zone": zone, "training": "yes" if training else "no"}

    def fields(self) -> Iterator[Widget]:
        """The plan, whether it is a new course, and the codes."""
        yield Static(Content.styled(safe_lines(self._summary), "bold"), id="dialog-text")
        yield Choice("block", "It is", (NEW, NEXT))
        yield Field("course", "Course", "its code, such as C-0417")
        yield Field("recipient", "Recipient", "a new course's: P-0417")
        yield Field("note", "Note", "may stay empty")

    def on_mount(self) -> None:
        """A new course is what is meant nearly always; the code is to be typed."""
        self.query_one("#block", Choice).value = NEW
        self.set_focus(self.query_one("#course"))

    def answer(self) -> Beginning | None:
        """The course as it is opened; everything wrong is named at once."""
        said = {name: self.text_of(name).strip() for name in ("course", "recipient", "note")}
        if self.query_one("#block", Choice).value == NEXT:
            return self._next(said["course"])
        texts = {name: text for name, text in said.items() if text}
        try:
            opened = entry_of(Opened, {**texts, **self._site}, "UTC")
        except Refusal as refusal:
            self.show_problems(refusal.problems)
            return None
        assert isinstance(opened, Opened)
        return Beginning(opened.course, opened)

    def _next(self, code: str) -> Beginning | None:
        if code:
            return Beginning(code, None)
        message = "It is not said which course the block belongs to."
        self.show_problems([stop("value.missing", "course", message, "Type its code.")])
        return None
