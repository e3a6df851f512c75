"""What a result must be, and the disagreements of a document's value with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msc_dose.problems import Problem
from msc_dose.recheck.differing import differ, disagreement
from msc_dose.recheck.document import Node, describe
from msc_dose.recheck.exact import Exact
from msc_dose.recheck.number import Rounded, beside


@dataclass(frozen=True, slots=True)
class Number:
    """A number that must be exactly this, in this unit."""

    value: Exact
    unit: str


@dataclass(frozen=True, slots=True)
class RoundedTo:
    """A number that must be rounded to this from exactly that, by a rule in these words."""

    value: Exact
    unrounded: Exact
    unit: str
    rule: str


class Words:
    """A text of which only that it is one is looked at."""


WORDS = Words()
Leaf = Number | RoundedTo | Words | str | int | None
Wanted = Leaf | dict[str, "Wanted"] | list["Wanted"]


def number_or_none(value: Exact | None, unit: str) -> Number | None:
    """What is wanted of a number that may be missing."""
    return None if value is None else Number(value, unit)


def compare(node: Node, wanted: Wanted) -> Iterator[Problem]:
    """Every disagreement of the document's value, however deep, with what is wanted of it."""
    if wanted is not None and not isinstance(wanted, Words) and node.is_null():
        yield disagreement(node.path, "null", f"gives {_shown(wanted)}")
        return
    match wanted:
        case dict():
            node.only(*wanted)
            for key, value in wanted.items():
                yield from compare(node.at(key), value)
        case list():
            yield from _compare_list(node, wanted)
        case Number():
            yield from _compare_number(node, wanted)
        case RoundedTo():
            yield from _compare_rounded(node, wanted)
        case Words():
            node.text()
        case None:
            if not node.is_null():
                yield disagreement(node.path, describe(node.value), "gives nothing")
        case _:
            said = node.value
            if type(said) is not type(wanted):
                raise node.wrong("a text" if isinstance(wanted, str) else "a number or true or false")
            if said != wanted:
                yield disagreement(node.path, describe(said), f"gives {describe(wanted)}")


def _compare_list(node: Node, wanted: list[Wanted]) -> Iterator[Problem]:
    said = node.items()
    yield from differ(node.path, f"{len(said)} entries", f"{len(wanted)} entries")
    for one, want in zip(said, wanted, strict=False):
        yield from compare(one, want)


def _compare_number(node: Node, wanted: Number) -> Iterator[Problem]:
    node.only("value", "unit", "exact", "fraction")
    yield from compare_text(node.at("unit"), wanted.unit)
    yield from compare_exact(node, "value", wanted.value)


def _compare_rounded(node: Node, wanted: RoundedTo) -> Iterator[Problem]:
    said = Rounded.of(node, wanted.unit)
    yield from differ(f"{node.path}.value", said.value, wanted.value)
    yield from compare_exact(node, "unrounded", wanted.unrounded)
    yield from compare_text(node.at("rounding"), wanted.rule)


def compare_exact(node: Node, key: str, wanted: Exact) -> Iterator[Problem]:
    """The disagreement of the number under this key, by its text or by the fraction beside it."""
    said = beside(node, key)
    if said != wanted:
        exactly = "" if wanted.ends else f" ({wanted.fraction})"
        yield disagreement(f"{node.path}.{key}".lstrip("."), said, f"gives {wanted}{exactly}")


def compare_text(node: Node, wanted: str) -> Iterator[Problem]:
    """The disagreement of a text."""
    if node.text() != wanted:
        yield disagreement(node.path, describe(node.value), f"gives {describe(wanted)}")


def _shown(wanted: Wanted) -> str:
    match wanted:
        case Number():
            return f"{wanted.value} {wanted.unit}"
        case RoundedTo():
            return f"{wanted.value} {wanted.unit}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return describe(wanted)
