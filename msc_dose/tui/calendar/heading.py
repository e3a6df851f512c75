"""The lines above and below the days: which view, whose courses, and what the signs mean."""

from __future__ import annotations

from datetime import date

from msc_dose.tui.calendar.days import CalendarDays
from msc_dose.tui.safe import safe
from msc_dose.tui.widgets.month_grid.months import NAMES

VIEWS = ("month", "week", "agenda")
_WORDS_FROM = 100  # columns of the screen, from which on the days of a month hold words
_SIGNS = {
    "letters": "A2 infusion  v visit  · window  c closed  → moved  = held  ✓ given  ! late",
    "one": "2 infusion  v visit  · window  c closed  → moved  = held  ✓ given  ! late",
    "counts": "3i 3 infusions  2v 2 visits  · window  c closed  Enter lists the day",
    "words": "2/4 infusion  v visit  · window  c closed  → moved  = held  ✓ given  ! late",
    "moving": "Arrows choose the day, l all later ones too, Enter proposes, Esc gives up",
    "agenda": "→ later or ← earlier than its target  = held  ✓ given  ! late  v visit",
}


def view_text(view: str, day: date, days: CalendarDays | None) -> str:
    """`[month]  week   agenda   February 2024   all courses (3)`."""
    names = "  ".join(f"[{name}]" if name == view else f" {name} " for name in VIEWS)
    parts = [names, f"{NAMES[day.month - 1]} {day.year}"]
    if days is not None:
        whose = f"only course {safe(days.one)}" if days.one else f"all courses ({len(days.courses):,})"
        parts.append(whose)
        parts += [f"■ {days.unreadable:,} cannot be read"] if days.unreadable else []
        parts += [f"{len(days.undated):,} without a date"] if days.undated else []
    return f" {'   '.join(parts)}"


def signs_text(view: str, width: int, days: CalendarDays | None, moving: bool) -> str:
    """What the signs mean that are in sight."""
    if moving or view == "agenda":
        kind = "moving" if moving else "agenda"
    elif view == "week" or width >= _WORDS_FROM:
        kind = "words"
    elif days is None or len(days.courses) < 2:
        kind = "one"
    else:
        kind = "letters" if days.letters else "counts"
    return f" {_SIGNS[kind]}"
