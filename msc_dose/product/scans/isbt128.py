"""ISBT 128 as a keyboard-wedge scanner sends it or a person types it: donation number and product code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msc_dose.problems import refuse
from msc_dose.product.plain_text import scanned_text, shown

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
NO_FLAGS = "00"
# The letters I, O, Q and Z do not occur as flags; O does not occur in the facility's number.
DIN_PATTERN = re.compile(r"[A-NP-Z1-9][A-NP-Z0-9]{2}[0-9]{10}")
_FLAGS = re.compile(r"[0-9A-HJ-NPR-Y]{2}")
# Product description code, type of collection, division: the last character is never a capital.
PRODUCT_CODE_PATTERN = re.compile(r"[A-Z][A-Z0-9]{4}[A-Za-z0-9][A-Z0-9][a-z0-9]")
_DIVIDED_ELSEWHERE = re.compile(r"(?:[EFHSP]|X0|Y[A-Z]).*99")
# As labels print it: facility, year, sequence; or in groups of three after the first four.
_PRINTED = re.compile(r"(.{5}) (.{2}) (.{6})(?: (.))?|(.{4}) (.{3}) (.{3}) (.{3})(?: (.))?")
_KEYBOARD = "Check Caps Lock and the scanner's keyboard layout, or type the number from the label."
_DIN_FIX = (
    "Scan the donation number again, or type its 13 characters with the boxed check character, "
    "for instance G1234 98 654321 H."
)


@dataclass(frozen=True, slots=True)
class DonationNumber:
    """A donation identification number: `din` (13 characters), `flags` (two, `00` unused, or None: typed).

    `verified` says whether a check character stood beside it and agreed: the typed one, or type 3 flags.
    """

    din: str
    flags: str | None
    verified: bool


def check_value(din: str) -> int:
    """The ISO 7064 mod 37-2 check value (0–36) of the 13 characters of a donation number.

    K = (38 − S mod 37) mod 37, S the sum of each character's value × 2^position from the right (the last
    is 1). Source: UK Red Book, annex 2 (transfusionguidelines.org); ICCBBA ST-001 v6.2.2, appendix A.
    """
    weighted = sum(
        ALPHABET.index(character) << place for place, character in enumerate(reversed(_din(din)), 1)
    )
    return (38 - weighted % 37) % 37


def check_character(din: str) -> str:
    """The check character that a label prints beside the donation number: 0–9, A–Z or `*`."""
    return ALPHABET[check_value(din)]


def read_din(text: str, field: str = "din") -> DonationNumber:
    """The donation number that was scanned or typed.

    Scanned: `=`, 13 characters, 2 flag characters, no space. Typed: the 13 characters, in the groups that
    labels print or in one piece, with the boxed check character behind them or without it. Flags 60–96
    are a check value + 60 (type 3) and must agree; 97–99 are none. Nothing is put in capitals: a
    lower-case letter means a keyboard that may have changed more. Source: ICCBBA ST-001 v6.2.2, 2.4.1.

    Raises Refusal `din.format`, `din.flags-missing`, `din.check`, `value.missing`,
    `identifier.characters`, `text.too-long`; TypeError for anything but a str.
    """
    clean = scanned_text(text, field)
    return _scanned(clean, field) if clean.startswith("=") else _typed(clean, field)


def read_product_code(text: str, field: str = "product_code") -> str:
    """The 8 characters of a product code with its division, scanned (`=<` before them) or typed.

    The tables of codes are licensed: the code stays opaque, its characters are those of ICCBBA ST-001
    v6.2.2, 2.4.3. Without characters 7 and 8 a code names no container and is refused, as is division 99,
    which stands in another bar code (data structure 032).

    Raises Refusal `product-code.format`, `product-code.division-missing`,
    `product-code.division-elsewhere`, and those of plain text; TypeError for anything but a str.
    """
    clean = scanned_text(text, field)
    code = clean.removeprefix("=<")
    if len(code) in (5, 6) and re.fullmatch(r"[A-Z][A-Z0-9]{4}[A-Za-z0-9]?", code):
        message = f"The product code {code} has no division (characters 7 and 8)."
        fix = "Scan the whole product code of this container; 00 is the division of one that is not divided."
        raise refuse("product-code.division-missing", field, message, fix, code)
    if not PRODUCT_CODE_PATTERN.fullmatch(code):
        message = f"{shown(clean)!r} is not an ISBT 128 product code of 8 characters."
        fix = f"Scan the product code (=< and 8 characters, for instance =<S1234500). {_KEYBOARD}"
        raise refuse("product-code.format", field, message, fix, shown(clean))
    if _DIVIDED_ELSEWHERE.fullmatch(code):
        message = f"The product code {code} says that its division stands in another bar code (032)."
        fix = "Name the container by its lot and serial number."
        raise refuse("product-code.division-elsewhere", field, message, fix, code)
    return code


def _din(din: str) -> str:
    if not DIN_PATTERN.fullmatch(din):
        message = f"{shown(din)!r} is not the 13 characters of a donation number."
        raise refuse("din.format", "din", message, _DIN_FIX, shown(din))
    return din


def _scanned(clean: str, field: str) -> DonationNumber:
    din, flags = clean[1:14], clean[14:]
    if DIN_PATTERN.fullmatch(din) and not flags:
        message = f"{clean} begins like a scan (=) and has no flag characters."
        raise refuse("din.flags-missing", field, message, _DIN_FIX, clean)
    if not (DIN_PATTERN.fullmatch(din) and _FLAGS.fullmatch(flags)):
        message = f"{shown(clean)!r} is not =, 13 characters of a donation number and 2 flag characters."
        raise refuse("din.format", field, message, f"{_DIN_FIX} {_KEYBOARD}", shown(clean))
    if not (flags.isdigit() and int(flags) >= 60):
        return DonationNumber(din, flags, verified=False)
    if int(flags) - 60 != check_value(din):
        message = f"The flags {flags} of {din} are not its check value ({60 + check_value(din)})."
        raise refuse("din.check", field, message, _DIN_FIX, clean)
    return DonationNumber(din, flags, verified=True)


def _typed(clean: str, field: str) -> DonationNumber:
    groups = _PRINTED.fullmatch(clean)
    joined = "".join(part for part in groups.groups() if part) if groups else clean
    din, check = joined[:13], joined[13:]
    if not DIN_PATTERN.fullmatch(din) or len(check) > 1:
        message = f"{shown(clean)!r} is not the 13 characters of a donation number."
        raise refuse("din.format", field, message, f"{_DIN_FIX} {_KEYBOARD}", shown(clean))
    if check and check != check_character(din):
        message = f"The check character {check} does not belong to {din}: a character is mistyped."
        raise refuse("din.check", field, message, _DIN_FIX, clean)
    return DonationNumber(din, None, verified=bool(check))
