"""What every screen over the record has: it asks in a thread, shows what comes back, and asks again."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker

from msc_dose.problems import Refusal
from msc_dose.tui.desk.folded import Stopped
from msc_dose.tui.safe import safe
from msc_dose.tui.screens.page import Page

if TYPE_CHECKING:
    from msc_dose.tui.desk.folded import Progress

T = TypeVar("T")
_TOLD_EVERY = 0.2  # seconds
_LONGEST_PAINT = 1.0  # seconds; a terminal that takes longer is not waited for


class RecordPage(Page, Generic[T]):
    """A screen that shows something of the record.

    `load` asks the desk, in a thread, and tells `progress` how far it is; `show` puts what it answered on
    the screen; `show_nothing` teaches what would stand there, where there is no record or it cannot be
    read. They are called when the screen comes up, when the record has changed, and at every minute.
    What is read for the first time ends when a person stops it, and, where the screen `stops_when_left`, when
    they go elsewhere.
    """

    stops_when_left: ClassVar[bool] = False
    loaded: T | None = None
    _version = -1
    _loading = False
    _again = False
    _stopped = False
    _stop: threading.Event | None = None
    _worker: Worker[None] | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _had_focus: Widget | None = None

    def load(self, progress: Progress) -> T:
        """Ask the desk; no widget is touched here. Refusals are shown."""
        raise NotImplementedError

    def show(self, found: T) -> None:
        """Show what was found."""
        raise NotImplementedError

    def show_early(self, found: T) -> bool:
        """Show what `load` found first of what takes longer, and that it is not all; whether it was shown."""
        return False

    def early(self, found: T) -> None:
        """For `load`, in its thread: show what is found so far; comes back when it can be seen.

        From then on the keys act on it; what `load` answers in the end takes its place.
        """
        seen = threading.Event()

        def show() -> None:
            if self.composed and self.show_early(found):
                self.loaded = found
            self.call_after_refresh(seen.set)

        if self._loop is not None:
            self._loop.call_soon_threadsafe(show)
            seen.wait(_LONGEST_PAINT)

    def show_nothing(self, why: Refusal) -> None:
        """Show why there is nothing, and what to do."""
        raise NotImplementedError

    def show_stopped(self) -> None:
        """Show that the reading was stopped before anything could be shown: `STOPPED`."""
        raise NotImplementedError

    def action_down(self) -> None:
        """From a field to what is below it."""
        self.app.action_step(1)

    def show_progress(self, done: int, total: int) -> None:
        """Say how much is read where it takes a while."""
        self.show_header(f"reading {done:,} of {total:,}")

    def on_mount(self) -> None:
        """Ask for the first time."""
        self.reload()

    def on_screen_resume(self) -> None:
        """Ask again where the record has changed meanwhile."""
        super().on_screen_resume()
        if self._version != self.desk.version and not self._stopped:
            self.reload()

    def on_screen_suspend(self) -> None:
        """Somebody goes elsewhere: what they have not seen is not read to its end for them."""
        if self.app.page is not self:
            self._stopped = False  # whoever comes back wants it read
            if self.stops_when_left and self.reads_first:
                self._end_reading()

    def on_unmount(self) -> None:
        """Nobody waits for the rest."""
        if self._stop is not None:
            self._stop.set()

    def tick(self) -> None:
        """Ask again: what is due changes with the time alone."""
        super().tick()
        if not self._stopped:
            self.reload()

    def reload(self) -> None:
        """Ask in a thread, and show; what is asked for while one is running is asked once more after it."""
        if not self.composed:
            return  # there is nothing to show it in: it is asked for once that is there
        self._again, self._stopped = True, False
        if not self._loading:
            self._loading, self._stop = True, threading.Event()
            self._worker = self.run_worker(self._reloaded(self._stop), exclusive=False)

    @property
    def reads_first(self) -> bool:
        """Whether something is being read, and nothing shown yet."""
        return self._loading and self.loaded is None

    def stop_reading(self) -> bool:
        """Stop what is read for the first time, until a person asks again; False where nothing is."""
        if not self.reads_first:
            return False
        self._end_reading()
        self._stopped = True
        self.show_stopped()
        return True

    def _end_reading(self) -> None:
        """The thread ends when it next tells how far it is; nobody waits for it."""
        if self._stop is not None and self._worker is not None:
            self._stop.set()
            self._worker.cancel()
        self._loading = self._again = False
        self.show_header("")

    async def _reloaded(self, stop: threading.Event) -> None:
        self._loop = loop = asyncio.get_running_loop()
        told = [loop.time()]  # what is read at once is not told of

        def say(done: int, total: int) -> None:
            if not stop.is_set():
                self.show_progress(done, total)

        def progress(done: int, total: int) -> None:
            if stop.is_set():
                raise Stopped
            now = loop.time()
            if now - told[0] > _TOLD_EVERY:
                told[0] = now
                loop.call_soon_threadsafe(say, done, total)

        try:
            version = -1
            while self._again or version != self.desk.version:
                self._again = False
                version = self.desk.version
                try:
                    found = await asyncio.to_thread(self.load, progress)
                except Refusal as refusal:
                    self._check_shown()
                    self.loaded = None
                    # What is hidden loses the focus; it comes back with what was shown.
                    self._had_focus = self.focused or self._had_focus
                    self.show_nothing(refusal)
                else:
                    self._check_shown()
                    self.loaded = found
                    self.show(found)
                    self._give_back_focus()
                self._version = version
            self.show_header("")
        except Stopped:
            pass
        finally:
            if self._stop is stop and not stop.is_set():
                self._loading = False

    def _check_shown(self) -> None:
        """Raise Stopped where the screen has ended while it was read: nothing can be shown on it."""
        if not self.composed:
            raise Stopped

    def _give_back_focus(self) -> None:
        had, self._had_focus = self._had_focus, None
        if self.focused is None and had is not None and had.is_attached:
            self.set_focus(had)


STOPPED = Content("The reading was stopped: r reads again.")


def reading_text(done: int, total: int) -> Content:
    """What is said while nothing can be shown yet."""
    counted = f" {done:,} of {total:,} courses" if total else " the courses"
    return Content(f"Reading{counted} … Esc stops.")


def teaching(refusal: Refusal, heading: str) -> Content:
    """An empty state: what would stand here, why it does not, and what to do."""
    lines = [safe(f"{problem.message} {problem.fix}") for problem in refusal.problems]
    return Content.assemble((f"{heading}\n\n", "bold"), "\n".join(lines))


class Teaching(Static):
    """The text of an empty state; hidden while there is something to show."""

    DEFAULT_CSS = "Teaching { height: auto; padding: 1 2; display: none; }"

    def say(self, content: Content | None) -> None:
        """Show this text; None hides it."""
        self.display = content is not None
        self.update(content or Content(""))
