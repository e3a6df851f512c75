"""A code and its passphrase: who signs in, and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from textual.widget import Widget

from msc_dose.problems import Refusal, stop
from msc_dose.tui.dialogs.dialog import SIGNS, Dialog
from msc_dose.tui.widgets.field import Field, FieldInput


@dataclass(frozen=True, slots=True)
class Recognised:
    """A code and a passphrase as they were typed."""

    code: str
    passphrase: str = field(repr=False)


class PassphraseDialog(Dialog[Recognised]):
    """Asks for a passphrase, and for the code unless it is `fixed`; `problem` is why the last try failed."""

    BINDINGS = SIGNS
    purpose = "Asks who you are. The passphrase is shown to nobody and kept nowhere."

    def __init__(
        self, title: str, code: str = "", fixed: bool = False, problem: Refusal | None = None
    ) -> None:
        """Ask for this code's passphrase."""
        super().__init__(title)
        self._code, self._fixed, self._problem = code, fixed, problem

    def fields(self) -> Iterator[Widget]:
        """Code and passphrase."""
        yield Field("code", "Code", "such as rn-104")
        yield Field("passphrase", "Passphrase", "Enter, then ^R")

    def on_mount(self) -> None:
        """Begin where something is to be typed."""
        code = self.query_one("#code", FieldInput)
        passphrase = self.query_one("#passphrase", FieldInput)
        code.value, passphrase.password = self._code, True
        code.disabled = self._fixed
        self.set_focus(passphrase if self._code else code)
        if self._problem:
            self.show_problems(self._problem.problems)

    def answer(self) -> Recognised | None:
        """Both as they were typed."""
        code, passphrase = self.text_of("code").strip(), self.text_of("passphrase")
        said = {"code": code, "passphrase": passphrase}
        missing = [name for name, text in said.items() if not text]
        if missing:
            self.show_problems(
                [stop("value.missing", n, f"The {n} is missing.", "Type it.") for n in missing]
            )
            return None
        return Recognised(code, passphrase)
