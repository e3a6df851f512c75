"""Asking the core one thing after another, and keeping everything it objects to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from msc_dose.library.amounts import amount_of
from msc_dose.notation.confirming import confirmed_text
from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.problems import SEVERITIES, Problem, Reading, Refusal, Severity
from msc_dose.quantity.amount import Amount

T = TypeVar("T")

LABELS = {
    "counts": "what is counted",
    "closures": "start, open and closed days",
    "dose": "dose per kg",
    "start": "start date",
    "open": "open days",
    "closed": "closed days",
    "ordered": "dose ordered",
    "version": "label version",
    "surface_formula": "formula of the body surface",
    "below_60_inches": "ideal weight below 60 inches",
    "actual_weight": "actual weight",
    "order_weight": "weight on which the order was written",
    "dispense": "drawn or whole containers",
    "dmso": "DMSO",
    "hold_up": "hold-up volume",
}

_DOSE_KINDS = {"cells/kg": "dose_per_weight", "cells/m2": "dose_per_surface", "cells": "cell_count"}


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a field: its reading in words, or how it failed (`severity` is then `stop`)."""

    text: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """The core's answer to a whole form: a result, or the reasons why there is none.

    `result` is None whenever any problem is a `stop`; `problems` are in order of gravity; `headline` says
    in one line why nothing is computed, and is empty where there is a result or nothing was entered.
    `around` is, for a field of several amounts, what stands before and after the one that is unclear.
    """

    result: T | None = None
    headline: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    readings: tuple[Reading, ...] = ()
    around: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """Collects problems, readings and echoes while the fields of one form are read.

    `kinds` gives the kind of amount of a field; a field that is not among them holds a date or other text.
    """

    kinds: Mapping[str, str]
    conventions: Conventions = DEFAULT
    problems: list[Problem] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)
    around: dict[str, tuple[str, str]] = field(default_factory=dict)

    def ask(self, question: Callable[[], T]) -> T | None:
        """The answer to the question, or None where the core refuses it."""
        try:
            return question()
        except Refusal as refusal:
            self.problems += refusal.problems
            self.readings += refusal.readings
            return None

    def value(self, name: str, question: Callable[[], T], words: Callable[[T], str]) -> T | None:
        """The same for the text of one field, whose reading in words (or refusal) stands beside it."""
        answer = self.ask(question)
        if answer is not None:
            self.said[name] = Said(words(answer))
        else:
            self.said[name] = Said(_refused(self.readings_of(name)), "stop")
        return answer

    def knows(self, name: str, text: str) -> None:
        """Let readings say what they mean for the body weight of a field, where that has one reading."""
        weight = Asked(self.kinds, self.conventions).amount(name, text)
        if weight is not None:
            self.conventions = replace(self.conventions, weight=weight)

    def amount(self, name: str, text: str) -> Amount | None:
        """The amount of a field; None where it is empty or refused."""
        kind = self.kinds[name]
        return (
            self.value(name, lambda: amount_of(text, kind, name, self.conventions), str)
            if text.strip()
            else None
        )

    def readings_of(self, name: str) -> list[Reading]:
        """The readings of this field that a person can take as they are."""
        own = (reading for reading in self.readings if reading.field == name)
        return [reading for reading in own if picked_text(reading, self.kinds) is not None]

    @property
    def stopped(self) -> bool:
        """Whether anything found so far forbids a result."""
        return any(problem.severity == "stop" for problem in self.problems)

    def answer(self, result: T | None, lead: str, more: tuple[Problem, ...] = ()) -> Answer[T]:
        """Everything collected as one Answer; a stop takes the result away, whatever was computed."""
        found = by_gravity([*self.problems, *more])
        if self.stopped or result is None:
            result, headline = None, f"{lead}: {self._reasons()}"
        else:
            headline = ""
        return Answer(result, headline, self.said, found, tuple(self.readings), self.around)

    def _reasons(self) -> str:
        stops = [problem for problem in self.problems if problem.severity == "stop"]
        missing = [_name(problem) for problem in stops if problem.code == "value.missing"]
        others = [self._reason(problem) for problem in stops if problem.code != "value.missing"]
        absent = [f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"] if missing else []
        return "; ".join(dict.fromkeys([*others, *absent]))

    def _reason(self, problem: Problem) -> str:
        name = _name(problem)
        if problem.code == "schedule.no-open-day":
            return "an infusion finds no open day"
        count = len(self.readings_of(problem.field))
        return f"{name} has {_readings(count)}" if count else f"{name} refused"


def picked_text(reading: Reading, kinds: Mapping[str, str]) -> str | None:
    """Text that states this reading once it is picked, or None where no text of one amount can.

    A dose ordered is per kg, per m² or a number of cells: its unit says which.
    """
    kind = kinds.get(reading.field)
    return confirmed_text(reading, kind and _DOSE_KINDS.get(reading.unit, kind))


def by_gravity(problems: list[Problem]) -> tuple[Problem, ...]:
    """The problems once each, the gravest first."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: SEVERITIES.index(problem.severity)))


def _name(problem: Problem) -> str:
    return LABELS.get(problem.field, problem.field)


def _listed(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _refused(readings: list[Reading]) -> str:
    if not readings:
        return "■ STOP"
    return "▲ 1 reading ↓" if len(readings) == 1 else f"▲ {len(readings)} readings ↓"


def _readings(count: int) -> str:
    return "1 reading to confirm" if count == 1 else f"{count} readings to choose from"
