"""The keys of Today and of Thaws."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("enter,g", "screen.then('course')", "Course", "Go to the course.", "glance", "Enter"),
    Key("a", "screen.then('acts')", "Acts", "What can be done now.", "glance", "a"),
    Key("c", "screen.then('clear')", "Clear", "Clear the infusion to thaw.", "glance", "c"),
    Key("down", "screen.scroll_facts(1)", "", "Scroll down.", "glance", "↓", shown=False),
    Key("up", "screen.scroll_facts(-1)", "", "Scroll up.", "glance", "↑", shown=False),
    Key("y", "say(True)", "Holds", "The item holds; the next one.", "clearing", "y"),
    Key("n", "say(False)", "Does not", "The item does not hold: say why not.", "clearing", "n"),
    Key("space", "either", "Either", "The item holds, or does not.", "clearing", "Space"),
    Key("enter,down", "app.step(1)", "", "The next item.", "clearing", "↓", shown=False, first=True),
    Key("up", "app.step(-1)", "", "The item before.", "clearing", "↑", shown=False, first=True),
    Key("o", "screen.tour", "Tour", "A tour of the program, step by step.", "today", "o"),
    Key("c", "screen.clear", "Clear", "Clear the infusion to thaw, item by item.", "today", "c"),
    Key("a", "screen.acts", "Acts", "What can be done for this patient now.", "today", "a"),
    Key("v", "screen.view", "View", "Today, Thaws or Load, one after the other.", "today", "v"),
    Key("t", "screen.thaws", "Thaws", "What is thawed and to be thawed, with its clock.", "today", "t"),
    Key("slash", "screen.search", "Search", "Find a patient, course or container.", "today", "/"),
    Key("p", "screen.print", "Print", "Print the board, or write it to a file.", "today", "p"),
    Key("r", "screen.reload", "", "Ask the record again now.", "today", "r", shown=False),
    Key("escape", "screen.back", "", "All rows again; then back to Today.", "today", "Esc", shown=False),
    Key("enter,down", "screen.found", "Rows", "Go to the rows found.", "search", "Enter", first=True),
    Key("escape", "screen.unsearch", "All", "Show all rows again.", "search", "Esc", first=True),
)  # fmt: skip
