"""What runs out: the infusions to come that have no containers, against those that are free.

Each infusion takes whole containers, the first to expire first, of its own recipient before those of nobody;
what is left in one serves no other. It tells when to worry, and chooses nothing: which containers go to whom
is decided where they are reserved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal
from msc_dose.product.allocation.expiry import expires, past
from msc_dose.product.container import UNASSIGNED, Container, Content
from msc_dose.product.content import containers_for, deliverable
from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text

if TYPE_CHECKING:
    from msc_dose.quantity.amount import Amount
    from msc_dose.ward.brief import Seen, SeenInfusion


@dataclass(frozen=True, slots=True)
class Supply:
    """So many containers alike: those that are free, or those of them that an infusion would take."""

    container: Container
    number: int


@dataclass(frozen=True, slots=True)
class Expected:
    """How infusion `number` of `of` fares that needs so many cells on a day and has no container reserved.

    `takes` is what would serve it. Where that is not enough, `missing` is what lacks and `usable` the cells
    that are free and valid on the day; `others` is how many containers are valid then whose cells cannot be
    compared with its dose. `overdue`: its date has passed, and it is looked at as of today.
    """

    course: str
    recipient: str
    number: int
    of: int
    on: date
    need: Amount
    takes: tuple[Supply, ...] = ()
    missing: Amount | None = None
    usable: Amount | None = None
    others: int = 0
    overdue: bool = False

    @property
    def covered(self) -> bool:
        """Whether there is enough for it."""
        return self.missing is None


@dataclass(frozen=True, slots=True)
class StockForecast:
    """Every infusion to come that has a date and no containers, in order of date, and what was left out.

    `free` containers were counted on; `served` infusions have containers reserved, `undated` are held or
    have no date: neither is in `rows`.
    """

    rows: tuple[Expected, ...]
    free: int
    served: int = 0
    undated: int = 0

    @property
    def short(self) -> tuple[Expected, ...]:
        """The infusions that are not covered, the first of them first."""
        return tuple(each for each in self.rows if not each.covered)

    def headline(self) -> str:
        """When the stock runs out, in words."""
        if not self.rows:
            return "No infusion to come that has a date is without containers."
        if not self.short:
            last = day_text(self.rows[-1].on)
            return f"Enough for {counted(len(self.rows), 'infusion')} to come, the last on {last}."
        first = self.short[0]
        whose = f"infusion {first.number} of {first.of}, course {first.course} ({first.recipient})"
        left = briefly(first.usable) if first.usable else "nothing"
        said = f"Runs out on {day_text(first.on)}: {whose}, needs {briefly(first.need)}; left then: {left}."
        return f"{said} Not covered: {len(self.short)} of {counted(len(self.rows), 'infusion')}."

    def notes(self) -> tuple[str, ...]:
        """What the forecast counts on, and what it leaves out."""
        free, served = counted(self.free, "released container"), counted(self.served, "infusion")
        return (
            f"Counted on: {free} that nobody holds, while valid, by the cells on the list.",
            "Whole containers, first to expire first, a patient's own before unassigned; what is left in one "
            "serves nobody else. Nothing is reserved by this.",
            f"Left out: {served} with a container, {self.undated:,} held or undated; what is in quarantine.",
        )


def counted(number: int, noun: str) -> str:
    """`1 infusion`, `1,200 infusions`."""
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(slots=True)
class _Free:
    """Containers alike, and how many of them are still free."""

    container: Container
    left: int


@dataclass(slots=True)
class _Shelves:
    """What is free, by recipient, the first to expire first; and what each content gives of a dose."""

    shelves: dict[str, list[_Free]]
    known: dict[tuple[Content, str | None, str | None, str | None], Amount | None] = field(
        default_factory=dict
    )

    def serve(self, expected: Expected) -> Expected:
        """The infusion with what would serve it, which is free no more; or with what it lacks."""
        takes: list[tuple[_Free, int]] = []
        rest, usable, others = expected.need, None, 0
        for free in self._valid(expected):
            cells = self._cells(free.container.content, expected.need)
            if cells is None:
                others += free.left
                continue
            number = min(free.left, containers_for(rest, cells))
            takes.append((free, number))
            given = cells * number
            usable = given if usable is None else usable + given
            if not given < rest:
                return self._taken(expected, takes)
            rest = rest - given
        return replace(expected, missing=rest, usable=usable, others=others)

    def _valid(self, expected: Expected) -> list[_Free]:
        """What is free for this recipient on the day; days only go on, and what is past stays so."""
        found: list[_Free] = []
        for whose in (expected.recipient, UNASSIGNED):
            shelf = [
                each
                for each in self.shelves.get(whose, ())
                if each.left and not past(each.container, expected.on)
            ]
            self.shelves[whose] = shelf
            found += shelf
        return found

    def _taken(self, expected: Expected, takes: list[tuple[_Free, int]]) -> Expected:
        for free, number in takes:
            free.left -= number
        return replace(expected, takes=tuple(Supply(free.container, number) for free, number in takes))

    def _cells(self, content: Content, need: Amount) -> Amount | None:
        """What one container gives in the cells of a dose; None where the two cannot be compared."""
        key = (content, need.counts, need.population, need.moment)
        if key not in self.known:
            try:
                self.known[key] = deliverable(content, need).cells
            except Refusal:
                self.known[key] = None
        return self.known[key]


def stock_forecast(
    courses: Iterable[Seen],
    supply: Iterable[Supply],
    served: Collection[tuple[str, int]],
    today: date,
) -> StockForecast:
    """What becomes of the infusions to come with the containers that are free, from `today` on.

    `served` are the infusions that hold a container, as course and number; `supply` what is released and
    held by nobody. An infusion that cannot be served whole takes nothing: what there is stays for the next.
    A remainder that is to be made up is one more infusion, on the last day for it. A course may be given as
    its brief (`ward.brief.brief_of`).
    """
    free = tuple(each for each in supply if not past(each.container, today))
    shelves: dict[str, list[_Free]] = {}
    for each in sorted(free, key=lambda one: (expires(one.container), one.container.identity)):
        shelves.setdefault(each.container.recipient, []).append(_Free(each.container, each.number))
    waiting: list[Expected] = []
    with_containers = undated = 0
    for course in courses:
        for infusion in _to_come(course):
            on = infusion.make_up_by if infusion.make_up else infusion.date
            if (course.course, infusion.number) in served:
                with_containers += 1
            elif on is None or infusion.held:
                undated += 1
            else:
                waiting.append(_expected(course, infusion, on, today))
    waiting.sort(key=lambda each: (each.on, each.course, each.number))
    stand = _Shelves(shelves)
    rows = tuple(stand.serve(each) for each in waiting)
    return StockForecast(rows, sum(each.number for each in free), with_containers, undated)


def _to_come(course: Seen) -> Iterable[SeenInfusion]:
    if course.stopped is not None:
        return ()
    infusions: Iterable[SeenInfusion] = course.infusions
    return (each for each in infusions if each.pending or each.make_up is not None)


def _expected(course: Seen, infusion: SeenInfusion, on: date, today: date) -> Expected:
    return Expected(
        course.course,
        course.recipient,
        infusion.number,
        infusion.of,
        max(on, today),
        infusion.make_up or infusion.dose,
        overdue=on < today,
    )
