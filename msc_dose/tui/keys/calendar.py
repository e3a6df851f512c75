"""The keys of the calendar, and of the month grid."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("left", "move(-1)", "", "The day before.", "grid", "←", shown=False),
    Key("right", "move(1)", "", "The day after.", "grid", "→", shown=False),
    Key("up", "week(-1)", "", "A week earlier.", "grid", "↑", shown=False),
    Key("down", "week(1)", "", "A week later.", "grid", "↓", shown=False),
    Key("pageup,left_square_bracket", "month(-1)", "", "A month earlier.", "grid", "PgUp [", shown=False),
    Key("pagedown,right_square_bracket", "month(1)", "", "A month later.", "grid", "PgDn ]", shown=False),
    Key("home", "edge(0)", "", "Monday of the week.", "grid", "Home", shown=False),
    Key("end", "edge(6)", "", "Sunday of the week.", "grid", "End", shown=False),
    Key("t", "today", "Today", "Today.", "grid", "t"),
    Key("enter", "choose", "Open", "List what stands on the day.", "grid", "Enter"),
    Key("enter", "take", "Propose", "While moving: take the day that is marked.", "grid", "Enter"),
    Key(
        "m", "screen.move", "Move", "Move an infusion to come: arrows choose the day, with a preview.",
        "calendar", "m",
    ),
    Key(
        "l", "screen.later", "This one/all later", "While moving: this one alone, or all later ones too.",
        "calendar", "l",
    ),
    Key("v", "screen.next_view", "View", "Month, week, agenda by turns.", "calendar", "v"),
    Key("1", "screen.view('month')", "Month", "The month.", "calendar", "1", shown=False),
    Key("2", "screen.view('week')", "Week", "The week, with doses.", "calendar", "2", shown=False),
    Key("3", "screen.view('agenda')", "Agenda", "Everything in one list.", "calendar", "3", shown=False),
    Key("f", "screen.filter", "Filter", "All courses, or the one you looked at last.", "calendar", "f"),
    Key("t", "screen.today", "Today", "Back to today, in every view.", "calendar", "t"),
    Key("r", "screen.reload", "", "Ask the record again now.", "calendar", "r", shown=False),
    Key("escape", "screen.give_up", "Give up", "While moving: leave; nothing is moved.", "calendar", "Esc"),
    Key("escape", "screen.back", "Back", "Stop a long reading; else to the screen Today.", "calendar", "Esc"),
)  # fmt: skip
