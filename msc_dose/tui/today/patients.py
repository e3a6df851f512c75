"""One row for each patient in words, and what its detail says: place, needs, notes, next step, dose."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msc_dose.quantity.writer import briefly
from msc_dose.scheduling import day_text
from msc_dose.tui.safe import safe
from msc_dose.tui.today.listing import LazyLines, Line, Listing
from msc_dose.tui.today.volumes import infusion_seen, volume_seen
from msc_dose.ward.stages import (
    DUE,
    HELD,
    IN_WINDOW,
    LATE,
    OBSERVE,
    ON_CLOCK,
    OUT,
    RUNNING,
    SIGNS,
    TODAY,
    WAITING,
)

if TYPE_CHECKING:
    from msc_dose.store.verifications import Owed
    from msc_dose.ward import Row, Ward
    from msc_dose.ward.brief import Seen

_NAMES = ("  Stage", "Patient", "No.", "DOSE", "VOLUME", "Where", "Next step")
_LABELS = ("", "", "", "DOSE", "VOLUME", "", "")
_TRAINING = "training: no patient"
_CLEAR, _VERIFY = "clear to thaw", "verify first (F6); then clear to thaw"
STYLES = {
    ON_CLOCK: "bold $stop-ink",
    LATE: "bold $check-ink",
    OUT: "bold $check-ink",
    RUNNING: "bold $note-ink",
    OBSERVE: "bold $note-ink",
    DUE: "bold $note-ink",
    IN_WINDOW: "bold",
    HELD: "bold",
    WAITING: "bold",
}


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient's row of the ward, the volume planned for it, and the co-signatures owed for its course.

    `planned` says that its infusion is neither cleared nor thawed yet, `rest` that the rest of a partial one
    is to be cleared.
    """

    row: Row
    volume: str = ""
    owed: tuple[str, ...] = ()
    planned: bool = False
    rest: bool = False

    @property
    def to_clear(self) -> bool:
        """Whether its next step is to clear to thaw, today or since longer."""
        return self.planned and self.row.stage in (LATE, DUE) and _CLEAR in self.row.next

    def to_verify(self) -> Patient:
        """The same, where the dose is not verified yet: clearing would be refused."""
        return replace(self, row=replace(self.row, next=self.row.next.replace(_CLEAR, _VERIFY)))


def patients_of(ward: Ward, seen: Callable[[str], Seen | None], due: Sequence[Owed]) -> tuple[Patient, ...]:
    """Every row of the ward, in its order; `seen` answers with a course by its code."""
    told: dict[str, list[str]] = {}
    for each in due:
        said = f"CO-SIGNATURE OWED, infusion {each.infusion}: declared urgent by {each.person}: {each.reason}"
        told.setdefault(each.course, []).append(said)
    return tuple(_patient(row, seen(row.course), tuple(told.get(row.course, ()))) for row in ward.rows)


def _patient(row: Row, course: Seen | None, owed: tuple[str, ...]) -> Patient:
    volume = volume_seen(course, row.number)
    infusion = infusion_seen(course, row.number)
    planned = infusion is not None and infusion.state == "planned"
    rest = infusion is not None and infusion.state == "stopped-early" and infusion.make_up is not None
    return Patient(row, "" if volume is None else briefly(volume), owed, planned, rest)


def listed(patients: Sequence[Patient], width: int) -> Listing:
    """The rows for a list of this width."""

    def cells(at: int) -> Iterable[str]:
        alike = {_SAYS[at](each): each for each in patients}
        return (safe(_CELLS[at](each)) for each in alike.values())

    def urgent() -> Iterable[str]:
        return (safe(_next(each)) for each in patients if each.row.stage in TODAY)

    lines = LazyLines(patients, _line, lambda each: each.row.recipient, cells, urgent)
    return Listing(_NAMES, _LABELS, lines, width)


def sought(patients: Sequence[Patient], text: str) -> tuple[Patient, ...]:
    """The patients whose code, or course's code, holds this text in any case of its letters."""
    wanted = text.strip().casefold()
    return tuple(
        each
        for each in patients
        if wanted in each.row.recipient.casefold() or wanted in each.row.course.casefold()
    )


def _line(patient: Patient) -> Line:
    row = patient.row
    cells = tuple(safe(cell(patient)) for cell in _CELLS)
    return Line(row.recipient, cells, STYLES.get(row.stage, ""), row.stage in TODAY)


def _next(patient: Patient) -> str:
    alert = "NAME ALERT; " if patient.row.alike else ""
    owed = "CO-SIGNATURE OWED; " if patient.owed else ""
    return f"{alert}{owed}{step_of(patient.row)}"


def step_of(row: Row) -> str:
    """What is next to do, before why: where a line ends too early, it is the reason that is cut."""
    why, colon, what = row.next.partition(": ")
    return f"{what}; {why}" if colon and row.stage in (LATE, OUT) else row.next


def number_text(number: int | None, of: int | None) -> str:
    """`2/4`; a dash where no infusion is meant."""
    return "-" if number is None else f"{number}/{of}"


def where_text(row: Row) -> str:
    """Place and needs."""
    return ", ".join(each for each in (row.place, *row.needs) if each)


_CELLS: tuple[Callable[[Patient], str], ...] = (
    lambda each: f"{SIGNS[each.row.stage]} {each.row.word}",
    lambda each: each.row.recipient,
    lambda each: number_text(each.row.number, each.row.of),
    lambda each: briefly(each.row.dose) if each.row.dose else "-",
    lambda each: each.volume or "-",
    lambda each: where_text(each.row),
    _next,
)
# What decides what a cell says: of many rows that say the same only one is put into words to be measured.
_SAYS: tuple[Callable[[Patient], Hashable], ...] = (
    lambda each: (each.row.stage, each.row.word),
    lambda each: each.row.recipient,
    lambda each: (each.row.number, each.row.of),
    lambda each: id(each.row.dose),
    lambda each: each.volume,
    lambda each: (each.row.place, each.row.needs),
)


def detail_of(patient: Patient) -> Iterator[tuple[str, str]]:
    """Everything of the row, each with its name: nothing of it is cut."""
    row = patient.row
    infusion = "" if row.number is None else f", infusion {row.number} of {row.of}"
    yield "Patient", f"{row.recipient}, course {row.course}{infusion}: {row.word}"
    if row.alike:
        yield "NAME ALERT", f"today also {', '.join(row.alike)}: compare the codes sign by sign"
    if row.dose is not None:
        yield "DOSE", str(row.dose)
    if patient.volume:
        yield "VOLUME", f"{patient.volume} to be infused, as planned"
    yield "Next step", row.next
    when = "" if row.date is None else day_text(row.date) + (f" {row.time}" if row.time else "")
    where = "; ".join(filter(None, (when, where_text(row))))
    if where:
        yield "When", f"{where} ({row.zone})"
    # Of a course for training the banner above every screen tells.
    for text in (*patient.owed, *(note for note in row.notes if note != _TRAINING)):
        yield "Also", text
