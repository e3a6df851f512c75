"""Dangerous notation in running prose: every dose, count and weight that the reader would not simply read."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from msc_dose.notation.conventions import DEFAULT, Conventions
from msc_dose.notation.door import LONGEST_TEXT
from msc_dose.notation.numbers.magnitude import end_of
from msc_dose.notation.prose.expressions import Expression, expression_at, start_of_number
from msc_dose.notation.prose.intervals.finding import ambiguous_intervals
from msc_dose.notation.prose.places import Places
from msc_dose.notation.prose.plain import Prose, plain_prose
from msc_dose.notation.prose.rewriting import rewritten
from msc_dose.notation.prose.tables import delimiters_masked
from msc_dose.notation.reader import read
from msc_dose.problems import Reading, Refusal

# Not a matter of notation: limits of the amount itself, and what prose may say though no order may.
_NOT_DANGEROUS = frozenset(
    (
        "weight.implausible", "number.exponent", "number.decimals", "notation.range", "notation.bound",
        "notation.tolerance", "notation.approximate", "notation.label",
    )
)  # fmt: skip
_HIDDEN = "text.control-character"


@dataclass(frozen=True, slots=True)
class Finding:
    """One dangerous or ambiguous expression: where it stands (from 1), its code, what it could mean.

    `rewrite` says the most plausible reading so that it cannot be misread; None where there is none, or
    where only a part of the expression was found.
    """

    line: int
    column: int
    text: str
    code: str
    readings: tuple[Reading, ...] = ()
    rewrite: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The finding as a plain mapping, ready for JSON."""
        return {
            "line": self.line,
            "column": self.column,
            "text": self.text,
            "code": self.code,
            "readings": [reading.as_document() for reading in self.readings],
            "rewrite": self.rewrite,
        }

    def __str__(self) -> str:
        """The finding on one line."""
        advice = f"; write {self.rewrite}" if self.rewrite else ""
        return f"{self.line}:{self.column}: {self.text} [{self.code}]{advice}"


def lint(
    text: str, intervals: bool = False, conventions: Conventions = DEFAULT, delimited: bool = False
) -> tuple[Finding, ...]:
    """Every dangerous or ambiguous expression of a text, in its order.

    Doses, counts of cells and platelets, concentrations and body weights are looked for; with `intervals`
    also words such as "once a month". `delimited` says that the text is a CSV table, whose delimiters are no
    decimal commas. Ranges, bounds and "about" are found where they are unclear, not because they are none of
    one amount. The time is linear in the length of the text.
    """
    if not isinstance(text, str):
        raise TypeError(f"text is linted, not {type(text).__name__}")
    places, prose = Places(text), plain_prose(delimiters_masked(text) if delimited else text)
    found = _amounts(text, prose, places, conventions)
    if intervals:
        for at, width, readings in ambiguous_intervals(prose.text):
            begin, end = prose.span(at, width)
            found.append(Finding(*places.of(begin), text[begin:end], "interval.ambiguous", readings))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def _amounts(text: str, prose: Prose, places: Places, conventions: Conventions) -> list[Finding]:
    found: list[Finding] = []
    at = start_of_number(prose.text, 0)
    while at is not None:
        expression = expression_at(prose.text, at, conventions)
        if expression is None:
            at = start_of_number(prose.text, max(end_of(prose.text, at), at + 1))
            continue
        begin, end = prose.span(at - expression.back, expression.back + expression.width)
        unseen = bisect_left(prose.hidden, end) > bisect_left(prose.hidden, begin)
        finding = _finding(text[begin:end], expression, places.of(begin), conventions, unseen)
        found += [finding] if finding else []
        at = start_of_number(prose.text, at + expression.width)
    return found


def _finding(
    shown: str, expression: Expression, place: tuple[int, int], conventions: Conventions, unseen: bool
) -> Finding | None:
    if len(expression.text) > LONGEST_TEXT:
        return None
    try:
        read(expression.text, expression.kind, "text", conventions)
    except Refusal as refusal:
        codes = [_HIDDEN] if unseen else [code for code in refusal.codes if code not in _NOT_DANGEROUS]
        if not codes:
            return None
        if not expression.whole or "weight.basis-ambiguous" in codes:
            return Finding(*place, shown, codes[0], refusal.readings if expression.whole else ())
        rewrite = rewritten(refusal.readings, expression.kind, expression.unit)
        return Finding(*place, shown, codes[0], refusal.readings, rewrite)
    return Finding(*place, shown, _HIDDEN) if unseen else None
