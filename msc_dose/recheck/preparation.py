"""From containers to the final product: draws, dilution, what is infused, and the parts it is split into."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.exact import HUNDRED, ZERO, Exact, total
from msc_dose.recheck.handling import Handling, Limit
from msc_dose.recheck.source import Draw, Source


@dataclass(frozen=True, slots=True)
class Need:
    """What an infusion needs: its cells, the dosing weight, the most that may be given, and the limits.

    There is no weight where the dose depends on none and none is known.
    """

    cells: Exact
    weight: Exact | None
    maximum: Exact | None
    limits: tuple[Limit, ...]

    def allows(self, cells: Exact) -> bool:
        """Whether so many cells of whole containers are within the maximum and the limits of cells."""
        return not self._is_too_many(cells) and not self._is_too_few(cells)

    def wants_more(self, cells: Exact) -> bool:
        """Whether a limit asks for more cells than these, and none for fewer."""
        return self._is_too_few(cells) and not self._is_too_many(cells)

    def lacks(self, held: Exact) -> bool:
        """Whether so many cells in all are less than the dose, and no limit says that fewer will do."""
        return held < self.cells and all(limit.low is None for limit, _ in self._limited(held))

    def per_weight(self, cells: Exact | None) -> Exact | None:
        """Cells per kg of the dosing weight, as far as both are known."""
        return None if cells is None or self.weight is None else cells / self.weight

    def _is_too_many(self, cells: Exact) -> bool:
        if self.maximum is not None and self.maximum < cells:
            return True
        return any(limit.high is not None and limit.high < value for limit, value in self._limited(cells))

    def _is_too_few(self, cells: Exact) -> bool:
        return any(limit.low is not None and value < limit.low for limit, value in self._limited(cells))

    def _limited(self, cells: Exact) -> list[tuple[Limit, Exact]]:
        values = {
            "prepared-to-calculated": cells / self.cells * HUNDRED,
            "cells-per-weight": self.per_weight(cells),
            "cells-per-dose": cells,
        }
        found = [(limit, values.get(limit.what)) for limit in self.limits]
        return [(limit, value) for limit, value in found if value is not None]


@dataclass(frozen=True, slots=True)
class Part:
    """One final product container: its volume and cells."""

    volume: Exact
    cells: Exact


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is drawn and made of it; None where a volume is not stated or nothing says how to dispense."""

    draws: tuple[Draw, ...]
    withdrawal: Exact | None
    withdrawal_unrounded: Exact | None
    delivered: Exact | None
    infused: Exact | None
    diluent: Exact | None
    final_volume: Exact | None
    parts: tuple[Part, ...]
    dmso_part: Exact | None
    faults: tuple[tuple[str, str], ...]

    @property
    def final_concentration(self) -> Exact | None:
        """Cells per mL of the final volume."""
        if self.delivered is None or not self.final_volume:
            return None
        return self.delivered / self.final_volume

    @property
    def dmso(self) -> Exact | None:
        """The grams of DMSO that are infused."""
        masses = [draw.dmso for draw in self.draws]
        known = [mass for mass in masses if mass is not None]
        if self.dmso_part is None or not masses or len(known) < len(masses):
            return None
        return total(known) * self.dmso_part


def drawn(sources: list[Source], need: Exact, handling: Handling) -> tuple[Draw, ...]:
    """Each container in order gives what it has, or what is still needed, rounded down to be measured."""
    draws, still = [], need
    for source in sources:
        cells = source.cells if source.cells < still else still
        still = still - cells
        if source.concentration is None or handling.dispense is None:
            draws.append(Draw(source, None, None, cells, False))
            continue
        unrounded = cells / source.concentration
        volume = handling.measured(unrounded)
        draws.append(Draw(source, volume, unrounded, volume * source.concentration, False))
    return tuple(draws)


def emptied(sources: list[Source]) -> tuple[Draw, ...]:
    """Every container is given whole."""
    return tuple(Draw(source, source.volume, source.volume, source.cells, True) for source in sources)


def prepared(draws: tuple[Draw, ...], handling: Handling) -> Prepared:
    """The final product of what is drawn, and how much of it is infused."""
    if handling.dispense is None:
        return Prepared(draws, None, None, None, None, None, None, (), None, ())
    withdrawal = _sum([draw.volume for draw in draws]) if draws else None
    delivered = total([draw.cells for draw in draws])
    known = withdrawal is not None or handling.dispense == "whole"
    final, diluent, faults = _final_volume(withdrawal, handling)
    given = _given_part(final, handling)
    stays = None if handling.rinsed else handling.hold_up
    if stays is not None and final is not None and final <= stays:
        faults += (("hold-up.too-large", "finds nothing left to infuse"),)
    return Prepared(
        draws,
        withdrawal,
        None if withdrawal is None else _sum([draw.unrounded for draw in draws]),
        delivered if known else None,
        delivered * given if known and given is not None else None,
        diluent,
        final,
        _parts(final, delivered if known else None, handling),
        Exact(1) if given is None and handling.hold_up is None else given,
        faults,
    )


def _sum(numbers: list[Exact | None]) -> Exact | None:
    known = [number for number in numbers if number is not None]
    return total(known) if len(known) == len(numbers) else None


Faults = tuple[tuple[str, str], ...]


def _final_volume(withdrawal: Exact | None, handling: Handling) -> tuple[Exact | None, Exact | None, Faults]:
    """The final volume, what is added to reach it, and whether it is too small."""
    stated = handling.final_volume
    if stated is not None:
        if withdrawal is None:
            return stated, None, ()
        if stated < withdrawal:
            return stated, None, (("volume.final-too-small", f"finds {withdrawal} mL drawn for {stated} mL"),)
        return stated, stated - withdrawal, ()
    if withdrawal is None:
        return None, None, ()
    added = handling.diluent_volume or ZERO
    return withdrawal + added, added, ()


def _given_part(final: Exact | None, handling: Handling) -> Exact | None:
    """The part of the final volume that reaches the patient; None where the hold-up is not stated."""
    if handling.rinsed or (handling.hold_up is not None and not handling.hold_up):
        return Exact(1)
    if handling.hold_up is None or not final or final <= handling.hold_up:
        return None
    return (final - handling.hold_up) / final


def _parts(final: Exact | None, delivered: Exact | None, handling: Handling) -> tuple[Part, ...]:
    if not final or delivered is None:
        return ()
    each = handling.measured(final / Exact(handling.split))
    last = final - each * Exact(handling.split - 1)
    volumes = [each] * (handling.split - 1) + [last]
    return tuple(Part(volume, delivered * volume / final) for volume in volumes)
