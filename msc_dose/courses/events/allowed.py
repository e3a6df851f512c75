"""What a field of an event may hold, said once beside its type; the checks and the documents follow it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Protocol

from msc_dose.dosing.checks import check_kind
from msc_dose.problems import Problem, Refusal, stop
from msc_dose.product.plain_text import identifier_problem, note_problem, shown
from msc_dose.quantity.amount import Amount
from msc_dose.scheduling.zones import is_zone

LONGEST_LINE = 500  # an order verbatim, a reason, a note
LONGEST_NAME = 80  # a place, what is needed there, what was compared
LONGEST_WRITTEN = 200  # an amount as it was typed
MOST_INFUSIONS = 1_000
MOST_EVENTS = 20_000
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Allowed(Protocol):
    """What a value of the right type must be besides."""

    def problems(self, value: Any, field: str) -> Iterable[Problem]:
        """What is wrong with the value of this field."""


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line of at most so many characters, in any script; `blank`: an empty one is none."""

    longest: int = LONGEST_LINE
    blank: bool = False

    def problems(self, value: str, field: str) -> Iterable[Problem]:
        """`value.missing`, `text.too-long` or `text.control-character`."""
        if self.blank and not value:
            return ()
        problem = note_problem(value, field, self.longest)
        return (problem,) if problem else ()


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier: letters A to Z, digits and `. _ / + : -`; in `parts` at most, a space between two."""

    parts: int = 1

    def problems(self, value: str, field: str) -> Iterable[Problem]:
        """`value.missing`, `text.too-long` or `identifier.characters`."""
        pieces = value.split(" ", self.parts - 1)
        found = (identifier_problem(piece, field) for piece in pieces)
        return [problem for problem in found if problem][:1]


@dataclass(frozen=True, slots=True, init=False)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        """The words, in the order in which they are offered."""
        object.__setattr__(self, "words", words)

    def problems(self, value: str, field: str) -> Iterable[Problem]:
        """`event.choice`."""
        if value in self.words:
            return ()
        fix = f"Say {', '.join(self.words[:-1])} or {self.words[-1]}."
        message = f"{shown(value)!r} is not what {field} can be."
        return (stop("event.choice", field, message, fix, shown(value)),)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int

    def problems(self, value: int, field: str) -> Iterable[Problem]:
        """`event.number`."""
        if self.low <= value <= self.high:
            return ()
        message = f"{value if abs(value) < 10**12 else 'This'} is not what {field} can be."
        fix = f"Give a whole number from {self.low} to {self.high}."
        return (stop("event.number", field, message, fix),)


@dataclass(frozen=True, slots=True, init=False)
class Of:
    """An amount of one of these kinds."""

    kinds: tuple[str, ...]

    def __init__(self, *kinds: str) -> None:
        """The kinds, the usual one first."""
        object.__setattr__(self, "kinds", kinds)

    def problems(self, value: Amount, field: str) -> Iterable[Problem]:
        """`unit.wrong-kind`; and what it was written as is one visible line."""
        try:
            check_kind(value, value.kind if value.kind in self.kinds else self.kinds[0], field)
        except Refusal as refusal:
            return refusal.problems
        if value.as_written is None:
            return ()
        return Line(LONGEST_WRITTEN).problems(value.as_written.strip(), field)


@dataclass(frozen=True, slots=True)
class Clock:
    """A local time of day, `14:30`."""

    def problems(self, value: str, field: str) -> Iterable[Problem]:
        """`event.time`."""
        if _TIME.fullmatch(value):
            return ()
        message = f"{shown(value)!r} is no time of day."
        return (stop("event.time", field, message, "Write hours and minutes, such as 14:30.", shown(value)),)


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name, `Europe/Berlin`."""

    def problems(self, value: str, field: str) -> Iterable[Problem]:
        """`event.zone`."""
        if is_zone(value):
            return ()
        message = f"{shown(value)!r} is no time zone by its IANA name."
        return (stop("event.zone", field, message, "Write it such as Europe/Berlin.", shown(value)),)


Text = Annotated[str, Line()]
Remark = Annotated[str, Line(blank=True)]
Name = Annotated[str, Line(LONGEST_NAME)]
Identifier = Annotated[str, Code()]
ContainerName = Annotated[str, Code(parts=2)]  # a DIN and a product code, or a lot and a serial number
InfusionNumber = Annotated[int, Whole(1, MOST_INFUSIONS)]
EventNumber = Annotated[int, Whole(1, MOST_EVENTS)]
Days = Annotated[int, Whole(1, 3650)]
Weight = Annotated[Amount, Of("body_weight")]
Volume = Annotated[Amount, Of("volume")]
Cells = Annotated[Amount, Of("cell_count")]
