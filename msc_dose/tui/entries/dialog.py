"""The form of an entry: what is typed echoed beside it, and below what the entry would change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from msc_dose.courses.events.kinds import What
from msc_dose.problems import Problem
from msc_dose.tui.answers.asking import picked_text
from msc_dose.tui.desk import Desk
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.entries.around import Around
from msc_dose.tui.entries.checklist import Item
from msc_dose.tui.entries.effect import Effect, effect_of, site_now
from msc_dose.tui.entries.effect_panel import EffectPanel
from msc_dose.tui.entries.form_lines import widget_of
from msc_dose.tui.entries.given_row import GivenRow
from msc_dose.tui.entries.heading import heading_of, text_of_entry
from msc_dose.tui.entries.reading import Read, kinds_of, read_entry
from msc_dose.tui.entries.shape import Shape
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe, safe_lines
from msc_dose.tui.screens.form import WHICH
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.footer import ActingKeys
from msc_dose.tui.widgets.offers import Offer, Offers
from msc_dose.tui.widgets.scanned import ScannedField, ScannedInput
from msc_dose.tui.widgets.stops import in_sight, stop_after

_PAUSE = 0.15  # seconds without a key before the effect is worked out
_EFFECT = 6  # lines that the effect has at least
_TALLEST = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded, when it occurred, the texts it was typed by, and the CHECKs that were seen."""

    what: What
    occurred: datetime | None
    typed: Mapping[str, str]
    seen: tuple[Problem, ...] = ()


class EntryDialog(Dialog[Entry]):
    """One entry in a course. `^R` records it once it is whole; what it would change stands below it."""

    CSS_PATH = "dialog.tcss"
    BINDINGS = bindings("entry")
    purpose = (
        "Asks for one entry in a course. What you type is read back beside it, and below stands what the "
        "entry would change. Nothing is recorded before ^R."
    )
    scopes = ("everywhere", "dialog", "entry", "field", "choice", "item", "readings")

    def __init__(
        self,
        desk: Desk,
        shape: Shape,
        around: Around,
        typed: Mapping[str, str] | None = None,
        told: Sequence[Problem] = (),
    ) -> None:
        """The form of this shape. `typed` is what was typed before, `told` why it was not recorded then."""
        super().__init__(heading_of(shape, around), text_of_entry(shape, around))
        self._desk, self._shape, self._around, self._told = desk, shape, around, tuple(told)
        self._first = {**shape.typed, **(typed or {})}
        self._kinds = kinds_of(shape)
        self._read: Read | None = None
        self._effect: Effect | None = None
        self._typed: Mapping[str, str] = {}
        self._asked, self._answered = 0, -1
        self._accepted: tuple[Problem, ...] = ()
        self._timer: Timer | None = None
        self._marked: FieldInput | None = None

    def compose(self) -> ComposeResult:
        """Title, lines, the readings offered, the effect, footer."""
        with Vertical(id="dialog") as box:
            box.border_title = self.banner
            yield Static(Content(f" {safe(self.title_text)} "), id="dialog-title")
            with VerticalScroll(id="dialog-body", can_focus=False):
                yield Static(Content(safe_lines(self._text)), id="dialog-text")
                yield from self.fields()
            yield Static(Content(WHICH), id="which")
            yield Offers()
            yield EffectPanel(self._told)
            yield ActingKeys()

    def fields(self) -> Iterator[Widget]:
        """A widget for each line."""
        for line in self._shape.lines:
            yield widget_of(line)

    def on_mount(self) -> None:
        """Put in what is known, and begin where something is to be typed."""
        for each in self.query("FieldInput, Item").results():
            if isinstance(each, FieldInput | Item):
                each.value = self._first.get(each.id or "", "")
        for choice in self.query(Choice):
            choice.value = self._first.get(choice.id or "") or None
        self._show_lines(self._first)
        self._changed()
        stops, missing = self._stops(), self._read.missing if self._read else ()
        asked = (each for each in stops if (each.id or "").removesuffix("-1") in missing)
        self.set_focus(next(asked, stops[0]))

    def on_resize(self, event: events.Resize) -> None:
        """Leave the effect its lines, whatever the form needs."""
        height = min(_TALLEST, event.size.height * 94 // 100)
        self.query_one("#dialog").styles.height = height
        self.query_one("#dialog-body").styles.max_height = height - 4 - _EFFECT

    @property
    def _panel(self) -> EffectPanel:
        return self.query_one(EffectPanel)

    # What was typed

    @property
    def shape(self) -> Shape:
        """The form."""
        return self._shape

    @property
    def course(self) -> str:
        """The code of the course."""
        return self._around.course.course

    @property
    def begun(self) -> bool:
        """Whether anything was typed."""
        return any(self._shape.typed.get(name, "") != text for name, text in self.typed().items())

    def typed(self) -> dict[str, str]:
        """The texts of all lines by their names."""
        found = {each.id or "": each.value or "" for each in self.query(FieldInput)}
        found |= {each.id or "": each.value or "" for each in self.query(Choice)}
        return found | {each.id or "": each.value for each in self.query(Item)}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another character."""
        event.stop()
        self._changed()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another choice."""
        event.stop()
        self._changed()

    def on_item_changed(self, event: Item.Changed) -> None:
        """Another tick."""
        event.stop()
        self._changed()

    def _changed(self) -> None:
        """Read everything anew; its effect is worked out once no key comes for a moment."""
        typed = self._typed = self.typed()
        self._asked += 1
        self._effect = None
        if self._timer is not None:
            self._timer.stop()
        now = site_now(self._desk, self._around.course)
        read = self._read = read_entry(self._shape, typed, self._around, now, self._desk.conventions)
        if any(typed.get(name, "") != text for name, text in self._first.items()):
            self._panel.forget_told()
        self._show_lines(typed)
        self._show_said(read)
        self._panel.show_refused(read.headline, read.problems)
        if read.what is not None:
            self._panel.show_changes("working out what it changes …")
            self._timer = self.set_timer(_PAUSE, self._begin_looking)

    def _begin_looking(self) -> None:
        self.run_worker(self._look(self._asked), exclusive=True)

    async def _look(self, asked: int) -> None:
        """Work out the effect of what stands there; what has changed meanwhile is asked again."""
        read = self._read
        if read is None or read.what is None:
            return
        what, occurred, course = read.what, read.occurred, self._around.course
        found = await asyncio.to_thread(effect_of, self._desk, course, what, occurred)
        if asked == self._asked and self.is_attached and not (self._pruning or self.app.ends):
            self._answered, self._effect = asked, found
            self._panel.show_effect(found)

    # What is shown

    def _show_lines(self, typed: Mapping[str, str]) -> None:
        for line in self._shape.lines:
            if line.behind:
                name = line.name if line.sort == "choice" else f"field-{line.name}"
                self.query_one(f"#{name}").display = bool(typed.get(line.behind, "").strip())

    def _show_said(self, read: Read) -> None:
        for field in self.query(Field):
            if not isinstance(field, ScannedField):
                field.show(read.said.get((field.id or "").removeprefix("field-")))
        for row in self.query(GivenRow):
            row.show(read.said)
        offers = [
            Offer(each, self._stated(each.field, picked_text(each, self._kinds))) for each in read.readings
        ]
        self.query_one(Offers).show(offers)
        self.query_one("#which").display = any(offer.text is not None for offer in offers)

    def _stated(self, name: str, text: str | None) -> str | None:
        """The whole text of a line once a reading of a part of it is picked."""
        before, after = self._read.around.get(name, ("", "")) if self._read else ("", "")
        return text if text is None or " " in text else f"{before}{text}{after}"

    # What is done

    async def action_submit(self) -> None:  # type: ignore[override]
        """Record it; what it changes is worked out first, and what has a CHECK asks for ^R once more."""
        if self.typed() != self._typed:  # what was changed last may not have told of it yet
            self._changed()
        if self._timer is not None:
            self._timer.stop()
        while self._answered != (asked := self._asked):
            await self._look(asked)
            if asked == self._asked:
                break
        found = self._effect
        if found is not None and not found.stopped and set(found.checks) - set(self._accepted):
            self._accepted = found.checks
            self._panel.ask_again()
            return
        super().action_submit()

    def answer(self) -> Entry | None:
        """The entry; None while it is not whole, or would be refused."""
        read, effect = self._read, self._effect
        if read is None or read.what is None or effect is None or effect.stopped:
            return None
        return Entry(read.what, read.occurred, self.typed(), effect.problems)

    def _stops(self) -> list[Widget]:
        """Where the focus can be, in the order of the form; a note only while one is in it."""
        return [
            each
            for each in in_sight(self.query("FieldInput, Choice, Item"))
            if each is self.focused or not each.has_class("note")
        ]

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Mark whole what stood there before, or a container: what is typed or scanned replaces it."""
        came = widget is not self.focused and not from_app_focus
        super().set_focus(widget, scroll_visible, from_app_focus)
        if not came:
            return
        self._marked = widget if isinstance(widget, FieldInput) and self._replaceable(widget) else None
        if self._marked is not None:
            self._marked.select_all()

    def _replaceable(self, line: FieldInput) -> bool:
        stood = line.value and line.value == self._shape.typed.get(line.id or "")
        return bool(stood or (line.value and isinstance(line, ScannedInput)))

    def on_click(self, event: events.Click) -> None:
        """The click by which a line gets the focus marks it as a key does; the next one sets the cursor."""
        if self._marked is not None and event.widget is self._marked:
            self._marked.select_all()
        self._marked = None

    def step(self, by: int) -> None:
        """Move the focus along the lines."""
        self.set_focus(stop_after(self._stops(), self.focused, by))

    def action_down(self) -> None:
        """From a line to its readings, or to the next line."""
        if not self.query_one(Offers).enter(self.focused.id or "" if self.focused else ""):
            self.step(1)

    def on_offers_picked(self, event: Offers.Picked) -> None:
        """Put the text of the reading that a person picked into its line."""
        event.stop()
        if event.offer.text is not None:
            line = self.query_one(f"#{event.offer.reading.field}", FieldInput)
            line.value = event.offer.text
            line.cursor_position = len(event.offer.text)
            self.set_focus(line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the entry changes can always be scrolled."""
        return action == "scroll_effect" or super().check_action(action, parameters)

    def action_scroll_effect(self, by: int) -> None:
        """Scroll what the entry changes."""
        panel = self._panel
        panel.scroll_page_down(animate=False) if by > 0 else panel.scroll_page_up(animate=False)
