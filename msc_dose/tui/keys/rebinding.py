"""What the user may bind otherwise, and the keys as Textual is told of them."""

from __future__ import annotations

from collections.abc import Mapping

from textual.keys import Keys, _character_to_key, key_to_character

from msc_dose.files.key_names import Keyboard, KnownKey, load_key_names
from msc_dose.tui.keys import KEYS

_MODIFIERS = ("alt", "ctrl", "shift")
# A terminal sends the same for both: what is bound to the first acts on the second.
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape", "return": "enter"}
_CHARACTERS = frozenset(_character_to_key(chr(code)) for code in range(0x21, 0x7F)) | {"space"}
_NAMED = frozenset(each.value for each in Keys if each.value.replace("_", "").isalnum()) | _CHARACTERS
_TYPED_IN = ("field", "form", "plan", "dose", "dialog", "search", "entry")


def normal(text: str) -> str | None:
    """The one name that Textual has for a key: `?` is question_mark, `F12` is f12; None for no key."""
    if len(text) == 1:
        return _character_to_key(text) if text.isprintable() and text != " " else None
    *modifiers, base = text.lower().split("+")
    if any(each not in _MODIFIERS for each in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    base = _character_to_key(base) if len(base) == 1 else base
    if base not in _NAMED and key_to_character(base) is None:
        return None
    name = "+".join([*sorted(modifiers), base])
    return _SAME.get(name, name)


def types(key: str) -> bool:
    """Whether the key puts a character into a field."""
    return key in _CHARACTERS or ((text := key_to_character(key)) is not None and text.isprintable())


KEYBOARD = Keyboard(normal, types)


def known_keys() -> list[KnownKey]:
    """Everything that has a key, once by its name."""
    found: dict[str, KnownKey] = {}
    for key in KEYS:
        before = found.get(key.name)
        keys = (*(before.keys if before else ()), *key.key.split(","))
        meaning = before.meaning if before else key.description
        typed = key.first or key.scope in _TYPED_IN or (before is not None and before.typed_in)
        found[key.name] = KnownKey(key.name, key.scope, keys, meaning, typed)
    return list(found.values())


def user_keys() -> Mapping[str, str]:
    """The keys that the user has bound in their file; see `load_key_names`."""
    return load_key_names(known_keys(), KEYBOARD)


def key_lines() -> list[str]:
    """Every name with its key as it is now and what it does, parted by tabs."""
    bound = user_keys()
    return [f"{each.name}\t{_shown(each, bound)}\t{each.meaning}" for each in known_keys()]


def _shown(known: KnownKey, bound: Mapping[str, str]) -> str:
    own = bound.get(known.name)
    shipped = " ".join(dict.fromkeys(key.shown_key for key in KEYS if key.name == known.name))
    return shipped if own is None else f"{own} (yours; {shipped})"


def keymap(bound: Mapping[str, str]) -> dict[str, str]:
    """What Textual is told: what the user has bound, and the keys of whatever shares one with it.

    Where an action gets another key, Textual takes the old key from every action beside it that had it too;
    those that the user has not named get theirs back here.
    """
    gone = {one for key in KEYS if key.name in bound for one in key.key.split(",")}
    kept = {each.name: each.keys for each in known_keys() if each.name not in bound}
    given_back = {name: ",".join(dict.fromkeys(keys)) for name, keys in kept.items() if gone & set(keys)}
    return given_back | dict(bound)
