"""Classes of response as data: in order, each with all its conditions, and when it counts as confirmed."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from msc_dose.problems import Refusal, refuse, require_text
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.kinds import kind_of
from msc_dose.quantity.stated import Bound

WORDS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
MOST_DAYS = 366
_COMPARE: dict[str, Callable[[Amount, Amount], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A count `relation` (`>=`, `>`, `<=`, `<`) a limit: an Amount, or a Decimal times the baseline."""

    relation: str
    limit: Amount | Decimal

    def __post_init__(self) -> None:
        """Hold the relation to its four signs and the limit to its two types; TypeError otherwise."""
        if self.relation not in WORDS:
            raise TypeError(f"{self.relation!r} is none of {', '.join(WORDS)}")
        if not isinstance(self.limit, Amount | Decimal):
            raise TypeError(f"a limit is an Amount or a Decimal, not {type(self.limit).__name__}")

    @property
    def depends(self) -> bool:
        """Whether the limit is a multiple of the baseline."""
        return isinstance(self.limit, Decimal)

    def limit_for(self, baseline: Amount | None) -> Amount:
        """The limit in the unit of the counts; Refusal `value.missing` where it needs a baseline."""
        if isinstance(self.limit, Amount):
            return self.limit
        if baseline is None:
            raise baseline_missing()
        return baseline * self.limit

    def holds(self, count: Amount, baseline: Amount | None) -> bool:
        """Whether this count meets the condition."""
        return _COMPARE[self.relation](count, self.limit_for(baseline))

    def text(self, baseline: Amount | None = None) -> str:
        """The condition in words, with the limit that follows from the baseline where that is given."""
        if isinstance(self.limit, Amount):
            return f"{WORDS[self.relation]} {self.limit}"
        worth = "" if baseline is None else f" ({self.limit_for(baseline)})"
        return f"{WORDS[self.relation]} {self.limit} times the baseline{worth}"


@dataclass(frozen=True, slots=True)
class ResponseClass:
    """A class: its short name, its title, the conditions that must ALL hold, and its confirmation.

    `without_bleeding` asks for bleeding to be absent. `confirmed_after` is how many days two counts of the
    class must at least be apart (1 to 366); None where the criteria do not state it.
    """

    name: str
    title: str
    conditions: tuple[Condition, ...] = ()
    without_bleeding: bool = False
    confirmed_after: int | None = None

    def __post_init__(self) -> None:
        """Hold the days to their range: Refusal `criteria.out-of-range`."""
        require_text(self.name, self.title)
        check_days(self.confirmed_after, "confirmed_after")

    def meets(self, count: Amount, baseline: Amount | None) -> bool:
        """Whether the count itself meets every condition; bleeding is asked elsewhere."""
        return all(condition.holds(count, baseline) for condition in self.conditions)

    def text(self, baseline: Amount | None = None) -> str:
        """All conditions in words."""
        said = [condition.text(baseline) for condition in self.conditions] or ["otherwise"]
        return " and ".join([*said, *(["no bleeding"] if self.without_bleeding else [])])


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long a cycle of the disease lasts, in days, and who says so."""

    shortest: int
    longest: int
    source: str

    def __post_init__(self) -> None:
        """Hold both ends to their order and range: Refusal `criteria.out-of-range`."""
        check_days(self.shortest, "cycle")
        check_days(self.longest, "cycle")
        if self.shortest > self.longest:
            message = f"A cycle of {self.shortest} to {self.longest} days begins with the longer."
            raise refuse("criteria.out-of-range", "cycle", message, "Exchange the two.")


@dataclass(frozen=True, slots=True)
class Criteria:
    """The classes, best first; `otherwise` is what is none of them.

    `kind` is the kind of amount that is counted (`platelet_count`). `loss_after` is how many days two
    counts that no longer meet a class must at least be apart for it to be lost; None where not stated.
    Raises Refusal `criteria.class-twice`, `criteria.no-class`, `unit.wrong-kind`.
    """

    id: str
    title: str
    source: str
    kind: str
    classes: tuple[ResponseClass, ...]
    otherwise: ResponseClass
    loss_after: int | None = None
    cycle: Cycle | None = None
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Hold names, kinds and days to what they may be."""
        require_text(self.id, self.title, self.source, *self.remarks)
        check_days(self.loss_after, "loss_confirmed_after")
        if not self.classes:
            raise refuse("criteria.no-class", "class", "No class is stated.", "State at least one.", self.id)
        names = [each.name for each in (*self.classes, self.otherwise)]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise refuse("criteria.class-twice", "class", f"Two classes are {twice!r}.", "Rename one.", twice)
        for each in self.classes:
            for condition in each.conditions:
                check_kind(condition.limit, self.kind)

    @property
    def needs_baseline(self) -> bool:
        """Whether any class compares a count with the baseline."""
        return any(each.depends for one in self.classes for each in one.conditions)

    @property
    def asks_for_bleeding(self) -> bool:
        """Whether any class asks for bleeding to be absent."""
        return any(each.without_bleeding for each in self.classes)

    def limits(self, baseline: Amount | None) -> list[Amount]:
        """The limit of every condition: between two of them all counts are of one class."""
        return [each.limit_for(baseline) for one in self.classes for each in one.conditions]

    def rank(self, count: Amount, baseline: Amount | None, bleeding: bool | None) -> int:
        """The place of the class of this count: 0 the best; unreported bleeding is taken as absent."""
        for place, each in enumerate(self.classes):
            if each.meets(count, baseline) and not (each.without_bleeding and bleeding):
                return place
        return len(self.classes)

    def at(self, rank: int) -> ResponseClass:
        """The class at this place."""
        return (*self.classes, self.otherwise)[rank]


def check_days(days: int | None, field: str) -> None:
    """Refusal `criteria.out-of-range` unless it is None or 1 to 366 days."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        message = f"{days} days is not from 1 to {MOST_DAYS}."
        raise refuse("criteria.out-of-range", field, message, "Correct the number.", str(days))


def check_kind(limit: object, kind: str) -> None:
    """Refusal `unit.wrong-kind` for an Amount or a Bound of another kind than is counted."""
    if isinstance(limit, Amount | Bound) and limit.kind != kind:
        message = f"{limit} is no {kind_of(kind).noun}."
        fix = f"Give it in {kind_of(kind).unit}."
        raise refuse("unit.wrong-kind", "counts", message, fix, str(limit))


def baseline_missing() -> Refusal:
    """The refusal of criteria that compare with the baseline where none is given."""
    message = "These criteria compare each count with the baseline, and none is given."
    return refuse("value.missing", "baseline", message, "Give the count at the start of the treatment.")
