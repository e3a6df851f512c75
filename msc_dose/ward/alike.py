"""Codes of patients that are easily taken for each other on one day.

Policy, not a published rule: two codes are alike where two neighbours are exchanged, where the digits of
one are those of the other read backwards, where they differ only in capital letters, or where one edit makes
one of the other (a character other, one more, one less). Running numbers are normal, and one edit between
them is none: codes that differ in their last number alone, where every number between the two is a code of
the same day as well (P-0411, P-0412, P-0413). Only codes of one day are compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

_ANY = "\0"
_LAST_NUMBER = re.compile(r"([0-9]+)([^0-9]*)$")


def alike(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each code that has codes like it, those codes, sorted."""
    return dict(_alike(frozenset(codes)))


@lru_cache(maxsize=8)  # the days of a ward are asked about again with every minute
def _alike(codes: frozenset[str]) -> dict[str, tuple[str, ...]]:
    known = sorted(codes)
    always, edited = _together(known, _signs), _together(known, _edits)
    runs = _runs(known)
    found = {
        code: always[code]
        | {other for other in edited[code] if not _running(runs.get(code), runs.get(other))}
        for code in known
    }
    return {code: tuple(sorted(others)) for code, others in found.items() if others}


def _together(codes: list[str], signs: Callable[[str], Iterator[str]]) -> dict[str, set[str]]:
    """For each code those that share a sign with it."""
    by_sign: dict[str, set[str]] = defaultdict(set)
    for code in codes:
        for sign in signs(code.casefold()):
            by_sign[sign].add(code)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for together in by_sign.values():
        for code in together if len(together) > 1 else ():
            found[code] |= together - {code}
    return found


def _runs(codes: list[str]) -> dict[str, tuple[str, int, int]]:
    """For each code with a number: what stands around the number, the run it is in, and the number."""
    numbers: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code in codes:
        if (last := _LAST_NUMBER.search(code.casefold())) is not None:
            around = f"{code.casefold()[: last.start()]}{_ANY}{last[2]}"
            numbers[around][int(last[1])].append(code)
    found: dict[str, tuple[str, int, int]] = {}
    for around, by_number in numbers.items():
        ordered = sorted(by_number)
        for place, number in enumerate(ordered):
            # Within a run the number less its place stays the same.
            found |= dict.fromkeys(by_number[number], (around, number - place, number))
    return found


def _running(one: tuple[str, int, int] | None, other: tuple[str, int, int] | None) -> bool:
    """Whether both are different numbers of one run."""
    return one is not None and other is not None and one[:2] == other[:2] and one[2] != other[2]


def pairs_alike(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each pair of codes that are alike, once."""
    found = alike(codes)
    return tuple((code, other) for code, others in found.items() for other in others if code < other)


def _signs(code: str) -> Iterator[str]:
    """Texts that two codes share exactly where they are exchanged, backwards, or of other capitals."""
    yield code
    for at in range(len(code) - 1):
        yield f"{_ANY}{_ANY}{code[:at]}{''.join(sorted(code[at : at + 2]))}{_ANY}{code[at + 2 :]}"
    digits = "".join(filter(str.isdigit, code))
    forms = "".join(_ANY if character.isdigit() else character for character in code)
    yield f"{_ANY}{_ANY}{_ANY}{forms}{min(digits, digits[::-1])}"


def _edits(code: str) -> Iterator[str]:
    """Texts that two codes share exactly where one edit makes one of the other: none is compared with all."""
    for at in range(len(code)):
        yield code[:at] + _ANY + code[at + 1 :]  # one character other
    for at in range(len(code) + 1):
        yield code[:at] + _ANY + code[at:]  # one more than the code of which `at` was left out
