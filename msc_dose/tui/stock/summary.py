"""What stands above the rows: the views, how many in which state, which of them are shown."""

from __future__ import annotations

from textual.content import Content

from msc_dose.tui.safe import safe
from msc_dose.tui.stock.found import VIEWS, StockFound


def views_line(view: str) -> Content:
    """Every view, the one that is open in brackets and reversed."""
    shown = [
        Content.styled(f"[{name}]", "bold reverse") if name == view else Content(f" {name} ")
        for name in VIEWS
    ]
    return Content(" ") + Content(" ").join(shown)


def counts_line(found: StockFound) -> Content:
    """`20,000 containers: 12 quarantined, 19,000 released, …`."""
    word = "container" if found.total == 1 else "containers"
    counted = ", ".join(f"{number:,} {safe(state)}" for state, number in found.states.items())
    return Content(f" {found.total:,} {word}{f': {counted}' if counted else ''}")


def shown_line(found: StockFound) -> Content | None:
    """Which containers are shown, where that is not all of them; None where it is."""
    wanted = found.wanted
    if found.pages is None or (not wanted.state and not wanted.start):
        return None
    said = [wanted.state] if wanted.state else []
    said += [f"beginning with {safe(wanted.start)}"] if wanted.start else []
    return Content.styled(
        f" SHOWN: only {', '.join(said)}: {found.pages.count:,} of {found.total:,}. Esc shows all.",
        "bold $check-ink",
    )


def nothing_text(found: StockFound) -> str:
    """What an empty list teaches."""
    if found.view == VIEWS[2]:
        return " Nothing is to be covered."
    if not found.total:
        return " The stock is empty.\n\n msc-dose stock import LIST.csv takes a list of containers in."
    return f" No container is {shown_of(found)}.\n\n Esc shows all; / finds another."


def shown_of(found: StockFound) -> str:
    """What is sought, in words."""
    state, start = found.wanted.state, safe(found.wanted.start)
    begins = f"of that identity, lot or recipient: {start}" if start else "of that state"
    return f"{state} and {begins}" if state and start else state or begins


def forecast_line(found: StockFound) -> Content | None:
    """When the stock runs out, in words; None beside another view."""
    if found.forecast is None:
        return None
    short = bool(found.forecast.short)
    ink, sign = ("$stop-ink", "■") if short else ("$ok-ink", "✓")
    return Content.styled(f"{sign} {safe(found.forecast.headline())}", f"bold {ink}")


def forecast_notes(found: StockFound) -> Content | None:
    """What the forecast counts on and leaves out; None beside another view."""
    if found.forecast is None:
        return None
    notes = list(found.forecast.notes())
    if found.unreadable:
        notes.append(f"{found.unreadable:,} courses cannot be read, and are not counted.")
    return Content.styled("\n".join(f"● {note}" for note in notes), "$quiet-ink")
