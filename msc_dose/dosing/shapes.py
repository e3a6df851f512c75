"""The shapes in which a dose is prescribed, before minimum, maximum and change: values only.

A `Span` is one amount, or a range both of whose ends are allowed. What it is per follows from the kind of
its amounts: `dose_per_weight` (cells/kg), `dose_per_surface` (cells/m²), `cell_count` (a flat dose).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from msc_dose.dosing.bands import check_band, check_bands, range_text
from msc_dose.dosing.change import Change
from msc_dose.dosing.counted import agreed, counting
from msc_dose.problems import refuse
from msc_dose.quantity.amount import Amount, Counts, describe
from msc_dose.quantity.writer import beside_another, briefly

__all__ = [
    "SPAN_KINDS",
    "Band",
    "ByVersion",
    "ByWeight",
    "Change",
    "Choice",
    "Shape",
    "SiteEntered",
    "Span",
    "Steps",
    "Version",
    "amounts_of",
    "check_dose",
    "spans_of",
    "with_each",
]

SPAN_KINDS = ("dose_per_weight", "dose_per_surface", "cell_count")


def check_dose(amount: Amount, field: str = "dose") -> Amount:
    """The amount, when it can be a dose: cells/kg, cells/m² or cells, and more than nothing.

    Raises Refusal `unit.wrong-kind` or `dose.zero`, TypeError for what is no Amount.
    """
    if not isinstance(amount, Amount):
        raise TypeError(f"{field} is an Amount here, not {type(amount).__name__}")
    if amount.kind not in SPAN_KINDS:
        message = (
            f"{describe(amount)} is no dose: not per body weight, not per body surface, no number of cells."
        )
        raise refuse("unit.wrong-kind", field, message, "Give cells/kg, cells/m² or cells.", str(amount))
    if amount.value == 0:
        raise refuse("dose.zero", field, "A dose of nothing is no dose.", "Give the dose as ordered.")
    return amount


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; equal where the dose is one amount.

    Both count the same cells and mean the same weight: an end that does not say takes it from the other.
    Raises Refusal `unit.wrong-kind`, `dose.zero`, `count.mixed`, `kind.mixed`, `dose.range-reversed`.
    """

    low: Amount
    high: Amount

    def __post_init__(self) -> None:
        """Hold both ends to one kind, to more than nothing, to the same cells, and to their order."""
        ends = check_dose(self.low), check_dose(self.high)
        counted, basis = agreed(ends), self.low.basis or self.high.basis
        for name, end in zip(("low", "high"), ends, strict=True):
            stated = counting(end, counted)
            if basis and end.kind == "dose_per_weight" and end.basis is None:
                stated = replace(stated, basis=basis)
            object.__setattr__(self, name, stated)
        if self.low > self.high:
            message = f"The range from {self.low} to {self.high} ends below where it begins."
            raise refuse("dose.range-reversed", "dose", message, "Give the smaller amount first.")

    @classmethod
    def of(cls, amount: Amount) -> Span:
        """The span of one amount."""
        return cls(amount, amount)

    @property
    def single(self) -> bool:
        """Whether the dose is one amount."""
        return self.low == self.high

    def __str__(self) -> str:
        """The dose in words: `2 million cells/kg`, `0.5 million cells/kg to 1 million cells/kg`."""
        if self.single:
            return briefly(self.low)
        return f"{beside_another(self.low)} to {beside_another(self.high)}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Several doses between which the source leaves the choice (1, 5 or 10 million cells/kg)."""

    options: tuple[Span, ...]

    def __post_init__(self) -> None:
        """Hold the options to spans, and to being there at all."""
        _check_members(self.options, Span, "options")

    def __str__(self) -> str:
        """The doses to choose from."""
        return " or ".join(str(option) for option in self.options)


@dataclass(frozen=True, slots=True)
class Band:
    """The dose of body weights from `above` to `up_to` (kg); `None` is without end.

    `above_included` and `up_to_included` say whether the weight at that end belongs to the band; `volume`
    (mL) is what the source prints beside the dose. Raises Refusal `unit.wrong-kind`, `rule.band-empty`.
    """

    gives: Span
    above: Amount | None = None
    above_included: bool = False
    up_to: Amount | None = None
    up_to_included: bool = True
    volume: Amount | None = None

    def __post_init__(self) -> None:
        """Hold the ends to body weights in their order, and the volume to a volume."""
        _check_members((self.gives,), Span, "gives")
        check_band(self)

    def holds(self, weight: Amount) -> bool:
        """Whether this body weight (kg) belongs to the band."""
        below = self.above is not None and (
            weight < self.above or (weight == self.above and not self.above_included)
        )
        beyond = self.up_to is not None and (
            weight > self.up_to or (weight == self.up_to and not self.up_to_included)
        )
        return not below and not beyond

    @property
    def weights(self) -> str:
        """The body weights of the band in words: `up to 60 kg`, `from 61 kg up to 80 kg`, `above 50 kg`."""
        return range_text(self)

    def __str__(self) -> str:
        """The body weights and their dose."""
        return f"{self.weights}: {self.gives}"


@dataclass(frozen=True, slots=True)
class ByWeight:
    """Bands or branches of body weight, lightest first. A weight in a gap between two has no dose.

    Raises Refusal `rule.bands-order`, `rule.bands-overlap`, `rule.empty`. Gaps may exist.
    """

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        """Hold the bands to their order, and to not overlapping."""
        _check_members(self.bands, Band, "bands")
        for lighter, heavier in pairwise(self.bands):
            check_bands(lighter, heavier)

    def __str__(self) -> str:
        """Every band with its dose."""
        return "; ".join(str(band) for band in self.bands)


@dataclass(frozen=True, slots=True)
class Version:
    """The dose of one version of a label, by its name (`US 2024`)."""

    name: str
    gives: Span

    def __post_init__(self) -> None:
        """Hold the name to a visible one."""
        _check_members((self.gives,), Span, "gives")
        if not isinstance(self.name, str):
            raise TypeError(f"a version is named by text, not {type(self.name).__name__}")
        if not (self.name.strip() and self.name.isprintable()):
            message = f"{self.name!r} is not the name of a version."
            raise refuse("version.unknown", "version", message, "Give its name, such as US 2024.")


@dataclass(frozen=True, slots=True)
class ByVersion:
    """Doses that differ by version of the label; the version is to be stated."""

    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        """Hold the versions to different names."""
        _check_members(self.versions, Version, "versions")
        if len(set(self.names)) < len(self.names):
            message = f"Two versions have one name: {', '.join(self.names)}."
            raise refuse("version.duplicate", "version", message, "Name each version differently.")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the versions, in order."""
        return tuple(version.name for version in self.versions)

    def __str__(self) -> str:
        """Every version with its dose."""
        return "; ".join(f"{version.name}: {version.gives}" for version in self.versions)


@dataclass(frozen=True, slots=True)
class Steps:
    """Escalating doses: infusion n has step n. More infusions than steps are refused, not repeated."""

    steps: tuple[Span, ...]

    def __post_init__(self) -> None:
        """Hold the steps to spans, and to being there at all."""
        _check_members(self.steps, Span, "steps")

    def __str__(self) -> str:
        """The steps in order."""
        return ", then ".join(str(step) for step in self.steps)


@dataclass(frozen=True, slots=True)
class SiteEntered:
    """The source states no dose that may be copied: the order must state it, in this kind of amount.

    `counts`, `population` and `moment` are what the dose will count, as far as the source says.
    """

    kind: str = "dose_per_weight"
    counts: Counts | None = None
    population: str | None = None
    moment: str | None = None

    def __post_init__(self) -> None:
        """Hold the kind to one that a dose can have, and what is counted to what can be counted."""
        if self.kind not in SPAN_KINDS:
            raise TypeError(f"a dose is entered as one of {', '.join(SPAN_KINDS)}, not as {self.kind!r}")
        Amount(self.kind, Decimal(1), 1, self.counts, self.population, self.moment)

    def __str__(self) -> str:
        """That the order states the dose."""
        return "as the order states it"


Shape = Span | Choice | ByWeight | ByVersion | Steps | SiteEntered


def spans_of(shape: Shape) -> tuple[Span, ...]:
    """Every span that the shape can give; none where the site enters the dose."""
    if isinstance(shape, Span):
        return (shape,)
    if isinstance(shape, Choice):
        return shape.options
    if isinstance(shape, ByWeight):
        return tuple(band.gives for band in shape.bands)
    if isinstance(shape, ByVersion):
        return tuple(version.gives for version in shape.versions)
    return shape.steps if isinstance(shape, Steps) else ()


def amounts_of(shape: Shape) -> tuple[Amount, ...]:
    """Both ends of every span that the shape can give."""
    return tuple(end for span in spans_of(shape) for end in (span.low, span.high))


def with_each(shape: Shape, made: Callable[[Amount], Amount]) -> Shape:
    """The same shape with every dose in it made into another."""

    def of(span: Span) -> Span:
        return Span(made(span.low), made(span.high))

    if isinstance(shape, Span):
        return of(shape)
    if isinstance(shape, Choice):
        return Choice(tuple(of(option) for option in shape.options))
    if isinstance(shape, ByWeight):
        return ByWeight(tuple(replace(band, gives=of(band.gives)) for band in shape.bands))
    if isinstance(shape, ByVersion):
        return ByVersion(tuple(Version(each.name, of(each.gives)) for each in shape.versions))
    return Steps(tuple(of(step) for step in shape.steps)) if isinstance(shape, Steps) else shape


def _check_members(members: object, kind: type, name: str) -> None:
    if not isinstance(members, tuple) or not all(isinstance(member, kind) for member in members):
        raise TypeError(f"{name} is a tuple of {kind.__name__}")
    if not members:
        raise refuse("rule.empty", "dose", f"The rule has no {name}, so it gives no dose.", "State them.")
