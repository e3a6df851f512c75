"""One container as a source of the dose: what it gives, in which volume, and what comes with it."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.recheck.content import Content, Counted, part
from msc_dose.recheck.exact import ONE, Exact


@dataclass(frozen=True, slots=True)
class Source:
    """What one container gives, counted as the dose counts.

    `cells` can be got out of it, in `volume` mL when it is emptied (diluted where each container is), at
    `concentration`; `product` is the part of that volume which is thawed product.
    """

    identity: str | None
    content: Content
    percents: tuple[Exact, ...]
    cells: Exact
    volume: Exact | None
    concentration: Exact | None
    product: Exact

    @classmethod
    def of(
        cls, content: Content, dose: Counted, diluent: Exact | None, identity: str | None
    ) -> Source | None:
        """The source that a container is; None where it holds nothing that the dose can count."""
        percents, held = content.percents(dose), content.held
        if percents is None or held is None:
            return None
        cells = held * part(percents)
        if not cells:
            return None
        volume, drawn, product = content.volume, content.volume, ONE
        if diluent and volume is not None:
            all_of_it = volume if content.fill is None else content.fill
            drawn, product = all_of_it + diluent, all_of_it / (all_of_it + diluent)
            volume = volume + diluent
        concentration = None if drawn is None else cells / drawn
        if not diluent and content.concentration is not None:
            concentration = content.concentration * part(percents)
        return cls(identity, content, percents, cells, volume, concentration, product)


@dataclass(frozen=True, slots=True)
class Draw:
    """What is taken from one container: cells asked for and given, volume before and after rounding."""

    source: Source
    volume: Exact | None
    unrounded: Exact | None
    cells: Exact
    whole: bool

    @property
    def dmso(self) -> Exact | None:
        """The grams of DMSO in what is taken; None where volume or percentage is not stated."""
        if self.volume is None or self.source.content.dmso is None:
            return None
        # A container that is emptied gives its own volume of product, whatever was added to it.
        own = self.source.content.volume
        product = own if self.whole and own is not None else self.volume * self.source.product
        return product * self.source.content.dmso
