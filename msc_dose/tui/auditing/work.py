"""Long work behind a dialog: how far it is, and a way to stop it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Refusal
from msc_dose.tui.desk.folded import Progress
from msc_dose.tui.dialogs.dialog import Dialog

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

T = TypeVar("T")
_TOLD_EVERY = 0.1  # seconds
_BAR = 30


class Stopped(Exception):  # nothing went wrong: a person has stopped it
    """The work was stopped by whoever started it."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What the work came to, or why it was refused."""

    value: T | None = None
    refusal: Refusal | None = None


async def at_work(app: MscDoseApp, title: str, text: str, work: Callable[[Progress], T]) -> T:
    """The answer of work in a thread, which tells how far it is; Left where a person stops it.

    Raises the Refusal that the work raises.
    """
    done = await app.ask(WorkDialog(title, text, work))
    if done.refusal is not None:
        raise done.refusal
    return done.value  # type: ignore[return-value]


class WorkDialog(Dialog[Done[T]]):
    """Shows how far something is; Esc stops it, and nothing of it is kept."""

    purpose = "Shows how far the work is. Esc stops it; nothing is changed by it."

    def __init__(self, title: str, text: str, work: Callable[[Progress], T]) -> None:
        """Begin this work once it is shown."""
        super().__init__(title, text)
        self._work, self._stopped = work, False

    def fields(self) -> Iterator[Widget]:
        """How far it is."""
        yield Static(Content("begins"), id="far")

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._done())

    async def _done(self) -> None:
        loop, told = asyncio.get_running_loop(), [0.0]

        def progress(done: int, total: int) -> None:
            if self._stopped:
                raise Stopped
            now = loop.time()
            if now - told[0] > _TOLD_EVERY:
                told[0] = now
                loop.call_soon_threadsafe(self._tell, done, total)

        try:
            found = Done(await asyncio.to_thread(self._work, progress))
        except Stopped:
            return
        except Refusal as refusal:
            found = Done(refusal=refusal)
        if not self._stopped:
            self.dismiss(found)

    def _tell(self, done: int, total: int) -> None:
        if self.is_mounted and not self._stopped:
            full = _BAR * done // total if total else 0
            bar = f"[{'#' * full}{'.' * (_BAR - full)}]"
            self.query_one("#far", Static).update(Content(f"{bar} {done:,} of {total:,}"))

    def action_cancel(self) -> None:
        """Stop it."""
        self._stopped = True
        super().action_cancel()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """It is at work already."""
        return action != "submit"
