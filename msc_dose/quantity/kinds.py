"""The kinds of amount: what each is called, its canonical unit, and the limits that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from msc_dose.problems import Problem
from msc_dose.quantity.table import Compound, compound, units


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of amount.

    `unit` is the canonical unit as JSON writes it; `over` and `under` name the units of the table it
    is made of; `numerators` and `denominators` are the units in which a person may write it. A kind
    with `cells` counts cells, of which population, viability and moment are named by the amount.
    `low` and `high` are hard limits in the canonical unit: outside them there is no such amount.
    """

    name: str
    noun: str
    unit: str
    over: str
    under: str | None
    numerators: tuple[str, ...]
    denominators: tuple[str, ...] = ()
    cells: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    limit_code: str = ""
    limit_source: str = ""

    @property
    def counts_things(self) -> bool:
        """Whether powers of ten and words such as "million" belong to this kind."""
        return self.cells or self.name == "platelet_count"

    @property
    def patient_mass(self) -> bool:
        """Whether the kilogram of this kind is the patient's."""
        return "body_kg" in (self.over, self.under)

    def canonical(self) -> Compound:
        """The canonical unit in root units (cells of unstated viability where cells are counted)."""
        under = ((units()[self.under], -1),) if self.under else ()
        return compound(((units()[self.over], 1), *under))

    def outside(self, value: Decimal, field: str, read: str | None) -> Problem | None:
        """The problem of a value outside the hard limits of this kind, if it is."""
        if (self.low is None or value >= self.low) and (self.high is None or value <= self.high):
            return None
        limits = f"{self.low} to {self.high} {self.unit}"
        message = f"{value:,f} {self.unit} is outside the limits of a {self.noun}, {limits}."
        fix = "Check the number and its unit."
        return Problem(self.limit_code, "stop", field, message, fix, read, self.limit_source)


_CELLS = ("cell", "viable_cell", "all_cell")
_VOLUMES = ("milliliter", "liter", "microliter", "deciliter", "cubic_millimeter", "nanoliter")
_TIMES = ("minute", "second", "hour", "day")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "body_weight",
            "body weight",
            "kg",
            "body_kg",
            None,
            ("body_kg",),
            low=Decimal("0.2"),
            high=Decimal(650),
            limit_code="weight.implausible",
            limit_source="policy: body weights from 0.2 to 650 kg",
        ),
        Kind("height", "height", "cm", "centimeter", None, ("centimeter", "meter")),
        Kind(
            "dose_per_weight",
            "dose per body weight",
            "cells/kg",
            "cell",
            "body_kg",
            _CELLS,
            ("body_kg",),
            True,
        ),
        Kind(
            "dose_per_surface",
            "dose per body surface",
            "cells/m2",
            "cell",
            "square_meter",
            _CELLS,
            ("square_meter",),
            True,
        ),
        Kind("cell_count", "number of cells", "cells", "cell", None, _CELLS, (), True),
        Kind(
            "cell_concentration",
            "concentration of cells",
            "cells/mL",
            "cell",
            "milliliter",
            _CELLS,
            _VOLUMES,
            True,
        ),
        Kind("volume", "volume", "mL", "milliliter", None, _VOLUMES[:4]),
        Kind("mass", "mass of a product", "g", "gram", None, ("gram", "kilogram", "milligram", "microgram")),
        Kind(
            "body_surface",
            "body surface",
            "m2",
            "square_meter",
            None,
            ("square_meter",),
            low=Decimal("0.05"),
            high=Decimal(5),
            limit_code="surface.implausible",
            limit_source="policy: body surfaces from 0.05 to 5 m²",
        ),
        Kind(
            "volume_per_weight",
            "volume per body weight",
            "mL/kg",
            "milliliter",
            "body_kg",
            _VOLUMES[:2],
            ("body_kg",),
        ),
        Kind(
            "mass_per_weight",
            "mass per body weight",
            "g/kg",
            "gram",
            "body_kg",
            ("gram", "milligram"),
            ("body_kg",),
        ),
        Kind("flow_rate", "flow rate", "mL/min", "milliliter", "minute", _VOLUMES[:3], _TIMES[:3]),
        Kind("duration", "duration", "min", "minute", None, _TIMES),
        Kind("platelet_count", "platelet count", "10*9/L", "giga_platelet", "liter", ("platelet",), _VOLUMES),
        Kind(
            "percentage",
            "percentage",
            "%",
            "percent",
            None,
            ("percent",),
            low=Decimal(0),
            high=Decimal(100),
            limit_code="percentage.out-of-range",
            limit_source="a part of a whole",
        ),
        Kind("ratio", "ratio of two amounts", "%", "percent", None, ("percent",)),
    )
}


def kind_of(name: str) -> Kind:
    """The kind of this name; TypeError, listing the kinds, where there is none."""
    if name not in KINDS:
        raise TypeError(f"no kind of amount is called {name!r}; the kinds are {', '.join(KINDS)}")
    return KINDS[name]
