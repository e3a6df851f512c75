"""An amount of an event as a plain mapping that says by itself what it counts, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from msc_dose.problems import Refusal, refuse, stop
from msc_dose.product.plain_text import shown
from msc_dose.quantity.amount import Amount
from msc_dose.quantity.documents import number_document
from msc_dose.quantity.kinds import KINDS

_FACTS = ("counts", "population", "moment", "basis", "as_written")
_KEYS = ("value", "unit", "exact", "fraction", *_FACTS)
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,99})(\.[0-9]{1,100})?")
_FRACTION = re.compile(r"([1-9][0-9]{0,999})/([1-9][0-9]{0,999})")


def amount_document(amount: Amount) -> dict[str, Any]:
    """`value` and `unit`, the fraction where decimals do not end, and whatever of its cells is stated."""
    facts = {fact: getattr(amount, fact) for fact in _FACTS}
    if amount.as_written is not None:
        facts["as_written"] = amount.as_written.strip()
    return number_document(amount) | {fact: text for fact, text in facts.items() if text is not None}


def amount_of(document: Any, kinds: tuple[str, ...], path: str) -> Amount:
    """The amount of a mapping that `amount_document` wrote, of that kind of `kinds` which has its unit.

    Raises Refusal `event.wrong-type`, `event.unknown-key` or `value.missing` with its path, and those of
    Amount.
    """
    if not isinstance(document, dict):
        raise _wrong(path, "an amount with value and unit", document)
    _check_keys(document, path)
    for key in document:
        if key != "exact" and not isinstance(document[key], str):
            raise _wrong(f"{path}.{key}", "text", document[key])
    kind = next((kind for kind in kinds if KINDS[kind].unit == document["unit"]), None)
    if kind is None:
        units = " or ".join(KINDS[kind].unit for kind in kinds)
        raise _wrong(f"{path}.unit", f"the unit {units}", document["unit"])
    facts: dict[str, Any] = {key: document.get(key) for key in _FACTS}
    number, denominator = _number(document, path)
    try:
        amount = Amount(kind, number, denominator, **facts)
    except Refusal as refusal:
        raise _at(path, kind, refusal) from refusal
    # A fraction stands beside the number that it is: another value beside it says something else.
    keys = ("value", "exact", "fraction") if "fraction" in document else ("exact", "fraction")
    if any(number_document(amount).get(key) != document.get(key) for key in keys):
        raise _wrong(f"{path}.fraction", "the fraction that was written", document.get("fraction"))
    return amount


def _at(path: str, kind: str, refusal: Refusal) -> Refusal:
    """The refusal of an amount, which knows its kind and its facts, and not the field it stands in."""
    return Refusal(
        replace(problem, field=path if problem.field == kind else f"{path}.{problem.field}")
        for problem in refusal.problems
    )


def _check_keys(document: dict[str, Any], path: str) -> None:
    unknown = [key for key in document if key not in _KEYS]
    if unknown:
        fix = f"An amount has {', '.join(_KEYS)}."
        raise Refusal(
            [stop("event.unknown-key", path, f"{shown(key)} is not known.", fix) for key in unknown]
        )
    missing = [key for key in ("value", "unit") if key not in document]
    if missing:
        raise Refusal(
            [stop("value.missing", f"{path}.{key}", f"{key} is missing.", f"Give {key}.") for key in missing]
        )


def _number(document: dict[str, Any], path: str) -> tuple[Decimal, int]:
    if not _NUMBER.fullmatch(document["value"]):
        raise _wrong(f"{path}.value", "a number in plain digits", document["value"])
    if "fraction" not in document:
        return Decimal(document["value"]), 1
    fraction = _FRACTION.fullmatch(document["fraction"])
    if not fraction:
        raise _wrong(f"{path}.fraction", "a fraction such as 1/3", document["fraction"])
    return Decimal(int(fraction[1])), int(fraction[2])


def _wrong(path: str, wanted: str, read: Any) -> Refusal:
    text = shown(str(read))
    return refuse("event.wrong-type", path, f"{text} is not {wanted}.", f"Give {wanted}.", text)
