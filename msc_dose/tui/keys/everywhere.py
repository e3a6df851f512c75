"""The keys that work on every screen."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

# One for each screen, in the order in which they stand above every screen.
SCREENS: tuple[Key, ...] = (
    Key("f10", "app.go('today')", "Today", "Today: what is next.", "everywhere", "F10", False, True),
    Key("f2", "app.go('dose')", "Dose", "The dose calculator.", "everywhere", "F2", False, True),
    Key("f3", "app.go('calendar')", "Calendar", "Month, week, agenda.", "everywhere", "F3", False, True),
    Key("f4", "app.go('course')", "Course", "One course; all courses.", "everywhere", "F4", False, True),
    Key("f5", "app.go('stock')", "Stock", "Lots and containers.", "everywhere", "F5", False, True),
    Key("f6", "app.go('checks')", "Checks", "Doses to verify.", "everywhere", "F6", False, True),
    Key("f7", "app.go('record')", "Record", "The audit, and its chain.", "everywhere", "F7", False, True),
    Key("f9", "app.go('plan')", "Plan", "The plan of a course.", "everywhere", "F9", False, True),
)  # fmt: skip
KEYS: tuple[Key, ...] = (
    Key("f1", "app.help", "Help", "What this screen does, and its keys.", "everywhere", "F1", first=True),
    Key("question_mark", "app.help", "Help", "Help, outside a field.", "everywhere", "?", shown=False),
    *SCREENS,
    Key(
        "ctrl+o", "app.sign", "Sign in", "Sign in, or out.", "everywhere", "^O", shown=False, first=True,
    ),
    Key("tab", "app.step(1)", "", "The next field.", "everywhere", "Tab", shown=False, first=True),
    Key(
        "shift+tab", "app.step(-1)", "", "The field before.", "everywhere", "⇧Tab",
        shown=False, first=True,
    ),
    Key(
        "ctrl+p", "app.command_palette", "Commands", "Every command by name, and the theme.", "everywhere",
        "^P", shown=False,
    ),
    Key("ctrl+q", "app.quit", "Quit", "Leave the program.", "everywhere", "^Q", first=True),
)  # fmt: skip
