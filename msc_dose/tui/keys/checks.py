"""The keys of the checks."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key(
        "s", "screen.check", "Sign", "Enter the source order again, blind, and sign; co-sign what is owed.",
        "checks", "s",
    ),
    Key("d", "screen.declare", "Urgent", "Declare the dose urgent: a co-signature is owed.", "checks", "d"),
    Key("o", "screen.standing", "Where it stands", "Who tried and signed; both sides.", "checks", "o"),
    Key("r", "screen.reload", "", "Ask the record again.", "checks", "r", shown=False),
    Key("escape", "screen.back", "Today", "Back to Today.", "checks", "Esc", shown=False),
)  # fmt: skip
