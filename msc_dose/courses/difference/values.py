"""The parts of a difference: a date, an amount or a word before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal
from typing import Any

from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import EXACT


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date before and after (None: there is none, or it is to be decided), and why."""

    before: Date | None
    after: Date | None
    why: tuple[str, ...] = ()

    @property
    def days(self) -> int | None:
        """By how many days it lies later (above 0) or earlier; None where one of the two is no date."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


@dataclass(frozen=True, slots=True)
class AmountChange:
    """An amount before and after (None: there is none), and why."""

    before: Amount | None
    after: Amount | None
    why: tuple[str, ...] = ()

    @property
    def alike(self) -> bool:
        """Whether both are there and count or weigh the same, so that they can be compared."""
        if self.before is None or self.after is None:
            return False
        one, other = (
            (each.kind, each.counts, each.population, each.moment, each.basis)
            for each in (self.before, self.after)
        )
        return one == other

    @property
    def direction(self) -> str:
        """`more`, `less`, or empty where they cannot be compared."""
        if not self.alike or self.before is None or self.after is None or self.before == self.after:
            return ""
        return "more" if self.after > self.before else "less"

    @property
    def percent(self) -> Amount | None:
        """How much the amount changed in % of what it was, without its sign, exact.

        |after - before| ÷ before × 100. None where the two cannot be compared or there was nothing.
        """
        if not self.direction or self.before is None or self.after is None or self.before.value == 0:
            return None
        more = self.direction == "more"
        by = self.after - self.before if more else self.before - self.after
        top = EXACT.multiply(EXACT.multiply(by.numerator, Decimal(100)), Decimal(self.before.denominator))
        over, under = self.before.numerator.as_integer_ratio()
        return Amount("ratio", EXACT.multiply(top, Decimal(under)), by.denominator * over)


@dataclass(frozen=True, slots=True)
class WordChange:
    """Something named that is told in words; `amounts` holds the two where they are amounts."""

    name: str
    before: str
    after: str
    amounts: AmountChange | None = None


@dataclass(frozen=True, slots=True)
class InfusionDifference:
    """What differs of infusion `number`; a part that is None is the same on both sides.

    `change` is `changed`, `added` or `removed`; of one added or removed, date, dose and state stand on one
    side only. Its window follows from its target; `new_dose` waits for an order.
    """

    number: int
    change: str
    date: DateChange | None = None
    target: DateChange | None = None
    state: WordChange | None = None
    dose: AmountChange | None = None
    new_dose: AmountChange | None = None
    infused: AmountChange | None = None


@dataclass(frozen=True, slots=True)
class VisitDifference:
    """A visit that was moved, added or removed; `infusion` is the one it belongs to, if any.

    `rule` says when it is, where several of its kind have to be told apart.
    """

    kind: str
    infusion: int | None
    change: str
    date: DateChange
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between `before` and `after`, which are named in words; a part not there is the same.

    `stays` numbers the infusions that are the same; `visits_stay` counts such visits. `total_dose` sums the
    doses of the infusions that are or will be given; `infused` what went in. `closed` and `opened` are the
    days closed newly and opened newly, each with the reason; `inputs` what else was put in, `course` what
    else became of the course.
    """

    before: str
    after: str
    infusions: tuple[InfusionDifference, ...] = ()
    stays: tuple[int, ...] = ()
    visits: tuple[VisitDifference, ...] = ()
    visits_stay: int = 0
    total_dose: AmountChange | None = None
    infused: AmountChange | None = None
    inputs: tuple[WordChange, ...] = ()
    closed: tuple[tuple[Date, str], ...] = ()
    opened: tuple[tuple[Date, str], ...] = ()
    course: tuple[WordChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        changed = (self.infusions, self.visits, self.inputs, self.closed, self.opened, self.course)
        return not any(changed) and self.total_dose is None and self.infused is None

    def as_document(self) -> dict[str, Any]:
        """The difference as a plain mapping, ready for JSON (schema `msc-dose/difference/1`)."""
        from msc_dose.courses.difference.document import document_of

        return document_of(self)

    def lines(self, width: int = 80) -> list[str]:
        """The difference in lines of text; `No difference.` where nothing differs."""
        from msc_dose.courses.difference.text import lines_of

        return lines_of(self, width)
