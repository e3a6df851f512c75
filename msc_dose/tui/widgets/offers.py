"""The readings of unclear text: a person picks one, and the field then states it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from msc_dose.problems import Reading
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe


@dataclass(frozen=True, slots=True)
class Offer:
    """A reading, and the text that states it once it is picked; None where no one number can be."""

    reading: Reading
    text: str | None


class Offers(OptionList):
    """Every reading of every unclear field; hidden while there is none. Nothing is picked beforehand."""

    BINDINGS = bindings("readings")
    DEFAULT_CSS = """
    Offers {
        height: auto; max-height: 8; border: none; padding: 0; background: $panel;
        display: none;
        &.-some { display: block; }
        &:focus { border: none; background-tint: $foreground 0%; }
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option { color: $foreground; background: $panel; }
        & > .option-list--option-highlighted { text-style: none; color: $foreground; background: $panel; }
        &:focus > .option-list--option-highlighted {
            text-style: bold; color: $infusion-ink; background: $infusion-ground;
        }
        & > .option-list--option-disabled { color: $quiet-ink; }
    }
    Offers:nocolor:focus > .option-list--option-highlighted,
    Offers:ansi:focus > .option-list--option-highlighted { text-style: bold reverse; }
    """

    class Picked(Message):
        """A person has picked this reading."""

        def __init__(self, offer: Offer) -> None:
            """Carry the offer."""
            self.offer = offer
            super().__init__()

    def __init__(self) -> None:
        """An empty list."""
        super().__init__(id="offers", markup=False)
        self._offers: tuple[Offer, ...] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        """Show these readings in the order given."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        self.clear_options()
        self.add_options([_option(offer) for offer in offers])
        self.set_class(bool(offers), "-some")
        self._scroll_where_needed()

    def on_resize(self) -> None:
        """Take the scroll bar of a narrower terminal away: no reading may stand out of sight for it."""
        self._scroll_where_needed()

    def _scroll_where_needed(self) -> None:
        # Left alone, a bar once shown takes the columns whose want would then show it.
        width, most = self.outer_size.width, self.styles.max_height
        lines = self.get_content_height(self.outer_size, self.screen.size, width) if width else 0
        self.styles.overflow_y = "auto" if most is not None and lines > most.value else "hidden"

    def enter(self, field: str) -> bool:
        """Take the focus at the first reading that can be picked for this field, if there is one."""
        for at, offer in enumerate(self._offers):
            if offer.reading.field == field and offer.text is not None:
                self.highlighted = at
                # At once: `focus()` comes behind the keys that are already waiting.
                self.screen.set_focus(self)
                return True
        return False

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass the pick on."""
        event.stop()
        self.post_message(self.Picked(self._offers[event.option_index]))

    @property
    def field(self) -> Widget | None:
        """The field that the marked reading is of."""
        at = self.highlighted
        if at is None or at >= len(self._offers):
            return None
        return self.screen.query_one(f"#{self._offers[at].reading.field}")

    def action_back(self) -> None:
        """Go back to the field, changing nothing."""
        if self.field is not None:
            self.screen.set_focus(self.field)


def _option(offer: Offer) -> Option:
    from msc_dose.tui.answers.asking import LABELS  # which loads what reads and calculates: not at the start

    reading = offer.reading
    name = LABELS.get(reading.field, reading.field)
    note = "" if offer.text is not None else " (cannot be taken: type the number that is meant)"
    line = f"{name} = {safe(reading.text)} – {safe(reading.reason)}{note}"
    return Option(Content(line), disabled=offer.text is None)
