"""Every key of the screens, once: bindings, footer, command palette and help are made from this list.

`key` says what a key is; each other file holds the keys of one part of the screens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from textual.binding import Binding, BindingType

from msc_dose.tui.keys import (
    calendar,
    checks,
    course,
    entries,
    everywhere,
    forms,
    lists,
    record,
    stock,
    today,
    tour,
)
from msc_dose.tui.keys.key import SCOPES, Key, Scope

__all__ = ["KEYS", "SCOPES", "Key", "Scope", "bindings", "help_lines", "in_order", "shown_key"]
T = TypeVar("T")
AS_SHIPPED: Mapping[str, str] = MappingProxyType({})
_PARTS = (everywhere, today, calendar, course, stock, checks, record, forms, entries, lists, tour)
_LAST = ("app.command_palette", "app.quit")
_ALL = tuple(key for part in _PARTS for key in part.KEYS)
KEYS: tuple[Key, ...] = (
    *(key for key in _ALL if key.action not in _LAST),
    *(key for key in _ALL if key.action in _LAST),
)


def bindings(*scopes: Scope) -> list[BindingType]:
    """The Textual bindings of these scopes, in the order of the list; each has the key's name as its id."""
    return [
        Binding(
            key.key, key.action, key.label, show=key.shown, key_display=key.shown_key, priority=key.first,
            tooltip=key.description, id=key.name,
        )
        for key in KEYS
        if key.scope in scopes
    ]  # fmt: skip


def in_order(
    shown: Iterable[tuple[str, T]], names: Mapping[str, str] = AS_SHIPPED, scopes: Collection[Scope] = ()
) -> list[tuple[str, T]]:
    """Pairs of a key and anything, in the order of the list, so that a footer keeps its places.

    `names` are the keys that a user has bound instead, by the names of ours. A key that stands in the list
    more than once has the place that it has in `scopes`, those of the screen.
    """
    known = sorted(enumerate(KEYS), key=lambda pair: pair[1].scope in scopes)
    order = {one: at for at, key in known for one in names.get(key.name, key.key).split(",")}
    return sorted(shown, key=lambda pair: order.get(pair[0], len(KEYS)))


def shown_key(key: Key, names: Mapping[str, str] = AS_SHIPPED) -> str:
    """The key as it is printed; one that a user has bound instead as it is written in their file."""
    return names.get(key.name, key.shown_key)


def help_lines(*scopes: Scope, names: Mapping[str, str] = AS_SHIPPED) -> list[str]:
    """The keys of these scopes as lines for a help page, each scope under its heading."""
    lines: list[str] = []
    for scope in scopes:
        lines += ["", SCOPES[scope]]
        lines += [f"  {shown_key(key, names):<6} {key.description}" for key in KEYS if key.scope == scope]
    return lines[1:]
