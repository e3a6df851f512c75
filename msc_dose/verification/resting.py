"""What the dose of one infusion rests on: its plan, changes of dose, and the orders that count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date

from msc_dose.courses.course import Course, CourseInfusion
from msc_dose.courses.entry_text import told_change
from msc_dose.courses.events.event import Event
from msc_dose.courses.events.giving import PartialDecided
from msc_dose.courses.events.opening import Planned
from msc_dose.courses.events.ordering import DoseChanged, OrderAmended, OrderCancelled, Ordered
from msc_dose.courses.folding.calendar import slot_of
from msc_dose.courses.folding.fold import folded
from msc_dose.courses.plan import Inputs, Plan
from msc_dose.dosing.dose import Dose
from msc_dose.dosing.known import known_of
from msc_dose.dosing.selecting import selected
from msc_dose.problems import refuse
from msc_dose.product.preparation.preparing import Preparation
from msc_dose.quantity.amount import Amount
from msc_dose.verification.giving import NOT_BEGUN, Giving, giving_of


@dataclass(frozen=True, slots=True)
class Order:
    """An order that counts: its number, what it says, and who prescribed it."""

    number: str
    text: str
    prescriber: str


@dataclass(frozen=True, slots=True)
class Rests:
    """What an infusion's dose rests on: `planned` is the entry of its plan, `changes` those that changed it.

    `place` counts from 0 within the plan; `inputs` and `dose` are those that hold after the last change;
    `make_up` are the cells to be made up of an infusion that stopped early; `outside` is its date where that
    lies outside its window; `anew` whether it is given once more, or in part. `giving` says when its product
    was taken out, and went in.
    """

    plan: Plan
    place: int
    inputs: Inputs
    dose: Dose
    planned: Event
    changes: tuple[Event, ...]
    orders: tuple[Order, ...]
    make_up: Amount | None = None
    outside: Date | None = None
    anew: bool = False
    giving: Giving = NOT_BEGUN

    @property
    def preparation(self) -> Preparation | None:
        """What the plan prepares for it; nothing where the dose was changed since, or it is given anew."""
        return None if self.changes or self.anew else self.plan.infusions[self.place].preparation

    @property
    def ordered(self) -> Amount:
        """The dose that is ordered: the order's own where the rule leaves it open, else the rule's."""
        inputs = self.inputs
        if inputs.ordered:
            return inputs.ordered[self.place if len(inputs.ordered) > 1 else 0]
        known = known_of(inputs.patient, inputs.rule.shape)
        return selected(inputs.rule, known, inputs.version, self.place + 1, None)[0].low

    @property
    def entries(self) -> tuple[Event, ...]:
        """Every entry from which the dose was calculated, in order."""
        return (self.planned, *self.changes)


def infusion_of(course: Course, number: int) -> CourseInfusion:
    """The infusion of that number; Refusal `course.no-such-infusion`."""
    found = next((each for each in course.infusions if each.number == number), None)
    if found is None:
        of = f"It has {len(course.infusions)}" if course.infusions else "Nothing is planned"
        message = f"Course {course.course} has no infusion {number}. {of}."
        raise refuse("course.no-such-infusion", "infusion", message, "Correct the number.", str(number))
    return found


def is_to_come(infusion: CourseInfusion) -> bool:
    """Whether product can still be kept from going in: nothing was started, or a rest is to be made up."""
    return infusion.state in ("planned", "cleared", "thawed", "checked") or infusion.make_up is not None


def resting(course: Course, number: int) -> Rests:
    """What the infusion's dose rests on; of product once thawed, what it rested on then.

    Raises Refusal `course.no-such-infusion`.
    """
    infusion_of(course, number)
    giving = giving_of(course, number)
    events = giving.before
    planned, first = _planned(events, number)
    plan = planned.what.plan  # type: ignore[union-attr]
    place = number - first
    changes = tuple(_changes(events, planned, first, number))
    inputs, dose = plan.inputs, plan.infusions[place].dose
    if changes:
        block = folded(_until(events, changes[-1])).block_of(number)
        inputs, dose = block.dosing.inputs, block.dosing.infusions[place].dose
    orders = tuple(_orders(events, changes))
    made_up, outside = _make_up(events, number), _outside(course, events, number)
    anew = any(each.decision != "counts" for each in _decisions(events, number))
    return Rests(plan, place, inputs, dose, planned, changes, orders, made_up, outside, anew, giving)


def _planned(events: Sequence[Event], number: int) -> tuple[Event, int]:
    """The entry that planned the infusion, and the number of the first infusion of its block."""
    blocks: list[Event] = []
    for event in events:
        if isinstance(event.what, Planned):
            blocks = [*blocks, event] if event.what.block == "next" else [event]
    first = 1
    for event in blocks:
        length = len(event.what.plan.infusions)  # type: ignore[union-attr]
        if number < first + length:
            return event, first
        first += length
    message = f"Infusion {number} was thawed or started before it was planned."
    raise refuse("verify.not-planned", "infusion", message, "Look at the order of the course's entries.")


def _changes(events: Sequence[Event], planned: Event, first: int, number: int) -> Iterator[Event]:
    """The changes of dose that took hold of the infusion: it was still to come when they were recorded."""
    for event in events:
        what = event.what
        if not isinstance(what, DoseChanged) or event.number < planned.number:
            continue
        took_hold = first <= what.from_infusion <= number
        if took_hold and folded(_until(events, event)).records[number].pending:
            yield event


def _until(events: Sequence[Event], last: Event) -> list[Event]:
    return [event for event in events if event.number <= last.number]


def _decisions(events: Sequence[Event], number: int) -> list[PartialDecided]:
    return [e.what for e in events if isinstance(e.what, PartialDecided) and e.what.infusion == number]


def _make_up(events: Sequence[Event], number: int) -> Amount | None:
    decided = _decisions(events, number)
    return decided[-1].cells if decided and decided[-1].decision == "made-up" else None


def _outside(course: Course, events: Sequence[Event], number: int) -> Date | None:
    """The infusion's date where it is outside its window; once product was thawed, as it was then."""
    infusion = infusion_of(course, number)
    if infusion.make_up is not None:
        return None  # what is made up has a time of its own, and no window
    place = infusion if infusion.pending else slot_of(folded(events), number)
    if place.date is None or place.earliest is None or place.latest is None:
        return None
    return None if place.earliest <= place.date <= place.latest else place.date


def _orders(events: Sequence[Event], changes: Sequence[Event]) -> Iterator[Order]:
    """The orders that stand, as they read now; a change of dose counts where it took hold."""
    said: dict[str, list[Order]] = {}
    cancelled: set[str] = set()
    for event in events:
        what = event.what
        if isinstance(what, OrderCancelled):
            cancelled.add(what.order_number)
        elif isinstance(what, Ordered | OrderAmended):
            cancelled.discard(what.order_number)
            said[what.order_number] = [Order(what.order_number, what.text, what.prescriber)]
        elif isinstance(what, DoseChanged):
            cancelled.discard(what.order_number)
            if event in changes:
                changed = Order(what.order_number, told_change(what), what.prescriber)
                said.setdefault(what.order_number, []).append(changed)
    for number, orders in said.items():
        if number not in cancelled:
            yield from orders
