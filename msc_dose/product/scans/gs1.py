"""GS1 as scanned or as printed beside the bar code: GTIN, lot, serial number, expiry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msc_dose.problems import Refusal, refuse
from msc_dose.product.plain_text import scanned_text, shown

if TYPE_CHECKING:
    from biip.gs1_element_strings import GS1ElementString

SEPARATOR = "\x1d"
# Code 128, DataBar, DataMatrix, QR Code and DotCode when they carry GS1 data (ISO/IEC 15424, by way of biip).
_SYMBOLOGIES = ("]C1", "]e0", "]d2", "]Q3", "]J1")
_PRINTED = re.compile(r"\(([0-9]{2,4})\)([^()]+)")
_LAST_YEAR_OF_THIS_CENTURY = 75
_FIX = "Scan the bar code again, or type it as printed: (01)…(17)…(10)…(21)…"


@dataclass(frozen=True, slots=True)
class Gs1:
    """What a GS1 bar code says: `gtin` (01), `lot` (10), `serial` (21), `expiry` (17), None where absent.

    `values` holds every element in order: application identifier and its text.
    """

    values: tuple[tuple[str, str], ...]
    gtin: str | None = None
    lot: str | None = None
    serial: str | None = None
    expiry: date | None = None


def read_gs1(text: str, field: str = "scan") -> Gs1:
    r"""Everything that a GS1 bar code says, scanned (FNC1 as `\x1d`) or as printed with parentheses.

    biip knows the application identifiers, their lengths, characters and check digits. Day 00 of an
    expiry is the last day of its month. A two-digit year 00–75 is 2000–2075, as the rule of the GS1
    General Specifications (49 years back, 50 ahead; section 7.12, by way of biip) gives it on any day from
    2025 to 2049; 76–99 may be either century and is refused, for no clock is read here.

    Raises Refusal `gs1.format`, `gs1.separator-missing` (a lot that would swallow what follows it),
    `gs1.check-digit`, `gs1.twice`, `gs1.century`, and those of plain text; TypeError for anything but a str.
    """
    clean = scanned_text(text, field).lstrip(SEPARATOR)
    body = clean[3:] if clean.startswith(_SYMBOLOGIES) else clean
    found = list(_printed(body, field) if body.startswith("(") else _scanned(body, field))
    values = tuple((element.ai.ai, element.value) for element in found)
    names = [name for name, _ in values]
    twice = [name for name in names if names.count(name) > 1]
    if twice or not names:
        said = f"has ({twice[0]}) more than once" if twice else "says nothing"
        raise refuse("gs1.twice" if twice else "gs1.format", field, f"The scan {said}.", _FIX, shown(clean))
    wrong = next((element for element in found if element.gtin_error), None)
    if wrong:
        message = f"The check digit of the GTIN {wrong.value} is wrong."
        raise refuse("gs1.check-digit", field, message, _FIX, shown(clean))
    said_by = dict(values)
    expiry = _day(said_by["17"], field) if "17" in said_by else None
    return Gs1(values, said_by.get("01"), said_by.get("10"), said_by.get("21"), expiry)


def _scanned(text: str, field: str) -> Iterator[GS1ElementString]:
    rest = text
    while rest:
        element = _element(rest, field)
        rest = rest[len(element) :]
        if rest and element.ai.separator_required and not rest.startswith(SEPARATOR):
            message = f"({element.ai.ai}) {element.value} runs on into {shown(rest)!r} without a separator."
            fix = f"Set the scanner to send the group separator (FNC1). {_FIX}"
            raise refuse("gs1.separator-missing", field, message, fix, shown(text))
        yield element
        rest = rest.lstrip(SEPARATOR)


def _printed(text: str, field: str) -> Iterator[GS1ElementString]:
    # biip's own reader of this form drops what it does not expect: (10)AB-12 becomes AB.
    elements = _PRINTED.findall(text)
    if "".join(f"({name}){value}" for name, value in elements) != text:
        raise _unread(text, field)
    for name, value in elements:
        element = _element(name + value, field)
        if (element.ai.ai, element.value) != (name, value):
            raise _unread(f"({name}){value}", field)
        yield element


def _element(text: str, field: str) -> GS1ElementString:
    from biip import ParseError
    from biip.gs1_element_strings import GS1ElementString

    try:
        return GS1ElementString.extract(text)
    except ParseError as error:
        raise _unread(text, field) from error


def _unread(text: str, field: str) -> Refusal:
    message = f"{shown(text)!r} is not what a GS1 bar code says."
    return refuse("gs1.format", field, message, _FIX, shown(text))


def _day(text: str, field: str) -> date:
    """The day of a YYMMDD that biip has found valid."""
    year, month, day = (int(text[at : at + 2]) for at in (0, 2, 4))
    if year > _LAST_YEAR_OF_THIS_CENTURY:
        message = f"The year {year} of the expiry (17) {text} may be 19{year} or 20{year}."
        fix = "Enter the container with the expiry printed on its label."
        raise refuse("gs1.century", field, message, fix, text)
    if day:
        return date(2000 + year, month, day)
    after = date(2000 + year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)
