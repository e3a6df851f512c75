"""Typed access to a parsed protocol file: each key is taken once, each mistake named with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from msc_dose.problems import Problem, Refusal, stop
from msc_dose.quantity.amount import Amount

T = TypeVar("T")
Read = Callable[[str, str, str], Amount]
NOT_STATED = "not stated"


class Section:
    """A table of the file: takes its keys, collects what is wrong, and finds keys nobody knows.

    A mistake does not end the reading: it is noted in `problems` and a `None` takes its place, so that
    one refusal can name everything. Nothing is built from a section that has problems.
    """

    def __init__(self, table: Mapping[str, Any], path: str, problems: list[Problem], read: Read) -> None:
        """Open a table at `path` (empty for the whole file); `read` turns text into an Amount."""
        self._left, self._path, self.problems, self._read = dict(table), path, problems, read

    def _at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def note(self, code: str, key: str, message: str, fix: str) -> None:
        """Note a problem at this key."""
        self.problems.append(stop(code, self._at(key), message, fix))

    def take(self, key: str, kind: type[T], required: bool = True) -> T | None:
        """The value under the key when it is of this type; `None`, and a problem, when it is not."""
        if key not in self._left:
            if required:
                self.note("protocol.missing-key", key, "The key is missing.", f"Add {self._at(key)}.")
            return None
        value = self._left.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            names = {
                str: "text",
                int: "a whole number",
                bool: "true or false",
                dict: "a table",
                list: "a list",
                date: "a date",
            }
            message = f"{value!r} is not {names.get(kind, kind.__name__)}."
            self.note("protocol.wrong-type", key, message, "Correct the value.")
            return None
        if isinstance(value, str) and not value.isprintable():
            message = f"{value[:40]!r} holds a character that is not visible."
            self.note("text.control-character", key, message, "Type the text again by hand.")
            return None
        if isinstance(value, datetime):
            self.note("protocol.wrong-type", key, f"{value!r} has a time.", "Give a date alone.")
            return None
        return value

    def states_nothing(self, key: str) -> bool:
        """Whether the key holds the words "not stated", which are then taken."""
        stated = self._left.get(key) != NOT_STATED
        if not stated:
            del self._left[key]
        return not stated

    def text(self, key: str, required: bool = True) -> str:
        """The text under the key, empty where it is missing; a required text is not blank."""
        value = self.take(key, str, required)
        if required and value is not None and not value.strip():
            self.note("protocol.missing-key", key, "The text is empty.", f"Fill in {self._at(key)}.")
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under the key; empty where it is missing."""
        found = self.take(key, list, required=False) or []
        for i, value in enumerate(found):
            if not isinstance(value, str) or not value.strip() or not value.isprintable():
                self.note(
                    "protocol.wrong-type", f"{key}[{i}]", f"{value!r} is not plain text.", "Correct it."
                )
        return tuple(value for value in found if isinstance(value, str))

    def whole(self, key: str, least: int, most: int, required: bool = True) -> int | None:
        """The whole number under the key, from `least` to `most`."""
        value = self.take(key, int, required)
        if value is not None and not least <= value <= most:
            self.note(
                "protocol.out-of-range", key, f"{value} is not from {least} to {most}.", "Correct the number."
            )
            return None
        return value

    def one_of(self, key: str, choices: tuple[str, ...], required: bool = True) -> str | None:
        """The text under the key, which must be one of the choices; `None` for "not stated"."""
        value = self.take(key, str, required)
        if value is None or value in choices:
            return None if value == NOT_STATED else value
        self.note(
            "protocol.unknown-value", key, f"{value!r} is none of {', '.join(choices)}.", "Use one of them."
        )
        return None

    def amount(self, key: str, kind: str, required: bool = True) -> Amount | None:
        """The amount that the text under the key states."""
        value = self.take(key, str, required)
        return None if value is None else self.attempt(key, lambda: self._read(value, kind, self._at(key)))

    def amount_of(self, key: str, kinds: tuple[str, ...], required: bool = True) -> Amount | None:
        """The amount under the key, of whichever of the kinds its own unit says."""
        value = self.take(key, str, required)
        if value is None:
            return None
        refusals = []
        for kind in kinds:
            try:
                return self._read(value, kind, self._at(key))
            except Refusal as refusal:
                refusals.append(refusal)
        chosen = next((r for r in refusals if "unit.wrong-kind" not in r.codes), refusals[0])
        for problem in chosen.problems:
            self.note(problem.code, key, problem.message, problem.fix)
        return None

    def holds(self, key: str, kind: type[object] = object) -> bool:
        """Whether the key is there, with a value of this type, and still to be taken."""
        return key in self._left and isinstance(self._left[key], kind)

    def entries(self, key: str) -> tuple[Section, tuple[str, ...]]:
        """The list under the key as a section of its own, and the keys of its entries: `key[0]`, `key[1]`."""
        found = self.take(key, list) or []
        names = tuple(f"{key}[{i}]" for i in range(len(found)))
        table = dict(zip(names, found, strict=True))
        return Section(table, self._path, self.problems, self._read), names

    def attempt(self, key: str, make: Callable[[], T], own: tuple[str, ...] = ()) -> T | None:
        """What `make` makes; its refusal becomes problems of this key, or of the `own` key it names."""
        try:
            return make()
        except Refusal as refusal:
            for problem in refusal.problems:
                at = problem.field if problem.field in own else key
                self.note(problem.code, at, problem.message, problem.fix)
            return None

    def section(self, key: str, required: bool = True) -> Section | None:
        """The table under the key."""
        table = self.take(key, dict, required)
        return None if table is None else Section(table, self._at(key), self.problems, self._read)

    def sections(self, key: str) -> Iterator[Section]:
        """The tables of the list under the key, in order; none where the key is missing."""
        for i, table in enumerate(self.take(key, list, required=False) or []):
            if isinstance(table, dict):
                yield Section(table, f"{self._at(key)}[{i}]", self.problems, self._read)
            else:
                self.note("protocol.wrong-type", f"{key}[{i}]", f"{table!r} is not a table.", "Correct it.")

    def finish(self) -> None:
        """Note every key that nothing has taken: a misspelled key must not be passed over."""
        for key in self._left:
            self.note(
                "protocol.unknown-key", key, "No such key is known.", "Correct its spelling, or remove it."
            )
