"""Every key of the screens, once: bindings, footer, command palette and help are made from this list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from textual.binding import Binding, BindingType

T = TypeVar("T")
Scope = Literal["everywhere", "form", "plan", "field", "choice", "readings", "result", "reader"]

SCOPES: dict[Scope, str] = {
    "everywhere": "Everywhere",
    "form": "On a form",
    "plan": "On the plan",
    "field": "In a field",
    "choice": "In a choice",
    "readings": "Among the readings offered",
    "result": "In the result of the plan",
    "reader": "On a page of text",
}


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


KEYS: tuple[Key, ...] = (
    Key("f1", "app.help", "Help", "What this screen does, and its keys.", "everywhere", "F1", first=True),
    Key("question_mark", "app.help", "Help", "Help, outside a field.", "everywhere", "?", shown=False),
    Key("f2", "app.go('dose')", "Dose", "The dose calculator.", "everywhere", "F2", first=True),
    Key(
        "f3", "app.go('plan')", "Plan", "The plan of a course: list and calendar.", "everywhere", "F3",
        first=True,
    ),
    Key("f8", "screen.working", "Working", "How every dose and date came to be.", "plan", "F8", first=True),
    Key(
        "ctrl+n", "app.new", "New", "Empty the forms of dose and plan, for another patient.", "form", "^N",
        first=True,
    ),
    Key("tab", "app.step(1)", "", "The next field.", "everywhere", "Tab", shown=False, first=True),
    Key(
        "shift+tab", "app.step(-1)", "", "The field before.", "everywhere", "⇧Tab",
        shown=False, first=True,
    ),
    Key("escape", "screen.result", "Result", "Leave the form for the result.", "form", "Esc"),
    Key("pageup", "screen.scroll_result(-1)", "", "Scroll the result up.", "form", "PgUp", shown=False),
    Key("pagedown", "screen.scroll_result(1)", "", "Scroll the result down.", "form", "PgDn", shown=False),
    Key(
        "down", "screen.down", "", "The readings offered for this field; else the next field.", "field",
        "↓", shown=False, first=True,
    ),
    Key("up", "app.step(-1)", "", "The field before.", "field", "↑", shown=False, first=True),
    Key("enter", "app.step(1)", "", "The next field.", "field", "Enter", shown=False, first=True),
    Key("left", "move(-1)", "Choose", "The choice before.", "choice", "←", shown=False),
    Key("right,space", "move(1)", "Choose", "The next choice.", "choice", "→"),
    Key("home", "edge(0)", "", "The first choice.", "choice", "Home", shown=False),
    Key("end", "edge(-1)", "", "The last choice.", "choice", "End", shown=False),
    Key(
        "backspace", "shorten", "", "Letters find a protocol by its name; this takes one of them back.",
        "choice", "⌫", shown=False,
    ),
    Key("down,enter", "app.step(1)", "", "The next field.", "choice", "↓", shown=False, first=True),
    Key("up", "app.step(-1)", "", "The field before.", "choice", "↑", shown=False, first=True),
    Key("enter", "select", "Take", "Put the marked reading into its field.", "readings", "Enter"),
    Key("escape", "back", "Field", "Back to the field, changing nothing.", "readings", "Esc"),
    Key(
        "left_square_bracket", "screen.months(-1)", "Months", "One month earlier.", "result", "[",
        shown=False,
    ),
    Key("right_square_bracket", "screen.months(1)", "Months", "One month later.", "result", "]"),
    Key("escape", "app.close", "Back", "Back to the screen before.", "reader", "Esc"),
    Key(
        "ctrl+p", "app.command_palette", "Commands", "Every command by name, and the theme.", "everywhere",
        "^P", shown=False,
    ),
    Key(
        "ctrl+q", "app.quit", "Quit", "Leave. Nothing is recorded, so nothing is kept.", "everywhere", "^Q",
        first=True,
    ),
)  # fmt: skip


def bindings(*scopes: Scope) -> list[BindingType]:
    """The Textual bindings of these scopes, in the order of the list."""
    return [
        Binding(
            key.key, key.action, key.label, show=key.shown, key_display=key.shown_key, priority=key.first,
            tooltip=key.description,
        )
        for key in KEYS
        if key.scope in scopes
    ]  # fmt: skip


def in_order(shown: Iterable[tuple[str, T]]) -> list[tuple[str, T]]:
    """Pairs of a key and anything, in the order of the list, so that a footer keeps its places."""
    order = {name: at for at, key in enumerate(KEYS) for name in key.key.split(",")}
    return sorted(shown, key=lambda pair: order.get(pair[0], len(order)))


def help_lines(*scopes: Scope) -> list[str]:
    """The keys of these scopes as lines for a help page, each scope under its heading."""
    lines: list[str] = []
    for scope in scopes:
        lines += ["", SCOPES[scope]]
        lines += [f"  {key.shown_key:<6} {key.description}" for key in KEYS if key.scope == scope]
    return lines[1:]
