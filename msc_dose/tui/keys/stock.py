"""The keys of the stock."""

from __future__ import annotations

from msc_dose.tui.keys.key import Key

KEYS: tuple[Key, ...] = (
    Key("a", "screen.acts", "Acts", "What can be done with the container now.", "stock", "a"),
    Key("slash", "screen.find", "Find", "Find containers; or scan one, anywhere on the list.", "stock", "/"),
    Key("f", "screen.filter", "State", "Show the containers of one state.", "stock", "f"),
    Key("v", "screen.view", "View", "Containers, lots or forecast, one after the other.", "stock", "v"),
    Key("r", "screen.reload", "", "Ask the record again now.", "stock", "r", shown=False),
    Key("escape", "screen.back", "", "All containers again; then Today.", "stock", "Esc", shown=False),
)  # fmt: skip
