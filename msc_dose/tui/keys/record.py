"""The keys of the record."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("slash", "screen.find", "Search", "Rows with these words, as you type.", "record", "/"),
    Key("f", "screen.filter", "Filter", "Rows by person, course, action and day.", "record", "f"),
    Key("k", "screen.chain", "Verify", "Verify the chain: is all what the audit tells?", "record", "k"),
    Key("x", "screen.examine", "Check", "Check all: schema, file, courses, disk, backups.", "record", "x"),
    Key("b", "screen.backup", "Back up", "Take a copy of the record, verified.", "record", "b"),
    Key("v", "screen.view", "View", "The audit, the protocols, the people.", "record", "v"),
    Key("r", "screen.reload", "", "Ask the record again.", "record", "r", shown=False),
    Key("escape", "screen.back", "", "Take the filter away; back to Today.", "record", "Esc", shown=False),
)  # fmt: skip
