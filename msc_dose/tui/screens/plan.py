"""The plan of a course: a list and a calendar, recalculated at every key."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.courses.plan import Plan
from msc_dose.courses.text import preparation_summary
from msc_dose.tui.answers.asking import Answer
from msc_dose.tui.answers.asks import asks_of
from msc_dose.tui.answers.course import doses_text
from msc_dose.tui.answers.plan import KINDS, PlanEntry, answer_plan
from msc_dose.tui.answers.source import Source
from msc_dose.tui.desk.sources import source_of
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe, safe_lines
from msc_dose.tui.screens.form import Form
from msc_dose.tui.screens.plan_form import PlanForm
from msc_dose.tui.screens.working import WorkingScreen
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.course import CourseList
from msc_dose.tui.widgets.headline import Headline
from msc_dose.tui.widgets.month import Months
from msc_dose.tui.widgets.problems import ProblemList, counted

TEACHING = """\
Choose a protocol (→ moves the choice, letters find a name), then a weight
and a start: the plan stands here as you type, as a list and as a calendar.

  Weight        60 kg
  Start         2027-01-29   year-month-day
  Window        3            days before and after each target
                2,5          2 days before to 5 days after
  Open days     mon-fri      the weekdays on which infusions are given
  Closed days   closed.csv   a file; its first line is date,reason
  Ordered       1 million cells/kg, 2 million cells/kg
                where the protocol leaves the dose open: one for all, or one
                for each infusion, a comma and a space between them

What changes a dose or a date is never assumed: all that is missing is named.
"""

SELF_TEST = "Self-test passed: a second, independent calculation agrees."


class PlanResult(VerticalScroll):
    """The result, scrolled by arrows and pages; brackets move the months."""

    BINDINGS = bindings("result")


class PlanScreen(Form):
    """A protocol, a patient and a start into dated, dosed infusions."""

    BINDINGS = bindings("plan")
    CSS_PATH = "plan.tcss"

    mode = "plan"
    title_text = "PLAN"
    subtitle = "a course; ^G records it"
    purpose = (
        "Works out the dates and doses of a course by a protocol, as you type. Windows stand around the "
        "target dates; the nearest open day is taken."
    )
    scopes = ("everywhere", "plan", "form", "field", "readings", "choice", "result")
    kinds = KINDS
    fields = PlanForm.FIELDS

    def __init__(self) -> None:
        """No plan yet."""
        super().__init__()
        self._plan: Plan | None = None
        self._source: tuple[int, Source] | None = None

    @property
    def source(self) -> Source:
        """What a plan is made from: the record's own protocols where one is open, else those shipped."""
        if self._source is None or self._source[0] != self.desk.version:
            self._source = (self.desk.version, source_of(self.desk))
        return self._source[1]

    def parts(self) -> Iterator[Widget]:
        """The form, the readings offered, the result."""
        yield PlanForm(self.source)
        yield from self.offer_parts()
        yield Headline(id="headline")
        yield Static(id="status")
        with PlanResult(classes="result"):
            yield Static(Content(TEACHING), id="teaching", classes="text")
            yield Static(id="prepared", classes="text")
            yield ProblemList(id="grave")
            yield CourseList(id="course")
            yield Months(id="months")
            yield Static(id="full-status", classes="text")
            yield ProblemList(id="notes")

    def entry(self) -> PlanEntry:
        """The form as it stands."""
        return self.query_one(PlanForm).entry()

    def answer(self) -> None:
        """Ask for the plan and show it, or everything that stands in its way."""
        entry = self.entry()
        answer = answer_plan(entry, self.conventions, self.source)
        self._plan = answer.result
        self.show_asides(answer)
        self._show_headline(answer)
        self.query_one("#teaching").display = entry == PlanEntry()
        graver = [problem for problem in answer.problems if problem.severity != "note"]
        notes = [problem for problem in answer.problems if problem.severity == "note"]
        self.query_one("#grave", ProblemList).show(graver)
        self.query_one("#notes", ProblemList).show(notes, SELF_TEST if answer.result else "")
        self._show_plan()
        self.refresh_bindings()

    def _show_headline(self, answer: Answer[Plan]) -> None:
        headline, plan = self.query_one(Headline), answer.result
        if plan is None:
            headline.show_refused(answer.headline)
            return
        headline.show_dose(doses_text(plan), counted(answer.problems))

    def _show_plan(self) -> None:
        plan = self._plan
        for selector in ("#status", "#full-status", "#prepared", "#course", "#months"):
            self.query_one(selector).display = plan is not None
        if plan is not None:
            self._show_status(plan.status_text)
            self._show_prepared(plan)
            self.query_one(CourseList).show(plan, self._room())
            self.query_one(Months).show(plan)

    def _show_status(self, text: str) -> None:
        """The whole standing of the protocol above the list; on a low screen its first words stay there."""
        tall = self.has_class("-tall")
        first, more, _ = text.partition(";")
        above = text if tall else f"{first}{'; what is missing stands below' if more else ''}"
        self.query_one("#status", Static).update(Content(safe(above)))
        below = self.query_one("#full-status", Static)
        below.update(Content(safe(text)))
        below.display = bool(more) and not tall

    def _show_prepared(self, plan: Plan) -> None:
        """What is thawed and drawn, with its VOLUME; nothing where no container is known."""
        lines = preparation_summary(plan)
        prepared = self.query_one("#prepared", Static)
        prepared.update(Content.styled(safe_lines("\n".join(lines)), "bold"))
        prepared.display = bool(lines)

    def _room(self) -> int:
        """The columns that the list has: the screen without margins and scroll bar."""
        return self.size.width - (6 if self.has_class("-tall") else 2)

    def on_resize(self, event: events.Resize) -> None:
        """Set the list anew in the columns there are."""
        super().on_resize(event)
        if self.composed:
            self.query_one(Months).rows = 2 if self.has_class("-tall") else 1
            self._show_plan()

    def chosen(self) -> None:
        """Another protocol asks for other things."""
        protocol = self.choice_of("protocol")
        self.query_one(PlanForm).ask(protocol, asks_of(protocol, self.source))

    def empty(self) -> None:
        """Empty the form, and begin at the protocol."""
        super().empty()
        self.set_focus(self.query_one("#protocol", Choice))

    def action_months(self, by: int) -> None:
        """Show the months before or after."""
        self.query_one(Months).move(by)

    def action_working(self) -> None:
        """Show how every dose and date came to be, of the files as they are now."""
        self.answer()
        if self._plan is not None:
            self.app.push_screen(WorkingScreen(self._plan.explain()))

    def result_text(self) -> str:
        """The plan explained."""
        return self._plan.explain() if self._plan else ""

    def action_begin(self) -> None:
        """Begin a course with the plan, of the files as they are now."""
        from msc_dose.tui.beginning.flow import begin

        self.answer()
        if self._plan is not None:
            self.app.start(begin(self.app, self._plan))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has nothing to act on: there is no working without a plan."""
        if action in ("working", "months", "begin", "copy") and self._plan is None:
            return None
        return super().check_action(action, parameters)
