"""The dose calculator: recalculated at every key, with its working and every problem."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.dosing.dose import Dose
from msc_dose.quantity.amount import BASES, COUNTS
from msc_dose.tui.answers.asking import Answer
from msc_dose.tui.answers.dose import KINDS, DoseEntry, answer_dose
from msc_dose.tui.safe import safe_lines
from msc_dose.tui.screens.form import Form
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field
from msc_dose.tui.widgets.headline import Headline
from msc_dose.tui.widgets.problems import SIGNS, ProblemList

TEACHING = """\
Type a dose per kg and a weight: the dose and its working stand here.

  Dose per kg   2 million cells/kg    2 × 10⁶ cells/kg    2e6 cells/kg
  Weight        60 kg    70.4 kg
  Maximum       150 million cells     (may stay empty)

Every number needs its unit. What can be read in two ways is not guessed:
each reading is offered, and you choose (↓ then Enter, or a click).

F1 explains every key. Nothing that you type here is recorded."""

NO_PROBLEM = "No problem was found in what was entered."


def _as_text(dose: Dose) -> str:
    """The dose, what is to be looked at, and the working, as plain text."""
    found = [f"{SIGNS[each.severity]} {each.field}: {each.message} {each.fix}" for each in dose.problems]
    return "\n".join([f"DOSE {dose.cells}", *found, "", str(dose.derivation)])


class DoseScreen(Form):
    """A dose per kg, a weight and perhaps a maximum into the dose of one infusion."""

    CSS_PATH = "dose.tcss"

    mode = "dose"
    title_text = "DOSE"
    subtitle = "calculator of one infusion · nothing is recorded"
    purpose = (
        "Works out the dose of one infusion from a dose per kg and a body weight, as you type. While "
        "anything is missing or unclear it says so and shows no dose."
    )
    scopes = ("everywhere", "form", "field", "readings", "choice")
    kinds = KINDS
    fields = ("dose", "weight", "maximum")
    _text = ""

    def parts(self) -> Iterator[Widget]:
        """The form, the readings offered, the result."""
        with Vertical(classes="form"):
            yield Field("dose", "Dose per kg", "for instance 2 million cells/kg")
            yield Field("weight", "Weight", "for instance 60 kg")
            yield Field("maximum", "Maximum", "none, where left empty")
            yield Choice("basis", "Basis", BASES)
            yield Choice("counts", "Counts", COUNTS)
            yield Choice("product", "Product", ("iv-msc",), none="none")
        yield from self.offer_parts()
        yield Headline(id="headline")
        with VerticalScroll(classes="result"):
            yield Static(Content(TEACHING), id="teaching", classes="text")
            yield ProblemList(id="problems")
            yield Static(Content("WORKING"), id="heading", classes="heading")
            yield Static(id="working", classes="text")

    def entry(self) -> DoseEntry:
        """The form as it stands."""
        return DoseEntry(
            dose=self.text_of("dose"),
            weight=self.text_of("weight"),
            maximum=self.text_of("maximum"),
            basis=self.choice_of("basis"),
            counts=self.choice_of("counts"),
            product=self.choice_of("product"),
        )

    def result_text(self) -> str:
        """The dose with its working."""
        return self._text

    def answer(self) -> None:
        """Ask for the dose and show it, or why there is none."""
        entry = self.entry()
        answer = answer_dose(entry, self.conventions)
        self.show_asides(answer)
        self._show_headline(answer)
        self.query_one("#teaching").display = entry.blank
        ok = NO_PROBLEM if answer.result and not answer.problems else ""
        self.query_one("#problems", ProblemList).show(answer.problems, ok)
        self._show_working(answer.result)
        self._text = _as_text(answer.result) if answer.result else ""
        self.refresh_bindings()

    def _show_headline(self, answer: Answer[Dose]) -> None:
        headline = self.query_one(Headline)
        if answer.result:
            headline.show_dose(f"DOSE {answer.result.cells}")
        else:
            headline.show_refused(answer.headline)

    def _show_working(self, dose: Dose | None) -> None:
        self.query_one("#heading").display = dose is not None
        working = self.query_one("#working", Static)
        working.display = dose is not None
        working.update(Content(safe_lines(str(dose.derivation)) if dose else ""))
