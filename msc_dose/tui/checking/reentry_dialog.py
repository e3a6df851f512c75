"""The blind re-entry of a dose: everything is read from the source order and off the containers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from msc_dose.notation.conventions import Conventions
from msc_dose.quantity.amount import BASES, COUNTS
from msc_dose.scheduling import day_text
from msc_dose.tui.answers.asking import Answer, picked_text
from msc_dose.tui.checking.reentry import KINDS, ReentryEntry, answer_reentry
from msc_dose.tui.dialogs.dialog import SCROLLS, Dialog
from msc_dose.tui.screens.form import WHICH
from msc_dose.tui.widgets.choice import Choice
from msc_dose.tui.widgets.field import Field, FieldInput
from msc_dose.tui.widgets.offers import Offer, Offers
from msc_dose.tui.widgets.scanned import ScannedField
from msc_dose.tui.widgets.stops import in_sight, stop_after
from msc_dose.verification.comparison import Reentry

_AHEAD = 3  # empty lines that stand ready, unseen: a scanner does not wait until one is made
_READ = ("infusion", "ordered", "weight")


@dataclass(frozen=True, slots=True)
class Asked:
    """The dose that is to be re-entered: nothing of it but which one it is."""

    course: str
    recipient: str
    infusion: int
    of: int
    date: Date | None


class ReentryDialog(Dialog[Reentry]):
    """Fields for what the source order says, and a line for each container; each reading is echoed."""

    BINDINGS = SCROLLS
    purpose = (
        "Asks for the source order once more. Read it from the order itself and off the containers: nothing "
        "of the first entry is shown, and the program compares."
    )
    scopes = ("everywhere", "dialog", "field", "choice", "readings")
    DEFAULT_CSS = """
    ReentryDialog {
        #which { height: 1; text-style: bold; background: $panel; color: $check-ink; display: none; }
        #containers { height: auto; }
        Field FieldInput { width: 28; }
    }
    """

    def __init__(self, title: str, asked: Asked, conventions: Conventions) -> None:
        """Ask for this dose; `conventions` say how the site writes numbers."""
        day = f", planned for {day_text(asked.date)}" if asked.date else ""
        text = (
            f"{asked.course}, infusion {asked.infusion} of {asked.of}, patient {asked.recipient}{day}\n"
            "Read the SOURCE ORDER and the containers themselves. The first entry is not shown."
        )
        super().__init__(f"{title}: {asked.course}, infusion {asked.infusion}", text)
        self._conventions = conventions
        self._lines = 0
        self._tried = False

    def fields(self) -> Iterator[Widget]:
        """What the order says, the readings offered, the containers."""
        yield Field("infusion", "Infusion", "its number, as the order says")
        yield Field("ordered", "Dose", "as ordered, with its unit")
        yield Choice("counts", "Counts", COUNTS)
        yield Choice("basis", "Basis", BASES)
        yield Field("weight", "Weight", "that the order names")
        yield Static(Content(WHICH), id="which")
        yield Offers()
        with Vertical(id="containers"):
            for _ in range(1 + _AHEAD):
                yield self._container()

    def on_mount(self) -> None:
        """Begin at the first field; one container's line is in sight."""
        for bag in self._bags()[1:]:
            bag.display = False
        self.set_focus(self.query_one("#infusion", FieldInput))

    def _container(self) -> ScannedField:
        self._lines += 1
        hint = "scan it, or type lot and serial" if self._lines == 1 else "empty where there is none"
        return ScannedField(f"container-{self._lines}", f"Bag {self._lines}", hint)

    def entry(self) -> ReentryEntry:
        """The fields as they stand."""
        return ReentryEntry(
            self.text_of("infusion"),
            self.text_of("ordered"),
            self.text_of("weight"),
            self.query_one("#basis", Choice).value,
            self.query_one("#counts", Choice).value,
            tuple(bag.query_one(FieldInput).value for bag in self._bags()),
        )

    def answer(self) -> Reentry | None:
        """The re-entry; everything that keeps it from being one is shown."""
        self._tried = True
        answer = self._look()
        unread = [bag.problem for bag in self._bags() if not bag.read() and bag.problem]
        if unread:
            self.show_problems([*answer.problems, *unread])
        return None if unread else answer.result

    def _bags(self) -> list[ScannedField]:
        return list(self.query("#containers ScannedField").results(ScannedField))

    def _look(self) -> Answer[Reentry]:
        answer = answer_reentry(self.entry(), self._conventions)
        for name in _READ:
            self.query_one(f"#field-{name}", Field).show(answer.said.get(name))
        offers = [Offer(each, picked_text(each, KINDS)) for each in answer.readings if each.field in _READ]
        self.query_one(Offers).show(offers)
        self.query_one("#which").display = any(offer.text is not None for offer in offers)
        if self._tried:
            self.show_problems(answer.problems)
        return answer

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another character: another reading."""
        event.stop()
        self._look()

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Another choice."""
        event.stop()
        if self._tried:
            self._look()

    def on_offers_picked(self, event: Offers.Picked) -> None:
        """Put the text of the reading that a person picked into its field."""
        event.stop()
        if event.offer.text is not None:
            field = self.query_one(f"#{event.offer.reading.field}", FieldInput)
            field.value = event.offer.text
            field.cursor_position = len(event.offer.text)
            self.set_focus(field)

    def action_down(self) -> None:
        """From a field to its readings, or to the next field."""
        field = self.focused.id if self.focused else None
        if not self.query_one(Offers).enter(field or ""):
            self.step(1)

    def step(self, by: int) -> None:
        """Move along what is in sight; behind a container that was entered stands a line for the next."""
        if by > 0 and self._at_last_container():
            self._one_more()
        stops = in_sight(self.query("FieldInput, Choice"))
        self.set_focus(stop_after(stops, self.focused, by))

    def _at_last_container(self) -> bool:
        shown = [bag for bag in self._bags() if bag.display]
        last = shown[-1].query_one(FieldInput)
        return self.focused is last and bool(last.value.strip())

    def _one_more(self) -> None:
        hidden = [bag for bag in self._bags() if not bag.display]
        hidden[0].display = True
        if len(hidden) <= _AHEAD:
            made = self._container()
            made.display = False
            self.query_one("#containers").mount(made)
