"""The last line of every screen and dialog: the keys that act there now."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Footer


class ActingKeys(Footer):
    """Textual's footer, made anew only where other keys are to be shown than those that are.

    Textual makes every key of it anew whenever the focus moves, which is felt in a form of many fields.
    """

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__(show_command_palette=False, compact=True)
        self._shown: list[tuple[object, ...]] | None = None

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Look at the keys once the screen is painted."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._show_others)

    async def _show_others(self) -> None:
        if not self.is_attached or self._pruning:
            return  # the screen has been left meanwhile
        now = self._to_be_shown()
        if now != self._shown:
            self._shown = now
            await self.recompose()

    def _to_be_shown(self) -> list[tuple[object, ...]]:
        shown = [each for each in self.screen.active_bindings.values() if each.binding.show]
        named = [(each.binding, self.app.get_key_display(each.binding), each.enabled) for each in shown]
        return [(one.key, name, one.description, one.action, enabled) for one, name, enabled in named]
