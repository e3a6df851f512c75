"""Containers as rows: the state first, the identity, until when it is good; what it holds and who has it."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from msc_dose.product.life import RELEASED
from msc_dose.store.stock import HeldContainer
from msc_dose.store.stock.overview import Unreadable
from msc_dose.tui.safe import safe
from msc_dose.tui.stock.pages import Pages
from msc_dose.tui.stock.words import Expiry, expiry_of, for_whom, holder, holds

_SIGN, _STATE = 2, 12
_HOLDS, _WHOSE, _HELD = 31, 12, 15  # the least; where there is more room each has more of it
_LEAST, _WIDEST = 79, 100


class ContainerRows:
    """A page's rows are asked for when they come into sight; until then a row shows `…`."""

    height = 2

    def __init__(self, pages: Pages[HeldContainer | Unreadable], now: datetime) -> None:
        """The rows of these pages, at this moment by the site's clock."""
        self.pages, self._now = pages, now

    def __len__(self) -> int:
        """How many containers there are, known or not."""
        return self.pages.count

    def heads(self, width: int) -> Content:
        """State, identity and expiry; what stands below them."""
        width = min(width, _WIDEST)
        left = f"{'':{_SIGN + 1}}{'State':<{_STATE}}Identity"
        right = "Expires"
        return Content(f"{left}{right:>{max(1, width - len(left))}}")

    def key(self, at: int) -> str:
        """The identity in the record's writing; empty while it is not known."""
        found = self.pages.known(at)
        return found.key if found is not None else ""

    def line(self, at: int, part: int, width: int) -> Content:
        """State, identity and expiry; below them content, recipient, holder and place."""
        found = self.pages.row(at)
        if found is None:
            return Content(f"{'':{_SIGN}}…" if part == 0 else "")
        if isinstance(found, Unreadable):
            return _unreadable(found, part)
        expiry = expiry_of(found.container, self._now, found.state)
        return _first(found, expiry, width) if part == 0 else _second(found, expiry, width)


def _first(held: HeldContainer, expiry: Expiry, width: int) -> Content:
    state = f"{held.state.upper():<{_STATE}}"
    room = max(1, min(width, _WIDEST) - _SIGN - len(state) - len(expiry.text) - 1)
    identity = safe(held.identity)
    shown = identity if len(identity) <= room else f"{identity[: room - 1]}…"
    return Content.assemble(
        ("■ " if expiry.over else "  ", "bold $stop-ink"),
        (state, "bold"),
        f"{shown:<{room}} ",
        (expiry.text, "bold $stop-ink" if expiry.over else ""),
    )


def _second(held: HeldContainer, expiry: Expiry, width: int) -> Content:
    """In columns; the place last, for it is the first to be cut."""
    more = max(0, width - _LEAST) // 5
    free = "free" if held.state == RELEASED and not expiry.over else ""
    exceptional = f"{'':{_SIGN}}EXCEPTIONAL RELEASE" if held.exceptional else ""
    parts = (
        f"{'':{_SIGN}}{holds(held.container.content):<{_HOLDS + more}}",
        f"{safe(for_whom(held.container)):<{_WHOSE + more}}",
        f"{safe(holder(held)) or free:<{_HELD + more}}",
    )
    return Content.assemble(
        (exceptional, "bold $check-ink"),
        (f"{' '.join(parts)} {safe(held.container.position)}", "$quiet-ink"),
    )


def _unreadable(found: Unreadable, part: int) -> Content:
    if part:
        return Content(f"{'':{_SIGN}}what the record keeps of it cannot be read ({safe(found.why)})")
    state = f"{safe(found.state).upper():<{_STATE}}"
    return Content.assemble(("■ ", "bold $stop-ink"), (state, "bold"), safe(found.identity))
