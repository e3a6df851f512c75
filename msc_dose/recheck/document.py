"""Typed access to a plan's document: each value is asked for by kind, each fault is named by its path.

The document is untrusted: any JSON value may stand anywhere. Nothing here walks into values that are
not asked for, or prints a whole container, so depth and size cannot hurt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msc_dose.problems import Refusal, refuse

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST = 400
"""The most infusions, weeks, or days of a window that a plan can sensibly have."""
LONGEST_GAP = 3650
"""The most days, weeks or months between two infusions: ten years of days."""

_DECIMAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_DECIMAL_LENGTH = 1200  # results have more digits than what went into them
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?)([+-][0-9]{2}:[0-9]{2})?"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """The number of days in a month (1 to 12) of the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTH_LENGTHS[month - 1]


def malformed(path: str, message: str, read: str | None = None) -> Refusal:
    """The refusal `document.malformed`, ready to raise; the path is its field."""
    fix = "Give the document exactly as the program wrote it."
    return refuse("document.malformed", path or "document", message, fix, read)


def describe(value: object) -> str:
    """A short safe text for any value: never long, never deep, no control characters."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int():
            return str(value) if abs(value) < 10**18 else "a number of more than 18 digits"
        case float():
            return f"the floating-point number {value!r}"
        case str():
            return repr(value[:40]) + ("…" if len(value) > 40 else "")
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return f"a Python {type(value).__name__}"


class Node:
    """One value of the document and where it stands, such as `infusions[2].date`.

    Every method returns the value as the kind it names, or raises `document.malformed`. A node is never
    changed. Thousands are made for one plan, so a node keeps what holds it, and its path is put together
    only where a fault is named.
    """

    __slots__ = ("_holder", "_place", "value")

    def __init__(self, value: object, place: str | int = "", holder: Node | None = None) -> None:
        """Keep a value under a key or index of what holds it; of the whole document, its path."""
        self.value, self._place, self._holder = value, place, holder

    @property
    def path(self) -> str:
        """The path of the value; empty for the whole document."""
        outer = "" if self._holder is None else self._holder.path
        if isinstance(self._place, int):
            return f"{outer}[{self._place}]"
        return f"{outer}.{self._place}" if outer else self._place

    def wrong(self, wanted: str) -> Refusal:
        """The refusal that says what belongs here and what was read."""
        read = describe(self.value)
        return malformed(self.path, f"Here belongs {wanted}, and the document has {read}.", read)

    def mapping(self) -> Mapping[Any, object]:
        """A mapping; its keys are not looked at."""
        value = self.value
        # Asking whether a value is a Mapping costs ten times as much as asking for its type.
        if type(value) is not dict and not isinstance(value, Mapping):
            raise self.wrong("a mapping")
        return value

    def at(self, key: str) -> Node:
        """The value under a key that must be there."""
        value = self.value
        mapping = value if type(value) is dict else self.mapping()
        if key not in mapping:
            raise malformed(Node(None, key, self).path, f"The key {key!r} is missing.")
        return Node(mapping[key], key, self)

    def maybe(self, key: str) -> Node | None:
        """The value under a key that may be absent; None where it is."""
        return self.at(key) if key in self.mapping() else None

    def text_at(self, key: str) -> str:
        """The text under a key that must be there."""
        value = self.value
        found = value.get(key) if type(value) is dict else None
        return found if type(found) is str else self.at(key).text()

    def only(self, *keys: str) -> Node:
        """This mapping, which has no keys but these: an unknown input is an unknown rule."""
        for key in self.mapping():
            if key not in keys:
                what = describe(key)
                raise malformed(self.path, f"The second calculation does not know the key {what}.", what)
        return self

    def items(self) -> list[Node]:
        """The values of a list."""
        if not isinstance(self.value, list | tuple):
            raise self.wrong("a list")
        return [Node(value, index, self) for index, value in enumerate(self.value)]

    def is_null(self) -> bool:
        """Whether the document says null here."""
        return self.value is None

    def text(self) -> str:
        """A text."""
        if not isinstance(self.value, str):
            raise self.wrong("a text")
        return self.value

    def choice(self, *names: str) -> str:
        """One of these names."""
        if not isinstance(self.value, str) or self.value not in names:
            raise self.wrong(" or ".join(repr(name) for name in names))
        return self.value

    def whole(self, least: int, most: int) -> int:
        """A whole number between two bounds; true and 4.0 are not whole numbers."""
        number = self.value
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise self.wrong(f"a whole number from {least} to {most}")
        return number

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false")
        return self.value

    def decimal(self) -> str:
        """A decimal number as plain text: no sign, exponent, leading or trailing zeros."""
        text = self.value
        if not isinstance(text, str) or len(text) > _DECIMAL_LENGTH or not _DECIMAL.fullmatch(text):
            raise self.wrong("a decimal number as plain text such as '70.5'")
        return text

    def day(self) -> date:
        """A day as YYYY-MM-DD, from 1900 to 2199, that the calendar has."""
        text = self.value
        found = _DAY.fullmatch(text) if isinstance(text, str) else None
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
            raise self.wrong(f"a day as YYYY-MM-DD from {FIRST_YEAR} to {LAST_YEAR}")
        if not 1 <= day <= month_length(year, month):
            raise self.wrong("a day that its month has")
        return date(year, month, day)

    def time(self) -> datetime:
        """A day and time as YYYY-MM-DDTHH:MM, with seconds and offset where they are stated."""
        found = _TIME.fullmatch(self.value) if isinstance(self.value, str) else None
        if found is None:
            raise self.wrong("a day and time as YYYY-MM-DDTHH:MM")
        Node(found[1], self.path).day()
        try:
            return datetime.fromisoformat(found[0])
        except ValueError:
            raise self.wrong("a time that the day has") from None

    def day_or_time(self) -> date | datetime:
        """A day, or a day and time."""
        return self.time() if isinstance(self.value, str) and "T" in self.value else self.day()
