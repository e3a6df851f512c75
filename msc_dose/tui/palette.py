"""The command palette: every action of the screen one is on, by its name."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, whose list is moved in only once it stands on the screen."""

    def _action_command_list(self, action: str) -> None:
        # A page up or down in a list that has no place yet raises KeyError in Textual 8.2.
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
