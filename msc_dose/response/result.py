"""The response as a value: every count with its class or why it has none, and the spells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msc_dose.problems import Problem
from msc_dose.quantity.amount import Amount
from msc_dose.response.baseline import Baseline
from msc_dose.response.counts import Count, Day, Rescue, days_between
from msc_dose.response.criteria import Criteria
from msc_dose.response.ctcae import Grading
from msc_dose.response.spells import Spell

MOST_PLATELETS = 5000


@dataclass(frozen=True, slots=True)
class Judged:
    """A count with its class by itself (unconfirmed), or the reason why it is not judged.

    `if_no_bleeding` says that the class asks for no bleeding and none is reported either way. `grade` is
    that of the count, judged or not; None where it has none or the lower limit of normal is not stated.
    """

    count: Count
    name: str | None
    reason: str = ""
    if_no_bleeding: bool = False
    grade: int | None = None

    def __post_init__(self) -> None:
        """Hold it to one of the two: a class, or a reason; TypeError otherwise."""
        if (self.name is None) == (self.reason == ""):
            raise TypeError("a count has a class or a reason why it is not judged")

    @property
    def used(self) -> bool:
        """Whether the count is judged."""
        return self.name is not None


@dataclass(frozen=True, slots=True)
class Response:
    """What the counts give by the criteria.

    `counts` are in order of day. `spells` are those of each class (or better), best class first.
    `no_response` holds the two days that confirm the class that is none of the others. `baseline` is as
    declared (a range stays one). Made by `classify`.
    """

    criteria: Criteria
    baseline: Baseline
    start: Day | None
    rescues: tuple[tuple[Rescue, int], ...]
    counts: tuple[Judged, ...]
    spells: tuple[Spell, ...]
    no_response: tuple[Day, Day] | None
    grading: Grading | None
    lower_limit: Amount | None
    problems: tuple[Problem, ...]

    @property
    def best_confirmed(self) -> str | None:
        """The best class that is confirmed, by name; None where none is."""
        confirmed = [spell.name for spell in self.spells if spell.confirmed is not None]
        if confirmed:
            return confirmed[0]
        return None if self.no_response is None else self.criteria.otherwise.name

    @property
    def best_unconfirmed(self) -> str | None:
        """The best class of any single count that is judged, by name; None where none is judged."""
        names = {each.name for each in self.counts}
        ordered = [*self.criteria.classes, self.criteria.otherwise]
        return next((each.name for each in ordered if each.name in names), None)

    @property
    def implausible(self) -> tuple[Judged, ...]:
        """The counts that are no likely platelet counts, judged or not. Policy: more than 5000 × 10⁹/L."""
        if self.criteria.kind != "platelet_count":
            return ()
        return tuple(each for each in self.counts if each.count.limit.value > MOST_PLATELETS)

    @property
    def time_to_response(self) -> int | None:
        """Days from the start to the day on which the first confirmed response is achieved; None without."""
        achieved = [spell.achieved for spell in self.spells if spell.confirmed is not None]
        if self.start is None or not achieved:
            return None
        return min(days_between(self.start, day) for day in achieved)

    def as_document(self) -> dict[str, Any]:
        """The response as a plain mapping (schema `msc-dose/response/1`)."""
        from msc_dose.response.document import response_document

        return response_document(self)

    def explain(self) -> str:
        """The response in words, on a page of 80 columns: result, criteria, every count with its class."""
        from msc_dose.response.text import explained

        return explained(self)
