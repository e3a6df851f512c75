"""Numbers of the document: exact, cut short with the fraction that they are, or rounded by a named rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd

from msc_dose.recheck.document import Node
from msc_dose.recheck.exact import Exact

_FRACTION = re.compile(r"(0|[1-9][0-9]*)/([1-9][0-9]*)")
_FRACTION_LENGTH = 2400
_INPUT_FRACTION_LENGTH = 240
_CUT = ("exact", "fraction")


def number(node: Node, unit: str) -> Exact:
    """The number `{"value", "unit"}` in this unit, with `exact: false` and its fraction where it was cut."""
    node.only("value", "unit", *_CUT).at("unit").choice(unit)
    return beside(node, "value", _INPUT_FRACTION_LENGTH)


def optional(node: Node, unit: str) -> Exact | None:
    """The number, or None where the document says null."""
    return None if node.is_null() else number(node, unit)


def some(node: Node, unit: str) -> Exact:
    """The number, which is more than nothing."""
    found = number(node, unit)
    if not found:
        raise node.at("value").wrong("more than nothing")
    return found


def maybe_some(node: Node, unit: str) -> Exact | None:
    """More than nothing, or None where the document says null."""
    return None if node.is_null() else some(node, unit)


def percentage(node: Node) -> Exact | None:
    """A part of a whole, 0 to 100 %, as a plain number of percents; None where the document says null."""
    found = optional(node, "%")
    if found is not None and Exact(100) < found:
        raise node.at("value").wrong("a percentage from 0 to 100")
    return found


def beside(node: Node, key: str, longest: int = _FRACTION_LENGTH) -> Exact:
    """The number under this key, which is the fraction that stands beside it where it was cut short."""
    text = node.at(key).decimal()
    if not any(name in node.mapping() for name in _CUT):
        return Exact.of(text)
    if node.at("exact").value is not False:
        raise node.at("exact").wrong("false, or no such key")
    found = _fraction(node.at("fraction"), longest)
    if found.ends or str(found) != text:
        raise node.at(key).wrong(f"{str(found)[:40]!r}, which is the fraction cut to 12 significant digits")
    return found


def _fraction(node: Node, longest: int) -> Exact:
    text = node.text()
    parts = _FRACTION.fullmatch(text) if len(text) <= longest else None
    top, bottom = (int(part) for part in parts.groups()) if parts else (0, 0)
    if gcd(top, bottom) != 1:
        raise node.wrong("a fraction in lowest terms such as '1250/17'")
    return Exact(top, bottom)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number of the document rounded by a named rule, and what it was before."""

    value: Exact
    unrounded: Exact
    rule: str

    @classmethod
    def of(cls, node: Node, unit: str) -> Rounded:
        """The rounded number in this unit."""
        node.only("value", "unit", "unrounded", "rounding", *_CUT).at("unit").choice(unit)
        value = Exact.of(node.at("value").decimal())
        return cls(value, beside(node, "unrounded"), node.at("rounding").text())
