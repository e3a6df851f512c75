"""Acceptance limits: the site's or the protocol's, none shipped; each result inside, outside, or not set."""

from __future__ import annotations

from dataclasses import dataclass

from msc_dose.quantity.amount import Amount

# What can be limited, and the kind of amount in which it is.
LIMITED = {
    "prepared-to-calculated": "ratio",
    "infused-to-calculated": "ratio",
    "cells-per-weight": "dose_per_weight",
    "cells-per-dose": "cell_count",
    "post-thaw-viability": "percentage",
    "final-concentration": "cell_concentration",
    "final-volume": "volume",
    "nominal-to-measured": "ratio",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """What is limited, the least and the most allowed (both included), and whose limit it is."""

    what: str
    low: Amount | None
    high: Amount | None
    origin: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One result beside its limit: `inside`, `outside` or `limit not set`."""

    what: str
    value: Amount | None
    verdict: str
    limit: Limit | None = None
