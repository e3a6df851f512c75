"""The working of a dose, a volume or a date: steps that a person can redo by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msc_dose.problems import require_text
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.exact import SHOWN_DIGITS, plain
from msc_dose.quantity.page import fitted
from msc_dose.quantity.writer import printed_unit

NOT_ROUNDED = "none: exact"
# A step stands behind its number, and in a plan two columns further in, on a page of 80 columns.
WIDTH = 72
CUT = f"cut to {SHOWN_DIGITS} digits"


@dataclass(frozen=True, slots=True)
class Term:
    """A named value of a step: plain digits or an ISO date, and its canonical unit.

    `cut` says that the digits go on: what is shown is a quotient cut to 12 significant digits. It is told
    in words, and is no part of the value.
    """

    name: str
    value: str
    unit: str
    cut: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        """Hold every part to text."""
        require_text(self.name, self.value, self.unit)

    def __str__(self) -> str:
        """The term as the working shows it: digits in groups from 1,000, the unit, and whether it is cut."""
        if self.unit == "date":
            return self.value
        text = f"{_grouped(self.value)} {printed_unit(self.unit)}".strip()
        return f"{text} ({CUT})" if self.cut else text

    def as_document(self) -> dict[str, str]:
        """The term as a plain mapping."""
        return {"name": self.name, "value": self.value, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was computed, from what, by which formula, how it was rounded, on whose word.

    `unrounded` stays beside the rounded `result`; `rounding` names the rule; `source` says where
    formula or rule come from.
    """

    name: str
    formula: str
    inputs: tuple[Term, ...]
    result: Term
    unrounded: str
    rounding: str
    source: str

    def __post_init__(self) -> None:
        """Hold every part to text."""
        require_text(self.name, self.formula, self.unrounded, self.rounding, self.source)

    def as_document(self) -> dict[str, Any]:
        """The step as a plain mapping, ready for JSON."""
        return {
            "name": self.name,
            "formula": self.formula,
            "inputs": [term.as_document() for term in self.inputs],
            "result": {"value": self.result.value, "unit": self.result.unit},
            "unrounded": self.unrounded,
            "rounding": self.rounding,
            "source": self.source,
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Step:
        """The step that `as_document` wrote."""
        return cls(
            name=document["name"],
            formula=document["formula"],
            inputs=tuple(Term(**term) for term in document["inputs"]),
            result=Term(document["name"], document["result"]["value"], document["result"]["unit"]),
            unrounded=document["unrounded"],
            rounding=document["rounding"],
            source=document["source"],
        )

    def lines(self) -> list[str]:
        """The step as lines of at most 72 columns: name, formula, the numbers in it, result, source."""
        shown = [f"{self.name}", f"  {self.formula}"]
        shown += [f"    {term.name}: {term}" for term in self.inputs]
        shown += [f"  = {self.result}"]
        if self.rounded:
            shown += [f"  ({self.rounded})"]
        return [line for text in (*shown, f"  source: {self.source}") for line in fitted(text, WIDTH)]

    @property
    def rounded(self) -> str:
        """How the result was rounded and from what, in words; empty where it was not."""
        if self.rounding.startswith("none"):
            return ""
        if self.unrounded == self.result.value:
            return self.rounding
        cut = f", {CUT}" if _is_long(self.unrounded) else ""
        return f"{self.rounding}, from {_grouped(self.unrounded)}{cut}"


@dataclass(frozen=True, slots=True)
class Derivation:
    """The steps of one result, in order."""

    steps: tuple[Step, ...] = ()

    def __str__(self) -> str:
        """Every step, numbered, so that it can be redone by hand."""
        return "\n".join(line for n, step in enumerate(self.steps, 1) for line in _numbered(n, step.lines()))

    def as_document(self) -> list[dict[str, Any]]:
        """The steps as plain mappings, in order."""
        return [step.as_document() for step in self.steps]

    @classmethod
    def from_document(cls, document: list[Mapping[str, Any]]) -> Derivation:
        """The derivation that `as_document` wrote."""
        return cls(tuple(Step.from_document(step) for step in document))


def term(name: str, amount: Amount) -> Term:
    """An amount as a term: its value in plain digits, its canonical unit."""
    return Term(name, plain(amount.shown_value), amount.unit, not amount.exact)


def step(
    name: str,
    formula: str,
    inputs: tuple[Term, ...],
    amount: Amount,
    source: str,
    rounding: str = NOT_ROUNDED,
) -> Step:
    """A step whose result is an amount that was not rounded, or whose rounding is named."""
    result = term(name, amount)
    return Step(name, formula, inputs, result, result.value, rounding, source)


def _is_long(value: str) -> bool:
    """Whether a number has all the digits that a quotient is cut to."""
    digits = value.replace(".", "").lstrip("0")
    return "." in value and digits.isdigit() and len(digits) == SHOWN_DIGITS


def _grouped(value: str) -> str:
    whole, point, fraction = value.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole.isdigit() and whole.isascii() else value


def _numbered(n: int, lines: list[str]) -> list[str]:
    lead = f"{n}. "
    return [lead + lines[0], *(" " * len(lead) + line for line in lines[1:])]
