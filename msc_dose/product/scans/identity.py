"""One container's identity in its one writing, from what was scanned or typed into one field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msc_dose.problems import Refusal, refuse
from msc_dose.product.plain_text import identifier_problem, scanned_text, shown
from msc_dose.product.scans.gs1 import SEPARATOR
from msc_dose.product.scans.identifiers import Scanned, read_scan
from msc_dose.scheduling import day_text

SCAN_SIGNS = "=&(]"
# Codes scanned one after the other: each ISBT 128 code begins with = or &, a GS1 code after a space. For
# Python the group separator is a space as well, and must not part what belongs together.
_CODES = re.compile(r"[=&][^=& ]*|[^=& ]+")
_TYPED = 2  # the lot and the serial number, or the donation number and the product code


@dataclass(frozen=True, slots=True)
class Identified:
    """The identity of one container as a record lists it, and in `words` what it was read from."""

    identity: str
    words: str


def is_scan(text: str) -> bool:
    """Whether a text comes from a scanner: it has a sign by which a code begins, or a group separator."""
    clean = text.strip(" ")
    return clean[:1] in tuple(SCAN_SIGNS) or SEPARATOR in clean or (clean[:1] == "0" and " " not in clean)


def read_identity(text: str, field: str = "scan") -> Identified:
    """The container that a field names: its scans, one code or two behind one another, or what is typed.

    Typed are two words: lot and serial number, or donation number and product code. Raises Refusal
    `identity.incomplete` where a donation number, product code or lot stands alone, `identity.missing` for a
    code that says neither, `identity.format` for words that are no identity, and those of `read_scan`.
    """
    clean = scanned_text(text.lstrip(" "), field)
    if not is_scan(clean):
        return _typed(clean, field)
    return _of_scans(read_scan(*codes_of(clean)), field)


def _typed(clean: str, field: str) -> Identified:
    """Two words are an identity; one may be a donation number, or digits that nobody can tell."""
    words = [word for word in clean.split(" ") if word]
    if len(words) == _TYPED:
        problems = [problem for word in words if (problem := identifier_problem(word, field))]
        if problems:
            raise Refusal(problems)
        return Identified(" ".join(words), "as typed")
    try:
        return _of_scans(read_scan(clean), field)
    except Refusal as refusal:
        if refusal.codes != ("din.format",):
            raise
    message = f"{shown(clean)!r} is no identity of one container."
    fix = "Scan it; or type lot and serial number (donation number and product code), one space between."
    raise refuse("identity.format", field, message, fix, shown(clean))


def _of_scans(scanned: Scanned, field: str) -> Identified:
    if not scanned.complete:
        raise _incomplete(scanned, field)
    return Identified(
        f"{scanned.din or scanned.lot} {scanned.product_code or scanned.serial}", _words(scanned)
    )


def codes_of(text: str) -> list[str]:
    """The codes that were scanned one behind the other; what was typed is one of them."""
    return _CODES.findall(text) if is_scan(text) else [text]


def awaits_more(refusal: Refusal) -> bool:
    """Whether what was scanned is right as far as it goes, and the other code is to be scanned now."""
    return refusal.codes == ("identity.incomplete",)


def _words(scanned: Scanned) -> str:
    """What was read, each part by its name."""
    named = {
        "donation": scanned.din,
        "product": scanned.product_code,
        "lot": scanned.lot,
        "serial": scanned.serial,
        "expires": scanned.expiry and day_text(scanned.expiry),
    }
    return ", ".join(f"{name} {text}" for name, text in named.items() if text)


def _incomplete(scanned: Scanned, field: str) -> Refusal:
    named = {"din": "product code", "product_code": "donation number", "lot": "serial", "serial": "lot"}
    other = next((said for name, said in named.items() if getattr(scanned, name)), "")
    if not other:
        message = "The scan names neither a donation number nor a lot."
        return refuse("identity.missing", field, message, "Scan the donation number or the lot.")
    message = f"{_words(scanned)}: that alone names no container."
    return refuse("identity.incomplete", field, message, f"Scan the {other} too.", _words(scanned))
