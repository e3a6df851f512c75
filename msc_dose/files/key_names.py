"""The file in which a user binds other keys than ours: TOML, a name and a key a line."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msc_dose.files.reading import file_text
from msc_dose.problems import Problem, Refusal, refuse, stop

VARIABLE = "MSC_DOSE_KEYS"
EVERYWHERE = "everywhere"
# What can act in one dialog at a time: a key that records must not also be the one that goes to a field.
_IN_A_DIALOG = frozenset(
    ("dialog", "field", "choice", "readings", "button", "menu", "entry", "item", "bags", "clearing")
)
_NEVER_SWAPPED = ("dialog", "clearing")
_FIELD = "keys"
_LIKE = '"everywhere.go-stock" = "f12"'


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What can have another key: its name, the scope it works in, its keys as shipped, what it does.

    `typed_in` says that one types where it acts, or that it acts before a field is asked: no character can be
    its key, for the field would never get it (a comma that does not arrive makes 704 kg of 70,4 kg).
    """

    name: str
    scope: str
    keys: tuple[str, ...]
    meaning: str
    typed_in: bool


@dataclass(frozen=True, slots=True)
class Keyboard:
    """What a terminal can send: `normal` gives a key its one name, None for none; `types` a character."""

    normal: Callable[[str], str | None]
    types: Callable[[str], bool]


def key_file() -> str:
    """The file of this user: that of MSC_DOSE_KEYS, else keys.toml in the folder of settings."""
    from platformdirs import user_config_dir

    default = os.path.join(user_config_dir("msc_dose", appauthor=False), "keys.toml")
    return os.environ.get(VARIABLE) or default


def load_key_names(known: Sequence[KnownKey], keyboard: Keyboard) -> Mapping[str, str]:
    """The keys that the user has bound, by name, each written as `a,b`; empty where there is no file.

    Raises one Refusal naming every bad line: `keys.unknown` (a name that is none, with the nearest one),
    `keys.invalid` (no key, or a character where one types), `keys.clash` (another action has the key, in the
    same part of the screens or everywhere); `keys.not-toml`, `file.unreadable`.
    """
    path = key_file()
    if not os.environ.get(VARIABLE) and not os.path.exists(path):
        return {}
    return key_names_of_text(file_text(path, _FIELD), path, known, keyboard)


def key_names_of_text(
    text: str, name: str, known: Sequence[KnownKey], keyboard: Keyboard
) -> Mapping[str, str]:
    """The same of the text of such a file; `name` is what refusals call it."""
    said = dict(_flat(_table(text, name), ""))
    problems = [*_unknown(said, known)]
    names = {each.name for each in known}
    found: dict[str, tuple[str, ...]] = {}
    for each, value in said.items():
        if each in names:
            keys = _keys(value, keyboard)
            problems += _invalid(each, value, keys, known, keyboard)
            found[each] = keys or ()
    problems = problems or [*_clashes(found, known)]
    if problems:
        raise Refusal(problems)
    return {each: ",".join(keys) for each, keys in found.items()}


def _table(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        message = f"{name} is not TOML: {error or 'nested too deep'}."
        raise refuse("keys.not-toml", _FIELD, message, f"Write lines such as {_LIKE}", name) from error


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, Any]]:
    """Names with their values: a dot in a name that is not quoted makes a table of it."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _unknown(said: Mapping[str, Any], known: Sequence[KnownKey]) -> Iterator[Problem]:
    names = [each.name for each in known]
    for name in said:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            fix = f"Did you mean {near[0]}?" if near else "msc-dose tui --keys lists the names."
            yield stop("keys.unknown", _FIELD, f"{name!r} is the name of no key.", fix, name)


def _keys(value: Any, keyboard: Keyboard) -> tuple[str, ...] | None:
    """The keys of a value by their one name each; None where one of them is none."""
    if not isinstance(value, str):
        return None
    # A comma between keys parts them; one that stands alone is the key itself.
    parts = [value] if value.strip() == "," else value.split(",")
    found = [keyboard.normal(part.strip()) for part in parts]
    return tuple(each for each in found if each is not None) if all(found) else None


def _invalid(
    name: str, value: Any, keys: tuple[str, ...] | None, known: Sequence[KnownKey], keyboard: Keyboard
) -> Iterator[Problem]:
    if not keys:
        message = f"{name}: {value!r} is no key that a terminal sends."
        fix = "Write a key such as f12, ctrl+t, or a character; several with commas between."
        yield stop("keys.invalid", _FIELD, message, fix, repr(value))
    elif any(each.typed_in for each in known if each.name == name):
        for key in filter(keyboard.types, keys):
            message = f"{name}: {key} is a character, and one types where this acts."
            fix = "Take a key such as f12 or ctrl+t, which no field needs."
            yield stop("keys.invalid", _FIELD, message, fix, key)


def _clashes(found: Mapping[str, tuple[str, ...]], known: Sequence[KnownKey]) -> Iterator[Problem]:
    """A key that two actions would have where both can act; only one of them would."""
    told: set[frozenset[str]] = set()
    for one in known:
        for key in found.get(one.name, ()):
            for other in known:
                pair = frozenset((one.name, other.name))
                has_it = key in found.get(other.name, other.keys) or _as_shipped(key, other)
                if len(pair) == 2 and pair not in told and has_it and _together(one, other):
                    told.add(pair)
                    message = f"{key} would be the key of {one.name} and of {other.name}: {other.meaning}"
                    yield stop("keys.clash", _FIELD, message, "Give one of the two another key.", key)


def _together(one: KnownKey, other: KnownKey) -> bool:
    """Whether both can act on the same screen."""
    both = {one.scope, other.scope}
    return one.scope == other.scope or EVERYWHERE in both or both <= _IN_A_DIALOG


def _as_shipped(key: str, other: KnownKey) -> bool:
    """Whether a hand knows the key as what records, leaves or answers: it never means another thing."""
    return other.scope in _NEVER_SWAPPED and key in other.keys
