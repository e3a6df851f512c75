"""Why CHECKs may stand: each told whole, and a reason for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from textual.widget import Widget

from msc_dose.problems import Problem, stop
from msc_dose.product.plain_text import note_problem
from msc_dose.store.alerts import LONGEST_REASON
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.problems import ProblemList

# What is said most often; anything else is typed.
REASONS = ("checked and right", "prescriber decided", "urgent")


class ReasonsDialog(Dialog[Mapping[str, str]]):
    """Asks for a reason for each CHECK; its answer are the reasons by their codes.

    CHECKs of one code share a reason. A reason is chosen, typed, or both. `given` are those given before.
    """

    purpose = "Asks why each CHECK may stand. The reason is kept, and shown to whoever verifies."
    NO_REASONS: Mapping[str, str] = {}

    def __init__(self, checks: Sequence[Problem], given: Mapping[str, str] = NO_REASONS) -> None:
        """Ask for a reason for each of these."""
        text = "Nothing is recorded yet. Say of each CHECK why it may stand, or leave by Esc."
        super().__init__("CHECK: a reason is asked for", text)
        codes = dict.fromkeys(check.code for check in checks)
        self._checks = {code: [each for each in checks if each.code == code] for code in codes}
        self._given = given

    def fields(self) -> Iterator[Widget]:
        """Each CHECK with its reason."""
        for at in range(1, len(self._checks) + 1):
            yield ProblemList(id=f"check-{at}")
            yield Choice(f"chosen-{at}", "Reason", REASONS, none="typed")
            yield Field(f"reason-{at}", "In words", "Enter goes on, ^R records")

    def on_mount(self) -> None:
        """Show the CHECKs, and what was said of them before."""
        for at, (code, checks) in enumerate(self._checks.items(), 1):
            self.query_one(f"#check-{at}", ProblemList).show(checks)
            given = self._given.get(code, "")
            self.query_one(f"#chosen-{at}", Choice).value = given if given in REASONS else None
            self.query_one(f"#reason-{at}", FieldInput).value = "" if given in REASONS else given
        self.set_focus(self.query(Choice).first())

    def answer(self) -> Mapping[str, str] | None:
        """A reason for each code; None while one is missing, or is no visible line."""
        reasons = {code: self._reason(at) for at, code in enumerate(self._checks, 1)}
        wrong = [problem for code, reason in reasons.items() if (problem := _problem(code, reason))]
        if wrong:
            self.show_problems(wrong)
            return None
        return reasons

    def _reason(self, at: int) -> str:
        chosen = self.query_one(f"#chosen-{at}", Choice).value
        return ": ".join(filter(None, [chosen, self.text_of(f"reason-{at}").strip()]))


def _problem(code: str, reason: str) -> Problem | None:
    if reason:
        return note_problem(reason, "reason", LONGEST_REASON)
    return stop(
        "alert.reason-missing", "reason", f"A reason is missing for {code}.", "Choose one, or type it."
    )
