"""Keys one after the other: each is done, and its answer worked out, before the next is looked at."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

_LONGEST_FLOW = 30.0  # seconds; what takes longer shows a dialog of its own
_LONGEST_LOAD = 1.0  # seconds for the first rows, after which Esc and the keys of other screens act without
_LOOKS_FOR_A_KEY = 0.005  # seconds
_PATIENCE = 0.5  # seconds for one widget to finish a key; a widget that waits for the app is not waited for


@runtime_checkable
class TakesScans(Protocol):
    """A screen or widget into which one scans: no character of a code may act as a key."""

    async def takes_scanned(self, event: events.Key) -> bool:
        """Take the key as part of a scan; False leaves it to be a key."""


class OrderedKeys(App[None]):
    """An app whose keys act in the order in which they are pressed, at whatever speed they arrive.

    Textual hands a letter to the queue of the field, runs a priority binding at once, and lets other
    bindings rise through the widgets and act on whatever has the focus by then. Keys that arrive in one
    packet (a macro, a scanner, a slow line) then overtake each other: `605`, Backspace, ` kg`, Tab left
    605 kg in the field. Here a key that is bound acts at once, any other goes to the focused widget, and
    the next key waits until that widget and those around it have nothing left to do.
    """

    def __init__(self) -> None:
        """No flow runs."""
        super().__init__()
        self.busy = False
        self._keys_to_come: deque[str] = deque()
        self._may_go_on = asyncio.Event()
        self._may_go_on.set()
        self._waits_for: tuple[Screen[Any] | None, float] = None, 0.0

    @property
    def reads_first(self) -> bool:
        """Whether what the keys are meant for is still being read: nothing of it is shown yet."""
        return False

    def begin_waiting(self) -> None:
        """Let keys wait until `end_waiting`."""
        self._may_go_on.clear()

    def end_waiting(self) -> None:
        """Let keys act again."""
        self._may_go_on.set()

    def end_waiting_when_shown(self, screen: Screen[Any]) -> None:
        """Let keys act again once this screen has come up and has its focus."""
        screen.call_after_refresh(self.end_waiting)

    def post_message(self, message: Message) -> bool:
        """Count the keys that wait for their turn."""
        posted = super().post_message(message)
        if posted and isinstance(message, events.Key) and not message.is_forwarded:
            self._keys_to_come.append(message.key)
        return posted

    async def key_follows(self, within: float) -> bool:
        """Whether another key arrives in so many seconds."""
        until = asyncio.get_running_loop().time() + within
        while not self._keys_to_come and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_LOOKS_FOR_A_KEY)
        return bool(self._keys_to_come)

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pasted texts in order; leave everything else to Textual."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            with contextlib.suppress(IndexError):
                self._keys_to_come.popleft()
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self.takes(event):
            # Whoever types is there, whatever the terminal or the browser has said of its focus; without it
            # a screen that comes up gives none to its first field.
            self.app_focus = True
            await self._free(event)
            before = self.focused or self.screen
            if not (isinstance(event, events.Key) and await self._taken(event)):
                await super().on_event(event)
            await self._settled(before)

    async def _free(self, event: events.Key | events.Paste) -> None:
        """Wait until no flow is about to show its next dialog, and a new screen has its first rows."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._may_go_on.wait(), _LONGEST_FLOW)
        while self.reads_first:
            if self._waits_for[0] is not self.screen:
                self._waits_for = self.screen, asyncio.get_running_loop().time()
            waited = asyncio.get_running_loop().time() - self._waits_for[1]
            if waited > _LONGEST_FLOW or (waited > _LONGEST_LOAD and self.acts_unread(event)):
                return
            await asyncio.sleep(_LOOKS_FOR_A_KEY)
        self._waits_for = None, 0.0

    def acts_unread(self, event: events.Key | events.Paste) -> bool:
        """Whether this key, or one behind it, leads away from what is being read."""
        own = [event.key] if isinstance(event, events.Key) else []
        bound = self.screen.active_bindings
        return any(
            key == "escape" or (key in bound and bound[key].binding.priority)
            for key in (*own, *self._keys_to_come)
        )

    def takes(self, event: events.Key | events.Paste) -> bool:
        """Whether this key or pasted text may act now."""
        return True

    async def _taken(self, event: events.Key) -> bool:
        """Whether the key is part of a scan, or is bound; the binding has then run."""
        for one in (self.focused, self.screen):
            if isinstance(one, TakesScans) and await one.takes_scanned(event):
                return True
        return await self._bound(event)

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
