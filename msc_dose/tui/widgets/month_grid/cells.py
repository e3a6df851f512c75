"""A day as the lines of its cell: pieces of text with their styles, as wide as the cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from rich.cells import cell_len, chop_cells, set_cell_size

from msc_dose.tui.widgets.month_grid.marks import DayMarks, Mark

WORDS_FROM = 10
"""Columns of a cell from which on marks stand in words."""

Piece = tuple[str, str]
Line = tuple[Piece, ...]


def cell_lines(found: DayMarks, width: int, height: int, detailed: bool = False) -> list[Line]:
    """The lines below the number of a day, at most `height`; `detailed` shows the details of each mark."""
    room = width - 1
    if width < WORDS_FROM:
        return [_filled(line, width) for line in _short(found.marks, room, height)]
    lines = list(_in_words(found.marks, room, detailed))
    if len(lines) > height and detailed:
        lines = list(_in_words(found.marks, room, False))
    if len(lines) > height:
        lines = _first_of(found.marks, room, height)
    if found.closed and not _fits_beside(found.closed, width):
        lines += [((line, "$check-ink"),) for line in wrapped(found.closed, room)]
    return [_filled(line, width) for line in lines[:height]]


def _first_of(marks: Sequence[Mark], room: int, height: int) -> list[Line]:
    """What is kept before the others, and how many more there are: in a single line before it."""
    ordered = sorted(marks, key=lambda mark: not mark.kept)
    shown = max(1, height - 1)
    lines, left = list(_in_words(ordered[:shown], room, False)), len(ordered) - shown
    if height > 1:
        return [*lines[:shown], _count(left)]
    return [((f"+{left} ", "bold"), *lines[0])] if any(mark.kept for mark in marks) else [_count(left + 1)]


def _count(many: int) -> Line:
    return ((f"+{many} more", "bold"),)


def day_line(day: date, found: DayMarks, width: int, today: bool, cursor: bool) -> Line:
    """`[29]c·`: the number, bracketed today, between `>` and `<` under the cursor; closed; in a window."""
    left = ">" if cursor else "[" if today else " "
    right = "]" if today else "<" if cursor else " "
    signs = f"{'c' if found.closed is not None else ''}{'·' if found.window else ''}"
    number: Piece = (f"{left}{day.day:>2}{right}", "bold reverse" if today else "")
    pieces: list[Piece] = [number, (signs, "$check-ink" if found.closed is not None else "")]
    if found.closed and _fits_beside(found.closed, width):
        pieces.append((f" {found.closed}", "$check-ink"))
    return _filled(tuple(pieces), width, "")


def _fits_beside(closed: str, width: int) -> bool:
    """Whether the reason stands beside the number, behind both signs."""
    return width >= WORDS_FROM and cell_len(closed) <= width - 8


def _short(marks: Sequence[Mark], room: int, height: int) -> list[Line]:
    """The marks side by side; where they do not all fit, how many of each kind there are."""
    if not marks:
        return []
    if all(0 < cell_len(mark.short) <= room for mark in marks):
        lines = _packed([(mark.short, mark.style) for mark in marks], room)
        if len(lines) <= height:
            return lines
    kept = [mark for mark in marks if mark.kept]
    if kept:
        more = f"+{len(marks) - len(kept)}"
        pieces = [*((mark.short, mark.style) for mark in kept), (more, "")]
        return [tuple(pieces if sum(cell_len(text) for text, _ in pieces) <= room else pieces[:1])]
    kinds = Counter(mark.kind for mark in marks)
    counted = " ".join(f"{count}{kind}" for kind, count in kinds.items())
    if len(counted) > room:
        counted = f"{len(marks)}+" if len(marks) < 10_000 else "many"
    return [((counted, "bold"),)]


def _packed(pieces: Sequence[Piece], room: int) -> list[Line]:
    """The pieces with a space between them, in lines; one that is wider than a line has one of its own."""
    lines: list[list[Piece]] = []
    left = 0
    for text, style in pieces:
        needed = cell_len(text)
        if lines and needed < left:
            lines[-1] += [(" ", ""), (text, style)]
            left -= needed + 1
        else:
            lines.append([(text, style)])
            left = room - needed
    return [tuple(line) for line in lines]


def _in_words(marks: Sequence[Mark], room: int, detailed: bool) -> Iterator[Line]:
    for mark in marks:
        if not detailed:
            yield ((_cut(mark.words, room), mark.style),)
            continue
        yield from (((line, mark.style),) for line in wrapped(mark.words, room))
        for text in mark.details:
            yield from (((line, ""),) for line in wrapped(text, room))


def wrapped(text: str, room: int) -> list[str]:
    """The words of a text in lines of `room` columns; a longer word is broken, nothing is left out."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, room) if word else []
    return lines


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _filled(line: Line, width: int, lead: str = " ") -> Line:
    """The line with what leads it, and spaces up to the width."""
    used = len(lead) + sum(cell_len(text) for text, _ in line)
    return ((lead, ""), *line, (" " * max(0, width - used), ""))
