"""What a container holds, and what of it counts as the dose does."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import HUNDRED, ONE, Exact
from msc_dose.recheck.number import maybe_some, optional, percentage

BEFORE, AFTER, LABEL = "before freeze", "after thaw", "label nominal"
_KEYS = (
    "population",
    "counts",
    "moment",
    "cells",
    "concentration",
    "fill",
    "nominal",
    "withdrawable",
    "viability",
    "viability_moment",
    "recovery",
    "dmso",
)
_DMSO_DENSITY = Exact(11, 10)  # g/mL
# The moments at which a viability may be measured that goes with a count of another moment, or of none.
_BESIDE: dict[str | None, tuple[str, ...]] = {LABEL: (LABEL, AFTER), None: (LABEL, AFTER)}


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number of cells counts: the population, viable or all cells, and when; None is not stated."""

    population: str | None
    counts: str | None
    moment: str | None

    @property
    def kind(self) -> tuple[str | None, bool]:
        """What is counted, and whether before the freeze: what is alike is thawed as one number of cells."""
        return self.counts, self.moment == BEFORE

    @classmethod
    def of(cls, node: Node) -> Counted:
        """The three words of the document."""
        counts = node.at("counts")
        return cls(
            text_or_none(node.at("population")),
            None if counts.is_null() else counts.choice("viable", "all"),
            text_or_none(node.at("moment")),
        )


@dataclass(frozen=True, slots=True)
class Content:
    """One container's content; volumes in mL, percentages 0 to 100, DMSO in grams per mL of the product."""

    counted: Counted
    cells: Exact | None
    concentration: Exact | None
    fill: Exact | None
    nominal: Exact | None
    withdrawable: Exact | None
    viability: Exact | None
    viability_moment: str | None
    recovery: Exact | None
    recovery_of: str | None
    dmso: Exact | None

    @classmethod
    def of(cls, node: Node) -> Content:
        """The content that the document states."""
        node.only(*_KEYS)
        recovery = node.at("recovery")
        stated = None if recovery.is_null() else recovery.only("percent", "of")
        return cls(
            Counted.of(node),
            optional(node.at("cells"), "cells"),
            optional(node.at("concentration"), "cells/mL"),
            maybe_some(node.at("fill"), "mL"),
            maybe_some(node.at("nominal"), "mL"),
            maybe_some(node.at("withdrawable"), "mL"),
            percentage(node.at("viability")),
            text_or_none(node.at("viability_moment")),
            None if stated is None else percentage(stated.at("percent")),
            None if stated is None else stated.at("of").choice("total", "viable"),
            _dmso(node.at("dmso")),
        )

    @property
    def volume(self) -> Exact | None:
        """What can be got out of it: the withdrawable volume where it is stated, and never above the fill."""
        if self.withdrawable is None or self.fill is None:
            return self.fill if self.withdrawable is None else self.withdrawable
        return self.withdrawable if self.withdrawable < self.fill else self.fill

    @property
    def sized(self) -> bool:
        """Whether it is stated how much it holds: cells, or a concentration and a volume."""
        return self.cells is not None or (self.concentration is not None and self.volume is not None)

    @property
    def held(self) -> Exact | None:
        """The cells that can be got out of it, as it counts them; the smaller where two numbers disagree."""
        inside = self.cells
        all_of_it = self.volume if self.fill is None else self.fill
        if self.concentration is not None and all_of_it is not None:
            by_volume = self.concentration * all_of_it
            inside = by_volume if inside is None or by_volume < inside else inside
        if inside is None or self.fill is None or self.volume is None:
            return inside
        return inside * self.volume / self.fill

    def percents(self, dose: Counted) -> tuple[Exact, ...] | None:
        """The percentages by which what it counts becomes what the dose counts; None where nothing does.

        A moment that is not stated is before the freeze where a recovery is stated, else that of the dose.
        Where it is not stated what is counted, it is all cells if their viability or total recovery is
        stated, else, or on a label, what the dose counts.
        """
        mine = self.counted
        if mine.population and dose.population and mine.population != dose.population:
            return None
        counts = self._counts(dose)
        moment = mine.moment or (dose.moment if self.recovery is None else BEFORE)
        if counts == "viable" and dose.counts == "all":
            return None
        if moment == BEFORE and dose.moment != BEFORE:
            return self._through_the_thaw(counts, dose.counts)
        if moment != BEFORE and dose.moment == BEFORE:
            return None
        return () if counts == dose.counts else self._viable_part(*_BESIDE.get(moment, (moment,)))

    def _counts(self, dose: Counted) -> str | None:
        """Viable or all cells: as stated, else as viability and recovery tell, else as the dose does."""
        of_all = self.counted.moment != LABEL and (self.viability is not None or self.recovery_of == "total")
        return self.counted.counts or ("all" if of_all else dose.counts)

    def thawed_viability(self, dose: Counted) -> Exact | None:
        """The viability after thaw: one measured then, or one not of before, by which its cells are taken."""
        if self.viability_moment == BEFORE:
            return None
        if self.viability_moment == AFTER:
            return self.viability
        used = dose.moment != BEFORE and self._counts(dose) != dose.counts
        return self.viability if used and self.percents(dose) is not None else None

    def _through_the_thaw(self, counts: str | None, wanted: str | None) -> tuple[Exact, ...] | None:
        """By total recovery to all cells and then the viable ones, or by viable recovery of viable cells."""
        if self.recovery is None:
            return None
        if self.recovery_of == "total":
            if counts == "viable":
                return None
            viable = () if wanted == "all" else self._viable_part(AFTER)
            return None if viable is None else (self.recovery, *viable)
        if wanted == "all":
            return None
        viable = () if counts == "viable" else self._viable_part(BEFORE, said=True)
        return None if viable is None else (*viable, self.recovery)

    def _viable_part(self, *moments: str | None, said: bool = False) -> tuple[Exact, ...] | None:
        """The viability, which is of one of these moments, or where none need be `said`, of none stated."""
        if self.viability is None or (self.viability_moment is None and said):
            return None
        return (self.viability,) if self.viability_moment in (*moments, None) else None


def part(percents: tuple[Exact, ...]) -> Exact:
    """So many percent of so many percent, as a part of one."""
    found = ONE
    for percent in percents:
        found = found * percent / HUNDRED
    return found


def text_or_none(node: Node) -> str | None:
    """A text, or None where the document says null."""
    return None if node.is_null() else node.text()


def _dmso(node: Node) -> Exact | None:
    """Grams of DMSO per mL: of a volume per volume by its density, of a mass per volume directly."""
    if node.is_null():
        return None
    percent = percentage(node.only("percent", "of").at("percent"))
    if percent is None:
        raise node.at("percent").wrong("a percentage")
    density = _DMSO_DENSITY if node.at("of").choice("v/v", "w/v") == "v/v" else ONE
    return percent / HUNDRED * density
