"""One container of cells: what it holds, when that was counted, and for whom it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from msc_dose.quantity.amount import Amount

Moment = Literal["before freeze", "after thaw", "label nominal"]
MOMENTS: tuple[Moment, ...] = ("before freeze", "after thaw", "label nominal")
CONTAINER_TYPES = ("bag", "vial", "syringe")
DONOR_TYPES = ("autologous", "allogeneic related", "allogeneic unrelated")
STATUSES = ("quarantined", "released")
UNASSIGNED = "unassigned"
NO_EXPIRY = "none assigned"
UNKNOWN = "unknown"
NONE_KNOWN = "none known"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What part of the cells survives freezing and thawing, and of which cells (`percent`: 0–100 %).

    `of` is `total` (all cells after thaw ÷ all cells before freeze: goes with the post-thaw viability) or
    `viable` (viable after thaw ÷ viable before freeze: death is already in it).
    """

    percent: Amount
    of: str


@dataclass(frozen=True, slots=True)
class Dmso:
    """The part of dimethyl sulphoxide in the thawed product: percent, `v/v` or `w/v` (g per 100 mL)."""

    percent: Amount
    of: str


@dataclass(frozen=True, slots=True)
class Content:
    """What one container holds. Amounts are Amounts with population, viability and moment named.

    `cells` is the number stated for the container; `concentration` (cells/mL) may stand beside it or in
    its place. `fill` is the volume in it (mL), `nominal` the volume printed on it, `withdrawable` what
    can be got out of it. `viability` (%) is viable ÷ all at `viability_moment`.
    """

    cells: Amount | None = None
    concentration: Amount | None = None
    fill: Amount | None = None
    nominal: Amount | None = None
    withdrawable: Amount | None = None
    viability: Amount | None = None
    viability_moment: Moment | None = None
    recovery: Recovery | None = None
    dmso: Dmso | None = None


@dataclass(frozen=True, slots=True)
class Notes:
    """What must be known before a container is used; `unknown` is allowed, and shown.

    `hypersensitivity` lists what is in the product that a patient may be allergic to (`none known`).
    """

    donor_eligibility: str = UNKNOWN
    blood_group: str = UNKNOWN
    filter: str = UNKNOWN
    irradiation: str = UNKNOWN
    pump: str = UNKNOWN
    hypersensitivity: tuple[str, ...] = (UNKNOWN,)


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a stock: its identity, content, and whose it is.

    Identity is `din` + `product_code` with division (ISBT 128), or `lot` + `serial` (GS1). `recipient` is
    a patient's identifier or `unassigned`; `expiry` a date (usable through that day), a date and time, or
    `none assigned`; `status` `quarantined` or `released`.
    """

    content: Content
    type: str
    donor_type: str
    recipient: str
    expiry: date | datetime | str
    status: str
    position: str
    din: str | None = None
    product_code: str | None = None
    lot: str | None = None
    serial: str | None = None
    notes: Notes = Notes()

    @property
    def identity(self) -> str:
        """The container's name among all others: `DIN product-code`, or `lot serial`."""
        return f"{self.din} {self.product_code}" if self.din else f"{self.lot} {self.serial}"
