"""The keys of the tour."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("d", "screen.demo", "Open the demo", "Open a training record with sample data.", "tour", "d"),
    Key(
        "right,enter,space", "screen.turn(1)", "On", "The next page of the tour.", "tour", "Enter",
        first=True,
    ),
    Key("left,backspace", "screen.turn(-1)", "Back", "The page before.", "tour", "←", first=True),
    Key(
        "escape", "screen.cancel", "Leave", "Leave the tour.", "tour", "Esc",
        first=True,
    ),
)  # fmt: skip
