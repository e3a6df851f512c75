"""Where the focus goes next: along what is in sight, in the order in which it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual.widget import Widget

from msc_dose.tui.widgets.offers import Offers

AnyWidget = TypeVar("AnyWidget", bound=Widget)


def in_sight(widgets: Iterable[AnyWidget]) -> list[AnyWidget]:
    """Those that are displayed, and whatever they stand in as well.

    Textual's own order follows the places on the screen, which a field that has just come into sight does
    not have yet.
    """
    return [
        each
        for each in widgets
        if all(node.display for node in each.ancestors_with_self if isinstance(node, Widget))
    ]


def stop_after(stops: Sequence[Widget], focused: Widget | None, by: int) -> Widget:
    """The stop so many steps on, round the end; from the readings it goes on from the field they are of."""
    if isinstance(focused, Offers) and focused.field in stops:
        at = stops.index(focused.field)
        return stops[at if by < 0 else (at + by) % len(stops)]
    at = stops.index(focused) if focused in stops else -1 if by > 0 else 0
    return stops[(at + by) % len(stops)]
