"""One key of the screens as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

Scope = Literal[
    "everywhere", "form", "plan", "dose", "field", "choice", "readings", "result", "reader",
    "today", "search", "glance", "clearing", "thaws",
    "list", "calendar", "grid", "course", "stock", "checks", "record", "dialog", "button",
    "bags", "worksheet",
    "menu", "entry", "item", "tour",
]  # fmt: skip

SCOPES: dict[Scope, str] = {
    "everywhere": "Everywhere",
    "today": "On Today",
    "search": "In the search line",
    "glance": "On a patient at a glance",
    "clearing": "On the list before thaw",
    "thaws": "On Thaws",
    "calendar": "On the calendar",
    "grid": "In the month",
    "course": "On a course",
    "stock": "On the stock",
    "checks": "On the checks",
    "record": "On the record",
    "list": "In a list",
    "form": "On a form",
    "plan": "On the plan",
    "dose": "On the dose",
    "field": "In a field",
    "choice": "In a choice",
    "readings": "Among the readings offered",
    "result": "In a result",
    "reader": "On a page of text",
    "dialog": "In a dialog",
    "button": "On a button",
    "bags": "Among containers",
    "worksheet": "On a worksheet",
    "menu": "In a menu",
    "entry": "In an entry",
    "item": "On an item of a checklist",
    "tour": "On the tour",
}
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it does (`action`), in one word for the footer, in a sentence for the help.

    `shown` says whether the footer names it; `shown_key` is how it is printed. A key with `first` acts
    before the focused widget is asked: Textual otherwise hands the keys that follow a Tab to the field
    that is left, and the weight is typed into the dose.
    """

    key: str
    action: str
    label: str
    description: str
    scope: Scope
    shown_key: str
    shown: bool = True
    first: bool = False

    @property
    def name(self) -> str:
        """The name under which a user binds another key to the same: `everywhere.go-stock`."""
        return _name(self.scope, self.action)


@cache
def _name(scope: Scope, action: str) -> str:
    said = action.partition(".")[2] if action.startswith(("app.", "screen.")) else action
    words = said.replace("(-1)", " back").replace("(1)", " on").replace("_", "-")
    return f"{scope}.{_NOT_A_NAME.sub('-', words.lower()).strip('-')}"
