"""The page before the sign-in: it is empty."""

from __future__ import annotations

from textual.screen import Screen


class DoorScreen(Screen[None]):
    """Nothing: neither a record's name nor how many are late is anybody's who has not signed in."""

    DEFAULT_CSS = "DoorScreen { background: $background; }"
