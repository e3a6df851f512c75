"""What is asked besides the re-entry: reasons for CHECKs, why a dose is urgent; and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.widget import Widget

from msc_dose.problems import Problem, stop
from msc_dose.tui.checking.compared import outcome_lines
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.problems import ProblemList
from msc_dose.verification.outcome import Outcome


class WhyDialog(Dialog[Mapping[str, str]]):
    """Every CHECK with a field for why it may stand."""

    purpose = "Asks why each CHECK may stand. The reason is kept, and shown to whoever looks after you."

    def __init__(self, checks: Sequence[Problem]) -> None:
        """Ask about these CHECKs."""
        super().__init__(
            "The re-entry agrees; a reason is missing", "Say of each CHECK why it is done all the same."
        )
        self._checks = tuple({each.code: each for each in checks}.values())

    def fields(self) -> Iterator[Widget]:
        """A CHECK, and its reason beneath it."""
        for at, _ in enumerate(self._checks):
            yield ProblemList(id=f"check-{at}")
            yield Field(f"reason-{at}", "Reason", "one line")

    def on_mount(self) -> None:
        """Show the CHECKs."""
        for at, check in enumerate(self._checks):
            self.query_one(f"#check-{at}", ProblemList).show([check])
        self.set_focus(self.query_one("#reason-0", FieldInput))

    def answer(self) -> Mapping[str, str] | None:
        """The reasons by code."""
        said = {each.code: self.text_of(f"reason-{at}").strip() for at, each in enumerate(self._checks)}
        missing = [code for code, reason in said.items() if not reason]
        if missing:
            self.show_problems(
                [
                    stop("value.missing", "reason", f"No reason is given for {c}.", "Type one.")
                    for c in missing
                ]
            )
            return None
        return said


class UrgentDialog(Dialog[str]):
    """Asks why nobody else can check a dose, and that the course is typed: a co-signature is then owed."""

    purpose = "Lets one dose go without a second person, who signs later. It holds for exactly this dose."

    def __init__(self, course: str, infusion: int, which: str) -> None:
        """Ask about this dose."""
        text = (
            f"{which}\n\n"
            "The dose may then be cleared WITHOUT an independent double check. Another person owes a "
            "co-signature, which stays at the top of Checks until it is given."
        )
        super().__init__(f"Declare urgent: {course}, infusion {infusion}", text)
        self._course = course

    def fields(self) -> Iterator[Widget]:
        """Why, and the course."""
        yield Field("reason", "Why", "why nobody can check it")
        yield Field("course", "Course", "type the code of the course")

    def on_mount(self) -> None:
        """Begin at the reason."""
        self.set_focus(self.query_one("#reason", FieldInput))

    def answer(self) -> str | None:
        """The reason, where the course was typed as well."""
        reason, typed = self.text_of("reason").strip(), self.text_of("course").strip()
        problems = []
        if not reason:
            problems.append(stop("value.missing", "reason", "The reason is missing.", "Type it."))
        if typed != self._course:
            message = f"What stands there is not {self._course}."
            fix = f"Type {self._course}, or leave by Esc."
            problems.append(stop("confirm.other-word", "course", message, fix))
        if problems:
            self.show_problems(problems)
            return None
        return reason


class OutcomeDialog(Dialog[bool]):
    """What a re-entry that differs came to: nothing was signed."""

    purpose = "Says in which fields the re-entry differs. After a second one both sides stand here."

    def __init__(self, outcome: Outcome) -> None:
        """Show this outcome."""
        title = "DISPUTE" if outcome.values else "MISMATCH"
        super().__init__(f"■ {title}: nothing was signed", "\n".join(outcome_lines(outcome)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to be done here but to read and leave."""
        return action != "submit"
