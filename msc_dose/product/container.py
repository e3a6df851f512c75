"""One container of cells: what it holds, when that was counted, and for whom it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msc_dose.product.validity import (
    CONTAINER_TYPES,
    DMSO_KINDS,
    DONOR_TYPES,
    MOMENTS,
    NO_EXPIRY,
    NONE_KNOWN,
    RECOVERED,
    STATUSES,
    UNASSIGNED,
    UNKNOWN,
    Moment,
    belonging_problems,
    content_problems,
    counted_problems,
    expiry_problems,
    identity_problems,
    kind_problems,
    need,
    note_problems,
    percent_problems,
    raise_all,
)
from msc_dose.quantity.amount import Amount

# The words of a container belong to it, wherever they are kept.
__all__ = [
    "CONTAINER_TYPES",
    "DMSO_KINDS",
    "DONOR_TYPES",
    "MOMENTS",
    "NONE_KNOWN",
    "NO_EXPIRY",
    "RECOVERED",
    "STATUSES",
    "UNASSIGNED",
    "UNKNOWN",
    "Container",
    "Content",
    "Dmso",
    "Moment",
    "Notes",
    "Recovery",
]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What part of the cells survives freezing and thawing, and of which cells (`percent`: 0–100 %).

    `of` is `total` (all cells after thaw ÷ all cells before freeze: goes with the post-thaw viability) or
    `viable` (viable after thaw ÷ viable before freeze: death is already in it).
    """

    percent: Amount
    of: str

    def __post_init__(self) -> None:
        """Refusal `recovery.kind-missing`, `.kind-unknown`, `.zero`, or `.implausible`."""
        raise_all(
            [
                *percent_problems(self.percent, "recovery"),
                *kind_problems(self.of, RECOVERED, "recovery", "of which cells it is"),
            ]
        )


@dataclass(frozen=True, slots=True)
class Dmso:
    """The part of dimethyl sulphoxide in the thawed product: percent, `v/v` or `w/v` (g per 100 mL)."""

    percent: Amount
    of: str

    def __post_init__(self) -> None:
        """Refusal `dmso.kind-missing` or `dmso.kind-unknown`."""
        need(self.percent, "percentage", "dmso")
        raise_all(kind_problems(self.of, DMSO_KINDS, "dmso", "by volume or by weight"))


@dataclass(frozen=True, slots=True)
class Content:
    """What one container holds. Amounts are Amounts with population, viability and moment named.

    `cells` is the number stated for the container; `concentration` (cells/mL) may stand beside it or in
    its place. `fill` is the volume in it (mL), `nominal` the volume printed on it, `withdrawable` what
    can be got out of it. `viability` (%) is viable ÷ all at `viability_moment`.

    Raises Refusal `count.mixed` (cells and concentration count differently), `moment.unknown`,
    `content.zero`, `content.withdrawable-above-fill`, `viability.zero`, `viability.implausible` (1 % or
    less: 0.85 % is a fraction with a percent sign, and is never read as 85 %); TypeError for another kind.
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

    def __post_init__(self) -> None:
        """Check every amount, and that they belong together."""
        raise_all(content_problems(self))

    @property
    def counted(self) -> Amount | None:
        """The amount that says what is counted: the cells, else the concentration."""
        return self.cells or self.concentration

    @property
    def held(self) -> Amount | None:
        """The cells in it: as stated, else concentration × fill (or what is withdrawable, or nominal)."""
        volume = self.fill or self.withdrawable or self.nominal
        if self.cells or not (self.concentration and volume):
            return self.cells
        return self.concentration * volume


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

    def __post_init__(self) -> None:
        """Refusal `hypersensitivity.contradicts`, or of a blank, long or hidden text."""
        raise_all(note_problems(self))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the notes that are unknown, to be shown."""
        texts = [*self.texts(), ("hypersensitivity", " ".join(self.hypersensitivity))]
        return tuple(name for name, text in texts if text == UNKNOWN)

    def texts(self) -> list[tuple[str, str]]:
        """Each note's name and text, without the list of hypersensitivities."""
        names = ("donor_eligibility", "blood_group", "filter", "irradiation", "pump")
        return [(name, getattr(self, name)) for name in names]


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a stock: its identity, content, and whose it is.

    Identity is `din` + `product_code` with division (ISBT 128), or `lot` + `serial` (GS1). `recipient` is
    a patient's identifier or `unassigned`; `expiry` a date (usable through that day), a date and time
    without a zone (the site's local time), or `none assigned`; `status` `quarantined` or `released`. What
    its content counts is named: population, viable or all cells, and moment.

    Raises one Refusal that names everything wrong: see `identity_problems`, `belonging_problems`,
    `expiry_problems` and `counted_problems`; TypeError for a wrong Python type.
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

    def __post_init__(self) -> None:
        """Check everything, and name all that is wrong at once."""
        if not isinstance(self.content, Content) or not isinstance(self.notes, Notes):
            raise TypeError("a Container holds a Content and Notes")
        raise_all(
            [
                *identity_problems(self.din, self.product_code, self.lot, self.serial),
                *counted_problems(self.content),
                *belonging_problems(self.type, self.donor_type, self.recipient, self.status, self.position),
                *expiry_problems(self.expiry),
            ]
        )

    @property
    def identity(self) -> str:
        """The container's name among all others: `DIN product-code`, or `lot serial`."""
        return f"{self.din} {self.product_code}" if self.din else f"{self.lot} {self.serial}"
