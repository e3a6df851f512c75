"""What the scans of a container say of its identity: ISBT 128 or GS1, told by their first character."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from msc_dose.problems import refuse
from msc_dose.product.plain_text import scanned_text, shown
from msc_dose.product.scans.gs1 import SEPARATOR, read_gs1
from msc_dose.product.scans.isbt128 import read_din, read_product_code

_DIN_SCAN = 16


@dataclass(frozen=True, slots=True)
class Scanned:
    """What scans say: donation number and product code, or GTIN, lot, serial number and expiry."""

    din: str | None = None
    product_code: str | None = None
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    expiry: date | None = None

    @property
    def complete(self) -> bool:
        """Whether one container is named: DIN and product code, or lot and serial number."""
        return bool((self.din and self.product_code) or (self.lot and self.serial))


def read_scan(*texts: str) -> Scanned:
    r"""What the scans of one container say together, in any order.

    `=` begins a donation number, `=<` a product code, both may come as one; `(`, `]`, a leading 0 or a
    group separator mean GS1; a leading letter a typed donation number. Digits that begin otherwise may be
    either (1012345678901 is a donation number, or a lot in GS1) and are refused.

    Raises Refusal `scan.ambiguous`, `scan.disagrees` (two scans are not of one container), and those of
    `read_din`, `read_product_code`, `read_gs1`, `scan.no-identity` (an expiry date); TypeError for no text,
    or anything but a str.
    """
    if not texts:
        raise TypeError("read_scan takes at least one text")
    said: dict[str, object] = {}
    for text in texts:
        for name, value in _one(text).items():
            if value is not None and said.setdefault(name, value) != value:
                message = f"Two scans give different values of {name}: {said[name]} and {value}."
                raise refuse("scan.disagrees", "scan", message, "Scan one container.", str(value))
    if ("din" in said or "product_code" in said) and ("lot" in said or "serial" in said):
        message = "One scan is ISBT 128, another GS1: they name a container in two ways."
        raise refuse("scan.disagrees", "scan", message, "Scan the identity under which it is stored.")
    return Scanned(**said)  # type: ignore[arg-type]


def _one(text: str) -> dict[str, object]:
    clean = scanned_text(text, "scan")
    if clean.startswith("=<"):
        return {"product_code": read_product_code(clean, "scan")}
    if clean[:2] in ("=>", "&>"):
        message = "This bar code is an expiry date, and no part of the container's identity."
        fix = "Scan the donation number and the product code."
        raise refuse("scan.no-identity", "scan", message, fix, shown(clean))
    if clean.startswith("="):
        both = clean[_DIN_SCAN:].startswith("=<")
        code = {"product_code": read_product_code(clean[_DIN_SCAN:], "scan")} if both else {}
        return {"din": read_din(clean[:_DIN_SCAN] if both else clean, "scan").din, **code}
    if clean[0] in "(]0" or SEPARATOR in clean:
        found = read_gs1(clean)
        return {field.name: getattr(found, field.name) for field in fields(found) if field.name != "values"}
    if clean[0].isdigit():
        message = f"{shown(clean)!r} may be a donation number or a GS1 bar code."
        fix = "Scan an ISBT 128 code with its =, or GS1 with its symbology mark; or type the label's text."
        raise refuse("scan.ambiguous", "scan", message, fix, shown(clean))
    return {"din": read_din(clean, "scan").din}
