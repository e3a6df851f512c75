"""What is wrong, said so that a person can mend it: Problem, Reading, Refusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["stop", "check", "note"]
SEVERITIES: tuple[Severity, ...] = ("stop", "check", "note")


def require_text(*values: object) -> None:
    """TypeError unless every value is a str."""
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"text belongs here, not {type(value).__name__}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: what was read, why it will not do or needs a look, and what to do.

    `code` is short, stable and grouped (`weight.implausible`); `severity` is `stop` (nothing is
    computed), `check` (a person must look) or `note`; `field` is the public argument's name, or a
    path such as `infusions[2].date`; `source` is where a rule or threshold comes from.
    """

    code: str
    severity: Severity
    field: str
    message: str
    fix: str
    read: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        """Hold every part to text and the severity to its three words; TypeError otherwise."""
        require_text(self.code, self.field, self.message, self.fix, self.read or "", self.source or "")
        if self.severity not in SEVERITIES:
            raise TypeError(f"{self.severity!r} is no severity")

    def __str__(self) -> str:
        """The problem on one line, as an error message shows it."""
        return f"{self.code} ({self.field}): {self.message} {self.fix}".rstrip()

    def as_document(self) -> dict[str, Any]:
        """The problem as a plain mapping, ready for JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "field": self.field,
            "message": self.message,
            "fix": self.fix,
            "read": self.read,
            "source": self.source,
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Problem:
        """The problem that `as_document` wrote."""
        return cls(**document)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which a text can be understood, offered to a person and never picked for them.

    `value` is an exact decimal as plain text in `unit`, or `None` where the reading is a range
    `low` to `high`, or `middle` ± `plus_minus`; with a `relation` (`>`) it is a bound. `text` is the same
    written so that it cannot be misread; `exact` is False where a number was cut; `why` is the reason;
    `at_60_kg` says what it would mean for a patient of 60 kg, where a weight has to do with it; `at_weight`
    the same for the weight that was known.
    """

    field: str
    value: str | None
    unit: str
    text: str
    why: str
    low: str | None = None
    high: str | None = None
    relation: str | None = None
    middle: str | None = None
    plus_minus: str | None = None
    plus_minus_unit: str | None = None
    exact: bool = True
    at_60_kg: str | None = None
    at_weight: str | None = None

    def as_document(self) -> dict[str, Any]:
        """The reading as a plain mapping, ready for JSON."""
        relation = {"relation": self.relation} if self.relation else {}
        return {
            **relation,
            **self._amount(),
            "unit": self.unit,
            **({} if self.exact else {"exact": False}),
            "text": self.text,
            "why": self.why,
            "at_60_kg": self.at_60_kg,
            "field": self.field,
        }

    def _amount(self) -> dict[str, str | None]:
        if self.value is not None:
            return {"value": self.value}
        if self.middle is not None:
            other = {"plus_minus_unit": self.plus_minus_unit} if self.plus_minus_unit else {}
            return {"middle": self.middle, "plus_minus": self.plus_minus, **other}
        return {"low": self.low, "high": self.high}

    @property
    def reason(self) -> str:
        """Why the text can be read so, and what that would mean for the known weight, else for 60 kg."""
        meaning = self.at_weight or self.at_60_kg
        return f"{self.why}; {meaning}" if meaning else self.why


class Refusal(Exception):
    """The one exception of the public functions: every problem found, and the readings offered.

    `problems` holds at least one Problem of severity `stop`; `readings` is ordered, most plausible
    first, and empty where the text cannot be read at all.
    """

    def __init__(self, problems: Iterable[Problem], readings: Iterable[Reading] = ()) -> None:
        """Keep what was found; `problems` must not be empty."""
        self.problems = tuple(problems)
        self.readings = tuple(readings)
        if not self.problems:
            raise TypeError("a Refusal names at least one Problem")
        super().__init__(self.problems, self.readings)

    def __str__(self) -> str:
        """Every problem on a line of its own, then the readings offered."""
        lines = [str(problem) for problem in self.problems]
        lines += [f"  could mean: {reading.text} – {reading.reason}" for reading in self.readings]
        return "\n".join(lines)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the problems, in order."""
        return tuple(problem.code for problem in self.problems)


def stop(code: str, field: str, message: str, fix: str, read: str | None = None) -> Problem:
    """A problem that stops the work."""
    return Problem(code, "stop", field, message, fix, read)


def refuse(code: str, field: str, message: str, fix: str, read: str | None = None) -> Refusal:
    """A Refusal with this one problem, ready to raise."""
    return Refusal([stop(code, field, message, fix, read)])


def gather(refusals: Iterable[Refusal]) -> Refusal:
    """One Refusal that names everything the given ones name, so that a person mends all at once."""
    found = tuple(refusals)
    return Refusal(
        [problem for refusal in found for problem in refusal.problems],
        [reading for refusal in found for reading in refusal.readings],
    )
