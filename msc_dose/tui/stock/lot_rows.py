"""Lots as rows: what is free first, the lot and its cells, when the first of it expires; then by state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from msc_dose.tui.safe import safe
from msc_dose.tui.stock.lots import Lot
from msc_dose.tui.stock.words import expiry_of

_FREE, _LOT, _CELLS, _WIDEST = 13, 18, 10, 100


class LotRows:
    """Every lot of the stock."""

    height = 2

    def __init__(self, lots: Sequence[Lot], now: datetime) -> None:
        """These lots, at this moment by the site's clock."""
        self.lots, self._now = lots, now

    def __len__(self) -> int:
        """How many lots there are."""
        return len(self.lots)

    def heads(self, width: int) -> Content:
        """Free, lot, cells, the first to expire."""
        width = min(width, _WIDEST)
        left = f"{'':3}{'Free':<{_FREE}}{'Lot or donation':<{_LOT}}{'Cells':<{_CELLS}}"
        return Content(f"{left}{'First to expire':>{max(1, width - len(left))}}")

    def key(self, at: int) -> str:
        """The lot and its cells."""
        lot = self.lots[at]
        return f"{lot.lot} {lot.population}"

    def line(self, at: int, part: int, width: int) -> Content:
        """What is free, the lot, the expiry; below it how many are in each state."""
        lot = self.lots[at]
        return self._first(lot, width) if part == 0 else _second(lot)

    def _first(self, lot: Lot, width: int) -> Content:
        width = min(width, _WIDEST)
        expiry = expiry_of(lot.first, self._now) if lot.first else None
        over = bool(expiry and expiry.over)
        until = expiry.text if expiry else "all used up"
        left = f"{f'{lot.free:,} free':<{_FREE}}"
        name = f"{safe(lot.lot):<{_LOT}}{safe(lot.population):<{_CELLS}}"
        room = max(1, width - 2 - len(left) - len(name))
        return Content.assemble(
            ("■ " if over else "  ", "bold $stop-ink"),
            (left, "bold"),
            name,
            (f"{until:>{room}}", "bold $stop-ink" if over else ""),
        )


def _second(lot: Lot) -> Content:
    counted = ", ".join(f"{number:,} {safe(state)}" for state, number in lot.states)
    over = f"  {lot.expired:,} EXPIRED" if lot.expired else ""
    return Content.assemble(
        (f"{'':2}{lot.number:,} in all: {counted}", "$quiet-ink"), (over, "bold $stop-ink")
    )
