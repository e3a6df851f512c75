"""Keys one after the other: each is done, and its answer worked out, before the next is looked at."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

_PATIENCE = 0.5  # seconds for one widget to finish a key; a widget that waits for the app is not waited for


class OrderedKeys(App[None]):
    """An app whose keys act in the order in which they are pressed, at whatever speed they arrive.

    Textual hands a letter to the queue of the field, runs a priority binding at once, and lets other
    bindings rise through the widgets and act on whatever has the focus by then. Keys that arrive in one
    packet (a macro, a scanner, a slow line) then overtake each other: `605`, Backspace, ` kg`, Tab left
    605 kg in the field. Here a key that is bound acts at once, any other goes to the focused widget, and
    the next key waits until that widget and those around it have nothing left to do.
    """

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pasted texts in order; leave everything else to Textual."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self.takes(event):
            before = self.focused or self.screen
            if not (isinstance(event, events.Key) and await self._bound(event)):
                await super().on_event(event)
            await self._settled(before)

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Whether this key or pasted text may act now."""
        return True

    async def _bound(self, event: events.Key) -> bool:
        """Run the binding of this key, those of the app first, if there is one that may act."""
        return await self._check_bindings(event.key, priority=True) or await self._check_bindings(event.key)

    async def _settled(self, target: DOMNode) -> None:
        """Wait until the widget, and after it each one around it, has worked off its messages."""
        # The first round ends with the key itself, the second with what the key made the widget say.
        for node in (target, *target.ancestors_with_self):
            if isinstance(node, App):
                return
            await _idle(node)


async def _idle(node: MessagePump) -> None:
    done = asyncio.Event()

    def finished(*_: Any) -> None:
        done.set()

    if node.is_running and node.call_later(finished):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), _PATIENCE)
