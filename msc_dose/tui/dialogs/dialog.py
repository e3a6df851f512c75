"""What every dialog has: a title, what it says, fields, problems, and the two ways out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from msc_dose.problems import Problem, Refusal
from msc_dose.tui.keys import Scope, bindings
from msc_dose.tui.safe import safe, safe_lines
from msc_dose.tui.widgets.field import FieldInput
from msc_dose.tui.widgets.footer import ActingKeys
from msc_dose.tui.widgets.offers import Offers
from msc_dose.tui.widgets.problems import ProblemList
from msc_dose.tui.widgets.stops import in_sight, stop_after

if TYPE_CHECKING:
    from msc_dose.tui.app import MscDoseApp

T = TypeVar("T")
Work = Callable[[T], Awaitable[object]]


def _help() -> list[Binding]:
    every = [each for each in bindings("everywhere") if isinstance(each, Binding)]
    return [each for each in every if each.action == "app.help" and not each.priority]


def _called(action: str, label: str, scope: Scope) -> list[BindingType]:
    """The keys of an action under another word."""
    every = [each for each in bindings(scope) if isinstance(each, Binding)]
    return [replace(each, description=label) for each in every if each.action.startswith(action)]


# Where there is nothing to be recorded, nothing is cancelled.
CLOSES = _called("screen.cancel", "Close", "dialog")
SIGNS = _called("screen.submit", "Sign", "dialog")
# For dialogs in which more may be told than is in sight.
SCROLLS = _called("screen.scroll_effect", "More", "entry")
_FEWEST = 4  # lines that the fields keep, whatever there is to be told


class Left(Exception):  # nothing went wrong: a person has left a dialog
    """A person has cancelled what they were asked; nothing is done."""


class Dialog(ModalScreen[T | None], Generic[T]):
    """A dialog over a screen. `^R` does what it says, Esc leaves it; Enter only goes to the next field.

    `fields` yields the widgets between text and problems, `answer` makes the answer of them: None while
    something is missing or wrong, which it shows by `show_problems`.
    """

    # Nothing of the app acts under a dialog but what comes first: help outside a field is bound here anew.
    BINDINGS = [*bindings("dialog"), *_help()]  # noqa: RUF012
    app: MscDoseApp
    purpose: ClassVar[str] = "Asks before anything is done."
    scopes: ClassVar[tuple[Scope, ...]] = ("everywhere", "dialog", "field", "choice")

    def __init__(self, title: str, text: str = "") -> None:
        """A dialog with this title, and what it says."""
        super().__init__()
        self.title_text, self._text = title, text
        self.work: Work[T] | None = None
        self._at_work = False

    def compose(self) -> ComposeResult:
        """Title, text, fields, problems, footer."""
        with Vertical(id="dialog") as box:
            box.border_title = self.banner
            yield Static(Content(f" {safe(self.title_text)} "), id="dialog-title")
            with VerticalScroll(id="dialog-body", can_focus=False):
                if self._text:
                    yield Static(Content(safe_lines(self._text)), id="dialog-text")
                yield from self.fields()
            with VerticalScroll(id="dialog-told", can_focus=False):
                yield ProblemList(id="dialog-problems")
            yield ActingKeys()

    @property
    def banner(self) -> Content:
        """What stands in the frame, for a tall dialog hides the header: that the record is for training."""
        desk = self.app.desk
        return Content(safe(desk.banner) if desk.training else "")

    def fields(self) -> Iterator[Widget]:
        """What a person fills in."""
        yield from ()

    def answer(self) -> T | None:
        """What was filled in; None where it is not whole."""
        raise NotImplementedError

    def text_of(self, name: str) -> str:
        """What stands in a field, exactly."""
        return self.query_one(f"#{name}", FieldInput).value

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong or missing, the gravest first; the field that one is in stays in sight."""
        self.query_one("#dialog-problems", ProblemList).show(problems)
        self.query_one("#dialog-told").scroll_home(animate=False)
        self.call_after_refresh(self._share)

    def on_resize(self, event: events.Resize) -> None:
        """Share the lines anew."""
        self.call_after_refresh(self._share)

    def _share(self) -> None:
        """Give fields and problems their lines, so that where one types is seen beside what is told of it."""
        for told in self.query("#dialog-told"):
            body, box = self.query_one("#dialog-body"), self.query_one("#dialog")
            others = [each for each in box.children if each not in (body, told) and each.display]
            around = box.gutter.height + sum(each.outer_size.height for each in others)
            room = self.size.height * 94 // 100 - around
            problems, needed = self.query_one("#dialog-problems", ProblemList), body.virtual_size.height
            wanted = problems.lines(told.size.width or body.size.width)
            if needed + wanted <= room:
                told.styles.max_height = body.styles.max_height = None
            else:
                least = min(needed, max(_FEWEST, room // 2) if self._stops_here() else _FEWEST)
                told.styles.max_height = given = min(wanted, room - least)
                body.styles.max_height = room - given
            self.call_after_refresh(self._look_at_focus)

    def _stops_here(self) -> bool:
        return any(each.focusable for each in self.query("#dialog-body *"))

    def _look_at_focus(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is more only where not all of what is told is in sight; out of the readings Esc goes back."""
        if action == "cancel" and isinstance(self.focused, Offers):
            return False
        return action != "scroll_effect" or any(each.max_scroll_y > 0 for each in self.query("#dialog-told"))

    def action_scroll_effect(self, by: int) -> None:
        """Scroll what is told."""
        for told in self.query("#dialog-told"):
            told.scroll_page_down(animate=False) if by > 0 else told.scroll_page_up(animate=False)

    def step(self, by: int) -> None:
        """Move the focus along the fields."""
        if stops := in_sight(each for each in self.query("*") if each.focusable):
            self.set_focus(stop_after(stops, self.focused, by))

    def action_submit(self) -> None:
        """Do what the dialog says."""
        found = None if self._at_work else self.answer()
        if found is None:
            return
        if self.work is None:
            self.dismiss(found)
            return
        self._at_work = True
        self.app.begin_waiting()
        self.run_worker(self._try(self.work, found))

    async def _try(self, work: Work[T], found: T) -> None:
        """Do the work with the answer; what is refused is shown, and what was filled in stays."""
        try:
            await work(found)
        except Left:
            pass
        except Refusal as refusal:
            self.show_problems(refusal.problems)
        else:
            self.dismiss(found)
            return
        finally:
            self._at_work = False
        self.app.end_waiting()

    def action_cancel(self) -> None:
        """Leave it."""
        if not self._at_work:
            self.dismiss(None)

    def action_down(self) -> None:
        """The next field."""
        self.step(1)
