"""The grade of a low count: the first of the grades, gravest first, below whose limit it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.stated import Bound
from msc_dose.response.criteria import check_kind
from msc_dose.response.within import values


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and the limit below which a count has it; None is the lower limit of normal."""

    grade: int
    below: Amount | None


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades, the gravest first, with their source; Refusal `grade.order` where limits do not rise."""

    id: str
    title: str
    source: str
    kind: str
    grades: tuple[Grade, ...]

    def __post_init__(self) -> None:
        """Hold the limits to their kind and their order; only the last may be the lower limit of normal."""
        stated = [each.below for each in self.grades if each.below is not None]
        open_before_the_last = any(each.below is None for each in self.grades[:-1])
        for grade in self.grades:
            check_kind(grade.below, self.kind)
        falling = any(second <= first for first, second in pairwise(stated))
        if not self.grades or open_before_the_last or falling:
            message = "The limits of the grades must rise, and only the last is the lower limit of normal."
            raise refuse("grade.order", "grade", message, "Put the gravest grade first.", self.id)

    @property
    def needs_lower_limit(self) -> bool:
        """Whether the mildest grade begins at the lower limit of normal."""
        return self.grades[-1].below is None

    @property
    def highest_stated(self) -> Amount | None:
        """The highest limit that the grading states itself: 75 × 10⁹/L for platelets."""
        stated = [each.below for each in self.grades if each.below is not None]
        return stated[-1] if stated else None

    def check_lower_limit(self, lower_limit: Amount | None) -> None:
        """Refusal `grade.lower-limit` for a lower limit of normal that no count of a graver grade allows."""
        if lower_limit is None:
            return
        check_kind(lower_limit, self.kind)
        if self.highest_stated is not None and lower_limit <= self.highest_stated:
            message = f"A lower limit of normal of {lower_limit} is not above {self.highest_stated}."
            fix = "Give the laboratory's own lower limit of normal."
            raise refuse("grade.lower-limit", "lower_limit", message, fix, str(lower_limit))


def grade_of(count: Amount | Bound, grading: Grading, lower_limit: Amount | None = None) -> int | None:
    """The grade of this count, or of every count within a bound.

    None where it has none, where only a lower limit of normal could tell, and where a bound leaves it open.
    Raises Refusal `grade.lower-limit`, `unit.wrong-kind`.
    """
    grading.check_lower_limit(lower_limit)
    check_kind(count, grading.kind)
    stated = [(each.grade, lower_limit if each.below is None else each.below) for each in grading.grades]
    limits = [(grade, limit) for grade, limit in stated if limit is not None]
    found = {
        next((grade for grade, limit in limits if value < limit), None)
        for value in values(count, [limit for _, limit in limits])
    }
    return found.pop() if len(found) == 1 else None
