"""The ward as values: rows for patients, days to come, and their load."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msc_dose.ward.stages import STAGES

if TYPE_CHECKING:
    from msc_dose.quantity.amount import Amount


@dataclass(frozen=True, slots=True)
class Row:
    """A patient's row: the most urgent of their infusions.

    `stage` is one of `stages.STAGES`, `word` the same as it is printed (`LATE 12:45`). `number` of `of` is
    None where no infusion is meant. `days` are those left in the window, or since it ended or the date
    passed; `minutes` those left until `expires` (below 0: overdue), or since the start time passed. `next`
    says what is next to do; `notes` what else is open for this patient; `alike` names the codes of today
    that are easily taken for this one. `zone` is that of the course: stage, days and dates are by its clocks.
    Of an infusion whose rest is to be made up, `dose` is that rest and `date` the last day for it. `stages`
    are those in which the patient is counted: the row's own, and late, due or out of window where another
    infusion of theirs is that.
    """

    stage: str
    word: str
    recipient: str
    course: str
    number: int | None = None
    of: int | None = None
    dose: Amount | None = None
    date: Date | None = None
    time: str | None = None
    place: str | None = None
    needs: tuple[str, ...] = ()
    expires: datetime | None = None
    days: int | None = None
    minutes: int | None = None
    next: str = ""
    notes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    zone: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thaw:
    """An infusion for which product is to be thawed on a day.

    `time` is by the clocks of the course; `zone` names them where they show another time than the ward's.
    """

    recipient: str
    course: str
    number: int
    of: int
    dose: Amount
    time: str | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class WardVisit:
    """A visit on a day that is no infusion, such as a lab draw."""

    kind: str
    recipient: str
    course: str
    infusion: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What a day brings: thaws by time, visits by kind; `closed` says why no infusion is given on it."""

    day: Date
    closed: str | None = None
    thaws: tuple[Thaw, ...] = ()
    visits: tuple[WardVisit, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """How many infusions a day has, of how many slots (None: not stated); `closed` says why it is closed.

    `needs` counts what those infusions need (isolation, a monitored bed, a chair); nothing is optimised.
    """

    day: Date
    infusions: int
    slots: int | None = None
    closed: str | None = None
    needs: tuple[tuple[str, int], ...] = ()

    @property
    def over(self) -> int:
        """By how many infusions the day holds more than its slots."""
        return 0 if self.slots is None else max(0, self.infusions - self.slots)


@dataclass(frozen=True, slots=True)
class Ward:
    """Many courses at one moment.

    `day` is the ward's day. `rows` are ordered by stage, and within it by urgency. `this_day` brings the
    visits of the day itself and its infusions still to be thawed, `tomorrow` is the next day of the calendar,
    `next_open` the next day on which infusions are given: the same one where tomorrow is open, None where
    there is none within 31 days. `load` covers 14 days from today.
    """

    at: datetime
    day: Date
    rows: tuple[Row, ...]
    this_day: Day
    tomorrow: Day
    next_open: Day | None
    load: tuple[Load, ...]
    notes: tuple[str, ...] = ()
    _counts: list[Counter[str]] = field(default_factory=list, init=False, repr=False, compare=False)

    def of_stage(self, stage: str) -> tuple[Row, ...]:
        """The rows of one stage, in their order."""
        return tuple(row for row in self.rows if row.stage == stage)

    def counts(self) -> dict[str, int]:
        """The patients counted in each stage; one with another overdue or due infusion counts in that too."""
        if not self._counts:  # it is asked for whenever a heading is painted
            self._counts.append(Counter(stage for row in self.rows for stage in row.stages))
        return {stage: self._counts[0][stage] for stage in STAGES}

    @property
    def idle(self) -> bool:
        """Whether no course is open: no infusion is due, and none will be."""
        return all(row.stage == "ended" for row in self.rows)

    def as_document(self) -> dict[str, Any]:
        """The ward as a plain mapping, ready for JSON (schema `msc-dose/ward/1`)."""
        from msc_dose.ward.document import document_of

        return document_of(self)

    def lines(self, width: int = 80) -> list[str]:
        """The ward as a board of text; made for 80 and 120 columns, and never wider than `width`.

        40 columns are the least: a smaller `width`, also one below 1, is taken for 40.
        """
        from msc_dose.ward.text import lines_of

        return lines_of(self, width)
