"""What governs a course beyond its plan: consent, weights, decision points, the numbering of its days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msc_dose.problems import refuse
from msc_dose.protocols.decisions import REQUIREMENTS, Decision, requirements_text
from msc_dose.scheduling.numbering import require_numbering

_LONGEST_VALID = 3650  # days


@dataclass(frozen=True, slots=True)
class CourseRules:
    """The rules of a course that its protocol states, and that no date or dose of its plan shows.

    `requires` (of `consent`, `ethics-approval`) is on record before the first infusion; a weight is valid
    for `weight_valid_days` (0 to 3650), and a change of more than `weight_change_limit` percent (1 to 100)
    needs a new order; `day_numbering` (0, 1) is what the first infusion's day is called;
    `minimum_gap_stated` says whether protocol or caller state a minimum gap. None is "not stated".
    Raises Refusal `course.rules`, `schedule.day-numbering`.
    """

    requires: tuple[str, ...] = ()
    weight_valid_days: int | None = None
    weight_change_limit: int | None = None
    decisions: tuple[Decision, ...] = ()
    day_numbering: int | None = None
    minimum_gap_stated: bool = False

    def __post_init__(self) -> None:
        """Hold each rule to what it may say."""
        known = tuple(each for each in REQUIREMENTS if each in self.requires)
        if not isinstance(self.requires, tuple) or known != self.requires:
            message = f"A course may require {' and '.join(REQUIREMENTS)}, each once and in this order."
            raise refuse("course.rules", "requires", message, "Name no others.", str(self.requires))
        _check_whole(self.weight_valid_days, "weight_valid_days", 0, _LONGEST_VALID)
        _check_whole(self.weight_change_limit, "weight_change_limit", 1, 100)
        if not isinstance(self.decisions, tuple) or not all(
            isinstance(each, Decision) for each in self.decisions
        ):
            raise TypeError("decisions must be a tuple of Decision")
        if self.day_numbering is not None:
            require_numbering(self.day_numbering)
        if type(self.minimum_gap_stated) is not bool:
            raise TypeError("minimum_gap_stated must be a bool")

    def lines(self) -> list[str]:
        """Requirements and weights in words, a line each; the decisions stand among a plan's remarks."""
        limit, days = self.weight_change_limit, self.weight_valid_days
        required = f"Before the first infusion: {requirements_text(self.requires)}."
        said = (
            (required, bool(self.requires)),
            (f"A weight is valid for {days} day{'' if days == 1 else 's'}.", days is not None),
            (f"A weight that changes by more than {limit} % needs a new order.", limit is not None),
        )
        return [line for line, stated in said if stated]

    def as_document(self, minimum_gap: int) -> dict[str, Any]:
        """What is stated, as a plain mapping; empty where it is what a plan of this gap says by itself."""
        decisions = [decision.as_document() for decision in self.decisions]
        # A gap of more than the least possible is always one that somebody stated.
        plain = self.minimum_gap_stated == (minimum_gap > 1)
        return {
            **({"requires": list(self.requires)} if self.requires else {}),
            **_known("weight_valid_days", self.weight_valid_days),
            **_known("weight_change_limit", self.weight_change_limit),
            **({"decisions": decisions} if decisions else {}),
            **_known("day_numbering", self.day_numbering),
            **({} if plain else {"minimum_gap_stated": self.minimum_gap_stated}),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any], minimum_gap: int) -> CourseRules:
        """The rules that `as_document` wrote for a plan of this minimum gap (days)."""
        return cls(
            tuple(document.get("requires", ())),
            document.get("weight_valid_days"),
            document.get("weight_change_limit"),
            tuple(Decision.from_document(each) for each in document.get("decisions", ())),
            document.get("day_numbering"),
            document.get("minimum_gap_stated", minimum_gap > 1),
        )


def _known(name: str, value: int | None) -> dict[str, int]:
    return {} if value is None else {name: value}


def _check_whole(value: int | None, name: str, least: int, most: int) -> None:
    if value is None:
        return
    if type(value) is not int:
        raise TypeError(f"{name} must be an int or None, not {type(value).__name__}")
    if not least <= value <= most:
        message = f"{value} is not a whole number from {least} to {most}."
        raise refuse("course.rules", name, message, "Correct the number.", str(value))
