"""The keys of a course, and of the list of all courses."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("a", "screen.act", "Act", "What can be done now, the most sensible first.", "course", "a"),
    Key("c", "screen.clear", "Clear", "Clear the infusion to thaw.", "course", "c"),
    Key("m", "screen.move", "Move", "Move the infusion, on the calendar.", "course", "m"),
    Key(
        "h", "screen.hold", "Hold", "Hold the course; resume it where it is held.", "course", "h",
        shown=False,
    ),
    Key("s", "screen.check", "Verify", "Check the dose and sign for it.", "course", "s", shown=False),
    Key("b", "screen.bags", "Bags", "Reserve containers for the infusion, or give them back.", "course", "b"),
    Key("w,f8", "screen.working", "Working", "How the dose came to be, step by step.", "course", "w"),
    Key("p", "screen.print", "Print", "The worksheet of the infusion.", "course", "p", shown=False),
    Key("u", "screen.undo", "Undo", "Say that the entry was made in error.", "course", "u"),
    Key("v", "screen.next_view", "View", "The next view of the course.", "course", "v"),
    Key("1", "screen.view('timeline')", "", "The timeline.", "course", "1", shown=False),
    Key("2", "screen.view('doses')", "", "The doses with their working.", "course", "2", shown=False),
    Key("3", "screen.view('counts')", "", "The counts over time.", "course", "3", shown=False),
    Key("4", "screen.view('history')", "", "Every entry.", "course", "4", shown=False),
    Key("5", "screen.view('changes')", "", "What differs from what was signed.", "course", "5", shown=False),
    Key("slash", "screen.search", "Search", "Find a course by its code or its patient.", "course", "/"),
    Key("r", "screen.again", "Reload", "Read the record again.", "course", "r", shown=False),
    Key("escape", "screen.back", "All", "Back to all courses; from there to Today.", "course", "Esc"),
    Key("space", "tick", "Tick", "Take the container, or leave it.", "bags", "Space"),
    Key("p", "screen.print", "Print", "Print the worksheet.", "worksheet", "p"),
)  # fmt: skip
