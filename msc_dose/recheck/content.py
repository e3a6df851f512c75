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


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number of cells counts: the population, viable or all cells, and when; None is not stated."""

    population: str | None
    counts: str | None
    moment: str | None

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
    def held(self) -> Exact | None:
        """The cells that can be got out of it, as it counts them; the smaller where two numbers disagree."""
        partial = self.fill is not None and self.volume is not None and self.volume < self.fill
        if self.concentration is not None and self.volume is not None:
            by_volume = self.concentration * self.volume
            return by_volume if partial or self.cells is None or by_volume < self.cells else self.cells
        if partial and self.cells is not None and self.volume is not None and self.fill is not None:
            return self.cells * self.volume / self.fill
        return self.cells

    def percents(self, dose: Counted) -> tuple[Exact, ...] | None:
        """The percentages by which what it counts becomes what the dose counts; None where nothing does."""
        mine = self.counted
        if mine.population and dose.population and mine.population != dose.population:
            return None
        stated = mine.counts is not None and mine.moment is not None
        same = stated and (mine.counts, mine.moment) == (dose.counts, dose.moment)
        return () if same or mine.moment == LABEL else self._converted(dose)

    def _converted(self, dose: Counted) -> tuple[Exact, ...] | None:
        thawed, wanted = self.counted.moment == AFTER, dose.counts
        if self.counted.counts is None:
            return self._as_stated()
        if self.counted.counts == "all" and wanted != "all":
            return self._all_to_viable(thawed, dose)
        if self.counted.counts == "viable" and wanted == "all":
            return None
        if thawed:
            return None if dose.moment == BEFORE else ()
        return self._survival("total" if wanted == "all" else "viable", dose)

    def _as_stated(self) -> tuple[Exact, ...] | None:
        """Of cells of which nothing else is said: every percentage that is stated, once."""
        if self.recovery is None:
            return () if self.viability is None else (self.viability,)
        if self.recovery_of == "viable":
            return (self.recovery,)
        return None if self.viability is None else (self.recovery, self.viability)

    def _all_to_viable(self, thawed: bool, dose: Counted) -> tuple[Exact, ...] | None:
        if self.viability is None:
            return None
        if thawed or dose.moment == BEFORE:
            moment = AFTER if thawed else BEFORE
            return (self.viability,) if self.viability_moment in (moment, None) else None
        if self.recovery is None:
            return (self.viability,) if self.counted.moment is None else None
        if self.recovery_of == "viable":
            return (self.viability, self.recovery) if self.viability_moment == BEFORE else None
        return (self.recovery, self.viability) if self.viability_moment in (AFTER, None) else None

    def _survival(self, kind: str, dose: Counted) -> tuple[Exact, ...] | None:
        """The part that survives, for a count before the freeze; a moment not stated needs none."""
        if self.recovery is not None:
            return (self.recovery,) if self.recovery_of == kind else None
        loose = self.counted.moment is None or (kind == "total" and dose.moment is None)
        return () if loose else None


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
