"""The keys of the forms: fields, choices, the readings offered, results and pages of text."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("f8", "screen.working", "Working", "How every dose and date came to be.", "plan", "F8", first=True),
    Key(
        "ctrl+g", "screen.begin", "Begin", "Begin a course of the record with this plan.", "plan", "^G",
        first=True,
    ),
    Key(
        "ctrl+y", "screen.copy", "Copy", "Copy the result as text, with its working.", "form", "^Y",
        first=True,
    ),
    Key(
        "ctrl+n", "app.new", "New", "Empty the forms of dose and plan, for another patient.", "form", "^N",
        first=True,
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
    Key("right", "move(1)", "Choose", "The next choice.", "choice", "→"),
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
)  # fmt: skip
