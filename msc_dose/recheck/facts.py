"""What has become of the infusions of a series: given, moved, not needed or undecided, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from msc_dose.recheck.document import MOST, Node, malformed


@dataclass(frozen=True, slots=True)
class Rebase:
    """From infusion `first` on, targets follow from infusion `anchor` on `day`.

    Counting them anew from that day (`counts`), or else moving them by as many days as it is moved.
    """

    first: int
    anchor: int
    day: date
    counts: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a series; numbers are those of its infusions, from 1."""

    given: dict[int, date]
    fixed: dict[int, date]
    dropped: frozenset[int]
    rebased: tuple[Rebase, ...]
    not_before: date
    undecided_from: int | None

    @classmethod
    def of(cls, node: Node, count: int) -> Facts:
        """The facts that stand here, of a series of so many infusions."""
        node.only("given", "fixed", "dropped", "rebased", "not_before", "undecided_from")
        not_before, undecided = node.at("not_before"), node.at("undecided_from")
        return cls(
            _days(node.at("given"), count),
            _days(node.at("fixed"), count),
            frozenset(each.whole(1, count) for each in _few(node.at("dropped"))),
            tuple(_rebase(each, count) for each in _few(node.at("rebased"))),
            date.min if not_before.is_null() else not_before.day(),
            None if undecided.is_null() else undecided.whole(1, count + 1),
        )

    def known(self, number: int) -> date | None:
        """The date that an infusion has whatever the calendar: the day it was given, or is fixed on."""
        return self.given.get(number) or self.fixed.get(number)

    def state(self, number: int) -> str | None:
        """The state of an infusion that is not to be placed; None where a day is to be found for it."""
        if number in self.given:
            return "given"
        if number in self.fixed:
            return "fixed"
        if number in self.dropped:
            return "dropped"
        return "undecided" if self.undecided_from is not None and number >= self.undecided_from else None

    def next_known(self, count: int) -> list[date | None]:
        """For every infusion, from 0, the first day of those after it that have one whatever happens."""
        found: list[date | None] = [None] * (count + 1)
        for number in range(count - 1, -1, -1):
            later = found[number + 1]
            found[number] = min(filter(None, (self.known(number + 1), later)), default=None)
        return found


def _few(node: Node) -> Iterator[Node]:
    """The entries of a list that has at most two for every infusion that there can be."""
    nodes = node.items()
    if len(nodes) > 4 * MOST:
        raise malformed(node.path, f"Here belong at most {4 * MOST} entries.", str(len(nodes)))
    return iter(nodes)


def _days(node: Node, count: int) -> dict[int, date]:
    """Dates by the number of the infusion, each once."""
    found: dict[int, date] = {}
    for each in _few(node):
        each.only("number", "date")
        number = each.at("number").whole(1, count)
        if number in found:
            raise each.at("number").wrong("an infusion that is not named before")
        found[number] = each.at("date").day()
    return found


def _rebase(node: Node, count: int) -> Rebase:
    node.only("first", "anchor", "day", "how")
    counts = node.at("how").choice("count", "shift") == "count"
    first = node.at("first").whole(1, count)
    # What follows from an infusion cannot come before it.
    anchor = node.at("anchor").whole(1, first)
    return Rebase(first, anchor, node.at("day").day(), counts, node)
