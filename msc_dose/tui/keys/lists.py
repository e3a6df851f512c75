"""The keys of lists, dialogs and buttons."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("up", "move(-1)", "", "The row above.", "list", "↑", shown=False),
    Key("down", "move(1)", "", "The row below.", "list", "↓", shown=False),
    Key("pageup", "page(-1)", "", "A page up.", "list", "PgUp", shown=False),
    Key("pagedown", "page(1)", "", "A page down.", "list", "PgDn", shown=False),
    Key("home", "edge(0)", "", "The first row.", "list", "Home", shown=False),
    Key("end", "edge(-1)", "", "The last row.", "list", "End", shown=False),
    Key("enter", "choose", "Open", "Open what stands in the row.", "list", "Enter"),
    Key("ctrl+r", "screen.submit", "Record", "Do what the dialog says.", "dialog", "^R", first=True),
    Key("escape", "screen.cancel", "Cancel", "Leave; nothing is done.", "dialog", "Esc", first=True),
    Key("enter,space", "press", "", "Press the button.", "button", "Enter", shown=False),
)  # fmt: skip
