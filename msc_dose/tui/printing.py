"""Printing: lines of text to a file or to the system's printer, the record's banner first."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget

from msc_dose.problems import Problem, Refusal, refuse, stop
from msc_dose.scheduling import day_text
from msc_dose.store.audit.files import write_file
from msc_dose.tui.desk import Desk
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

_PRINTERS = ("lp", "lpr")
_FILE = "file"
_LONGEST_WAIT = 30  # seconds for the printing system to take a page


@dataclass(frozen=True, slots=True)
class Target:
    """Where to print: the program of the printing system, or a file's path."""

    printer: str | None
    path: str


class PrintDialog(Dialog[Target]):
    """Asks for a file, or for the printer where the system has one."""

    purpose = "Writes to a file of your own, or to the system's printer. No file is written over."

    def __init__(self, name: str, target: Target | None = None, problems: Sequence[Problem] = ()) -> None:
        """Offer the file of this name in the folder one is in; `target` failed because of `problems`."""
        super().__init__("PRINT", "A file is written for you alone to read, and over no other.")
        self._target = target or Target(None, f"{name}.txt")
        self._problems = problems
        self._printers = [each for each in _PRINTERS if shutil.which(each)][:1]

    def fields(self) -> Iterator[Widget]:
        """Where to, and the path."""
        if self._printers:
            yield Choice("to", "Print to", self._printers, none=_FILE)
        yield Field("file", "File", "its path")

    def on_mount(self) -> None:
        """Begin with what was said before."""
        self.query_one("#file", FieldInput).value = self._target.path
        if self._printers:
            self.query_one("#to", Choice).value = self._target.printer
        self.set_focus(self.query_one("#file", FieldInput))
        self.show_problems(self._problems)

    def answer(self) -> Target | None:
        """The printer, else the path that was typed."""
        printer = self.query_one("#to", Choice).value if self._printers else None
        path = self.text_of("file").strip()
        if printer is None and not path:
            self.show_problems([stop("value.missing", "file", "The path is missing.", "Type it.")])
            return None
        return Target(printer, path)


async def print_lines(app: MscDoseApp, name: str, lines: Sequence[str]) -> None:
    """Ask where to, and print; what cannot be written is asked once more, with why.

    Refusal `print.elsewhere` in a browser on another machine.
    """
    if app.desk.elsewhere:
        message = "You sit at another machine than the one that would print: its files are not yours."
        fix = "Print from a terminal there, or by msc-dose course worksheet and course today."
        raise refuse("print.elsewhere", "print", message, fix)
    target: Target | None = None
    problems: Sequence[Problem] = ()
    page = list(page_lines(app.desk, lines))
    while True:
        target = await app.ask(PrintDialog(name, target, problems))
        try:
            said = await app.doing(partial(_put, target, page))
        except Refusal as refusal:
            problems = refusal.problems
        else:
            app.notify(said, markup=False)
            return


def page_lines(desk: Desk, lines: Sequence[str]) -> Iterator[str]:
    """The page: the record's banner, the lines, when and by whom it was printed.

    A printer obeys control characters as a terminal does: each is made visible.
    """
    if desk.banner:
        yield safe(desk.banner)
        yield ""
    yield from map(safe, lines)
    now = desk.now()
    who = f" by {desk.session.person}" if desk.session else ""
    yield ""
    yield safe(f"Printed {day_text(now.date())} {now:%H:%M} {now.tzname()}{who}.")


def _put(target: Target, page: Sequence[str]) -> str:
    """Print it; what was done, in words."""
    if target.printer is not None:
        _sent(target.printer, page)
        return f"Sent to the printer by {target.printer}."
    path = os.path.abspath(os.path.expanduser(target.path))
    try:
        write_file(path, (f"{line}\n" for line in page))
    except Refusal as refusal:
        if refusal.codes != ("file.exists",):
            raise
        message, fix = f"{path} is there already.", "Name another file: none is written over."
        raise refuse("file.exists", "file", message, fix, path) from refusal
    return f"Written to {path}, for you alone to read."


def _sent(printer: str, page: Sequence[str]) -> None:
    """Hand the page to the printing system; Refusal `print.failed` with what it said."""
    text = "".join(f"{line}\n" for line in page)
    try:
        done = subprocess.run(  # the program is one of two names, and no shell reads the page
            [printer], input=text, capture_output=True, encoding="utf-8", errors="replace",
            timeout=_LONGEST_WAIT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(printer, str(error)) from error
    if done.returncode:
        raise _failed(printer, done.stderr.strip() or f"it ended with {done.returncode}")


def _failed(printer: str, why: str) -> Refusal:
    message = f"{printer} did not take the page: {why.rstrip('.')}."
    return refuse("print.failed", "to", message, "Print to a file instead, or see to the printer.")
