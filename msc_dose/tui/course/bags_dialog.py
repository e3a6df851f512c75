"""The containers of an infusion: those it has and those it may have, to take, or to give back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from textual.widget import Widget

from msc_dose.problems import Problem, stop
from msc_dose.product.container import UNASSIGNED
from msc_dose.product.plain_text import container_key
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.store.stock import HeldContainer
from msc_dose.tui.course.bags import Bags, Chosen
from msc_dose.tui.course.table import Line, Table
from msc_dose.tui.dialogs.dialog import Dialog
from msc_dose.tui.keys import bindings
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.field import Field
from msc_dose.tui.widgets.row_list import NoRows, RowList
from msc_dose.tui.widgets.scanned import ScannedField

_HEADS = ("", "Container", "Holds", "State", "Expires", "For")


class TickList(RowList):
    """Containers in rows; space takes or leaves one."""

    BINDINGS = bindings("list", "bags")
    DEFAULT_CSS = "TickList { height: auto; max-height: 9; }"

    def __init__(self, bags: Bags) -> None:
        """The containers of these; those that it has are taken."""
        super().__init__(id="bags")
        self._bags = (*bags.held, *bags.free)
        self.taken = {each.key for each in bags.held}

    def on_mount(self) -> None:
        """Show them."""
        self._set()

    def on_resize(self) -> None:
        """Set the rows anew in the columns there are."""
        self._set()

    def _set(self) -> None:
        if not self._bags:
            self.show(NoRows("No released container is bound to this patient or unassigned."))
            return
        lines = [_line(each, each.key in self.taken) for each in self._bags]
        self.show(Table(_HEADS, lines, self.size.width or 70, (1, 2, 4, 5)))

    def get_content_height(self, *_: object) -> int:
        """As many lines as the rows have."""
        return len(self.source) * self.source.height + 1 if len(self.source) else 1

    def action_tick(self) -> None:
        """Take the container under the cursor, or leave it."""
        if self.key:
            self.taken ^= {self.key}
            self._set()

    def action_choose(self) -> None:
        """Enter goes on, as in a field."""
        self.screen.step(1)  # type: ignore[attr-defined]


def _line(held: HeldContainer, taken: bool) -> Line:
    container = held.container
    holds = container.content.held
    whose = "any" if container.recipient == UNASSIGNED else f"{container.recipient} only"
    state = f"{held.state}{' EXCEPTIONAL' if held.exceptional else ''}"
    said = "not stated" if holds is None else briefly(holds)
    cells = ("[x]" if taken else "[ ]", held.identity, said, state, _expiry(held), whose)
    return Line(held.key, tuple(map(safe, cells)), "bold" if taken else "")


def _expiry(held: HeldContainer) -> str:
    expiry = held.container.expiry
    if not isinstance(expiry, date):
        return expiry
    return f"{day_text(expiry)}{f' {expiry:%H:%M}' if isinstance(expiry, datetime) else ''}"


class BagsDialog(Dialog[Chosen]):
    """Asks which containers to reserve for an infusion, or which to give back and why."""

    purpose = (
        "Reserves containers for an infusion, or gives them back. Space takes or leaves the container under "
        "the cursor; one can be scanned as well. What is taken and what is given back go one after the other."
    )
    scopes = ("everywhere", "dialog", "list", "bags", "field")

    def __init__(self, bags: Bags) -> None:
        """Ask about these."""
        text = f"Patient {bags.recipient}. DOSE {bags.wanted}."
        more = " The stock has more than are shown: scan or type those." if bags.more else ""
        super().__init__(f"Containers of infusion {bags.infusion} of {bags.course}", f"{text}{more}")
        self._bags = bags

    def fields(self) -> Iterator[Widget]:
        """One that is scanned, the containers, and the reason."""
        yield ScannedField("identity", "Container", "scan it, or ↓ and Space")
        yield TickList(self._bags)
        yield Field("reason", "Reason", "only to give back")

    def answer(self) -> Chosen | None:
        """What is taken anew, or given back; None where nothing is, both are, or the reason is missing."""
        taken, reason = self.query_one(TickList).taken, self.text_of("reason").strip()
        had = {each.key for each in self._bags.held}
        take = [each.identity for each in self._bags.free if each.key in taken]
        scanned = self.query_one(ScannedField)
        if self.text_of("identity").strip() and not scanned.read():
            self.show_problems([scanned.problem] if scanned.problem else [])
            return None
        typed = scanned.identity
        if typed and container_key(typed) not in {container_key(each) for each in take} | had:
            take.append(typed)
        back = [each.identity for each in self._bags.held if each.key not in taken]
        problem = _problem(take, back, reason)
        if problem:
            self.show_problems([problem])
            return None
        return Chosen(tuple(take), tuple(back), reason)


def _problem(take: list[str], back: list[str], reason: str) -> Problem | None:
    if not take and not back:
        fix = "Scan one, or take one by the space bar."
        return stop("value.missing", "containers", "Nothing is taken and nothing given back.", fix)
    if take and back:
        message = f"{', '.join(take)} would be reserved, and {', '.join(back)} given back."
        return stop("bags.one-thing", "containers", message, "Do one, then the other.")
    if back and not reason:
        return stop("value.missing", "reason", f"Why is {', '.join(back)} given back?", "Say it in Reason.")
    return None
