"""Typed access to a parsed criteria file: each key is taken once, each mistake is named with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.quantity.amount import Amount

T = TypeVar("T")
Read = Callable[[str, str, str], Amount]
NOT_STATED = "not stated"
_NAMES = {str: "text", int: "a whole number", bool: "true or false", dict: "a table", list: "a list"}


class Table:
    """A table of the file; what is wrong is collected in `problems`, and nothing is built from it then."""

    def __init__(self, table: Mapping[str, Any], path: str, problems: list[Problem], read: Read) -> None:
        """Open the table at `path` (empty for the whole file); `read` turns text into an Amount."""
        self._left, self._path, self.problems, self._read = dict(table), path, problems, read

    def note(self, code: str, key: str, message: str, fix: str) -> None:
        """Note a problem at this key."""
        self.problems.append(stop(code, self.at(key), message, fix))

    def at(self, key: str) -> str:
        """The whole path of a key."""
        return f"{self._path}.{key}" if self._path else key

    def take(self, key: str, kind: type[T], required: bool = True) -> T | None:
        """The value under the key when it is of this type; else None, and a problem where it is required."""
        if key not in self._left:
            if required:
                self.note("criteria.missing-key", key, "The key is missing.", f"Add {self.at(key)}.")
            return None
        value = self._left.pop(key)
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)) and _visible(value):
            return value
        self.note("criteria.wrong-type", key, f"{value!r} is not {_NAMES[kind]}.", "Correct the value.")
        return None

    def text(self, key: str) -> str:
        """The text under the key, which must not be blank."""
        value = self.take(key, str)
        if value is not None and not value.strip():
            self.note("criteria.missing-key", key, "The text is empty.", f"Fill in {self.at(key)}.")
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under the key; empty where it is missing."""
        found = self.take(key, list, required=False) or []
        if not all(isinstance(each, str) and _visible(each) for each in found):
            self.note("criteria.wrong-type", key, f"{found!r} is not a list of texts.", "Correct the value.")
            return ()
        return tuple(found)

    def days(self, key: str) -> int | None:
        """The days under the key, or None where it says "not stated"."""
        return None if self.states(key, NOT_STATED) else self.take(key, int)

    def amount(self, key: str, kind: str) -> Amount | None:
        """The amount that the text under the key states; None where the key is missing."""
        value = self.take(key, str, required=False)
        return None if value is None else self.attempt(key, lambda: self._read(value, kind, self.at(key)))

    def required_amount(self, key: str, kind: str) -> Amount | None:
        """The amount under the key; a problem where it is missing."""
        if key not in self._left:
            self.take(key, str)
            return None
        return self.amount(key, kind)

    def states(self, key: str, words: str) -> bool:
        """Whether the key holds these very words, which are then taken."""
        held = self._left.get(key) == words
        if held:
            del self._left[key]
        return held

    def attempt(self, key: str, make: Callable[[], T]) -> T | None:
        """What `make` makes; its refusal becomes problems of this key."""
        try:
            return make()
        except Refusal as refusal:
            for problem in refusal.problems:
                self.note(problem.code, key, problem.message, problem.fix)
            return None

    def table(self, key: str, required: bool = True) -> Table | None:
        """The table under the key."""
        found = self.take(key, dict, required)
        return None if found is None else Table(found, self.at(key), self.problems, self._read)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of the list under the key, in order."""
        for place, found in enumerate(self.take(key, list) or []):
            if isinstance(found, dict):
                yield Table(found, f"{self.at(key)}[{place}]", self.problems, self._read)
            else:
                self.note("criteria.wrong-type", key, f"{found!r} is not a table.", "Correct it.")

    def finish(self) -> None:
        """Note every key that nothing has taken: a misspelled key must not be passed over."""
        for key in self._left:
            self.note("criteria.unknown-key", key, "No such key is known.", "Correct its spelling.")


def _visible(value: object) -> bool:
    return not isinstance(value, str) or value.isprintable()
