"""The range in which amounts of a kind, population or product usually lie: it orders, it never accepts."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import cache

Range = tuple[Decimal, Decimal]


@cache
def table() -> dict[str, Range]:
    """Every row of plausible.toml, under `kind` or `kind.name of a population or product`."""
    import tomllib

    with open(os.path.join(os.path.dirname(__file__), "plausible.toml"), "rb") as file:
        content = tomllib.load(file)
    rows: dict[str, Range] = {}
    for kind, limits in content.items():
        rows[kind] = _range(limits)
        for name, own in limits.items():
            if isinstance(own, dict):
                rows[f"{kind}.{name}"] = _range(own)
    return rows


def _range(limits: dict[str, str]) -> Range:
    return Decimal(limits["low"]), Decimal(limits["high"])


def plausible(kind: str, population: str | None = None, product: str | None = None) -> Range:
    """The usual range in the canonical unit: the product's row, else the population's, else the kind's."""
    rows = table()
    own = rows.get(f"{kind}.{product}") or rows.get(f"{kind}.{population}")
    return own or rows[kind]
