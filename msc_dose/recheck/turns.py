"""The infusions of a course before the containers of a stock: what may be used for which, in which turn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from msc_dose.recheck.content import Counted
from msc_dose.recheck.exact import Exact
from msc_dose.recheck.fewest import Candidate
from msc_dose.recheck.optimum import Names, best, lacking, not_best
from msc_dose.recheck.preparation import Need
from msc_dose.recheck.source import Source
from msc_dose.recheck.stock import Stock


@dataclass(frozen=True, slots=True)
class Asked:
    """One infusion: the need, what the dose counts, the day, how containers are used; and what is said of it.

    `chosen` are the identities that the document says, in its order (none: no preparation); `marked` says
    that it calls its choice not proven.
    """

    need: Need
    dose: Counted
    diluent: Exact | None
    day: date
    whole: bool
    chosen: Names = ()
    marked: bool = False


Ways = list[Names]


@dataclass(slots=True)
class Turns:
    """All infusions of a course before one stock."""

    stock: Stock
    asked: list[Asked]
    _known: dict[int, tuple[dict[str, Source], dict[str, str]]] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The day of the first infusion."""
        return min(asked.day for asked in self.asked)

    @property
    def order(self) -> list[int]:
        """The places of the infusions in order of date, then number."""
        return sorted(range(len(self.asked)), key=lambda place: (self.asked[place].day, place))

    def unfit(self, place: int, name: str) -> str:
        """The code of the reason that keeps a container from this infusion, whoever else wants it."""
        return self._looked(place)[1][name]

    def fit(self, place: int) -> dict[str, Source]:
        """What may be used for this infusion, were it alone."""
        return self._looked(place)[0]

    def _looked(self, place: int) -> tuple[dict[str, Source], dict[str, str]]:
        """The containers that are fit for one infusion, and of all of them the reason why not; kept."""
        if place not in self._known:
            asked, fit, reasons = self.asked[place], dict[str, Source](), dict[str, str]()
            for name, container in self.stock.containers.items():
                source = Source.of(container.content, asked.dose, asked.diluent, name)
                reasons[name] = self.stock.unfit(name, asked.dose, source, asked.day, self.first)
                if source is not None and not reasons[name]:
                    fit[name] = source
            self._known[place] = fit, reasons
        return self._known[place]

    def candidates(self, place: int, without: Collection[str], group: str | None) -> list[Candidate]:
        """What may be used for this infusion, of one group where one is named, and not by anybody else."""
        containers = self.stock.containers
        return [
            Candidate(name, source.cells, containers[name].rank)
            for name, source in self.fit(place).items()
            if name not in without and group in (None, containers[name].group)
        ]

    def others(self, place: int) -> set[str]:
        """What the document chooses for the other infusions."""
        return {name for n, asked in enumerate(self.asked) if n != place for name in asked.chosen}

    def in_turn(self, group: str | None) -> Ways | None:
        """What is chosen when every infusion in its turn takes the best of what is left.

        Where the best is out of reach, the document's own choice is followed while it is possible; None where
        it is not.
        """
        taken: set[str] = set()
        found: Ways = [()] * len(self.asked)
        for place in self.order:
            asked, left = self.asked[place], self.candidates(place, taken, group)
            chosen = None if asked.marked else best(left, asked.need, asked.whole)
            if chosen is None:
                names = {candidate.identity for candidate in left}
                if not asked.chosen or not set(asked.chosen) <= names:
                    return None
                if lacking(left, asked.need) or not_best(
                    asked.chosen, left, asked.need, asked.whole, asked.marked
                ):
                    return None
                chosen = asked.chosen
            found[place] = chosen
            taken |= set(chosen)
        return found

    def groups(self) -> list[str]:
        """The lots or donors by the first expiry of anything usable for any infusion, then by name."""
        ranks: dict[str, tuple[int, ...]] = {}
        for place in range(len(self.asked)):
            for name in self.fit(place):
                container = self.stock.containers[name]
                ranks[container.group] = min(ranks.get(container.group, container.rank), container.rank)
        return sorted(ranks, key=lambda group: (ranks[group], group))
