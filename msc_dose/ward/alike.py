"""Codes of patients that are easily taken for each other on one day.

Policy, not a published rule: two codes are alike where one edit makes one of the other (a character
other, one more, one less, or two neighbours exchanged), where the digits of one are those of the other
read backwards, or where they differ only in capital letters. Only codes of one day are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

_ANY = "\0"


def alike(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each code that has codes like it, those codes, sorted."""
    known = sorted(set(codes))
    by_sign: dict[str, set[str]] = defaultdict(set)
    for code in known:
        for sign in _signs(code.casefold()):
            by_sign[sign].add(code)
    found: dict[str, set[str]] = defaultdict(set)
    for together in by_sign.values():
        if len(together) > 1:
            for code in together:
                found[code] |= together - {code}
    return {code: tuple(sorted(others)) for code, others in sorted(found.items())}


def pairs_alike(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each pair of codes that are alike, once."""
    found = alike(codes)
    return tuple((code, other) for code, others in found.items() for other in others if code < other)


def _signs(code: str) -> Iterator[str]:
    """Texts that two codes share exactly where they are alike: no code is compared with every other."""
    yield code
    for at in range(len(code)):
        yield code[:at] + _ANY + code[at + 1 :]  # one character other
    for at in range(len(code) + 1):
        yield code[:at] + _ANY + code[at:]  # one more than the code of which `at` was left out
    for at in range(len(code) - 1):
        yield f"{_ANY}{_ANY}{code[:at]}{''.join(sorted(code[at : at + 2]))}{_ANY}{code[at + 2 :]}"
    digits = "".join(filter(str.isdigit, code))
    forms = "".join(_ANY if character.isdigit() else character for character in code)
    yield f"{_ANY}{_ANY}{_ANY}{forms}{min(digits, digits[::-1])}"
